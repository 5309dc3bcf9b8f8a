"""
Facts worked out across the units of a table: means, sums, places.

Every unit counts whose id is in order and whose value reads well, refused for something else or not. Values are added up exactly; a mean is
rounded half up to the decimals of the fact that it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs
import polars as pl

from evalfw.foundation import SILENT, Text, as_decimal, plain, round_half_up
from evalfw.language import FactDeclaration, ValueFaultError
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.reading import cell_of, unit_text
from evalfw.population.batch.refusing import Units, why_refused
from evalfw.population.batch.settling import canonical
from evalfw.population.batch.sources import scan
from evalfw.population.batch.workers import Workers
from evalfw.rubric import Across

BY, VALUE, UNITS, RAW, MADE = "~by", "~value", "~units", "~raw", "~made"


class Values(NamedTuple):
    """
    A fact across units, ready to be put beside the rows of a table.

    Attributes:
        across: What was asked for.
        declaration: The fact whose values count.
        odd: Values that columns do not read → what they are read as, one by one.
        table: What units of a group get, by ``BY`` and, for places, ``VALUE``.
    """

    across: Across
    declaration: FactDeclaration
    odd: Mapping[object, int]
    table: pl.DataFrame

    def beside(self, rows: pl.DataFrame, layout: TableLayout) -> pl.DataFrame:
        """*rows* of the table with the fact in a column of its own, as text."""
        column = layout.facts[self.across.of]
        keys = [_by(self.across).alias(BY)]
        keys.append(_value(self.declaration, column, rows.schema[column], self.odd).alias(VALUE))
        on = [BY, VALUE] if self.across.is_place else [BY]
        joined = rows.with_columns(keys).join(self.table, on=on, how="left", maintain_order="left")
        return joined.rename({MADE: self.across.column}).drop(BY, VALUE)


@attrs.frozen
class CountsAcross:
    """
    How often each value occurs in a stretch of a table, for every fact across units.

    Attributes:
        source: Where the table is.
        layout: What its columns hold.
        facts: The declarations of facts.
        units: Which units the table may hold.
    """

    source: str
    layout: TableLayout
    facts: Mapping[str, FactDeclaration]
    units: Units

    def __call__(self, stretch: tuple[int, int]) -> list[Counts]:
        table = scan(self.source)
        unit = unit_text(self.layout.unit, table.collect_schema()[self.layout.unit])
        units = table.slice(*stretch).filter(why_refused(unit, self.units).is_null())
        return [self._counts(units, across) for across in self.layout.across]

    def _counts(self, units: pl.LazyFrame, across: Across) -> Counts:
        declaration, column = self.facts[across.of], self.layout.facts[across.of]
        kind = units.collect_schema()[column]
        raw = pl.col(column)
        cells = units.select(_by(across).alias(BY), raw.alias(RAW), cell_of(declaration, raw, kind).alias(VALUE))
        unread = cells.filter(pl.col(VALUE).is_null() & pl.col(RAW).is_not_null()).select(RAW).unique()
        odd = dict(_read_alone(declaration, unread.collect(engine="streaming")[RAW].to_list()))
        counts = (
            units.select(_by(across).alias(BY), _value(declaration, column, kind, odd).alias(VALUE))
            .filter(pl.col(VALUE).is_not_null())
            .group_by(BY, VALUE)
            .agg(pl.len().cast(pl.Int64).alias(UNITS))
            .collect(engine="streaming")
        )
        return Counts(counts, odd)


class Counts(NamedTuple):
    """How many units have each value, by ``BY`` and ``VALUE``; and values that columns do not read → what they are read as, one by one."""

    counts: pl.DataFrame
    odd: Mapping[object, int]


def values_across(work: CountsAcross, rows: int, least: int, workers: Workers) -> tuple[Values, ...]:
    """
    Every fact across units: each stretch is counted where it lies, and the counts are joined here.

    Args:
        work: How a stretch is counted.
        rows: Rows of the table.
        least: Of a stretch.
        workers: Who counts.
    """
    if not work.layout.across:
        return ()
    counting = Text("统计各单位", "counting across units")
    counted = workers.do(work, workers.stretches(rows, least), SILENT, counting)
    made = []
    for across, parts in zip(work.layout.across, zip(*counted, strict=True), strict=True):
        counts = pl.concat([part.counts for part in parts]).group_by(BY, VALUE).agg(pl.col(UNITS).sum())
        odd = {raw: value for part in parts for raw, value in part.odd.items()}
        declaration, target = work.facts[across.of], work.facts[across.fact]
        table = _places(counts, across) if across.is_place else _figures(counts, across, declaration, target)
        made.append(Values(across, declaration, odd, table))
    return tuple(made)


def _by(across: Across) -> pl.Expr:
    return pl.col(across.by).cast(pl.String).str.strip_chars().fill_null("") if across.by else pl.lit("")


def _value(declaration: FactDeclaration, column: str, kind: pl.DataType, odd: Mapping[object, int]) -> pl.Expr:
    read = cell_of(declaration, pl.col(column), kind)
    if not odd:
        return read
    alone = pl.col(column).replace_strict(list(odd), list(odd.values()), default=None, return_dtype=pl.Int64)
    return pl.coalesce(read, alone)


def _read_alone(declaration: FactDeclaration, cells: Iterable[object]) -> Iterable[tuple[object, int]]:
    """Those of *cells* that read well one by one, with what they are read as, in the scale of the fact."""
    for cell in cells:
        if isinstance(cell, str) and not cell.strip():
            continue
        try:
            read = canonical(declaration, cell)
        except ValueFaultError:
            continue
        if isinstance(read, int):
            yield cell, read


def _places(counts: pl.DataFrame, across: Across) -> pl.DataFrame:
    """The place of each value in its group: one more than there are units before it; equals share the better place."""
    ordered = counts.sort(BY, VALUE, descending=[False, across.how == "place"])
    before = pl.col(UNITS).cum_sum().over(BY) - pl.col(UNITS)
    return ordered.select(BY, VALUE, (before + 1).cast(pl.String).alias(MADE))


def _figures(
    counts: pl.DataFrame, across: Across, declaration: FactDeclaration, target: FactDeclaration
) -> pl.DataFrame:
    """What each group gets, as text."""
    ordered = counts.sort(BY, VALUE).with_columns(pl.col(UNITS).cum_sum().over(BY).alias("~to"))
    size = pl.col(UNITS).sum()

    def at(rank: pl.Expr) -> pl.Expr:
        return pl.col(VALUE).filter(pl.col("~to") >= rank).first()

    groups = ordered.group_by(BY, maintain_order=True).agg(
        size.alias("count"),
        (pl.col(VALUE).cast(pl.Int128) * pl.col(UNITS)).sum().alias("sum"),
        pl.col(VALUE).min().alias("least"),
        pl.col(VALUE).max().alias("most"),
        (at((size + 1) // 2).cast(pl.Int128) + at(size // 2 + 1)).alias("middle"),
    )
    rate = across.rate(declaration, target)
    assert rate is not None  # told before
    texts = [_figure_text(group, across.how, declaration, target, rate) for group in groups.iter_rows(named=True)]
    return groups.select(BY).with_columns(pl.Series(MADE, texts, dtype=pl.String))


def _figure_text(
    group: Mapping[str, int], how: str, declaration: FactDeclaration, target: FactDeclaration, rate: Fraction
) -> str:
    """
    What a group gets, as a table of texts holds it.

    Args:
        group: ``count``, ``sum``, ``least``, ``most`` of its values, and ``middle``, the sum of the two in the middle.
        how: Which of them is wanted.
        declaration: The fact whose values they are, in its scale.
        target: The fact that the group gets.
        rate: What makes a value of the one a value of the other.
    """
    one = 10**declaration.scale
    match how:
        case "count":
            figure = Fraction(group["count"])
        case "mean":
            figure = Fraction(group["sum"], group["count"] * one)
        case "median":
            figure = Fraction(group["middle"], 2 * one)
        case _:
            figure = Fraction(group[how], one)
    decimal = as_decimal(round_half_up(figure * rate, target.scale))
    assert decimal is not None
    return plain(decimal)
