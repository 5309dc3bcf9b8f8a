"""Canonical columns of what a table holds, in the SQL of Spark."""

from __future__ import annotations

from collections.abc import Mapping

from evalfw.language import FactDeclaration
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.reading import DOUBTFUL, EPOCH, NAME, TRUTHS, UNIT, claim_column
from evalfw.population.batch.settling import EXEMPTIONS, Allowed, allowed, spellings
from evalfw.population.batch.written import EXACT
from evalfw.population.columns.facts import MOST_POWER, integers_of
from evalfw.population.columns.leaves import MOST_OVERRIDE, exemption_column, override_column
from evalfw.population.columns.lists import ITEM_PLACES, ITEMS, MOST_ITEM
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.spelling import SqlSpelling

RAW = "raw:"
"""What the names of columns as they were read begin with."""

WHOLE = ("tinyint", "smallint", "int", "bigint")


def canonical_columns(
    layout: TableLayout, plan: Plan, types: Mapping[str, str], spelling: SqlSpelling
) -> tuple[list[str], list[str]]:
    """
    SQL for the canonical columns, each with its name; and, to be worked out of them, for marks of lists and for whether the row is doubtful.

    The columns of the table are there as well, under their names with ``RAW`` before.

    Args:
        layout: Which column holds what.
        plan: The plan for it.
        types: Column → its type, as Spark names it.
        spelling: How names and texts are spelt.
    """
    name = spelling.name
    made = [f"trim(CAST({name(layout.unit)} AS STRING)) AS {name(UNIT)}"]
    if layout.name:
        made.append(f"CAST({name(layout.name)} AS STRING) AS {name(NAME)}")
    doubts: list[str] = []
    marks: list[str] = []

    def take(column: str, called: str, cell: str) -> None:
        made.append(f"{cell} AS {name(called)}")
        there = f"{name(RAW + column)} IS NOT NULL"
        if types[column] == "string":
            there += f" AND trim({name(RAW + column)}) != ''"
        doubts.append(f"({there} AND {name(called)} IS NULL)")

    for fact, column in layout.facts.items():
        declaration = plan.rubric.facts[fact]
        if declaration.type == "list":
            items = _items(declaration, name(column), types[column], spelling)
            take(column, f"{fact}{ITEMS}", items)
            marks.append(f"CASE WHEN {name(fact + ITEMS)} IS NOT NULL THEN '[]' END AS {name(fact)}")
        else:
            take(column, fact, cell_of(declaration, name(column), types[column], spelling))
    for leaf, column in layout.overrides.items():
        points = _points(name(column), types[column], plan.unit)
        take(column, override_column(leaf), _allowed(points, allowed(plan, leaf)))
    for leaf, column in layout.exemptions.items():
        take(column, exemption_column(leaf), _mapped(name(column), types[column], EXEMPTIONS, spelling))
    for node, column in layout.claims.items():
        take(column, claim_column(node), _points(name(column), types[column], plan.unit))
    made += [
        f"NULLIF(trim(CAST({name(column)} AS STRING)), '') AS {name(note)}" for note, column in layout.notes.items()
    ]
    raw = [f"{name(column)} AS {name(RAW + column)}" for column in layout.columns]
    return [*made, *raw], [*marks, f"COALESCE({' OR '.join(doubts) or 'FALSE'}, FALSE) AS {name(DOUBTFUL)}"]


def cell_of(declaration: FactDeclaration, column: str, type: str, spelling: SqlSpelling) -> str:
    """SQL for the canonical cell of a fact that is no list, of a *column* of *type*; null where it does not read plainly."""
    if declaration.type == "bool":
        if type == "boolean":
            return column
        if type != "string":
            return "CAST(NULL AS BOOLEAN)"
        cases = " ".join(f"WHEN {spelling.text(text)} THEN {str(value).upper()}" for text, value in TRUTHS.items())
        return f"(CASE lower(trim({column})) {cases} END)"
    if declaration.type == "choice":
        return _mapped(column, type, spellings(declaration.choices), spelling)
    if declaration.type == "text":
        plain = rf"({column} RLIKE '[\\p{{C}}\\p{{Zl}}\\p{{Zp}}\\x{{a0}}]')"
        return f"(CASE WHEN NOT {plain} THEN {column} END)" if type == "string" else "CAST(NULL AS STRING)"
    if declaration.type == "date":
        if type == "date":
            return f"CAST(datediff({column}, DATE '1970-01-01') + {EPOCH} AS BIGINT)"
        if type == "string":
            day = f"try_cast(CASE WHEN trim({column}) RLIKE '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$' THEN trim({column}) END AS DATE)"
            return f"CAST(datediff({day}, DATE '1970-01-01') + {EPOCH} AS BIGINT)"
        return "CAST(NULL AS BIGINT)"
    whole, (low, high) = _scaled(column, type, declaration.scale), integers_of(declaration)
    return f"(CASE WHEN {whole} BETWEEN {low} AND {high} THEN {whole} END)"


