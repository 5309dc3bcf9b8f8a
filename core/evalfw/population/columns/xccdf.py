"""The scoring models of XCCDF in columns."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.language import Aggregator
from evalfw.population.columns.making import Figure, Making, Parts, faces, plain
from evalfw.population.columns.parts import Face, PartTerms, present
from evalfw.population.columns.reading import Ratio
from evalfw.population.columns.terms import Term, Terms


def _leaves(parts: Parts, at: int, t: Terms) -> Iterator[tuple[PartTerms, Face, Term]]:
    """The leaves below, with where they count; those of a node that does not apply count no more."""
    for part, face in faces(parts, at):
        if part.parts:
            yield from _leaves(part.parts, at, t)
        else:
            yield part, face, present(part, face, t)


def _gone_inside(parts: Parts, t: Terms) -> Term:
    """Where a node with parts does not apply: what becomes of its leaves hangs on its policy."""
    inner = [part for part in parts if part.parts]
    here = [part.is_gone for part in inner if part.is_gone is not None]
    return t.some([*here, *(_gone_inside(part.parts, t) for part in inner)])


def _passes(part: PartTerms, face: Face, t: Terms) -> Term:
    return t.at_most(t.value(part.full), face.points)


def xccdf_flat(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    leaves = list(_leaves(parts, at, t))
    none = t.value(0)
    passed = [t.when(t.both(here, _passes(part, face, t)), t.value(part.full), none) for part, face, here in leaves]
    counted = [t.when(here, t.value(part.full), none) for part, _, here in leaves]
    return plain(t.total(passed), t.total(counted), making, _gone_inside(parts, t))


def xccdf_unweighted(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    leaves = list(_leaves(parts, at, t))
    one, none = t.value(making.unit), t.value(0)
    passed = [t.when(t.both(here, _passes(part, face, t)), one, none) for part, face, here in leaves]
    return plain(
        t.total(passed), t.total(t.when(here, one, none) for _, _, here in leaves), making, _gone_inside(parts, t)
    )


def xccdf_absolute(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    leaves = list(_leaves(parts, at, t))
    all_pass = t.every([t.either(t.negate(here), _passes(part, face, t)) for part, face, here in leaves])
    any_there = t.some([here for _, _, here in leaves])
    value = t.when(t.both(all_pass, any_there), t.value(making.unit), t.value(0))
    return plain(value, t.value(making.unit), making, _gone_inside(parts, t))


def _rate(parts: Parts, at: int, t: Terms) -> tuple[Ratio, Term]:
    """Share of what passes, and whether anything counts."""
    top, below, counted = t.value(0), t.value(1), t.value(0)
    for part, face in faces(parts, at):
        if part.parts:
            rate, here = _rate(part.parts, at, t)
        else:
            here = present(part, face, t)
            rate = Ratio(t.when(_passes(part, face, t), t.value(1), t.value(0)), t.value(1))
        share = t.value(part.share)
        worth = t.multiply(t.when(here, rate.upper, t.value(0)), share)
        top = t.add(t.multiply(top, rate.lower), t.multiply(worth, below))
        below = t.multiply(below, rate.lower)
        counted = t.add(counted, t.when(here, share, t.value(0)))
    there = t.less(t.value(0), counted)
    lower = t.multiply(below, t.when(there, counted, t.value(1), (1, max(1, counted.high))))
    return Ratio(top, lower), there


def xccdf_default(aggregate: Aggregator, parts: Parts, at: int, making: Making) -> Figure:
    t = making.t
    rate, there = _rate(parts, at, t)
    top = t.when(there, t.multiply(rate.upper, t.value(100 * making.unit)), t.value(0))
    return Figure(Ratio(top, rate.lower), t.value(100 * making.unit), t.value(True), _gone_inside(parts, t))
