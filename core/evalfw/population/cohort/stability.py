"""How places move when weights are off by a little: drawn many times, the same draws every time."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import polars as pl

from evalfw.foundation import round_half_up
from evalfw.population.batch.reading import NAME, UNIT
from evalfw.population.cohort.additive import Additive, earned
from evalfw.population.cohort.counting import name_of_unit
from evalfw.population.cohort.model import Band, RankSpan, Stability
from evalfw.population.columns.outputs import TOTAL

DRAWS = 100
SEED = "evalfw cohort"
SAMPLE = 100_000
"""Units that are ranked; of more as many are taken, evenly in order of total; among equals a hash of the id decides."""

NAMED = 200
"""Units whose places are listed by name."""

BITS = 62
"""Of the numbers that units are ordered by when a sample is taken."""

SCALE = 1000
"""Weights are drawn in thousandths."""

AT_ONCE = 4
"""Draws that are ranked in one pass."""

TENTHS = 10
TAIL = Fraction(1, 20)
"""Share of draws that is left out at either end of the places of a unit."""

PLACES = 4
"""Decimals of means."""


def stability_of(units: pl.LazyFrame, sums: Additive, size: int, unit: int, noise: Fraction) -> Stability | None:
    """
    How places move; None where the total is no sum of its parts, or there are fewer than two units.

    Args:
        units: The rows that were scored, *size* of them.
        sums: How the total is a sum.
        unit: How many of the integers in them make one point.
        noise: By how much each weight may be off, as a share.

    Every weight is multiplied by a number that is drawn evenly from 1 - *noise* to 1 + *noise*; with it go the points of its indicator.
    Bonus and malus stay as they are, and so does the total of a unit that is not the sum, for a cap or a gate. Source: Saisana, Saltelli, Tarantola, Uncertainty and sensitivity analysis of composite
    indicators, 2005.
    """
    parts = sums.addends
    if len(parts) < 2 or size < 2:
        return None
    table = _sample(units, sums, size)
    draws = _draws(len(parts), noise)
    places = _places(table, draws, len(parts))
    ranked = places.height
    names = [f"{number}" for number in range(DRAWS)]
    out = int(TAIL * DRAWS)
    spans = places.select(
        "first",
        pl.concat_list(names).list.sort().alias("all"),
        pl.sum_horizontal((pl.col(name).cast(pl.Int64) - pl.col("first")).abs() for name in names).alias("moved"),
        pl.sum_horizontal(pl.col(name) <= -(-ranked // TENTHS) for name in names).alias("stays"),
    ).select(
        "first",
        "moved",
        "stays",
        pl.col("all").list.get(out).cast(pl.Int64).alias("best"),
        pl.col("all").list.get(DRAWS - 1 - out).cast(pl.Int64).alias("worst"),
    )
    top = spans.filter(pl.col("first") <= -(-ranked // TENTHS))
    moved = Fraction(int(spans["moved"].sum()), DRAWS * ranked)
    ordered = pl.concat([table.select(UNIT, NAME, TOTAL), spans], how="horizontal").sort("first", UNIT)
    return Stability(
        noise=noise,
        draws=DRAWS,
        addends=len(parts),
        units=ranked,
        of=size,
        moved=round_half_up(moved / ranked, PLACES),
        kept=round_half_up(Fraction(int(top["stays"].sum()), DRAWS * top.height), PLACES),
        bands=tuple(_bands(ordered)),
        spans=tuple(
            RankSpan(each, name or each, Fraction(points, unit), first, best, worst)
            for each, name, points, first, best, worst in ordered.head(NAMED)
            .select(UNIT, NAME, TOTAL, "first", "best", "worst")
            .iter_rows()
        ),
    )


def _sample(units: pl.LazyFrame, sums: Additive, size: int) -> pl.DataFrame:
    """Of each ranked unit the total, what it has of each addend, and the rest of the total; in order of total and unit."""
    total = pl.col(f"{TOTAL}:points").cast(pl.Int64).alias(TOTAL)
    if size > SAMPLE:  # one number for each unit first: ids and columns of all units need not be in memory
        place = _place(units)
        keys = units.select(place.alias("key")).drop_nulls().collect(engine="streaming")["key"].sort()
        places = pl.int_range(SAMPLE, eager=True) * keys.len() // SAMPLE
        units = units.filter(place.is_in(keys.gather(places).implode()))
    parts = [earned(id).alias(f"={id}") for id in sums.addends]
    extras = pl.sum_horizontal(earned(id) for id in sums.extras) if sums.extras else pl.lit(0, dtype=pl.Int64)
    table = units.select(UNIT, name_of_unit(units), total, extras.alias("+"), *parts)
    names = [f"={id}" for id in sums.addends]
    is_sum = pl.sum_horizontal("+", *names) == pl.col(TOTAL)
    kept = [pl.when(is_sum).then(pl.col(name)).otherwise(0) for name in names]
    rest = pl.when(is_sum).then(pl.col("+")).otherwise(pl.col(TOTAL))
    return _in_order(table.with_columns(*kept, rest.alias("+"))).collect(engine="streaming")


def _place(units: pl.LazyFrame) -> pl.Expr:
    """A number for each unit, the smaller the greater its total is; among equals it hangs on the id alone. Null without a total."""
    total = pl.col(f"{TOTAL}:points").cast(pl.Int64)
    ends = units.select(total.min().alias("least"), total.max().alias("most")).collect(engine="streaming")
    least, most = ends.row(0)
    behind = 2 ** (BITS - (most - least).bit_length())
    place: pl.Expr = (most - total) * behind + (pl.col(UNIT).hash(1) % behind).cast(pl.Int64)
    return place


def _in_order(table: pl.LazyFrame) -> pl.LazyFrame:
    """*table* from the greatest total to the least, equals by unit."""
    return table.filter(pl.col(TOTAL).is_not_null()).sort(TOTAL, UNIT, descending=[True, False])


def _draws(parts: int, noise: Fraction) -> list[list[int]]:
    """For every draw what each weight is multiplied by, in thousandths."""
    chosen, most = Random(SEED), int(noise * SCALE)
    return [[SCALE - most + int(chosen.random() * (2 * most + 1)) for _ in range(parts)] for _ in range(DRAWS)]


def _places(table: pl.DataFrame, draws: Sequence[Sequence[int]], parts: int) -> pl.DataFrame:
    """The place of every unit: ``first`` as weights are, and for each draw; equals share the best."""
    names = [name for name in table.columns if name.startswith("=")]
    assert len(names) == parts

    def place(factors: Sequence[int], name: str) -> pl.Expr:
        whole = pl.col("+") * SCALE
        for column, factor in zip(names, factors, strict=True):  # one after the other: together they take more memory
            whole = whole + pl.col(column) * factor
        return whole.rank("min", descending=True).cast(pl.UInt32).alias(name)

    made = [table.select(place([SCALE] * parts, "first").cast(pl.Int64))]
    for start in range(0, DRAWS, AT_ONCE):
        numbers = range(start, start + AT_ONCE)
        made.append(table.select(place(draws[number], f"{number}") for number in numbers))
    return pl.concat(made, how="horizontal")


def _bands(ordered: pl.DataFrame) -> list[Band]:
    """The ranking in tenths, fewer if there are fewer units."""
    height, bands = ordered.height, []
    for tenth in range(TENTHS):
        start, stop = tenth * height // TENTHS, (tenth + 1) * height // TENTHS
        if start == stop:
            continue
        part = ordered.slice(start, stop - start)
        width = Fraction(int((part["worst"] - part["best"]).sum()), part.height)
        bands.append(Band(start + 1, stop, part.height, round_half_up(width, 1)))
    return bands
