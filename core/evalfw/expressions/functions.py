"""The functions of the expression language: each takes numbers and gives one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from evalfw.algebra.protocol import Algebra, B, N, O
from evalfw.exact import ZERO
from evalfw.text import Text

T = TypeVar("T")


class Function(NamedTuple):
    """
    A function.

    Attributes:
        operands: Fewest and most operands; None for any number.
        words: What it is called in sentences.
    """

    operands: tuple[int, int | None]
    words: Text


FUNCTIONS: Mapping[str, Function] = {
    "min": Function((2, None), Text("最小值", "the least of")),
    "max": Function((2, None), Text("最大值", "the greatest of")),
    "abs": Function((1, 1), Text("绝对值", "the absolute value of")),
    "clamp": Function((3, 3), Text("限于", "limited")),
    "floor": Function((1, 1), Text("向下取整", "rounded down")),
    "ceil": Function((1, 1), Text("向上取整", "rounded up")),
}
"""``clamp(x, low, high)`` is x, but at least low and at most high; the others are what their names say."""


def apply(name: str, operands: Sequence[N], a: Algebra[N, B, O]) -> N:
    """The function *name* of *operands*, which are as many as it takes."""
    match name:
        case "min":
            return _folded(a.lesser, operands)
        case "max":
            return _folded(a.greater, operands)
        case "abs":
            return a.greater(operands[0], _negative(operands[0], a))
        case "clamp":
            return a.lesser(a.greater(operands[0], operands[1]), operands[2])
        case "floor":
            return a.floor(operands[0])
        case "ceil":
            return _negative(a.floor(_negative(operands[0], a)), a)
    raise TypeError(f"no function {name!r}")


def _folded(operation: Callable[[T, T], T], operands: Sequence[T]) -> T:
    result = operands[0]
    for operand in operands[1:]:
        result = operation(result, operand)
    return result


def _negative(operand: N, a: Algebra[N, B, O]) -> N:
    return a.subtract(a.constant(ZERO), operand)
