"""
The integer reading: the arithmetic that every engine of tables can do alike, in plain Python.

Numbers are pairs of integers, upper ÷ lower with a lower part above zero; nothing is reduced, and nothing is a ``Fraction`` or a
float. Comparisons multiply crosswise. There are two places where integers are divided: ``floor``, and the rounding of the points; a
rule uses at most one of them, as long as what it adds to whole steps has no more decimals than points have. Engines that follow this
agree with the exact reading bit for bit, on one machine and on many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw.language.algebra.exact import ExactAlgebra, UndefinedError
from evalfw.language.algebra.outcome import How
from evalfw.language.algebra.protocol import Irrational, OverItems, Where
from evalfw.language.algebra.values import Values


class Pair(NamedTuple):
    """upper ÷ lower, with lower > 0; ``divisions`` counts the integer divisions that led to it."""

    upper: int
    lower: int
    divisions: int = 0


def _exact(pair: Pair) -> Fraction:
    """What *pair* is, for what only scoring has."""
    return Fraction(pair.upper, pair.lower)


class IntegerOutcome(NamedTuple):
    """
    What a rule awards, in the smallest unit of points.

    Attributes:
        branch: From 0; None where the rule has none.
        how: As in an outcome.
        least, most: Points times ten to the ``places``, rounded half away from zero; None where nothing is awarded.
        divisions: Integer divisions on the way to the points.
    """

    branch: int | None
    how: How
    least: int | None
    most: int | None
    divisions: int = 0


class IntegerAlgebra:
    """
    N is ``Pair``, B is ``bool``, O is ``IntegerOutcome``.

    Attributes:
        largest: The largest integer met so far; an engine needs room for it.
    """

    def __init__(self, values: Values, places: int) -> None:
        self._exact = ExactAlgebra(values)
        self._unit = 10**places
        self.largest = 0

    def _seen(self, *integers: int) -> None:
        self.largest = max(self.largest, *map(abs, integers))

    def _pair(self, upper: int, lower: int, *origins: Pair) -> Pair:
        self._seen(upper, lower)
        return Pair(upper, lower, sum(each.divisions for each in origins))

    def constant(self, value: Fraction) -> Pair:
        return self._pair(value.numerator, value.denominator)

    def number(self, fact: str) -> Pair:
        return self.constant(self._exact.number(fact))

    def truth(self, value: bool) -> bool:
        return value

    def flag(self, fact: str) -> bool:
        return self._exact.flag(fact)

    def is_text(self, fact: str, value: str) -> bool:
        return self._exact.is_text(fact, value)

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Pair:
        """Lists are made into numbers before a table is read."""
        return self.constant(self._exact.best_per_group(fact, group, key, points))

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Pair:
        return self.constant(self._exact.over_items(fact, how, field, where))

    def given(self, fact: str) -> bool:
        return self._exact.given(fact)

    def irrational(self, how: Irrational, operands: Sequence[Pair], by: Fraction, places: int) -> Pair:
        """No engine has them: who asks scoring gets what it gives."""
        return self.constant(self._exact.irrational(how, list(map(_exact, operands)), by, places))

    def place(self, own: Pair, fact: str, field: str, from_last: bool) -> Pair:
        return self.constant(self._exact.place(_exact(own), fact, field, from_last))

    def add(self, left: Pair, right: Pair) -> Pair:
        if left.lower == right.lower:
            return self._pair(left.upper + right.upper, left.lower, left, right)
        upper = left.upper * right.lower, right.upper * left.lower
        self._seen(*upper)
        return self._pair(sum(upper), left.lower * right.lower, left, right)

    def subtract(self, left: Pair, right: Pair) -> Pair:
        return self.add(left, right._replace(upper=-right.upper))

    def multiply(self, left: Pair, right: Pair) -> Pair:
        return self._pair(left.upper * right.upper, left.lower * right.lower, left, right)

    def divide(self, left: Pair, right: Pair) -> Pair:
        if right.upper == 0:
            raise UndefinedError
        sign = 1 if right.upper > 0 else -1
        return self._pair(sign * left.upper * right.lower, sign * left.lower * right.upper, left, right)

    def lesser(self, left: Pair, right: Pair) -> Pair:
        return left if self.at_most(left, right) else right

    def greater(self, left: Pair, right: Pair) -> Pair:
        return right if self.at_most(left, right) else left

    def floor(self, operand: Pair) -> Pair:
        whole = self._pair(operand.upper // operand.lower, 1)
        return whole._replace(divisions=operand.divisions + (operand.lower != 1))

    def choose(self, condition: bool, held: Callable[[], Pair], failed: Callable[[], Pair]) -> Pair:
        return held() if condition else failed()

    def _sides(self, left: Pair, right: Pair) -> tuple[int, int]:
        if left.lower == right.lower:
            return left.upper, right.upper
        sides = left.upper * right.lower, right.upper * left.lower
        self._seen(*sides)
        return sides

    def less(self, left: Pair, right: Pair) -> bool:
        first, second = self._sides(left, right)
        return first < second

    def at_most(self, left: Pair, right: Pair) -> bool:
        first, second = self._sides(left, right)
        return first <= second

    def equal(self, left: Pair, right: Pair) -> bool:
        first, second = self._sides(left, right)
        return first == second

    def both(self, left: bool, right: bool) -> bool:
        return left and right

    def either(self, left: bool, right: bool) -> bool:
        return left or right

    def negate(self, operand: bool) -> bool:
        return not operand

    def _rounded(self, value: Pair) -> Pair:
        """*value* in units of points, half away from zero; no division where the lower part goes into the unit."""
        size, divisions = abs(value.upper), value.divisions
        if self._unit % value.lower == 0:
            whole = size * (self._unit // value.lower)
        else:
            divisions += 1
            self._seen(2 * size * self._unit + value.lower)
            whole = (2 * size * self._unit + value.lower) // (2 * value.lower)
        return self._pair(whole if value.upper >= 0 else -whole, 1)._replace(divisions=divisions)

    def points(self, value: Pair) -> IntegerOutcome:
        points = self._rounded(value)
        return IntegerOutcome(0, "awarded", points.upper, points.upper, points.divisions)

    def judged(self, least: Pair, most: Pair, open_above: bool = False) -> IntegerOutcome:
        low, high = self._rounded(least), self._rounded(most)
        return IntegerOutcome(0, "judged", low.upper, high.upper, max(low.divisions, high.divisions))

    def cases(self, branches: Sequence[tuple[bool, IntegerOutcome]]) -> IntegerOutcome:
        for number, (holds, outcome) in enumerate(branches):
            if holds:
                return outcome._replace(branch=number)
        return IntegerOutcome(None, "unruled", None, None)
