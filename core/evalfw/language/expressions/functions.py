"""
The functions of the expression language: each takes numbers and gives one. Plugins may add more.

``if``, ``lookup``, ``in`` and the functions over lists take other things than numbers; they belong to the language itself and
have nodes of their own in ``syntax.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol, TypeVar

from evalfw.foundation import ZERO, Text
from evalfw.language.algebra.protocol import Algebra, B, N, O

T = TypeVar("T")


class Apply(Protocol):
    """What a function does with its operands, through any algebra."""

    def __call__(self, a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
        """The function of *operands*, which are as many as it takes."""
        ...


OfUnits = Literal["alike", "plain", "off"]
"""
What a function makes of units. ``alike``: its operands are brought to the unit of the first that has one, which is that of the result ·
``plain``: it takes and gives numbers without a unit · ``off``: it takes any unit, and gives a number without one.
"""


class Function(NamedTuple):
    """
    A function of numbers, as a plugin registers it.

    Attributes:
        id: What expressions call it; lower case.
        least: Fewest operands.
        most: Most operands; None for any number.
        words: What it is called in sentences.
        apply: What it does. It must be pure and use nothing but the algebra.
        units: What it makes of units.
        by: Set by the plugin host: the plugin that brought it; empty for evalfw's own.
    """

    id: str
    least: int
    most: int | None
    words: Text
    apply: Apply
    units: OfUnits = "plain"
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


def _itself(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return operands[0]


CORE_FUNCTIONS = (
    Function("min", 2, None, Text("最小值", "the least of"), _least, "alike"),
    Function("max", 2, None, Text("最大值", "the greatest of"), _greatest, "alike"),
    Function("abs", 1, 1, Text("绝对值", "the absolute value of"), _absolute, "alike"),
    Function("clamp", 3, 3, Text("限于", "limited"), _clamp, "alike"),
    Function("floor", 1, 1, Text("向下取整", "rounded down"), _floor, "alike"),
    Function("ceil", 1, 1, Text("向上取整", "rounded up"), _ceil, "alike"),
    Function("number", 1, 1, Text("数值", "the number of"), _itself, "off"),
)
"""
``clamp(x, low, high)`` is x, but at least low and at most high; ``number(x)`` is x in its own unit as a number without one, for unlike
counts that are meant to be compared; the others are what their names say.
"""


def _folded(operation: Callable[[T, T], T], operands: Sequence[T]) -> T:
    result = operands[0]
    for operand in operands[1:]:
        result = operation(result, operand)
    return result


def _negative(operand: N, a: Algebra[N, B, O]) -> N:
    return a.subtract(a.constant(ZERO), operand)
