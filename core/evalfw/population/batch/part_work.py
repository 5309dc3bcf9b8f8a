"""The piece of work that a part of a batch is, wherever it is done: read, score, write whole."""

from __future__ import annotations

import json
from functools import cached_property

import attrs
import polars as pl

from evalfw.foundation import Language
from evalfw.population.batch.across import Values
from evalfw.population.batch.job import Job
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.packing import packing_of, weights_of, write_part
from evalfw.population.batch.refusing import Units
from evalfw.population.batch.request import Engine
from evalfw.population.batch.result import schema_of
from evalfw.population.batch.running import Figures, Run, figures_for, make_part
from evalfw.population.batch.sources import scan
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.polars_engine import PolarsFigures


@attrs.frozen(slots=False)
class PartWork:
    """
    Makes parts of a batch, each under a name of its own until it is whole; the same part made twice has the same bytes.

    Attributes:
        source: Where the table is.
        job: Where the parts go.
        rows: Rows of a part.
        layout, plan, explain, units, language, across: As of a run.
        engine: What works it out.
    """

    source: str
    job: Job
    rows: int
    layout: TableLayout
    plan: Plan
    explain: str
    units: Units
    language: Language
    across: tuple[Values, ...]
    engine: Engine

    @cached_property
    def _packing(self) -> list[pl.Expr]:
        weights = weights_of(self.plan.rubric, self.plan.unit)
        return packing_of(schema_of(self.layout, self.plan, self.explain), weights)

    @cached_property
    def _table(self) -> pl.LazyFrame:
        return scan(self.source)

    @cached_property
    def _run(self) -> Run:
        return Run(self.layout, self.plan, self.explain, self.units, self.language, self._figures(), self.across)

    def _figures(self) -> Figures:
        wanted, kept = figures_for(self.layout, self.plan, self.explain)
        if self.engine == "duckdb":
            from evalfw.population.columns.duckdb_engine import DuckDbFigures  # an extra of its own

            return DuckDbFigures(self.plan, wanted, kept, self.job.folder)
        return PolarsFigures(self.plan, wanted, kept)

    def __call__(self, number: int) -> None:
        """Make the part *number*. Raises EvalfwError: the folder of the job cannot be seen from here, or the table cannot."""
        self.job.check()
        offset = number * self.rows
        made, note = make_part(self._run, self._table.slice(offset, self.rows), offset)
        noted = json.dumps(note._asdict(), ensure_ascii=False).encode("utf-8")
        write_part(self.job, number, made, self._packing, noted)
