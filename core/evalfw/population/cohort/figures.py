"""Figures of one node, worked out of its counts: exact, or rounded once where a root is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import root
from evalfw.population.cohort.cells import FULL, OPEN, POSITIVE, UNCOUNTED, atom_of, cells_of
from evalfw.population.cohort.counting import BEST, LAST, Count
from evalfw.population.cohort.distribution import Distribution
from evalfw.population.cohort.measure import Measure
from evalfw.population.cohort.model import ENOUGH, NodeFigures
from evalfw.population.columns.states import STATES
from evalfw.scoring import OPEN as OPEN_STATES

DEVIATION_PLACES = 4
CORRELATION_PLACES = 3


class Node(NamedTuple):
    """
    What the rubric says of a node.

    Attributes:
        id, title, level, is_leaf, extra: As of the figures.
        weight: Its full mark; none where there is none.
        makes_points: Whether it has points at all.
        is_part: Whether its points are in the total as they stand.
    """

    id: str
    title: str
    level: int
    is_leaf: bool
    extra: bool
    weight: Fraction
    makes_points: bool = True
    is_part: bool = False


def node_figures(node: Node, counts: Sequence[Count], measure: Measure) -> NodeFigures:
    """
    The figures of a node.

    Args:
        node: The node.
        counts: Of all units of the cohort.
        measure: How their points are compared.

    Units at which the node does not count have no points, nor have those at which all of an inner node is open.
    """
    unit = measure.unit
    everybody = sum(each.units for each in counts)
    there = [each for each in counts if _place(each, node, unit) > UNCOUNTED]
    units = sum(each.units for each in there)
    points = distribution_of(there, node, measure)
    rated = [(Fraction(each.points or 0, full), each) for each in there if (full := _full(each, node, unit)) > 0]
    atoms = [0] * ((FULL if node.weight > 0 else POSITIVE) + 1)
    by_state = dict.fromkeys(range(len(STATES)), 0)
    for each in counts:
        atoms[_place(each, node, unit)] += each.units
        if each.state is not None:
            by_state[each.state] += each.units
    enough = units >= ENOUGH
    compared = [
        distribution_of([each for each in there if each.group == group], node, measure) for group in (BEST, LAST)
    ]
    return NodeFigures(
        id=node.id,
        title=node.title,
        level=node.level,
        is_leaf=node.is_leaf,
        extra=node.extra,
        weight=node.weight,
        cells=cells_of(atoms) if node.makes_points else None,
        units=units,
        points=points,
        mean=None if points is None else points.mean,
        rate=_mean_rate(rated),
        deviation=None if points is None else root(points.variance, DEVIATION_PLACES),
        full=atoms[FULL] if node.weight > 0 and node.makes_points else None,
        states={STATES[code]: count for code, count in by_state.items() if count},
        open=sum(each.open for each in counts),
        stake=Fraction(sum(each.stake for each in counts), unit * everybody),
        difference=_difference(rated) if enough and node.level else None,
        compared=tuple(each for each in compared if each is not None),
        correlation=_correlation(there, units) if enough and node.is_part else None,
    )


def distribution_of(there: Sequence[Count], node: Node, measure: Measure) -> Distribution | None:
    if not there:
        return None
    return Distribution.of((value_of(each, node, measure), each.units) for each in there)


def value_of(each: Count, node: Node, measure: Measure) -> Fraction:
    """What the points of the units of *each* at *node* count as."""
    return measure.value(each.points or 0, _full(each, node, measure.unit), Fraction(0) if node.extra else node.weight)


def _full(each: Count, node: Node, unit: int) -> int:
    """The full mark of the units of *each*, in units; 0 where there is none."""
    if node.extra:
        return 0
    return int(node.weight * unit) if each.weight is None else each.weight


def _place(each: Count, node: Node, unit: int) -> int:
    """The atom of the units of *each*; of what is open its least is counted, so that nothing open is ever full."""
    is_open = each.state is not None and STATES[each.state] in OPEN_STATES
    if each.points is None or not node.makes_points:
        return OPEN if is_open else UNCOUNTED
    full = _full(each, node, unit)
    if node.weight > 0 and full <= 0:
        return UNCOUNTED
    if is_open and each.all_open and node.level and not node.is_leaf:
        return OPEN
    if not each.open:
        return atom_of(each.points, full)
    sure = each.points if each.low is None else min(each.points, each.low)
    return atom_of(sure, max(full, int(node.weight * unit)))  # what is left out meanwhile counts as not earned


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
