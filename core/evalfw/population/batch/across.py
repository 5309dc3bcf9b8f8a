"""
Facts worked out across the units of a table: means, sums, places.

Every unit counts whose id is in order and whose value reads well, refused for something else or not. Values are added up exactly; a mean is
rounded half up to the decimals of the fact that it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import attrs
import polars as pl

from evalfw.foundation import SILENT, Text, as_decimal, plain, root, round_half_up
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
        on = [BY, VALUE] if self.across.is_of_each else [BY]
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
        return counts_of(units, self.layout, self.facts)


def counts_of(units: pl.LazyFrame, layout: TableLayout, facts: Mapping[str, FactDeclaration]) -> list[Counts]:
    """How often each value occurs among *units*, which are all in order, for every fact across units."""
    return [count_values(units, across, layout, facts, pl.lit(1, pl.Int64)) for across in layout.across]


def count_values(
    units: pl.LazyFrame, across: Across, layout: TableLayout, facts: Mapping[str, FactDeclaration], each: pl.Expr
) -> Counts:
    """The same of one fact; a row stands for *each* units."""
    declaration, column = facts[across.of], layout.facts[across.of]
    kind = units.collect_schema()[column]
    raw = pl.col(column)
    cells = units.select(raw.alias(RAW), cell_of(declaration, raw, kind).alias(VALUE))
    unread = cells.filter(pl.col(VALUE).is_null() & pl.col(RAW).is_not_null()).select(RAW).unique()
    odd = dict(_read_alone(declaration, unread.collect(engine="streaming")[RAW].to_list()))
    counts = (
        units.select(_by(across).alias(BY), _value(declaration, column, kind, odd).alias(VALUE), each.alias(UNITS))
        .filter(pl.col(VALUE).is_not_null())
        .group_by(BY, VALUE)
        .agg(pl.col(UNITS).sum())
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
    return values_of(counted, work.layout, work.facts)


def across_of(
    table: pl.LazyFrame, layout: TableLayout, facts: Mapping[str, FactDeclaration], units: Units
) -> tuple[Values, ...]:
    """Every fact across the units of *table* that are in order."""
    if not layout.across:
        return ()
    unit = unit_text(layout.unit, table.collect_schema()[layout.unit])
    return values_of([counts_of(table.filter(why_refused(unit, units).is_null()), layout, facts)], layout, facts)


def values_of(
    counted: Sequence[Sequence[Counts]], layout: TableLayout, facts: Mapping[str, FactDeclaration]
) -> tuple[Values, ...]:
    """Every fact across units, of the counts of all stretches."""
    made = []
    for across, parts in zip(layout.across, zip(*counted, strict=True), strict=True):
        counts = pl.concat([part.counts for part in parts]).group_by(BY, VALUE).agg(pl.col(UNITS).sum())
        odd = {raw: value for part in parts for raw, value in part.odd.items()}
        declaration, target = facts[across.of], facts[across.fact]
        table = (_of_each if across.is_of_each else _figures)(counts, across, declaration, target)
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


def _of_each(
    counts: pl.DataFrame, across: Across, declaration: FactDeclaration, target: FactDeclaration
) -> pl.DataFrame:
    """What each value of a group gets, as text. A place is one more than there are units before it; equals share the better one."""
    ordered = counts.sort(BY, VALUE, descending=[False, across.how == "place"])
    through, size = pl.col(UNITS).cum_sum().over(BY), pl.col(UNITS).sum().over(BY)
    if across.how in ("place", "place_from_last"):
        return ordered.select(BY, VALUE, (through - pl.col(UNITS) + 1).cast(pl.String).alias(MADE))
    total = pl.col(VALUE).cast(pl.Int128) * pl.col(UNITS)
    sums = ordered.with_columns(
        through.alias("through"),
        size.alias("size"),
        total.sum().over(BY).alias("sum"),
        (total * pl.col(VALUE)).sum().over(BY).alias("squares"),
    )
    texts = [_own_text(row, across.how, target) for row in sums.iter_rows(named=True)]
    return sums.select(BY, VALUE).with_columns(pl.Series(MADE, texts, dtype=pl.String))


def _own_text(row: Mapping[str, int], how: str, target: FactDeclaration) -> str | None:
    """A share of units, or a distance from the mean in standard deviations; none where all have the same value."""
    size, distance = row["size"], row[VALUE] * row["size"] - row["sum"]
    spread = size * row["squares"] - row["sum"] ** 2
    if how == "percent_rank":
        return _text(round_half_up(Fraction(row["through"], size), target.scale))
    if not spread:
        return None
    far = root(Fraction(distance * distance, spread), target.scale)
    return _text(far if distance >= 0 else -far)


def _figures(
    counts: pl.DataFrame, across: Across, declaration: FactDeclaration, target: FactDeclaration
) -> pl.DataFrame:
    """What each group gets, as text."""
    ordered = counts.sort(BY, VALUE).with_columns(pl.col(UNITS).cum_sum().over(BY).alias("~to"))
    size, share = pl.col(UNITS).sum(), across.share or Fraction(1, 2)
    value, reached = pl.col(VALUE).cast(pl.Int128), share.numerator * pl.col(UNITS).sum()

    def at(rank: pl.Expr) -> pl.Expr:
        return pl.col(VALUE).filter(pl.col("~to") >= rank).first()

    groups = ordered.group_by(BY, maintain_order=True).agg(
        size.alias("count"),
        (value * pl.col(UNITS)).sum().alias("sum"),
        (value * value * pl.col(UNITS)).sum().alias("squares"),
        pl.col(VALUE).min().alias("least"),
        pl.col(VALUE).max().alias("most"),
        (
            at((reached + share.denominator - 1) // share.denominator).cast(pl.Int128)
            + at(reached // share.denominator + 1)
        ).alias("middle"),
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
        group: ``count``, ``sum``, ``squares``, ``least``, ``most`` of its values, and ``middle``, the sum of the two where the share is reached.
        how: Which of them is wanted.
        declaration: The fact whose values they are, in its scale.
        target: The fact that the group gets.
        rate: What makes a value of the one a value of the other.
    """
    one, count = 10**declaration.scale, group["count"]
    match how:
        case "count":
            figure = Fraction(count)
        case "mean":
            figure = Fraction(group["sum"], count * one)
        case "median" | "percentile":
            figure = Fraction(group["middle"], 2 * one)
        case "deviation":
            variance = Fraction(count * group["squares"] - group["sum"] ** 2, (count * one) ** 2)
            return _text(root(variance * rate**2, target.scale))
        case _:
            figure = Fraction(group[how], one)
    return _text(round_half_up(figure * rate, target.scale))


def _text(figure: Fraction) -> str:
    decimal = as_decimal(figure)
    assert decimal is not None  # rounded before
    return plain(decimal)
