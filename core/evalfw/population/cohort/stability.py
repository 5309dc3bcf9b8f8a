"""How places move when weights are off by a little: drawn many times, the same draws every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

import polars as pl

from evalfw.foundation import round_half_up
from evalfw.population.batch.reading import NAME, UNIT
from evalfw.population.cohort.additive import Additive, earned
from evalfw.population.cohort.counting import name_of_unit
from evalfw.population.cohort.measure import Measure
from evalfw.population.cohort.model import Band, RankSpan, Stability
from evalfw.population.columns.outputs import TOTAL
from evalfw.rubric import Rubric

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

FULL = "~full"
"""The column of the full mark of the total."""

NINE = 10**9
TENTHS = 10
TAIL = Fraction(1, 20)
"""Share of draws that is left out at either end of the places of a unit."""

PLACES = 4
"""Decimals of means."""


def stability_of(
    units: pl.LazyFrame, sums: Additive, rubric: Rubric, measure: Measure, noise: Fraction
) -> Stability | None:
    """
    How places move; None where the total is no sum of its parts, or there are fewer than two units.

    Args:
        units: The rows that were scored.
        sums: How the total is a sum.
        rubric: The rubric.
        measure: How totals are compared.
        noise: By how much each weight may be off, as a share.

    Every weight is multiplied by a number that is drawn evenly from 1 - *noise* to 1 + *noise*; with it go the points of its indicator.
    Bonus and malus stay as they are, and so does the total of a unit that is not the sum, for a cap or a gate. By rate, the full mark that
    counts for a unit goes with the weights too, and totals are divided by it as the machine does: those that agree to some 15 digits share a
    place. Source: Saisana, Saltelli, Tarantola, Uncertainty and sensitivity analysis of composite
    indicators, 2005.
    """
    parts = sums.addends
    units = measure.counts(units)
    size = int(units.select(pl.len()).collect(engine="streaming").item())
    if len(parts) < 2 or size < 2:
        return None
    table = _sample(units, sums, rubric, measure, size)
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
    ordered = pl.concat([table.select(UNIT, NAME, TOTAL, FULL), spans], how="horizontal").sort("first", UNIT)
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
            RankSpan(each, name or each, measure.value(points, full, rubric.full_mark), first, best, worst)
            for each, name, points, full, first, best, worst in ordered.head(NAMED)
            .select(UNIT, NAME, TOTAL, FULL, "first", "best", "worst")
            .iter_rows()
        ),
    )


def _sample(units: pl.LazyFrame, sums: Additive, rubric: Rubric, measure: Measure, size: int) -> pl.DataFrame:
    """
    Of each ranked unit the total and its full mark, what it has of each addend, and the rest of the total; in order of total and unit.

    By rate, the full mark of each addend too, and the rest of that of the total.
    """
    total, full = (
        pl.col(f"{TOTAL}:{what}").cast(pl.Int64).alias(name) for what, name in (("points", TOTAL), ("weight", FULL))
    )
    if size > SAMPLE:  # one number for each unit first: ids and columns of all units need not be in memory
        place = _place(units, measure)
        keys = units.select(place.alias("key")).drop_nulls().collect(engine="streaming")["key"].sort()
        places = pl.int_range(SAMPLE, eager=True) * keys.len() // SAMPLE
        units = units.filter(place.is_in(keys.gather(places).implode()))
    parts = [earned(id).alias(f"={id}") for id in sums.addends]
    extras = pl.sum_horizontal(earned(id) for id in sums.extras) if sums.extras else pl.lit(0, dtype=pl.Int64)
    table = units.select(
        UNIT, name_of_unit(units), total, full, extras.alias("+"), *parts, *_marks(sums, rubric, measure)
    )
    names = [f"={id}" for id in sums.addends]
    is_sum = pl.sum_horizontal("+", *names) == pl.col(TOTAL)
    kept = [pl.when(is_sum).then(pl.col(name)).otherwise(0) for name in names]
    rest = pl.when(is_sum).then(pl.col("+")).otherwise(pl.col(TOTAL))
    marks = [name for name in table.collect_schema().names() if name.startswith("/")]
    marked = [pl.when(is_sum).then(pl.col(name)).otherwise(0) for name in marks]
    table = table.with_columns(*kept, *marked, rest.alias("+"))
    if marks:
        table = table.with_columns((pl.col(FULL) - pl.sum_horizontal(marks)).alias("/"))
    return _in_order(table).collect(engine="streaming")


def _marks(sums: Additive, rubric: Rubric, measure: Measure) -> Iterator[pl.Expr]:
    """By rate, the full mark of each addend that counts at a unit: that of a leaf where it has points."""
    if measure.by == "points":
        return
    for id in sums.addends:
        node = rubric.by_id[id]
        own = pl.lit(int(node.weight * measure.unit), dtype=pl.Int64)
        mark = pl.when(pl.col(f"{id}:points").is_not_null()).then(own).otherwise(0)
        yield (mark if node.is_leaf else pl.col(f"{id}:weight").cast(pl.Int64)).alias(f"/{id}")


def _place(units: pl.LazyFrame, measure: Measure) -> pl.Expr:
    """A number for each unit, the smaller the better its total is; among equals it hangs on the id alone. Null without a total."""
    total = pl.col(f"{TOTAL}:points").cast(pl.Int64)
    if measure.by == "rate":  # to nine decimals, which is enough to take units evenly
        total = (total.cast(pl.Int128) * NINE // pl.col(f"{TOTAL}:weight").cast(pl.Int128)).cast(pl.Int64)
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
        if "/" in table.columns:
            full = pl.col("/") * SCALE
            for column, factor in zip(names, factors, strict=True):
                full = full + pl.col(f"/{column[1:]}") * factor
            whole = whole / full
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
