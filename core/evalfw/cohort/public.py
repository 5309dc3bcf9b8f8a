"""
The public edition: nothing in it is about fewer than *k* units.

What is published of an indicator, of the total and of claims are cells, each of *k* units or more, and means, rounded. No name, no
least or greatest value, no single value, no count that could be subtracted from another to leave fewer than *k* units of the same
distribution: every count is the units of whole cells. Distributions of inner nodes are left out, for together with those of their parts
they say who lost points where; so are facts, gates, and counts of open indicators. Each distribution holds *k* by itself; what several
of them say together is not guarded against (docs/batch.md).
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from evalfw.cohort.cells import FULL, UNCOUNTED, Cell, merged, merged_rates
from evalfw.cohort.model import Agreement, Cohort, GradeCount, NodeFigures, Stability
from evalfw.errors import RequestError
from evalfw.exact import round_half_up
from evalfw.text import Text

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
        total=None if cohort.total is None else _figures(cohort.total, k, not cohort.grades),
        total_bins=(),
        models=tuple(_figures(model, k, False) for model in cohort.models),
        nodes=tuple(_figures(node, k, node.is_leaf) for node in cohort.nodes),
        grades=_grades(cohort, k),
        gates=(),
        facts=(),
        open_leaves=(),
        agreements=tuple(each for each in agreements if each is not None),
        claims=(),
        odd=(),
        odd_units=None,
        stability=None if cohort.stability is None else _stability(cohort.stability, k),
    )


def _told(count: int | None, k: int) -> int | None:
    return count if count is None or count == 0 or count >= k else None


def _figures(node: NodeFigures, k: int, with_cells: bool) -> NodeFigures:
    cells = merged_rates(node.cells or (), k)
    hides = sum(1 for cell in cells if cell.units) == 1 and sum(1 for cell in node.cells or () if cell.units) > 1
    few = hides or (node.units or 0) < k
    by_atom = {cell.first: cell.units for cell in cells if cell.first == cell.last}
    outside = [cell for cell in cells if cell.first <= UNCOUNTED]
    is_apart = all(cell.last <= UNCOUNTED for cell in outside)
    units = sum(cell.units for cell in cells if cell.first > UNCOUNTED) if is_apart else None
    shown = with_cells and not few
    return attrs.evolve(
        node,
        cells=cells if with_cells else None,
        units=units if shown else None,
        points=None,
        mean=None if few else _rounded(node.mean, POINT_PLACES),
        rate=None if few else _rounded(node.rate, RATE_PLACES),
        deviation=None if few else _rounded(node.deviation, POINT_PLACES),
        full=by_atom.get(FULL) if shown and node.weight > 0 else None,
        states={},
        open=None,
        stake=None,
        difference=None if few or node.compared < k else _rounded(node.difference, RATE_PLACES),
        compared=0,
        correlation=None if few else _rounded(node.correlation, RATE_PLACES),
    )


def _rounded(value: Fraction | None, places: int) -> Fraction | None:
    return None if value is None else round_half_up(value, places)


def _grades(cohort: Cohort, k: int) -> tuple[GradeCount, ...]:
    """Neighbouring grades together, so that each count is *k* or more."""
    grades, order = cohort.grades, cohort.labels.index
    made = []
    for cell in merged([Cell(at, at, grade.units) for at, grade in enumerate(grades)], k):
        part = grades[cell.first : cell.last + 1]
        low, high = min((each.low for each in part), key=order), max((each.high for each in part), key=order)
        made.append(GradeCount(low, high, cell.units))
    return tuple(made)


def _claims(given: Agreement, cohort: Cohort, k: int) -> Agreement | None:
    """Claims in cells: without a claim, less, the same, more; None where they would not tell anything."""
    assert given.pairs is not None and given.under is not None and given.equal is not None and given.over is not None
    counts = (cohort.units - given.pairs, given.under, given.equal, given.over)
    cells = merged([Cell(at, at, units) for at, units in enumerate(counts) if units], k)
    few = given.pairs < k or len(cells) == 1
    return attrs.evolve(
        given,
        pairs=None,
        under=None,
        equal=None,
        over=None,
        cells=cells,
        mean=None if few else _rounded(given.mean, POINT_PLACES),
        distance=None if few else _rounded(given.distance, POINT_PLACES),
        differences=None,
    )


def _stability(given: Stability, k: int) -> Stability:
    """Tenths of the ranking are told of only if there are enough units in each."""
    if all(band.units >= k for band in given.bands):
        return attrs.evolve(given, spans=())
    return attrs.evolve(given, kept=None, bands=(), spans=())
