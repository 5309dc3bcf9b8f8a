"""
The bounds reading in columns: what may still come out in rows where facts are missing, for rules that read each fact once.

Where a rule reads each fact once, the ends of its bounds are reached, so that the bounds are exact; scoring finds the same by looking
cell by cell. Rules that read a fact several times are left to scoring in rows where some of their facts are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw.language import How, Irrational, OverItems, Range, Rule, Unknown, Where
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.reading import ColumnAlgebra, NotInColumnsError, Ratio
from evalfw.population.columns.ruling_terms import RulingTerms, in_units
from evalfw.population.columns.states import MISSING, SCORED
from evalfw.population.columns.terms import Term, Terms
from evalfw.rubric import Indicator
from evalfw.scoring import tabulate


class End(NamedTuple):
    """An end of a span, where there is one."""

    at: Ratio
    is_there: Term


class Span(NamedTuple):
    """The numbers that may come out."""

    least: End
    most: End


class May(NamedTuple):
    """Whether a condition may hold, and whether it may fail; neither is null."""

    hold: Term
    fail: Term


class MayAward(NamedTuple):
    """What a branch may award."""

    how: How
    span: Span


Branches = tuple[tuple[May, MayAward], ...]


class ColumnBounds:
    """
    N is ``Span``, B is ``May``, O is ``Branches``.

    Raises:
        NotInColumnsError: A fact is read again, or an operation is none whose ends are told apart here.
        TooWideError: An integer may grow beyond 64 bits.
    """

    def __init__(self, t: Terms, facts: TableFacts, exact: ColumnAlgebra) -> None:
        self._t = t
        self._facts = facts
        self._exact = exact
        self._read: set[str] = set()
        self._blank = tabulate(facts.declarations, {}).values

    def _once(self, fact: str) -> None:
        if fact in self._read:
            raise NotInColumnsError
        self._read.add(fact)

    def constant(self, value: Fraction) -> Span:
        end = End(self._exact.constant(value), self._t.value(True))
        return Span(end, end)

    def number(self, fact: str) -> Span:
        self._once(fact)
        t, value, known = self._t, self._facts.number(fact), self._facts.known(fact)
        blank = self._blank[fact]
        span = blank.within if isinstance(blank, Unknown) else Range(None, None)
        ends = []
        for end in (span.least, span.most):
            if end is None:
                ends.append(End(value, known))
            else:
                other = self._exact.constant(end)
                ends.append(End(self._exact.choose(known, lambda: value, lambda: other), t.value(True)))  # noqa: B023
        return Span(*ends)

    def truth(self, value: bool) -> May:
        return May(self._t.value(value), self._t.value(not value))

    def flag(self, fact: str) -> May:
        self._once(fact)
        return self._may(self._facts.flag(fact))

    def is_text(self, fact: str, value: str) -> May:
        self._once(fact)
        return self._may(self._t.is_text(self._facts.text(fact), value))

    def _may(self, condition: Term) -> May:
        t = self._t
        return May(t.fill(condition, t.value(True)), t.fill(t.negate(condition), t.value(True)))

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Span:
        raise NotInColumnsError

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Span:
        raise NotInColumnsError

    def given(self, fact: str) -> May:
        raise NotInColumnsError

    def irrational(self, how: Irrational, operands: Sequence[Span], by: Fraction, places: int) -> Span:
        raise NotInColumnsError

    def place(self, own: Span, fact: str, field: str, from_last: bool) -> Span:
        raise NotInColumnsError

    def _end(self, of: Callable[[Ratio, Ratio], Ratio], left: End, right: End) -> End:
        return End(of(left.at, right.at), self._t.both(left.is_there, right.is_there))

    def add(self, left: Span, right: Span) -> Span:
        return Span(
            self._end(self._exact.add, left.least, right.least), self._end(self._exact.add, left.most, right.most)
        )

    def subtract(self, left: Span, right: Span) -> Span:
        return Span(
            self._end(self._exact.subtract, left.least, right.most),
            self._end(self._exact.subtract, left.most, right.least),
        )

    def _by_constant(self, left: Span, right: Span, of: Callable[[Ratio, Ratio], Ratio]) -> Span:
        factor = right.least.at
        if right.least is not right.most or not (factor.upper.is_known and factor.lower.is_known):
            raise NotInColumnsError
        ends = [End(of(end.at, factor), end.is_there) for end in left]
        return Span(*(ends if factor.upper.whole >= 0 else ends[::-1]))

    def multiply(self, left: Span, right: Span) -> Span:
        if left.least is left.most:
            left, right = right, left
        return self._by_constant(left, right, self._exact.multiply)

    def divide(self, left: Span, right: Span) -> Span:
        return self._by_constant(left, right, self._exact.divide)

    def _extreme(self, of: Callable[[Ratio, Ratio], Ratio], left: End, right: End, needs_both: bool) -> End:
        t = self._t
        if needs_both or (left.is_there is right.is_there):
            return self._end(of, left, right)
        both = of(left.at, right.at)
        choose = self._exact.choose
        rest = choose(left.is_there, lambda: left.at, lambda: right.at)
        return End(
            choose(t.both(left.is_there, right.is_there), lambda: both, lambda: rest),
            t.either(left.is_there, right.is_there),
        )

    def lesser(self, left: Span, right: Span) -> Span:
        of = self._exact.lesser
        return Span(self._extreme(of, left.least, right.least, True), self._extreme(of, left.most, right.most, False))

    def greater(self, left: Span, right: Span) -> Span:
        of = self._exact.greater
        return Span(self._extreme(of, left.least, right.least, False), self._extreme(of, left.most, right.most, True))

    def floor(self, operand: Span) -> Span:
        return Span(*(End(self._exact.floor(end.at), end.is_there) for end in operand))

    def choose(self, condition: May, held: Callable[[], Span], failed: Callable[[], Span]) -> Span:
        raise NotInColumnsError

    def less(self, left: Span, right: Span) -> May:
        t, less = self._t, self._exact.less
        surely = t.every([left.most.is_there, right.least.is_there, t.holds(less(left.most.at, right.least.at))])
        never = t.every(
            [left.least.is_there, right.most.is_there, t.holds(t.negate(less(left.least.at, right.most.at)))]
        )
        return May(t.negate(never), t.negate(surely))

    def at_most(self, left: Span, right: Span) -> May:
        return self.negate(self.less(right, left))

    def equal(self, left: Span, right: Span) -> May:
        raise NotInColumnsError  # whether two spans meet hangs on the decimals that values have

    def both(self, left: May, right: May) -> May:
        t = self._t
        return May(t.both(left.hold, right.hold), t.either(left.fail, right.fail))

    def either(self, left: May, right: May) -> May:
        t = self._t
        return May(t.either(left.hold, right.hold), t.both(left.fail, right.fail))

    def negate(self, operand: May) -> May:
        return May(operand.fail, operand.hold)

    def points(self, value: Span) -> Branches:
        return ((self.truth(True), MayAward("awarded", value)),)

    def judged(self, least: Span, most: Span, open_above: bool = False) -> Branches:
        if open_above:
            raise NotInColumnsError
        return ((self.truth(True), MayAward("judged", Span(least.least, most.most))),)

    def cases(self, branches: Sequence[tuple[May, Branches]]) -> Branches:
        return tuple((condition, award) for condition, ((_, award),) in branches)


def open_ruling(leaf: Indicator, rule: Rule, facts: TableFacts, exact: ColumnAlgebra, t: Terms) -> RulingTerms:
    """
    What *rule* may still award, for rows in which not every fact is known, each being known or altogether missing.

    Raises:
        NotInColumnsError, TooWideError: Scoring has to be asked.
    """
    branches = rule.points(ColumnBounds(t, facts, exact), leaf.weight)
    unit = 10**leaf.places
    least, most = (None if end is None else in_units(end, unit) for end in (leaf.limits.least, leaf.limits.most))
    limits = [t.null("int") if end is None else t.value(end) for end in (least, most)]
    nothing, none = t.null("int"), t.value(0)
    reached, count, all_awarded = t.value(True), none, t.value(True)
    branch, low, high = nothing, nothing, nothing
    begun = t.value(False)
    for number, (condition, award) in enumerate(branches, 1):
        possible = t.both(reached, condition.hold)
        reached = t.both(reached, condition.fail)
        ends = _ends(award, exact, t)
        if award.how == "awarded" and not leaf.extra and not _is_within(ends, least, most):
            raise NotInColumnsError  # what is beyond the limits is an error, if it is certain
        low = t.when(possible, t.when(begun, _outer(low, ends[0], t.lesser, t), ends[0]), low)
        high = t.when(possible, t.when(begun, _outer(high, ends[1], t.greater, t), ends[1]), high)
        branch = t.when(possible, t.value(number), branch)
        count = t.add(count, t.number_of(possible))
        if award.how != "awarded":
            all_awarded = t.both(all_awarded, t.negate(possible))
        begun = t.either(begun, possible)
    low, high = (t.when(reached, nothing, end) for end in (low, high))  # the criterion may be silent
    all_awarded = t.both(all_awarded, t.negate(reached))
    settled = t.both(all_awarded, t.holds(t.equal(low, high)))
    low, high = (_clipped(end, limits[at], least, most, t) for at, end in enumerate((low, high)))
    only = t.both(t.equal(count, t.value(1)), t.negate(reached))
    return RulingTerms(
        state=t.when(settled, t.value(SCORED), t.value(MISSING)),
        points=t.when(settled, low, nothing),
        low=low,
        high=high,
        branch=t.when(t.both(settled, only), branch, nothing),
    )


def _ends(award: MayAward, exact: ColumnAlgebra, t: Terms) -> tuple[Term, Term]:
    """Least and most points of *award*, rounded; null where there is no limit."""
    least, most = (t.when(end.is_there, exact.rounded(end.at), t.null("int")) for end in award.span)
    return least, most


def _is_within(ends: tuple[Term, Term], least: int | None, most: int | None) -> bool:
    return all((least is None or end.low >= least) and (most is None or end.high <= most) for end in ends)


def _outer(one: Term, other: Term, of: Callable[[Term, Term], Term], t: Terms) -> Term:
    """The outer of two ends; null, which is no limit, lies outside of all."""
    if not (one.is_nullable or other.is_nullable):
        return of(one, other)
    return t.when(t.either(t.is_null(one), t.is_null(other)), t.null("int"), of(one, other))


def _clipped(end: Term, limit: Term, least: int | None, most: int | None, t: Terms) -> Term:
    return t.when(t.is_null(end), limit, t.within(end, least, most))
