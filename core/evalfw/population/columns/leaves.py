"""Leaves in columns: the ruling, then what people and policies make of it, then the gates at it."""

from __future__ import annotations

from typing import NamedTuple

import attrs

from evalfw.foundation import round_half_up
from evalfw.population.columns.conditions import Condition
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.gating import GateTerms, Standing, through_gates, touches
from evalfw.population.columns.parts import Face, PartTerms, end_of
from evalfw.population.columns.reading import NotInColumnsError, Ratio, rounded
from evalfw.population.columns.ruling_terms import RulingTerms, in_units
from evalfw.population.columns.states import ERROR, MISSING, NOT_APPLICABLE, PENDING, SCORED, WAIVED
from evalfw.population.columns.terms import Term, Terms
from evalfw.rubric import Indicator
from evalfw.scoring import is_left_out


@attrs.frozen
class ResultTerms:
    """
    The result of a node; points and limits in the unit of the rubric.

    Attributes:
        node: The node.
        state: A code.
        points: Of a leaf null unless it is scored, or counts by its policy although it does not apply.
        low, high: Limits; null where there is none.
        branch: Of a leaf the branch taken, from 1; null otherwise.
        weight: Of an inner node the full mark that counts.
    """

    node: Indicator
    state: Term
    points: Term
    low: Term
    high: Term
    branch: Term | None = None
    weight: Term | None = None


class Decisions(NamedTuple):
    """What people have decided about leaves: columns that the table has. ``override`` points, ``exemption`` whether it holds and which."""

    overrides: frozenset[str]
    exemptions: frozenset[str]

    def override(self, leaf: Indicator, unit: int, t: Terms) -> Term:
        """The points that are set by hand, in the unit of the rubric; null where none are."""
        if leaf.id not in self.overrides:
            return t.null("int")
        return t.column(override_column(leaf.id), "int", -MOST_OVERRIDE, MOST_OVERRIDE)

    def exemption(self, leaf: Indicator, t: Terms) -> Term:
        """``waived`` or ``not_applicable``; null where there is no exemption that holds."""
        return t.column(exemption_column(leaf.id), "text") if leaf.id in self.exemptions else t.null("text")


MOST_OVERRIDE = 10**9
"""Most points, in the unit of the rubric, that a table can set by hand."""


def override_column(leaf: str) -> str:
    """The canonical column of points set by hand."""
    return f"{leaf}@override"


def exemption_column(leaf: str) -> str:
    """The canonical column of exemptions that hold."""
    return f"{leaf}@exemption"


def reason_column(leaf: str) -> str:
    """The column that says why a person decided about the leaf."""
    return f"{leaf}@reason"


def author_column(leaf: str) -> str:
    """The column that says who decided."""
    return f"{leaf}@by"


def leaf_terms(
    leaf: Indicator,
    ruling: RulingTerms,
    applies: Condition | None,
    facts: TableFacts,
    gates: tuple[GateTerms, ...],
    decisions: Decisions,
    unit: int,
    t: Terms,
) -> tuple[PartTerms, ResultTerms]:
    """The part that *leaf* is, and its result, where it is not open if it applies at all."""
    by = unit // 10**leaf.places
    points, low, high = (t.multiply(each, t.value(by)) for each in (ruling.points, ruling.low, ruling.high))
    state, branch = ruling.state, ruling.branch
    nothing = t.null("int")
    is_missing = t.equal(state, t.value(MISSING))
    if leaf.policy.missing == "error":
        state = t.when(is_missing, t.value(ERROR), state)
    override = decisions.override(leaf, unit, t)
    is_set = t.is_there(override)
    state = t.when(is_set, t.value(SCORED), state)
    points = t.fill(override, points)
    low, high = t.when(is_set, override, low), t.when(is_set, override, high)
    branch = t.when(is_set, nothing, branch)
    fails = t.value(False) if applies is None else t.negate(applies.holds)
    exemption = decisions.exemption(leaf, t)
    is_exempt = t.is_there(exemption)
    gone = t.either(fails, is_exempt)
    waived = t.holds(t.is_text(exemption, "waived"))
    state = t.when(gone, t.when(waived, t.value(WAIVED), t.value(NOT_APPLICABLE)), state)
    instead = instead_of(leaf, facts, unit, t)
    is_single = _is_single(instead.low, instead.high, t)
    counted = nothing if is_left_out(leaf) else t.when(is_single, instead.low, nothing)
    part = _part(leaf, state, t.when(gone, nothing, points), low, high, gone, instead, unit, t)
    points, branch = t.when(gone, counted, points), t.when(gone, nothing, branch)
    low, high = t.when(gone, instead.low, low), t.when(gone, instead.high, high)
    return _gated(leaf, part, ResultTerms(leaf, state, points, low, high, branch), gone, gates, unit, t)


def instead_of(node: Indicator, facts: TableFacts, unit: int, t: Terms) -> Standing:
    """What *node* gets by its policy where it does not apply; nothing where it is left out."""
    if node.policy.not_applicable == "full":
        full = t.value(in_units(node.weight, unit))
        return Standing(full, full, full)
    if node.policy.not_applicable != "cohort_mean":
        return Standing(t.value(0), t.value(0), t.value(0))
    fact = node.policy.cohort_mean
    declaration = facts.declarations[fact]
    span = declaration.domain.clipped(node.limits.least, node.limits.most)
    by = unit // 10**node.places
    ends = [None if end is None else in_units(round_half_up(end, node.places), unit) for end in (span.least, span.most)]
    low, high = (t.null("int") if end is None else t.value(end) for end in ends)
    if declaration.derivation is not None:
        raise NotInColumnsError  # what is derived in part has narrower limits
    value, known = facts.number(fact), t.both(facts.known(fact), t.negate(facts.wild(fact)))
    limits = [None if end is None else end * value.lower.whole for end in (node.limits.least, node.limits.most)]
    if any(end is not None and end.denominator != 1 for end in limits):
        raise NotInColumnsError
    kept = t.within(value.upper, *(None if end is None else int(end) for end in limits))
    given = t.multiply(rounded(Ratio(kept, value.lower), 10**node.places, t), t.value(by))
    least, most = t.when(known, given, low), t.when(known, given, high)
    return Standing(nearest_to_none(least, most, t), least, most)


