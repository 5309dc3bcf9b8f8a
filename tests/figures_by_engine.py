"""What each engine says of a table of canonical columns, and what scoring says of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

import evalfw
from evalfw.population.columns.asking import report_on
from evalfw.population.columns.duckdb_engine import query_of
from evalfw.population.columns.outputs import reported
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.polars_engine import PolarsFigures
from evalfw.population.columns.working import Cell

Figures = list[dict[str, object]]


def by_polars(table: pl.DataFrame, plan: Plan) -> Figures:
    names = [output.name for output in plan.outputs]
    return (
        PolarsFigures(plan, names, ["unit"])(table.lazy())
        .collect(engine="streaming")
        .sort("unit")
        .select(names)
        .to_dicts()
    )


def by_duckdb(table: pl.DataFrame, plan: Plan, folder: Path) -> Figures:
    path = folder / "table.parquet"
    table.write_parquet(path)
    names = [output.name for output in plan.outputs]
    with duckdb.connect() as connection:
        query = query_of(plan, names, ["unit"], f"read_parquet('{path.as_posix()}')", connection)
        rows = connection.execute(f"SELECT * FROM ({query}) ORDER BY unit").fetchall()
    return [dict(zip(names, row[1:], strict=True)) for row in rows]


def expected(rubric: evalfw.Rubric, plan: Plan, rows: Sequence[Mapping[str, Cell]]) -> Figures:
    said = (reported(report_on(rubric, row, plan), rubric, plan.unit, plan.labels) for row in rows)
    return [{output.name: row[output.name] for output in plan.outputs} for row in said]


def assert_same(got: Figures, wanted: Figures, rows: Sequence[Mapping[str, Cell]]) -> None:
    assert len(got) == len(wanted)
    for mine, theirs, row in zip(got, wanted, rows, strict=True):
        wrong = {name: (mine[name], theirs[name]) for name in theirs if mine[name] != theirs[name]}
        assert not wrong, row
