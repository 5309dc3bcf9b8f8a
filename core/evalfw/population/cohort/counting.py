"""The result of a batch, counted: how many units have which points, by what else matters. Everything else follows from these counts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from evalfw.population.batch.reading import NAME
from evalfw.population.batch.result import SCORED, STATUS
from evalfw.population.cohort.distribution import Distribution
from evalfw.population.cohort.measure import Measure
from evalfw.population.columns.outputs import TOTAL

TAIL = Fraction(27, 100)
"""Share of units in each of the two groups that are compared: the best and the last by total (Kelley 1939)."""

SUMS = "~total"
"""The column of totals, as integers wide enough to be squared and summed."""

GROUP = "~group"
LAST, MIDDLE, BEST = 0, 1, 2


class Count(NamedTuple):
    """
    Units that are alike at a node.

    Attributes:
        points: What they have, in units of the plan; None where they have none.
        low: The least that they may have; None where there is no least.
        weight: The full mark that counts for them; None where the table has no column for it.
        state: Code of the state; None where the node has none.
        group: ``LAST``, ``MIDDLE`` or ``BEST`` by total.
        all_open: Whether as much is open as the full mark that counts.
        units: How many they are.
        totals, squares: Sum of their totals as a sum of parts, and of the squares of these.
        open: How many of them may still get other points.
        stake: Points that are open, together.
    """

    points: int | None
    low: int | None
    weight: int | None
    state: int | None
    group: int
    all_open: bool
    units: int
    totals: int
    squares: int
    open: int
    stake: int


class Ends(NamedTuple):
    """The total up to which units are among the last, and that from which they are among the best, as they count; ties belong to the group."""

    last: Fraction
    best: Fraction


def scored_units(result: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of *result* that were scored."""
    return result.filter(pl.col(STATUS) == SCORED)


def sizes(result: pl.LazyFrame) -> tuple[int, int]:
    """How many rows of *result* were scored, and how many were refused."""
    counted = result.group_by(STATUS).len().collect(engine="streaming")
    by_status = dict(counted.iter_rows())
    scored = by_status.get(SCORED, 0)
    return scored, sum(by_status.values()) - scored


def ends_of(units: pl.LazyFrame, full: Fraction, measure: Measure) -> Ends | None:
    """Where the two groups end, of totals with the full mark *full*; None if totals do not tell them apart."""
    points, own = (pl.col(f"{TOTAL}:{what}").cast(pl.Int64) for what in ("points", "weight"))
    counted = pairs_by(measure.counts(units), points, own)
    totals = Distribution.of((measure.value(value, weight, full), count) for value, weight, count in counted)
    if not totals.size:
        return None
    rank = -(-TAIL.numerator * totals.size // TAIL.denominator)
    last, best = totals.at(rank), totals.at(totals.size + 1 - rank)
    return Ends(last, best) if last < best else None


def group_of(ends: Ends, full: Fraction, measure: Measure) -> pl.Expr:
    """Which group a unit belongs to; the middle one where its total does not count."""
    points, own = (pl.col(f"{TOTAL}:{what}") for what in ("points", "weight"))
    is_best = measure.reaches(points, own, full, ends.best)
    is_last = measure.reaches(-points, own, full, -ends.last)
    return pl.when(is_last).then(LAST).when(is_best).then(BEST).otherwise(MIDDLE)


def node_counts(units: pl.LazyFrame, id: str, group: pl.Expr, total: pl.Expr) -> list[Count]:
    """
    Units that are alike at the node, total or model *id*.

    Args:
        units: The rows that were scored.
        id: What its columns begin with.
        group: Which group by total a unit belongs to.
        total: The total as a sum of its parts.
    """
    names = set(units.collect_schema().names())
    points, low, high = (pl.col(f"{id}:{what}").cast(pl.Int64) for what in ("points", "low", "high"))
    nothing = pl.lit(None, dtype=pl.Int64)
    weight = pl.col(f"{id}:weight").cast(pl.Int64) if f"{id}:weight" in names else nothing
    state = pl.col(f"{id}:state").cast(pl.Int64) if f"{id}:state" in names else nothing
    counted = (
        units.select(
            points.alias("points"),
            low.alias("low"),
            weight.alias("weight"),
            state.alias("state"),
            group.alias(GROUP),
            (high - low >= weight).fill_null(False).alias("all open"),
            total.cast(pl.Int128).fill_null(0).alias(SUMS),
            low.ne_missing(high).alias("open"),
            (high - low).fill_null(0).alias("stake"),
        )
        .group_by("points", "low", "weight", "state", GROUP, "all open")
        .agg(
            pl.len(),
            pl.col(SUMS).sum().alias("totals"),
            (pl.col(SUMS) * pl.col(SUMS)).sum().alias("squares"),
            pl.col("open").sum(),
            pl.col("stake").cast(pl.Int128).sum(),
        )
        .collect(engine="streaming")
    )
    return [Count(*row) for row in counted.iter_rows()]


def name_of_unit(units: pl.LazyFrame) -> pl.Expr:
    """The name of a unit; null where the table has none."""
    return pl.col(NAME) if NAME in units.collect_schema().names() else pl.lit(None, dtype=pl.String).alias(NAME)


def counts_by(units: pl.LazyFrame, column: str) -> Mapping[int | None, int]:
    """How often each value of *column*, integers, occurs."""
    return dict(units.group_by(column).len().collect(engine="streaming").iter_rows())


def pairs_by(units: pl.LazyFrame, one: pl.Expr, other: pl.Expr) -> list[tuple[int, int, int]]:
    """Each pair of values that are both there, with how often it occurs."""
    pairs = units.select(one.alias("one"), other.alias("other")).drop_nulls()
    return list(pairs.group_by("one", "other").len().collect(engine="streaming").iter_rows())


def nulls_of(units: pl.LazyFrame, columns: Mapping[str, str]) -> dict[str, int]:
    """For each key of *columns* in how many rows its column holds nothing."""
    if not columns:
        return {}
    counted = units.select(pl.col(column).null_count().alias(key) for key, column in columns.items())
    row = counted.collect(engine="streaming").row(0, named=True)
    return {key: int(value) for key, value in row.items()}
