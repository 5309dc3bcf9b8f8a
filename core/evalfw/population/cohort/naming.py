"""Units by name: those that stand out, and those that claim more than they have. For the internal edition alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl

from evalfw.population.batch.reading import NAME, UNIT, claim_column
from evalfw.population.cohort.counting import name_of_unit
from evalfw.population.cohort.measure import Measure
from evalfw.population.cohort.model import NodeFigures, OddUnit, OverClaim
from evalfw.population.columns.outputs import TOTAL

MOST_NAMED = 50
"""Units that are listed by name."""

AT, ODD = "~indicators", "~odd"


def odd_units(
    units: pl.LazyFrame, total: NodeFigures | None, leaves: Sequence[NodeFigures], measure: Measure
) -> tuple[tuple[OddUnit, ...], int]:
    """
    Units outside the fences of the total or of an indicator, those with an odd total and at most indicators first; and how many there are.

    Args:
        units: The rows that were scored.
        total, leaves: Figures whose fences count.
        measure: How points are compared.
    """
    watched = [leaf for leaf in leaves if leaf.points is not None and leaf.points.below + leaf.points.above]
    is_odd = pl.lit(False) if total is None else _outside(total, units, measure)
    outside = {leaf.id: _outside(leaf, units, measure) for leaf in watched}
    count = pl.sum_horizontal(outside.values()).cast(pl.Int64) if outside else pl.lit(0, dtype=pl.Int64)
    marks = units.select(UNIT, is_odd.alias(ODD), count.alias(AT)).filter(pl.col(ODD) | (pl.col(AT) > 0))
    size = int(marks.select(pl.len()).collect(engine="streaming").item())
    named = _most_odd_first(marks).head(MOST_NAMED).collect(engine="streaming")
    listed_units = units.filter(pl.col(UNIT).is_in(named[UNIT].implode()))
    shown = listed_units.select(
        UNIT,
        name_of_unit(units),
        *(_figure(units, f"{TOTAL}:{what}") for what in ("points", "weight")),
        is_odd.alias(ODD),
        count.alias(AT),
        *(each.alias(f"?{id}") for id, each in outside.items()),
    )
    listed = tuple(
        OddUnit(
            row[UNIT],
            row[NAME] or row[UNIT],
            _counted(row, total, measure),
            bool(row[ODD]),
            tuple(leaf.title for leaf in watched if row[f"?{leaf.id}"]),
        )
        for row in _most_odd_first(shown).collect(engine="streaming").iter_rows(named=True)
    )
    return listed, size


def _most_odd_first(marks: pl.LazyFrame) -> pl.LazyFrame:
    return marks.sort(ODD, AT, UNIT, descending=[True, True, False])


def _counted(row: Mapping[str, int | None], total: NodeFigures | None, measure: Measure) -> Fraction | None:
    """What the total of a unit counts as."""
    points, own = row[f"{TOTAL}:points"], row[f"{TOTAL}:weight"]
    if total is None or points is None or not measure.takes(own):
        return None
    return measure.value(points, own or 0, total.weight)


def _outside(node: NodeFigures, units: pl.LazyFrame, measure: Measure) -> pl.Expr:
    """Whether a unit lies outside the fences of *node*."""
    if node.points is None:
        return pl.lit(False)
    low, high = node.points.fences
    points, own = pl.col(f"{node.id}:points"), _figure(units, f"{node.id}:weight")
    if node.is_leaf:
        own = pl.lit(int(node.weight * measure.unit))
    is_inside = measure.reaches(points, own, node.weight, low) & measure.reaches(-points, own, node.weight, -high)
    return ~is_inside.fill_null(True)


def over_claims(units: pl.LazyFrame, unit: int) -> tuple[OverClaim, ...]:
    """The units whose claimed total exceeds by most what they may have at most."""
    claim, points, most = (
        pl.col(name).cast(pl.Int64) for name in (claim_column(TOTAL), f"{TOTAL}:points", f"{TOTAL}:high")
    )
    first = (
        units.select(UNIT, name_of_unit(units), claim.alias("claim"), points.alias("points"), most.alias("most"))
        .filter(pl.col("claim") > pl.col("most"))
        .sort(pl.col("claim") - pl.col("most"), UNIT, descending=[True, False])
        .head(MOST_NAMED)
        .collect(engine="streaming")
    )
    return tuple(
        OverClaim(id, name or id, *(Fraction(figure, unit) for figure in figures))
        for id, name, *figures in first.iter_rows()
    )


def _figure(units: pl.LazyFrame, column: str) -> pl.Expr:
    there = column in units.collect_schema().names()
    return (pl.col(column).cast(pl.Int64) if there else pl.lit(None, dtype=pl.Int64)).alias(column)
