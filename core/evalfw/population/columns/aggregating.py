"""The aggregators in columns: the figure that each makes of its parts, seen in one way, and the full mark that counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from evalfw.language import (
    Aggregator,
    BestOf,
    ConversionTable,
    DeclaredOne,
    NOfM,
    Nothing,
    RiskWeightedMean,
    Sum,
    WeakestLink,
    WeightedBlocks,
    WeightedMean,
    XccdfAbsolute,
    XccdfDefault,
    XccdfFlat,
    XccdfFlatUnweighted,
)
from evalfw.population.columns.converting import converted
from evalfw.population.columns.making import Figure, Making, Parts, faces, plain
from evalfw.population.columns.parts import bonus, present
from evalfw.population.columns.reading import NotInColumnsError, Ratio
from evalfw.population.columns.terms import Term, Terms
from evalfw.population.columns.xccdf import xccdf_absolute, xccdf_default, xccdf_flat, xccdf_unweighted


def figure_of(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    """
    What *aggregate* makes of the faces *at* of *parts*.

    Raises:
        NotInColumnsError: It is an aggregator of a plugin.
    """
    for kind, made in _MADE.items():
        if type(aggregate) is kind:
            return made(aggregate, parts, at, making)
    raise NotInColumnsError


def _sum(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    regular = [face for part, face in faces(parts, at) if not part.extra]
    weight = t.total(face.weight for face in regular)
    spread = t.total(face.spread for face in regular)
    earned = t.total(face.points for face in regular)
    more = bonus(parts, at, t)
    if spread.is_known and spread.whole == 0:
        return plain(t.add(earned, more), weight, making)
    is_divided = t.less(t.value(0), spread)
    counts = t.less(t.value(0), weight)
    lower = t.when(counts, weight, t.value(1), (1, max(1, weight.high)))
    whole = t.add(weight, spread)
    upper = t.add(t.multiply(earned, t.when(counts, whole, t.value(1))), t.multiply(more, lower))
    return Figure(
        Ratio(t.when(is_divided, upper, t.add(earned, more)), t.when(is_divided, lower, t.value(1))),
        t.when(counts, whole, t.value(0)),
        is_divided,
        t.some([t.less(t.value(0), face.spread) for face in regular if face.evenly]),
    )


def _blocks_of(parts: Parts, at: int, shares: Sequence[int], t: Terms) -> tuple[Term, int, Term, Term]:
    """Σ share · points ÷ full mark as upper and lower part, the shares that count, and rows in which a part counts only partly."""
    regular = [
        (part, face, share) for (part, face), share in zip(faces(parts, at), shares, strict=True) if not part.extra
    ]
    lower = lcm(*(part.full for part, _, _ in regular if part.full > 0))
    uppers, counted, odd = [], [], []
    for part, face, share in regular:
        here = present(part, face, t)
        if part.full <= 0:
            odd.append(here)
            continue
        worth = t.multiply(face.points, t.value(share * (lower // part.full)))
        uppers.append(t.when(here, worth, t.value(0)))
        counted.append(t.when(here, t.value(share), t.value(0)))
        odd.append(t.both(here, t.negate(t.equal(face.weight, t.value(part.full)))))
    return t.total(uppers), lower, t.total(counted), t.some(odd)


def _mean(parts: Parts, at: int, making: Making, shares: Sequence[int]) -> Figure:
    t = making.t
    upper, lower, counted, odd = _blocks_of(parts, at, shares, t)
    counts = t.less(t.value(0), counted)
    below = t.multiply(t.when(counts, counted, t.value(1), (1, max(1, counted.high))), t.value(lower))
    top = t.when(counts, t.multiply(upper, t.value(making.full)), t.value(0))
    more = bonus(parts, at, t)
    top = t.add(top, t.multiply(more, below))
    return Figure(Ratio(top, below), t.when(counts, t.value(making.full), t.value(0)), t.value(True), odd)


def _weighted_mean(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    return _mean(parts, at, making, [part.share for part in parts])


def _risk_mean(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    assert isinstance(aggregate, RiskWeightedMean)
    risks = {risk: Fraction(weight) for risk, weight in aggregate.risks.items()}
    scale = lcm(*(each.denominator for each in risks.values()))
    return _mean(parts, at, making, [int(risks.get(part.risk, Fraction(0)) * scale) for part in parts])


def _blocks(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    upper, lower, counted, odd = _blocks_of(parts, at, [part.share for part in parts], t)
    top = t.add(upper, t.multiply(bonus(parts, at, t), t.value(lower)))
    return Figure(Ratio(top, t.value(lower)), counted, t.value(True), odd)


def _extreme(parts: Parts, at: int, t: Terms, better: Callable[[Term, Term], Term]) -> tuple[Term, Term]:
    """The best by *better* of the parts that count, and whether any does."""
    chosen, any_there = t.value(0), t.value(False)
    for part, face in faces(parts, at):
        here = present(part, face, t)
        either = t.when(any_there, better(chosen, face.points), face.points)
        chosen = t.when(here, either, chosen)
        any_there = t.either(any_there, here)
    return chosen, any_there


def _heaviest(parts: Parts, at: int, t: Terms) -> Term:
    heaviest = t.value(0)
    for part, face in faces(parts, at):
        if not part.extra:
            heaviest = t.greater(heaviest, face.weight)
    return heaviest


def _best_of(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    best, _ = _extreme(parts, at, t, t.greater)
    return plain(t.add(best, bonus(parts, at, t)), _heaviest(parts, at, t), making)


def _weakest_link(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    assert isinstance(aggregate, WeakestLink)
    t = making.t
    low, _ = _extreme(parts, at, t, t.lesser)
    high, _ = _extreme(parts, at, t, t.greater)
    more = Fraction(aggregate.modifier) * making.unit
    if more.denominator != 1:
        raise NotInColumnsError
    value = t.add(t.add(low, bonus(parts, at, t)), t.when(t.less(low, high), t.value(int(more)), t.value(0)))
    odd = t.value(False)
    if aggregate.modifier and not making.is_ordinal:  # the figure may fall where the lowest part catches up
        odd = t.negate(t.every([part.decided for part in parts]))
    return plain(value, _heaviest(parts, at, t), making, odd)


def _top(values: Sequence[tuple[Term, Term]], n: int, t: Terms) -> Term:
    """The sum of the *n* greatest of the values that are there, each given with where it is."""
    chosen = []
    for number, (value, here) in enumerate(values):
        ahead = []
        for other, (against, there) in enumerate(values):
            if other != number:
                before = t.at_most(value, against) if other < number else t.less(value, against)
                ahead.append(t.when(t.both(there, before), t.value(1), t.value(0)))
        counts = t.both(here, t.less(t.total(ahead), t.value(n)))
        chosen.append(t.when(counts, value, t.value(0)))
    return t.total(chosen)


def _n_of_m(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    assert isinstance(aggregate, NOfM)
    t = making.t
    there = [(part, face, present(part, face, t)) for part, face in faces(parts, at)]
    more = bonus(parts, at, t)
    if aggregate.how == "best":
        value = _top([(face.points, here) for _, face, here in there], aggregate.n, t)
        weight = _top([(face.weight, here) for _, face, here in there], aggregate.n, t)
        return plain(t.add(value, more), weight, making)
    one, none = t.value(1), t.value(0)
    reached = t.total(t.when(t.both(here, t.at_most(face.weight, face.points)), one, none) for _, face, here in there)
    counted = t.total(t.when(here, one, none) for _, _, here in there)
    any_there = t.less(none, counted)
    enough = t.both(any_there, t.at_most(t.lesser(t.value(aggregate.n), counted), reached))
    value = t.when(enough, t.value(making.full), none)
    return plain(t.add(value, more), t.when(any_there, t.value(making.full), none), making)


def _declared_one(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    assert isinstance(aggregate, DeclaredOne)
    t = making.t
    chosen = making.facts.text(aggregate.fact)
    points, weight = t.value(0), t.value(0)
    for part, face in faces(parts, at):
        is_it = t.holds(t.is_text(chosen, part.id.rpartition(".")[2]))
        points, weight = t.when(is_it, face.points, points), t.when(is_it, face.weight, weight)
    return plain(points, weight, making, t.is_null(chosen))


def _conversion(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    assert isinstance(aggregate, ConversionTable)
    t = making.t
    table = making.conversions[aggregate.table]
    there = [(face.points, present(part, face, t)) for part, face in faces(parts, at)]
    value, is_known = converted(there, table, making.unit, t)
    odd = t.negate(t.both(is_known, t.every([part.decided for part in parts])))
    return plain(value, _heaviest(parts, at, t), making, odd)


def _nothing(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    zero = making.t.value(0)
    return plain(zero, zero, making)


_MADE: Mapping[type[Aggregator], Callable[[Aggregator, Parts, int, Making], Figure]] = {
    Sum: _sum,
    WeightedMean: _weighted_mean,
    RiskWeightedMean: _risk_mean,
    WeightedBlocks: _blocks,
    BestOf: _best_of,
    WeakestLink: _weakest_link,
    NOfM: _n_of_m,
    DeclaredOne: _declared_one,
    ConversionTable: _conversion,
    Nothing: _nothing,
    XccdfFlat: xccdf_flat,
    XccdfFlatUnweighted: xccdf_unweighted,
    XccdfAbsolute: xccdf_absolute,
    XccdfDefault: xccdf_default,
}