def nearest_to_none(low: Term, high: Term, t: Terms) -> Term:
    """The number between the two that is nearest to zero; a limit that is null is not there."""
    zero = t.value(0)
    above = t.holds(t.less(zero, low)) if low.is_nullable else t.less(zero, low)
    below = t.holds(t.less(high, zero)) if high.is_nullable else t.less(high, zero)
    return t.when(above, t.fill(low, zero), t.when(below, t.fill(high, zero), zero))


def _part(
    leaf: Indicator,
    state: Term,
    points: Term,
    low: Term,
    high: Term,
    gone: Term,
    instead: Standing,
    unit: int,
    t: Terms,
) -> PartTerms:
    full, none = in_units(leaf.weight, unit), t.value(0)
    if leaf.is_monitored:
        nothing = Face(none, none, none)
        return PartTerms(leaf.id, nothing, nothing, nothing, 0, 0, leaf.risk, False, t.value(True), none, none)
    scored = t.equal(state, t.value(SCORED))
    left_out = is_left_out(leaf)
    decided = t.either(scored, gone if left_out else t.both(gone, _is_single(instead.low, instead.high, t)))
    gone_points = none if left_out else instead.points
    gone_weight = none if left_out else t.value(full)
    is_excluded = leaf.policy.missing == "exclude"
    waiting_points = none if is_excluded else nearest_to_none(low, high, t)
    waiting_weight = none if is_excluded else t.value(full)
    spread = t.when(gone, t.value(full), none) if leaf.policy.not_applicable == "reweight" else none
    now = Face(
        t.when(gone, gone_points, t.fill(points, waiting_points)),
        t.when(gone, gone_weight, t.when(scored, t.value(full), waiting_weight)),
        spread,
        leaf.policy.spread == "equally",
    )
    gone_end = (none, none) if left_out else (instead.low, instead.high)
    ends = [t.when(gone, g, end) for g, end in zip(gone_end, (low, high), strict=True)]
    weight = t.when(decided, now.weight, t.value(full))
    end_spread = t.when(decided, spread, none)
    return PartTerms(
        id=leaf.id,
        now=now,
        least=Face(end_of(ends[0], 0, t), weight, end_spread, now.evenly),
        most=Face(end_of(ends[1], full, t), weight, end_spread, now.evenly),
        full=full,
        share=0,
        risk=leaf.risk,
        extra=leaf.extra,
        decided=decided,
        low=ends[0],
        high=ends[1],
    )


def _is_single(low: Term, high: Term, t: Terms) -> Term:
    return t.value(True) if low is high and not low.is_nullable else t.holds(t.equal(low, high))


def _gated(
    leaf: Indicator,
    part: PartTerms,
    result: ResultTerms,
    gone: Term,
    gates: tuple[GateTerms, ...],
    unit: int,
    t: Terms,
) -> tuple[PartTerms, ResultTerms]:
    """The leaf after the gates at it; where it does not apply and is left out, they do not matter."""
    touched = touches(gates, leaf.id, t)
    if is_left_out(leaf):
        touched = t.both(touched, t.negate(gone))
    if touched.is_value and not touched.value:
        return part, result
    full, none, nothing = t.value(part.full), t.value(0), t.null("int")
    before = Standing(part.now.points, part.low, part.high)
    after = through_gates(before, gates, leaf.id, unit, t)
    certain = _is_single(after.low, after.high, t)
    counts = t.value(True) if leaf.extra else t.less(none, part.now.weight)
    points = t.when(certain, t.fill(after.low, none), t.when(counts, nearest_to_none(after.low, after.high, t), none))
    weight = t.when(certain, full, part.now.weight)

    def gated(then: Term, otherwise: Term) -> Term:
        return t.when(touched, then, otherwise)

    end_weight = t.when(certain, weight, full)
    part = part._replace(
        now=part.now._replace(points=gated(points, part.now.points), weight=gated(weight, part.now.weight)),
        least=part.least._replace(
            points=gated(end_of(after.low, 0, t), part.least.points), weight=gated(end_weight, part.least.weight)
        ),
        most=part.most._replace(
            points=gated(end_of(after.high, part.full, t), part.most.points), weight=gated(end_weight, part.most.weight)
        ),
        decided=gated(certain, part.decided),
        low=gated(after.low, part.low),
        high=gated(after.high, part.high),
    )
    is_open = t.some([t.equal(result.state, t.value(each)) for each in (ERROR, MISSING, PENDING)])
    state = t.when(
        certain,
        t.when(gone, result.state, t.value(SCORED)),
        t.when(is_open, result.state, t.value(MISSING)),
    )
    shown = t.when(certain, after.low, nothing)
    return part, attrs.evolve(
        result,
        state=gated(state, result.state),
        points=gated(shown, result.points),
        low=gated(after.low, result.low),
        high=gated(after.high, result.high),
    )
