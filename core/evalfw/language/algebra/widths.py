"""
How large the integers of the integer reading can grow, from the declared ranges of the facts: worked out, not hoped for.

An engine whose integers are wide enough cannot overflow; where a fact has no limits, no width is wide enough, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw.language.algebra.protocol import Irrational, OverItems, Where


class Size(NamedTuple):
    """Largest upper and lower part that a pair may have; None: without limit."""

    upper: int | None
    lower: int | None


ENDLESS = Size(None, None)


class WidthAlgebra:
    """
    N is ``Size``, B and O are None: every branch is followed.

    Attributes:
        largest: The largest integer that may be met; None if there is no limit.
    """

    def __init__(self, sizes: Mapping[str, Size], places: int) -> None:
        self._sizes = sizes
        self._unit = 10**places
        self.largest: int | None = 0

    @property
    def bits(self) -> int | None:
        """Bits of a signed integer that holds everything; None if there is no limit."""
        return None if self.largest is None else self.largest.bit_length() + 1

    def _seen(self, *sizes: int | None) -> None:
        for size in sizes:
            self.largest = None if size is None or self.largest is None else max(self.largest, size)

    def _size(self, upper: int | None, lower: int | None) -> Size:
        self._seen(upper, lower)
        return Size(upper, lower)

    def constant(self, value: Fraction) -> Size:
        return self._size(abs(value.numerator), value.denominator)

    def number(self, fact: str) -> Size:
        return self._size(*self._sizes[fact])

    def truth(self, value: bool) -> None:
        return None

    def flag(self, fact: str) -> None:
        return None

    def is_text(self, fact: str, value: str) -> None:
        return None

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Size:
        return self._size(*ENDLESS)

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Size:
        return self._size(*ENDLESS)

    def given(self, fact: str) -> None:
        return None

    def irrational(self, how: Irrational, operands: Sequence[Size], by: Fraction, places: int) -> Size:
        return self._size(*ENDLESS)

    def place(self, own: Size, fact: str, field: str, from_last: bool) -> Size:
        return self._size(*ENDLESS)

    def add(self, left: Size, right: Size) -> Size:
        upper = _times(left.upper, right.lower), _times(right.upper, left.lower)
        self._seen(*upper)
        return self._size(_plus(*upper), _times(left.lower, right.lower))

    def subtract(self, left: Size, right: Size) -> Size:
        return self.add(left, right)

    def multiply(self, left: Size, right: Size) -> Size:
        return self._size(_times(left.upper, right.upper), _times(left.lower, right.lower))

    def divide(self, left: Size, right: Size) -> Size:
        return self._size(_times(left.upper, right.lower), _times(left.lower, right.upper))

    def lesser(self, left: Size, right: Size) -> Size:
        self.less(left, right)
        return self._size(_larger(left.upper, right.upper), _larger(left.lower, right.lower))

    def greater(self, left: Size, right: Size) -> Size:
        return self.lesser(left, right)

    def floor(self, operand: Size) -> Size:
        return self._size(_plus(operand.upper, 1), 1)

    def choose(self, condition: None, held: Callable[[], Size], failed: Callable[[], Size]) -> Size:
        first, second = held(), failed()
        return self._size(_larger(first.upper, second.upper), _larger(first.lower, second.lower))

    def less(self, left: Size, right: Size) -> None:
        self._seen(_times(left.upper, right.lower), _times(right.upper, left.lower))

    def at_most(self, left: Size, right: Size) -> None:
        self.less(left, right)

    def equal(self, left: Size, right: Size) -> None:
        self.less(left, right)

    def both(self, left: None, right: None) -> None:
        return None

    def either(self, left: None, right: None) -> None:
        return None

    def negate(self, operand: None) -> None:
        return None

    def points(self, value: Size) -> None:
        scaled = _times(value.upper, self._unit)
        self._seen(_plus(_times(scaled, 2), value.lower), _times(value.lower, 2))

    def judged(self, least: Size, most: Size, open_above: bool = False) -> None:
        self.points(least)
        self.points(most)

    def cases(self, branches: Sequence[tuple[None, None]]) -> None:
        return None


def _times(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left * right


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _larger(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else max(left, right)
