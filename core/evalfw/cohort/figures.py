"""Figures of one node, worked out of its counts: exact, or rounded once where a root is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evalfw.cohort.cells import FULL, OPEN, POSITIVE, UNCOUNTED, atom_of, cells_of
from evalfw.cohort.counting import BEST, LAST, Count
from evalfw.cohort.distribution import Distribution, root
from evalfw.cohort.model import ENOUGH, NodeFigures
from evalfw.columns.states import STATES
from evalfw.model.report import OPEN as OPEN_STATES
from evalfw.model.report import State

DEVIATION_PLACES = 4
CORRELATION_PLACES = 3


def node_figures(
    id: str, title: str, level: int, is_leaf: bool, extra: bool, weight: Fraction, counts: Sequence[Count], unit: int
) -> NodeFigures:
    """
    The figures of a node.

    Args:
        id, title, level, is_leaf, extra, weight: What the rubric says of it; no weight where there is no full mark.
        counts: Of all units of the cohort.
        unit: How many of the integers in *counts* make one point.
    """
    everybody = sum(each.units for each in counts)
    there = [each for each in counts if each.points is not None]
    units = sum(each.units for each in there)
    points = Distribution.of((Fraction(each.points or 0, unit), each.units) for each in there) if units else None
    full_of = [(each, _full(each, weight, extra, unit)) for each in there]
    has_full = weight > 0
    rated = [(Fraction(each.points or 0, full), each) for each, full in full_of if full > 0]
    atoms = [0] * ((FULL if has_full else POSITIVE) + 1)
    for each in counts:
        atoms[_atom(each, _full(each, weight, extra, unit), has_full)] += each.units
    states: dict[State, int] = {}
    for each in counts:
        if each.state is not None:
            states[STATES[each.state]] = states.get(STATES[each.state], 0) + each.units
    enough = units >= ENOUGH
    return NodeFigures(
        id=id,
        title=title,
        level=level,
        is_leaf=is_leaf,
        extra=extra,
        weight=weight,
        cells=cells_of(atoms),
        units=units,
        points=points,
        mean=None if points is None else points.mean,
        rate=_mean_rate(rated),
        deviation=None if points is None else root(points.variance, DEVIATION_PLACES),
        full=sum(each.units for rate, each in rated if rate >= 1) if has_full else None,
        states=states,
        open=sum(each.open for each in counts),
        stake=Fraction(sum(each.stake for each in counts), unit * everybody),
        difference=_difference(rated) if enough and id != "total" else None,
        compared=min(sum(each.units for _, each in rated if each.group == group) for group in (BEST, LAST)),
        correlation=_correlation(there, units) if enough and id != "total" else None,
    )


def _full(each: Count, weight: Fraction, extra: bool, unit: int) -> int:
    """The full mark of the units of *each*, in units; 0 where there is none."""
    if extra:
        return 0
    return int(weight * unit) if each.weight is None else each.weight


def _atom(each: Count, full: int, has_full: bool) -> int:
    if each.points is None:
        is_open = each.state is not None and STATES[each.state] in OPEN_STATES
        return OPEN if is_open else UNCOUNTED
    if has_full and full <= 0:
        return UNCOUNTED
    return atom_of(each.points, full)


def _mean_rate(rated: Sequence[tuple[Fraction, Count]]) -> Fraction | None:
    units = sum(each.units for _, each in rated)
    return sum((rate * each.units for rate, each in rated), Fraction(0)) / units if units else None


def _difference(rated: Sequence[tuple[Fraction, Count]]) -> Fraction | None:
    """Mean rate of the best less that of the last; None if one of the groups has nobody with a rate."""
    best, last = (_mean_rate([(rate, each) for rate, each in rated if each.group == group]) for group in (BEST, LAST))
    return None if best is None or last is None else best - last


def _correlation(there: Sequence[Count], units: int) -> Fraction | None:
    """
    Correlation of the points with the rest of the total; None where one of the two does not vary.

    Source: Guilford, Psychometric Methods, 1954: the item is taken out of the total it is compared with.
    """
    own = sum((each.points or 0) * each.units for each in there)
    squares = sum((each.points or 0) ** 2 * each.units for each in there)
    totals, total_squares = sum(each.totals for each in there), sum(each.squares for each in there)
    products = sum((each.points or 0) * each.totals for each in there)
    rest, rest_squares = totals - own, total_squares - 2 * products + squares
    spread, rest_spread = units * squares - own**2, units * rest_squares - rest**2
    if not spread or not rest_spread:
        return None
    common = units * (products - squares) - own * rest
    size = root(Fraction(common**2, spread * rest_spread), CORRELATION_PLACES)
    return size if common >= 0 else -size
