"""DuckDB: the plan as one query over a file of canonical columns; a second engine, which tests hold against the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl

from evalfw.population.columns.asking import AskedFindings, AskedLeaf, AskedRow, asked_of
from evalfw.population.columns.cells import BETWEEN, NOTHING_THERE
from evalfw.population.columns.list_sql import number_of_items
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.spelling import SqlSpelling, columns_in, name_of, stages_of
from evalfw.population.columns.terms import Term


class Step(NamedTuple):
    """
    A step of a query, which sees the columns of the step before.

    Attributes:
        columns: SQL with the name of the column, one each.
        keep: Whether the other columns are kept.
        dropped: Columns that are not.
    """

    columns: tuple[str, ...]
    keep: bool = True
    dropped: tuple[str, ...] = ()


class DuckDbFigures:
    """
    What a plan says of frames of canonical columns, worked out by DuckDB; the two hand each other files of Parquet.

    Args:
        plan: The plan for their columns.
        wanted: Names of the outputs that are wanted.
        kept: Columns that are kept as they are.
        folder: For the files between the two.
    """

    def __init__(self, plan: Plan, wanted: Sequence[str], kept: Sequence[str], folder: Path) -> None:
        self._given, self._made = folder / "given.tmp", folder / "made.tmp"
        self._connection = duckdb.connect()
        self._connection.execute("SET preserve_insertion_order = false")
        self._query = query_of(plan, wanted, kept, f"read_parquet('{_quoted(self._given)}')", self._connection)

    def __call__(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """What the plan says of every row of *frame*, in no particular order."""
        frame.sink_parquet(self._given)
        self._connection.execute(f"COPY ({self._query}) TO '{_quoted(self._made)}' (FORMAT parquet)")
        return pl.read_parquet(self._made).lazy()


def query_of(
    plan: Plan, wanted: Sequence[str], kept: Sequence[str], source: str, connection: duckdb.DuckDBPyConnection
) -> str:
    """
    The query for what *plan* says of every row of *source*, a table of canonical columns or a function of one.

    Args:
        plan: The plan for it.
        wanted: Names of the outputs that are wanted.
        kept: Columns of the source that are kept as they are.
        source: The table.
        connection: Where the functions that ask scoring are made known.
    """
    parts = []
    for number, step in enumerate(_steps(plan, wanted, kept, connection)):
        before = f"s{number - 1}" if number else source
        dropped = ", ".join(name_of(each) for each in step.dropped)
        rest = (f"* EXCLUDE ({dropped})" if dropped else "*",) if step.keep else ()
        parts.append(f"s{number} AS (SELECT {', '.join((*rest, *step.columns))} FROM {before})")
    return f"WITH {', '.join(parts)} SELECT * FROM s{len(parts) - 1}"


def _steps(
    plan: Plan, wanted: Sequence[str], kept: Sequence[str], connection: duckdb.DuckDBPyConnection
) -> Iterable[Step]:
    outputs = {output.name: output.term for output in plan.outputs if output.name in set(wanted)}
    needed = columns_in([*outputs.values(), plan.odd])
    if plan.lists:
        yield Step(
            tuple(
                f"CASE WHEN {items} IS NOT NULL THEN {number_of_items(each, items)} END AS {name_of(each.column)}"
                for each in plan.lists
                for items in [name_of(f"{each.fact}{ITEMS}")]
            )
        )
    for number, leftover in enumerate(plan.leftovers):
        if needed & set(leftover.columns.values()):
            asked = asked_of(leftover, plan)
            _register(connection, f"asked_{number}", asked)
            stages, spelling = _stages({"~rows": leftover.rows}, f"~{number}.")
            yield from (_step(stage, spelling) for stage in stages)
            key = _key(leftover.inputs, plan.inputs)
            yield Step((f"asked_{number}(CASE WHEN {name_of('~rows')} THEN {key} END) AS {name_of('~answer')}",))
            given = (
                f"{name_of('~answer')}.f{at} AS {name_of(leftover.columns[field])}"
                for at, field in enumerate(asked.fields)
            )
            yield Step(tuple(given), dropped=("~rows", "~answer"))
    row = AskedRow(plan) if plan.has_odd_rows else None
    stages, spelling = _stages(outputs if row is None else {**outputs, "~odd": plan.odd}, "~")
    yield from (_step(stage, spelling) for stage in stages[:-1])
    made = {name: _typed(spelling.of(term), term) for name, term in outputs.items()}
    if row is not None:
        _register(connection, "asked_row", row)
        odd, at = spelling.of(plan.odd), {name: number for number, name in enumerate(row.fields)}
        key = _key(list(plan.inputs), plan.inputs)
        yield Step((f"asked_row(CASE WHEN {odd} THEN {key} END) AS {name_of('~row')}",))
        made = {
            name: f"CASE WHEN {odd} THEN {name_of('~row')}.f{at[name]} ELSE {spelt} END" for name, spelt in made.items()
        }
    figures = (f"{spelt} AS {name_of(name)}" for name, spelt in made.items())
    yield Step((*map(name_of, kept), *figures), keep=False)


def _stages(outputs: Mapping[str, Term], prefix: str) -> tuple[list[dict[str, Term]], SqlSpelling]:
    stages, names = stages_of(outputs, prefix)
    return stages, SqlSpelling(names)


def _step(stage: Mapping[str, Term], spelling: SqlSpelling) -> Step:
    return Step(
        tuple(f"{spelling.of(term, is_new=name != '~rows')} AS {name_of(name)}" for name, term in stage.items())
    )


def _typed(spelt: str, term: Term) -> str:
    return f"CAST({spelt} AS BIGINT)" if term.sort == "int" else spelt


def _register(connection: duckdb.DuckDBPyConnection, name: str, asked: AskedLeaf | AskedFindings | AskedRow) -> None:
    """Make *asked* a function of SQL, from the text of a key to a struct of integers."""

    def answer(key: str) -> dict[str, object]:
        return {f"f{at}": each for at, each in enumerate(asked(key))}

    struct = ", ".join(f"f{number} BIGINT" for number in range(len(asked.fields)))
    connection.create_function(name, answer, ["VARCHAR"], f"STRUCT({struct})")  # null for null


def _key(inputs: Sequence[str], sorts: Mapping[str, str]) -> str:
    """The cells of *inputs* as one text."""
    cells = []
    for name in inputs:
        cell = name_of(name)
        if sorts[name] == "list":
            cell = f"to_json({name_of(name + ITEMS)})"
        if sorts[name] == "bool":
            cell = f"CAST({cell} AS INT)"
        cells.append(f"COALESCE(CAST({cell} AS VARCHAR), chr({ord(NOTHING_THERE)}))")
    return f"concat_ws(chr({ord(BETWEEN)}), {', '.join(cells)})" if cells else "''"


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
