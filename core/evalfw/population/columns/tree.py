"""The tree in columns: inner nodes, the total and other figures, made of their parts as scoring makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from evalfw.language import (
    Aggregator,
    DeclaredOne,
    Range,
    RiskWeightedMean,
    Sum,
    WeakestLink,
    WeightedBlocks,
    WeightedMean,
)
from evalfw.population.columns.aggregating import figure_of
from evalfw.population.columns.conditions import Condition, condition_of
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.gating import Standing, gate_terms, through_gates
from evalfw.population.columns.leaves import Decisions, ResultTerms, instead_of, leaf_terms
from evalfw.population.columns.making import Figure, Making
from evalfw.population.columns.parts import LEAST, NOW, Face, PartTerms, end_of
from evalfw.population.columns.reading import ColumnAlgebra, Ratio, rounded
from evalfw.population.columns.ruling import Asked, Leftover, compile_ruling
from evalfw.population.columns.ruling_terms import in_units
from evalfw.population.columns.states import ERROR, MISSING, NOT_APPLICABLE, PENDING
from evalfw.population.columns.terms import Term, Terms
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring import UNWEIGHTED, is_left_out

LIMITED = (WeightedMean, RiskWeightedMean, WeightedBlocks, WeakestLink, Sum)
"""Aggregators that keep what they make within the limits of the node."""


class TreeTerms:
    """
    The rubric as terms.

    Attributes:
        unit: How many of the integers make one point.
        results: By id.
        parts: By id.
        gates: In order.
        odd: Where columns do not tell, so that scoring is asked for the whole row.
        leftovers: Rows of single leaves of which scoring is asked.
    """

    def __init__(
        self, rubric: Rubric, facts: TableFacts, decisions: Decisions, unit: int, t: Terms, asked: Asked
    ) -> None:
        self.rubric = rubric
        self.facts = facts
        self.unit = unit
        self.results: dict[str, ResultTerms] = {}
        self.parts: dict[str, PartTerms] = {}
        self.leftovers: list[Leftover] = []
        self._t = t
        self._odd: list[Term] = []
        self._most_unit = 10 ** max((node.places for node in rubric.indicators), default=rubric.places)
        self.gates = gate_terms(rubric, facts, t)
        self._odd += [gate.odd for gate in self.gates]
        for node in reversed(rubric.indicators):  # children before parents
            applies = None if node.applies_when is None else condition_of(node.applies_when, facts, t)
            if applies is not None:
                self._odd += [applies.is_open, applies.odd]
            if node.rule is not None:
                ruling = compile_ruling(node, node.rule, facts, t, asked)
                self.leftovers += [] if ruling.leftover is None else [ruling.leftover]
                part, result = leaf_terms(node, ruling.terms, applies, facts, self.gates, decisions, unit, t)
                part = part._replace(share=in_units(node.share, unit))
            else:
                part, result = self._inner(node, applies)
            self.parts[node.id], self.results[node.id] = part, result

    @property
    def odd(self) -> Term:
        """Where scoring is asked for the whole row."""
        return self._t.some(self._odd)

    def below(self, id: str | None) -> list[PartTerms]:
        """The parts of the node *id*, in the order of the table."""
        return [self.parts[node.id] for node in self.rubric.children(id)]

    def combine(
        self,
        aggregate: Aggregator,
        parts: Sequence[PartTerms],
        full: Fraction,
        limits: Range,
        places: int,
        is_ordinal: bool,
    ) -> tuple[Standing, Term, Term]:
        """Points with their limits, rounded, before gates; the full mark that counts, and that which counts once nothing is open."""
        t = self._t
        only_extra = aggregate.chooses and bool(parts) and all(part.extra for part in parts)
        if only_extra:
            parts = [_as_regular(part, in_units(UNWEIGHTED, self.unit), t) for part in parts]
        making = Making(t, self.facts, self.rubric.conversions, in_units(full, self.unit), self.unit, is_ordinal)
        low, high = self._limits(aggregate, limits)
        figures = [figure_of(aggregate, parts, at, making) for at in range(3)]
        self._odd += [figure.odd for figure in figures]
        now, least, most = (self._rounded(figure, low, high, places) for figure in figures)
        no_least = self._endless(aggregate, parts, [part.low for part in parts])
        no_most = self._endless(aggregate, parts, [part.high for part in parts])
        if no_least is not None:
            least = t.when(no_least, t.null("int") if low is None else t.value(low), least)
        if no_most is not None:
            most = t.when(no_most, t.null("int") if high is None else t.value(high), most)
        sure = t.every(
            [
                t.value(True) if part.extra else t.either(part.decided, t.less(t.value(0), part.now.weight))
                for part in parts
            ]
        )
        raised = t.when(t.holds(t.less(now, least)), t.fill(least, now), now)
        weight, at_end = (t.value(0) if only_extra else figures[each].weight for each in (NOW, LEAST))
        return Standing(t.when(sure, raised, now), least, most), weight, at_end

    def _endless(self, aggregate: Aggregator, parts: Sequence[PartTerms], ends: Sequence[Term]) -> Term | None:
        """Where the sum has no end, because a part has none; None if it always has, as where weight is spread."""
        if type(aggregate) is not Sum or not any(end.is_nullable for end in ends):
            return None
        t = self._t
        spread = t.total(part.now.spread for part in parts)
        return t.both(t.some([t.is_null(end) for end in ends]), t.equal(spread, t.value(0)))

    def _limits(self, aggregate: Aggregator, limits: Range) -> tuple[int | None, int | None]:
        if not isinstance(aggregate, LIMITED):
            return None, None
        both = aggregate.own_limits.both(limits)
        return (
            None if both.least is None else in_units(both.least, self.unit),
            None if both.most is None else in_units(both.most, self.unit),
        )

    def _rounded(self, figure: Figure, low: int | None, high: int | None, places: int) -> Term:
        """The points of *figure* within the limits, rounded if something was divided, or if they have too many decimals."""
        t, value = self._t, figure.value
        if not value.lower.is_known or value.lower.whole != 1:
            upper = value.upper
            if low is not None:
                floor = t.multiply(value.lower, t.value(low))
                upper = t.greater(upper, floor)
            if high is not None:
                upper = t.lesser(upper, t.multiply(value.lower, t.value(high)))
            value = Ratio(upper, value.lower)
        else:
            value = Ratio(t.within(value.upper, low, high), value.lower)
        by = self.unit // 10**places
        divided = self._to_places(value, places, by)
        if figure.divided.is_value and figure.divided.value:
            return divided
        if self.unit == self._most_unit:
            return t.when(figure.divided, divided, self._whole(value))
        step = Ratio(self._whole(value), t.value(self.unit // self._most_unit))
        whole = ColumnAlgebra(t, self.facts, 0).floor(step).upper
        is_fine = t.equal(t.multiply(whole, step.lower), step.upper)
        return t.when(t.either(figure.divided, t.negate(is_fine)), divided, self._whole(value))

    def _to_places(self, value: Ratio, places: int, by: int) -> Term:
        t = self._t
        return t.multiply(rounded(Ratio(value.upper, t.multiply(value.lower, t.value(by))), 1, t), t.value(by))

    @staticmethod
    def _whole(value: Ratio) -> Term:
        """The upper part, where the lower one is 1, as in everything that was not divided."""
        return value.upper

    def _inner(self, node: Indicator, applies: Condition | None) -> tuple[PartTerms, ResultTerms]:
        t, parts = self._t, self.below(node.id)
        aggregate = node.aggregate
        assert aggregate is not None  # every inner node has one
        ignored = self._ignored(aggregate, parts)
        self._leave_out_ignored(ignored)
        made, weight, end_weight = self.combine(
            aggregate, parts, node.weight, node.limits, node.places, bool(node.scale)
        )
        full, none = in_units(node.weight, self.unit), t.value(0)
        decided = t.every([part.decided for part in parts])
        gone = t.value(False) if applies is None else t.negate(applies.holds)
        settled = [t.either(part.decided, ignored.get(part.id, t.value(False))) for part in parts]
        none_left = t.every([t.equal(weight, none), *settled]) if full else t.value(False)
        absent, spread, evenly = t.either(gone, none_left), none, node.policy.spread == "equally"
        points, low, high = made
        now_weight = weight
        if not absent.is_value or absent.value:
            instead = instead_of(node, self.facts, self.unit, t)
            left_out = is_left_out(node)
            gone_weight = none if left_out else t.value(full)
            points = t.when(absent, instead.points, points)
            low, high = t.when(absent, instead.low, low), t.when(absent, instead.high, high)
            now_weight, end_weight = t.when(absent, gone_weight, weight), t.when(absent, gone_weight, end_weight)
            spread = t.when(absent, t.value(full), none) if node.policy.not_applicable == "reweight" else none
            is_single = t.value(True) if instead.low is instead.high else t.holds(t.equal(instead.low, instead.high))
            decided = t.when(absent, is_single, decided)
        after = through_gates(Standing(points, low, high), self.gates, node.id, self.unit, t)
        single = t.value(True) if after.low is after.high else t.holds(t.equal(after.low, after.high))
        decided = t.both(decided, single)
        part = PartTerms(
            id=node.id,
            now=Face(after.points, now_weight, spread, evenly),
            least=Face(end_of(after.low, 0, t), t.when(decided, now_weight, end_weight), spread, evenly),
            most=Face(end_of(after.high, full, t), t.when(decided, now_weight, end_weight), spread, evenly),
            full=full,
            share=in_units(node.share, self.unit),
            risk=node.risk,
            extra=node.extra,
            decided=decided,
            low=after.low,
            high=after.high,
            parts=tuple(parts),
            is_gone=None if absent.is_value and not absent.value else absent,
        )
        state = t.least_of([self.results[each.id].state for each in parts])
        state = t.when(gone, t.value(NOT_APPLICABLE), state)
        return part, ResultTerms(node, state, after.points, after.low, after.high, None, now_weight)

    def _ignored(self, aggregate: Aggregator, parts: Sequence[PartTerms]) -> dict[str, Term]:
        """Where parts were not chosen, whatever they are: they need no evidence."""
        if type(aggregate) is not DeclaredOne:
            return {}
        t, chosen = self._t, self.facts.text(aggregate.fact)
        return {part.id: t.holds(t.negate(t.is_text(chosen, part.id.rpartition(".")[2]))) for part in parts}

    def _leave_out_ignored(self, ignored: Mapping[str, Term]) -> None:
        """What is open in parts that were not chosen, and below them, is open no more."""
        t = self._t
        for part, is_ignored in ignored.items():
            for id in [part, *(each for each in self.results if each.startswith(f"{part}."))]:
                result = self.results[id]
                is_open = t.some([t.equal(result.state, t.value(each)) for each in (ERROR, MISSING, PENDING)])
                moved = t.both(is_ignored, is_open)
                self.results[id] = attrs.evolve(
                    result,
                    state=t.when(moved, t.value(NOT_APPLICABLE), result.state),
                    points=t.when(moved, t.null("int"), result.points),
                )


def _as_regular(part: PartTerms, full: int, t: Terms) -> PartTerms:
    """A bonus part among others of which one is chosen: as if it had a full mark."""
    one = t.value(full)
    return part._replace(
        extra=False,
        full=full,
        now=part.now._replace(weight=one),
        least=part.least._replace(weight=one),
        most=part.most._replace(weight=one),
    )