def _mapped(column: str, type: str, values: Mapping[str, str], spelling: SqlSpelling) -> str:
    if type != "string":
        return "CAST(NULL AS STRING)"
    cases = " ".join(f"WHEN {spelling.text(text)} THEN {spelling.text(value)}" for text, value in values.items())
    return f"(CASE trim({column}) {cases} END)"


def _scaled(column: str, type: str, places: int) -> str:
    """*column* times ten to the *places*, where that is whole and not too long; null elsewhere."""
    unit, most = 10**places, 10**MOST_POWER
    if type in WHOLE:
        limit = most // unit
        return f"(CASE WHEN {column} BETWEEN -{limit} AND {limit} THEN CAST({column} AS BIGINT) * {unit} END)"
    if type == "string":
        text = f"trim({column})"
        plain = f"{text} RLIKE '^[+-]?[0-9]+([.][0-9]+)?$' AND length({text}) <= {EXACT}"
        return _scaled(f"try_cast(CASE WHEN {plain} THEN {text} END AS DOUBLE)", "double", places)
    if type.startswith("decimal"):
        digits = int(type.partition("(")[2].partition(",")[0] or 38)
        kind = "double" if digits <= EXACT else "string"
        return _scaled(f"CAST({column} AS {kind})", kind, places)
    if type == "float":
        column = f"CAST({column} AS DOUBLE)"
    elif type != "double":
        return "CAST(NULL AS BIGINT)"
    scaled = f"round({column} * {unit}D)"
    whole = f"(CASE WHEN abs({scaled}) <= {most}D THEN CAST({scaled} AS BIGINT) END)"
    return f"(CASE WHEN CAST({whole} AS DOUBLE) / {unit}D = {column} THEN {whole} END)"


def _points(column: str, type: str, unit: int) -> str:
    whole = _scaled(column, type, len(str(unit)) - 1)
    return f"(CASE WHEN abs({whole}) <= {MOST_OVERRIDE} THEN {whole} END)"


def _allowed(points: str, which: Allowed) -> str:
    test = f"{points} BETWEEN {which.low} AND {which.high} AND {points} % {which.step} = 0"
    if which.levels:
        test += f" AND {points} IN ({', '.join(map(str, which.levels))})"
    return f"(CASE WHEN {test} THEN {points} END)"


def _items(declaration: FactDeclaration, column: str, type: str, spelling: SqlSpelling) -> str:
    """The items of a list with canonical fields; null where one of them does not read plainly."""
    kinds = ", ".join(
        f"{spelling.name(name)}: {'BIGINT' if field.is_number else 'STRING'}"
        for name, field in declaration.fields.items()
    )
    wanted = f"ARRAY<STRUCT<{kinds}>>"
    if type == "string":
        return f"(CASE WHEN trim({column}) = '[]' THEN CAST(array() AS {wanted}) END)"
    given = _fields(type)
    if set(given) != set(declaration.fields):
        return f"CAST(NULL AS {wanted})"
    cells = []
    for name, field in declaration.fields.items():
        cell = f"each_item.{spelling.name(name)}"
        if field.is_number:
            whole = _scaled(cell, given[name], ITEM_PLACES)
            cells.append(f"(CASE WHEN abs({whole}) <= {MOST_ITEM} THEN {whole} END)")
        elif field.choices:
            cells.append(_mapped(cell, given[name], spellings(field.choices), spelling))
        else:
            text = f"(CASE WHEN trim({cell}) != '' THEN trim({cell}) END)"
            cells.append(text if given[name] == "string" else "CAST(NULL AS STRING)")
    named = ", ".join(f"{spelling.text(name)}, {cell}" for name, cell in zip(declaration.fields, cells, strict=True))
    whole_ones = " AND ".join(f"{cell} IS NOT NULL" for cell in cells)
    items = f"transform({column}, each_item -> named_struct({named}))"
    return f"(CASE WHEN forall({column}, each_item -> {whole_ones}) THEN {items} END)"


def _fields(type: str) -> dict[str, str]:
    """The fields of ``array<struct<a:string,b:double>>``; nothing of another type."""
    if not (type.startswith("array<struct<") and type.endswith(">>")):
        return {}
    pairs = (each.split(":", 1) for each in type[len("array<struct<") : -2].split(","))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
