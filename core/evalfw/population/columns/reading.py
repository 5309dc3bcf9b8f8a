"""
The *column* reading of a rule: the arithmetic of the integer reading, for every row of a table at once.

A number is upper ÷ lower, both terms over integer columns, the lower one more than zero. Comparisons multiply crosswise; integers are
divided where steps are counted and where points are rounded, nowhere else. It speaks of rows in which every fact that is read is known;
what holds of the others is said by whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple, Protocol

from evalfw.language import How, Irrational, OverItems, Where
from evalfw.population.columns.terms import Term, Terms


class Ratio(NamedTuple):
    """upper ÷ lower, with lower > 0."""

    upper: Term
    lower: Term


class Award(NamedTuple):
    """What a branch awards, in units of points, rounded; with *how* as in an outcome."""

    how: How
    least: Term
    most: Term


class Branch(NamedTuple):
    """A branch: when it is taken, if none before it is, and what it awards."""

    condition: Term
    award: Award


class FactTerms(Protocol):
    """The facts as terms."""

    def number(self, fact: str) -> Ratio:
        """A number; of a date the number of its day."""
        ...

    def flag(self, fact: str) -> Term:
        """A truth."""
        ...

    def text(self, fact: str) -> Term:
        """A text."""
        ...

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Ratio:
        """What the best items of the groups of a list earn."""
        ...

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Ratio:
        """A number about the items of a list; its lower part is zero where there is none."""
        ...

    def place(self, own: Ratio, fact: str, field: str, from_last: bool) -> Ratio:
        """The place of a number among the values of a field."""
        ...


class NotInColumnsError(Exception):
    """Something has no column reading: it is worked out row by row."""


class ColumnAlgebra:
    """
    N is ``Ratio``, B is ``Term``, O is a tuple of ``Branch``.

    Attributes:
        odd: Where something is divided by zero, so that a row has to be looked at by itself.

    Raises:
        TooWideError: From any operation, where an integer may grow beyond 64 bits.
        NotInColumnsError: An operation has no column reading.
    """

    def __init__(self, terms: Terms, facts: FactTerms, places: int) -> None:
        self._terms = terms
        self._facts = facts
        self._unit = 10**places
        self.odd: list[Term] = []

    def constant(self, value: Fraction) -> Ratio:
        return Ratio(self._terms.value(value.numerator), self._terms.value(value.denominator))

    def number(self, fact: str) -> Ratio:
        return self._facts.number(fact)

    def truth(self, value: bool) -> Term:
        return self._terms.value(value)

    def flag(self, fact: str) -> Term:
        return self._facts.flag(fact)

    def is_text(self, fact: str, value: str) -> Term:
        return self._terms.is_text(self._facts.text(fact), value)

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Ratio:
        return self._facts.best_per_group(fact, group, key, points)

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Ratio:
        return self._defined(self._facts.over_items(fact, how, field, where))

    def given(self, fact: str) -> Term:
        raise NotInColumnsError

    def irrational(self, how: Irrational, operands: Sequence[Ratio], by: Fraction, places: int) -> Ratio:
        raise NotInColumnsError

    def place(self, own: Ratio, fact: str, field: str, from_last: bool) -> Ratio:
        return self._facts.place(own, fact, field, from_last)

    def _defined(self, given: Ratio) -> Ratio:
        """*given*; the rows in which its lower part is zero are odd."""
        if given.lower.low > 0:
            return given
        t = self._terms
        is_zero = t.equal(given.lower, t.value(0))
        self.odd.append(is_zero)
        limits = (1, max(1, given.lower.high))
        return given._replace(lower=t.when(is_zero, t.value(1), given.lower, limits))

    def _alike(self, left: Ratio, right: Ratio) -> tuple[Term, Term, Term]:
        """Both upper parts over one lower part."""
        t = self._terms
        if left.lower is right.lower:
            return left.upper, right.upper, left.lower
        if left.lower.is_known and right.lower.is_known:
            lower = lcm(left.lower.whole, right.lower.whole)
            factors = (t.value(lower // each.lower.whole) for each in (left, right))
            first, second = (t.multiply(each.upper, by) for each, by in zip((left, right), factors, strict=True))
            return first, second, t.value(lower)
        return (
            t.multiply(left.upper, right.lower),
            t.multiply(right.upper, left.lower),
            t.multiply(left.lower, right.lower),
        )

    def add(self, left: Ratio, right: Ratio) -> Ratio:
        first, second, lower = self._alike(left, right)
        return Ratio(self._terms.add(first, second), lower)

    def subtract(self, left: Ratio, right: Ratio) -> Ratio:
        first, second, lower = self._alike(left, right)
        return Ratio(self._terms.subtract(first, second), lower)

    def multiply(self, left: Ratio, right: Ratio) -> Ratio:
        t = self._terms
        return Ratio(t.multiply(left.upper, right.upper), t.multiply(left.lower, right.lower))

    def divide(self, left: Ratio, right: Ratio) -> Ratio:
        t = self._terms
        upper, divisor = right.upper, right.upper
        alike = left.lower is right.lower
        top, below = (left.upper, t.value(1)) if alike else (t.multiply(left.upper, right.lower), left.lower)
        if upper.low < 0:
            is_negative = t.less(upper, t.value(0))
            divisor = t.when(is_negative, t.subtract(t.value(0), upper), upper, (0, max(-upper.low, upper.high)))
            top = t.when(is_negative, t.subtract(t.value(0), top), top)
        return self._defined(Ratio(top, t.multiply(below, divisor)))

    def lesser(self, left: Ratio, right: Ratio) -> Ratio:
        return self._chosen(self._sides(left, right, self._terms.at_most), left, right, self._terms.lesser)

    def greater(self, left: Ratio, right: Ratio) -> Ratio:
        return self._chosen(self._sides(right, left, self._terms.at_most), left, right, self._terms.greater)

    def _chosen(self, condition: Term, left: Ratio, right: Ratio, of_alike: Callable[[Term, Term], Term]) -> Ratio:
        t = self._terms
        if left.lower.is_known and right.lower.is_known:
            first, second, lower = self._alike(left, right)
            return Ratio(of_alike(first, second), lower)
        return Ratio(t.when(condition, left.upper, right.upper), t.when(condition, left.lower, right.lower))

    def floor(self, operand: Ratio) -> Ratio:
        t = self._terms
        if operand.upper.low >= 0:
            return Ratio(t.quotient(operand.upper, operand.lower), t.value(1))
        is_negative = t.less(operand.upper, t.value(0))
        size = t.when(is_negative, t.subtract(t.value(0), operand.upper), operand.upper, _size_of(operand.upper))
        up = t.subtract(operand.lower, t.value(1))  # −(size ÷ lower, rounded up) where it is negative
        top = t.add(size, t.when(is_negative, up, t.value(0)))
        whole = t.quotient(top, operand.lower)
        return Ratio(t.when(is_negative, t.subtract(t.value(0), whole), whole), t.value(1))

    def choose(self, condition: Term, held: Callable[[], Ratio], failed: Callable[[], Ratio]) -> Ratio:
        t = self._terms
        if condition.is_value:
            return held() if condition.value else failed()
        marked = len(self.odd)
        first = held()
        self.odd[marked:] = [t.both(condition, each) for each in self.odd[marked:]]
        marked = len(self.odd)
        second = failed()
        self.odd[marked:] = [t.both(t.negate(condition), each) for each in self.odd[marked:]]
        if first.lower.is_known and second.lower.is_known:
            one, other, lower = self._alike(first, second)
            return Ratio(t.when(condition, one, other), lower)
        return Ratio(t.when(condition, first.upper, second.upper), t.when(condition, first.lower, second.lower))

    def _sides(self, left: Ratio, right: Ratio, compare: Callable[[Term, Term], Term]) -> Term:
        t = self._terms
        if left.lower is right.lower:
            return compare(left.upper, right.upper)
        if left.lower.is_known and right.lower.is_known:
            first, second, _ = self._alike(left, right)
            return compare(first, second)
        return compare(t.multiply(left.upper, right.lower), t.multiply(right.upper, left.lower))

    def less(self, left: Ratio, right: Ratio) -> Term:
        return self._sides(left, right, self._terms.less)

    def at_most(self, left: Ratio, right: Ratio) -> Term:
        return self._sides(left, right, self._terms.at_most)

    def equal(self, left: Ratio, right: Ratio) -> Term:
        return self._sides(left, right, self._terms.equal)

    def both(self, left: Term, right: Term) -> Term:
        return self._terms.both(left, right)

    def either(self, left: Term, right: Term) -> Term:
        return self._terms.either(left, right)

    def negate(self, operand: Term) -> Term:
        return self._terms.negate(operand)

    def rounded(self, value: Ratio) -> Term:
        """*value* in units of points, half away from zero; no division where the lower part goes into the unit."""
        return rounded(value, self._unit, self._terms)

    def points(self, value: Ratio) -> tuple[Branch, ...]:
        points = self.rounded(value)
        return (Branch(self._terms.value(True), Award("awarded", points, points)),)

    def judged(self, least: Ratio, most: Ratio, open_above: bool = False) -> tuple[Branch, ...]:
        top = self.rounded(most)
        if open_above:  # the end belongs to the next better choice; points have no value in between
            t = self._terms
            if not (top.is_known and most.upper.is_known and most.lower.is_known):
                raise NotInColumnsError
            is_exact = Fraction(top.whole, self._unit) == Fraction(most.upper.whole, most.lower.whole)
            top = t.value(top.whole - 1) if is_exact else top
        return (Branch(self._terms.value(True), Award("judged", self.rounded(least), top)),)

    def cases(self, branches: Sequence[tuple[Term, tuple[Branch, ...]]]) -> tuple[Branch, ...]:
        """Each branch awards in one way: that is what ``points`` and ``judged`` give."""
        return tuple(Branch(condition, award) for condition, ((_, award),) in branches)


def rounded(value: Ratio, unit: int, t: Terms) -> Term:
    """*value* times *unit* as an integer, half away from zero."""
    upper, lower = value
    if lower.is_known and unit % lower.whole == 0:
        return t.multiply(upper, t.value(unit // lower.whole))
    if upper.low >= 0:
        top = t.add(t.multiply(upper, t.value(2 * unit)), lower)
        return t.quotient(top, t.multiply(lower, t.value(2)))
    if upper.is_known and lower.is_known:
        exact = Fraction(upper.whole * unit, lower.whole)
        size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
        return t.value(size if exact >= 0 else -size)
    is_negative = t.less(upper, t.value(0))
    size_of_it = t.when(is_negative, t.subtract(t.value(0), upper), upper, _size_of(upper))
    top = t.add(t.multiply(size_of_it, t.value(2 * unit)), lower)
    whole = t.quotient(top, t.multiply(lower, t.value(2)))
    return t.when(is_negative, t.subtract(t.value(0), whole), whole)


def _size_of(term: Term) -> tuple[int, int]:
    """Limits of the size of *term*, without its sign."""
    return (0, max(-term.low, term.high))
