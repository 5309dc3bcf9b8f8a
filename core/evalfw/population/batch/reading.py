"""Canonical columns of what a table holds, in Polars: integers in the fixed scale of each fact, truths, texts, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import polars as pl

from evalfw.language import FactDeclaration
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.settling import EXEMPTIONS, Allowed, allowed, spellings
from evalfw.population.batch.written import EXACT, numbers_in, scaled, signs_of
from evalfw.population.columns.facts import MOST_POWER, integers_of
from evalfw.population.columns.leaves import MOST_OVERRIDE, exemption_column, override_column
from evalfw.population.columns.lists import ITEM_PLACES, ITEMS, MOST_ITEM
from evalfw.population.columns.plan import Plan

UNIT, NAME, DOUBTFUL, CELL = "unit", "name", "~doubtful", "~cell "

EPOCH = date(1970, 1, 1).toordinal()
DAY = r"^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?$"
"""How days are written in texts, as ``evalfw.language.facts.reading`` reads them."""

TRUTHS = {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}


def claim_column(node: str) -> str:
    """The canonical column of the points that units claim."""
    return f"{node}@claim"


def unit_text(column: str, type: pl.DataType) -> pl.Expr:
    """The id of a unit as text; whole numbers without a point, however the table holds them."""
    text = pl.col(column).cast(pl.String)
    if type.is_float():
        whole = pl.col(column).cast(pl.Int64, strict=False)
        text = (
            pl.when((whole == pl.col(column)) & (whole.abs() < 10**EXACT)).then(whole.cast(pl.String)).otherwise(text)
        )
    return text.str.strip_chars().str.normalize("NFKC")  # n１ is n1


def canonical_frame(frame: pl.LazyFrame, layout: TableLayout, plan: Plan) -> pl.LazyFrame:
    """
    *frame* with canonical columns alone; what does not read plainly is null, and its row doubtful.

    Rows are doubtful where a cell is there and its canonical one is not: these are read again, one by one.
    """
    schema = frame.collect_schema()
    cells: list[pl.Expr] = []
    made: list[pl.Expr] = [unit_text(layout.unit, schema[layout.unit]).alias(UNIT)]
    if layout.name:
        made.append(pl.col(layout.name).cast(pl.String).alias(NAME))
    doubts: list[pl.Expr] = []

    def take(column: str, name: str, expression: pl.Expr) -> None:
        cell = f"{CELL}{name}"  # beside the columns of the table, so that each is worked out once
        cells.append(expression.alias(cell))
        made.append(pl.col(cell).alias(name))
        there = pl.col(column).is_not_null()
        if schema[column] == pl.String:
            there = there & (pl.col(column).str.strip_chars() != "")
        doubts.append(there & pl.col(cell).is_null())

    for fact, column in layout.facts.items():
        declaration = plan.rubric.facts[fact]
        if declaration.type == "list":
            take(column, f"{fact}{ITEMS}", _items(declaration, pl.col(column), schema[column]))
            is_read = pl.col(f"{CELL}{fact}{ITEMS}").is_not_null()
            made.append(pl.when(is_read).then(pl.lit("[]")).alias(fact))
        else:
            take(column, fact, cell_of(declaration, pl.col(column), schema[column]))
    for leaf, column in layout.overrides.items():
        points = _points(pl.col(column), schema[column], plan.unit)
        take(column, override_column(leaf), _allowed(points, allowed(plan, leaf)))
    for leaf, column in layout.exemptions.items():
        take(column, exemption_column(leaf), _chosen(pl.col(column), schema[column], EXEMPTIONS))
    for node, column in layout.claims.items():
        take(column, claim_column(node), _points(pl.col(column), schema[column], plan.unit))
    for note, column in layout.notes.items():
        text = pl.col(column).cast(pl.String).str.strip_chars()
        made.append(pl.when(text != "").then(text).alias(note))
    return frame.with_columns(cells).select(*made, pl.any_horizontal(doubts).fill_null(False).alias(DOUBTFUL))


def cell_of(declaration: FactDeclaration, column: pl.Expr, type: pl.DataType) -> pl.Expr:
    """The canonical cell of a fact that is no list, of a *column* of *type*; null where it does not read plainly."""
    if declaration.type == "bool":
        if type == pl.Boolean:
            return column
        return (
            _mapped(column.str.strip_chars().str.to_lowercase(), TRUTHS, pl.Boolean)
            if type == pl.String
            else _none(pl.Boolean)
        )
    if declaration.type == "choice":
        return _chosen(column, type, spellings(declaration.choices))
    if declaration.type == "text":
        if type != pl.String:
            return _none(pl.String)
        return pl.when(~column.str.contains(r"[\p{C}\p{Zl}\p{Zp}\x{a0}]")).then(column)
    if declaration.type == "date":
        return _day(column, type)
    whole = _scaled(column, type, declaration.scale, signs_of(declaration))
    return pl.when(whole.is_between(*integers_of(declaration))).then(whole)


def _none(type: type[pl.DataType]) -> pl.Expr:
    return pl.lit(None, dtype=type)


def _mapped(column: pl.Expr, values: Mapping[str, object], type: type[pl.DataType]) -> pl.Expr:
    return column.replace_strict(list(values), list(values.values()), default=None, return_dtype=type)


def _chosen(column: pl.Expr, type: pl.DataType, values: Mapping[str, str]) -> pl.Expr:
    if not (type == pl.String or isinstance(type, pl.Categorical | pl.Enum)):
        return _none(pl.String)
    return _mapped(column.cast(pl.String).str.strip_chars(), values, pl.String)


def _day(column: pl.Expr, type: pl.DataType) -> pl.Expr:
    if type == pl.String:
        text = column.str.strip_chars()
        parted = text.str.strip_suffix("日").str.replace_all("[年月/.]", "-")
        column = pl.when(text.str.contains(DAY)).then(parted).str.to_date("%Y-%m-%d", strict=False)
    elif type != pl.Date:
        return _none(pl.Int64)
    return column.to_physical().cast(pl.Int64) + EPOCH


def _scaled(column: pl.Expr, type: pl.DataType, places: int, signs: Mapping[str, int] | None = None) -> pl.Expr:
    """
    *column* times ten to the *places*, where that is whole and not too long; null elsewhere.

    In texts one of *signs* may stand behind the number, and multiplies it by ten to its power.
    """
    if type == pl.String:
        read = partial(numbers_in, places=places, signs=signs or {})
        return column.map_batches(read, return_dtype=pl.Int64, is_elementwise=True)
    if type.is_integer():
        limit, whole = 10**MOST_POWER // 10**places, column.cast(pl.Int64, strict=False)
        return pl.when(whole.is_between(-limit, limit)).then(whole * 10**places)
    if isinstance(type, pl.Decimal):
        column = column.cast(pl.Float64) if (type.precision or 38) <= EXACT else column.cast(pl.String)
        return _scaled(column, pl.Float64() if (type.precision or 38) <= EXACT else pl.String(), places)
    if not type.is_float():
        return _none(pl.Int64)
    return scaled(column.cast(pl.Float64), places)


def _points(column: pl.Expr, type: pl.DataType, unit: int) -> pl.Expr:
    whole = _scaled(column, type, len(str(unit)) - 1)
    return pl.when(whole.abs() <= MOST_OVERRIDE).then(whole)


def _allowed(points: pl.Expr, which: Allowed) -> pl.Expr:
    is_allowed = points.is_between(which.low, which.high) & (points % which.step == 0)
    return pl.when(is_allowed & points.is_in(which.levels) if which.levels else is_allowed).then(points)


def _items(declaration: FactDeclaration, column: pl.Expr, type: pl.DataType) -> pl.Expr:
    """The items of a list with canonical fields; null where one of them does not read plainly."""
    texts = [name for name, field in declaration.fields.items() if not field.is_number]
    numbers = [name for name, field in declaration.fields.items() if field.is_number]
    wanted = pl.List(pl.Struct({**dict.fromkeys(texts, pl.String), **dict.fromkeys(numbers, pl.Int64)}))
    if type == pl.String:
        return pl.when(column.str.strip_chars() == "[]").then(pl.lit([], dtype=wanted))
    if not isinstance(type, pl.List) or not isinstance(type.inner, pl.Struct):
        return (
            pl.when(column.list.len() == 0).then(pl.lit([], dtype=wanted))
            if isinstance(type, pl.List)
            else pl.lit(None, dtype=wanted)
        )
    given = {field.name: field.dtype for field in type.inner.fields}
    if set(given) != set(declaration.fields):
        return pl.when(column.list.len() == 0).then(pl.lit([], dtype=wanted))
    fields = []
    for name, field in declaration.fields.items():
        cell = pl.element().struct.field(name)
        kind = given[name]
        assert isinstance(kind, pl.DataType)
        if field.is_number:
            whole = _scaled(cell, kind, ITEM_PLACES)
            fields.append(pl.when(whole.abs() <= MOST_ITEM).then(whole).alias(name))
        elif field.choices:
            fields.append(_chosen(cell, kind, spellings(field.choices)).alias(name))
        else:
            text = cell.str.strip_chars() if kind == pl.String else _none(pl.String)
            fields.append(pl.when(text != "").then(text).alias(name))
    items = column.list.eval(pl.struct(fields))
    whole_ones = column.list.eval(pl.all_horizontal([field.is_not_null() for field in fields])).list.all()
    return pl.when(whole_ones).then(items)
