"""The figures of a part by DuckDB: canonical columns and figures are handed over as Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from evalfw.population.columns.duckdb_engine import DuckDbEngine
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.sql_engine import as_query, steps_of


class DuckDbFigures:
    """Works out figures with DuckDB; *folder* is for the files between the two."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._query: dict[tuple[str, ...], str] = {}
        self._engine = DuckDbEngine(duckdb.connect())
        self._engine.connection.execute("SET preserve_insertion_order = false")

    def __call__(self, frame: pl.LazyFrame, plan: Plan, wanted: Sequence[str], kept: Sequence[str]) -> pl.LazyFrame:
        """What *plan* says of every row of *frame*, in no particular order."""
        given, made = self._folder / "given.tmp", self._folder / "made.tmp"
        frame.sink_parquet(given)
        source = f"read_parquet('{_quoted(given)}')"
        if not self._query:
            steps = steps_of(plan, wanted, kept, self._engine, "evalfw")
            self._query[tuple(wanted)] = as_query(source, steps, self._engine)
        query = self._query[tuple(wanted)]
        self._engine.connection.execute(f"COPY ({query}) TO '{_quoted(made)}' (FORMAT parquet)")
        return pl.read_parquet(made).lazy()


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")
