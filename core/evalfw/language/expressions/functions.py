"""
The functions of the expression language: each takes numbers and gives one. Plugins may add more.

``if``, ``lookup``, ``in`` and the functions over lists take other things than numbers; they belong to the language itself and
have nodes of their own in ``syntax.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from evalfw.foundation import ZERO, Text
from evalfw.language.algebra.protocol import Algebra, B, N, O

T = TypeVar("T")


class Apply(Protocol):
    """What a function does with its operands, through any algebra."""

    def __call__(self, a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
        """The function of *operands*, which are as many as it takes."""
        ...


class Function(NamedTuple):
    """
    A function of numbers, as a plugin registers it.

    Attributes:
        id: What expressions call it; lower case.
        least: Fewest operands.
        most: Most operands; None for any number.
        words: What it is called in sentences.
        apply: What it does. It must be pure and use nothing but the algebra.
        by: Set by the plugin host: the plugin that brought it; empty for evalfw's own.
    """

    id: str
    least: int
    most: int | None
    words: Text
    apply: Apply
    by: str = ""


def _least(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return _folded(a.lesser, operands)


def _greatest(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return _folded(a.greater, operands)


def _absolute(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return a.greater(operands[0], _negative(operands[0], a))


def _clamp(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return a.lesser(a.greater(operands[0], operands[1]), operands[2])


def _floor(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return a.floor(operands[0])


def _ceil(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return _negative(a.floor(_negative(operands[0], a)), a)


CORE_FUNCTIONS = (
    Function("min", 2, None, Text("最小值", "the least of"), _least),
    Function("max", 2, None, Text("最大值", "the greatest of"), _greatest),
    Function("abs", 1, 1, Text("绝对值", "the absolute value of"), _absolute),
    Function("clamp", 3, 3, Text("限于", "limited"), _clamp),
    Function("floor", 1, 1, Text("向下取整", "rounded down"), _floor),
    Function("ceil", 1, 1, Text("向上取整", "rounded up"), _ceil),
)
"""``clamp(x, low, high)`` is x, but at least low and at most high; the others are what their names say."""


def _folded(operation: Callable[[T, T], T], operands: Sequence[T]) -> T:
    result = operands[0]
    for operand in operands[1:]:
        result = operation(result, operand)
    return result


def _negative(operand: N, a: Algebra[N, B, O]) -> N:
    return a.subtract(a.constant(ZERO), operand)
