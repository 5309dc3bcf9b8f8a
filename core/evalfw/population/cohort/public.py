"""
The public edition: nothing in it is about fewer than *k* units.

What is published of an indicator, of the total and of claims are cells, each of *k* units or more, and means, rounded, where they cannot be
solved for fewer. No name, no
least or greatest value, no single value, no count that could be subtracted from another to leave fewer than *k* units of the same
distribution: every count is the units of whole cells. Distributions of inner nodes are left out, for together with those of their parts
they say who lost points where; so are facts, gates, and counts of open indicators. Each distribution holds *k* by itself; what several
of them say together is not guarded against (docs/batch.md).
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from evalfw.foundation import RequestError, Text, round_half_up
from evalfw.population.cohort.cells import FULL, UNCOUNTED, Cell, merged, merged_apart, merged_rates
from evalfw.population.cohort.distribution import Distribution
from evalfw.population.cohort.model import Agreement, Cohort, GradeCount, NodeFigures, Stability

LEAST_K = 3
"""Fewer hide nobody: of two units each knows the other."""

USUAL_K = 10
RATE_PLACES = 2
"""Decimals of rates, so that a mean does not tell what a single unit lost; of other figures too."""

POINT_PLACES = 1
"""Decimals of means of points."""


def public(cohort: Cohort, k: int) -> Cohort:
    """
    *cohort* as it may be published.

    Args:
        cohort: The internal edition.
        k: Units that anything published is about, at least.

    Raises:
        RequestError: *k* is too small to hide anybody, or there are fewer units than that.
    """
    if k < LEAST_K:
        raise RequestError(Text(f"--k 至少为 {LEAST_K}", f"--k is {LEAST_K} at least"))
    if cohort.units < k:
        raise RequestError(
            Text(
                f"只有 {cohort.units} 个单位，不足 {k} 个，不能出公开版",
                f"there are {cohort.units} units, fewer than {k}: no public edition can be made",
            )
        )
    agreements = [_claims(each, cohort, k) for each in cohort.agreements if each.id == "total"]
    return attrs.evolve(
        cohort,
        edition="public",
        k=k,
        refused=_told(cohort.refused, k),
        total=None if cohort.total is None else figures_for_the_public(cohort.total, k, not cohort.grades),
        full_marks=0,
        total_bins=(),
        models=tuple(figures_for_the_public(model, k, False) for model in cohort.models),
        nodes=tuple(figures_for_the_public(node, k, node.is_leaf) for node in cohort.nodes),
        grades=_grades(cohort, k),
        gates=(),
        has_facts=False,
        facts=(),
        open_leaves=(),
        agreements=tuple(agreements),
        claims=(),
        odd=(),
        odd_units=None,
        stability=None if cohort.stability is None else _stability(cohort.stability, k),
    )


def _told(count: int | None, k: int) -> int | None:
    return count if count is None or count == 0 or count >= k else None


def figures_for_the_public(node: NodeFigures, k: int, with_cells: bool) -> NodeFigures:
    """The figures of a node as they may be published, with its cells or without."""
    cells = merged_rates(node.cells or (), k)
    rates = [cell for cell in cells if cell.first > UNCOUNTED]
    is_apart = all(cell.last <= UNCOUNTED for cell in cells if cell.first <= UNCOUNTED)
    hides = sum(1 for cell in rates if cell.units) == 1 and _values_in(node) > 1
    tells = is_apart and not hides and node.points is not None and is_safe(node.points, k)
    by_atom = {cell.first: cell.units for cell in rates if cell.first == cell.last}
    compares = tells and len(node.compared) == 2 and all(is_safe(each, k) for each in node.compared)
    return attrs.evolve(
        node,
        cells=cells if with_cells else None,
        units=sum(cell.units for cell in rates) if with_cells and is_apart else None,
        points=None,
        mean=_rounded(node.mean, POINT_PLACES) if tells else None,
        rate=_rounded(node.rate, RATE_PLACES) if tells else None,
        deviation=_rounded(node.deviation, POINT_PLACES) if tells else None,
        full=by_atom.get(FULL) if with_cells and is_apart and node.weight > 0 else None,
        states={},
        open=None,
        stake=None,
        difference=_rounded(node.difference, RATE_PLACES) if compares else None,
        compared=(),
        correlation=_rounded(node.correlation, RATE_PLACES) if tells else None,
    )


def is_safe(values: Distribution, k: int) -> bool:
    """
    Whether a mean of *values* tells nothing of fewer than *k* units.

    Either *k* units or more have each value, so that what the mean may be solved for are counts that may be known; or twice as many different
    values are had by fewer, so that it cannot be solved.
    """
    few = sum(1 for _, count in values.counts if count < k)
    return not few or few >= 2 * k


def _values_in(node: NodeFigures) -> int:
    return 0 if node.points is None else len(node.points.counts)


def _rounded(value: Fraction | None, places: int) -> Fraction | None:
    return None if value is None else round_half_up(value, places)


def _grades(cohort: Cohort, k: int) -> tuple[GradeCount, ...]:
    """Neighbouring grades together, so that each count is *k* or more; who is open apart from them."""
    decided = [grade for grade in cohort.grades if not grade.is_open]
    undecided = sum(grade.units for grade in cohort.grades if grade.is_open)
    outside = [Cell(0, 0, undecided)] if undecided else []
    made = []
    for cell in merged_apart(outside, [Cell(at, at, grade.units) for at, grade in enumerate(decided, 1)], k):
        part = decided[max(cell.first - 1, 0) : cell.last]
        made.append(GradeCount(tuple(grade.grades[0] for grade in part), cell.first == 0, cell.units))
    return tuple(made)


def _claims(given: Agreement, cohort: Cohort, k: int) -> Agreement:
    """Claims in cells: without a claim, less, the same, undecided, more."""
    pairs, kinds = given.pairs or 0, (given.under, given.equal, given.within, given.over)
    counts = (cohort.units - pairs, *(kind or 0 for kind in kinds))
    cells = merged([Cell(at, at, units) for at, units in enumerate(counts) if units], k)
    is_merged = any(cell.first != cell.last for cell in cells)
    tells = pairs >= k and not is_merged and given.differences is not None and is_safe(given.differences, k)
    return attrs.evolve(
        given,
        pairs=None,
        under=None,
        equal=None,
        within=None,
        over=None,
        cells=cells,
        mean=_rounded(given.mean, POINT_PLACES) if tells else None,
        distance=_rounded(given.distance, POINT_PLACES) if tells else None,
        differences=None,
    )


def _stability(given: Stability, k: int) -> Stability:
    """Tenths of the ranking are told of only if there are enough units in each."""
    if all(band.units >= k for band in given.bands):
        return attrs.evolve(given, spans=())
    return attrs.evolve(given, kept=None, bands=(), spans=())
