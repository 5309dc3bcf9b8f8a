"""Frames in a program: scored lazily, batch by batch as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs
import polars as pl

from evalfw.foundation import RequestError, Text, listing, nearest, verbatim
from evalfw.population.batch.across import Values, across_of
from evalfw.population.batch.layout import TableLayout, find_layout
from evalfw.population.batch.mapping import TableMapping
from evalfw.population.batch.refusing import Units
from evalfw.population.batch.result import schema_of
from evalfw.population.batch.running import Run, make_part, run_in_polars
from evalfw.population.columns.plan import Plan, make_plan
from evalfw.rubric import Rubric

EVERY_UNIT = Units(frozenset(), None)


@attrs.frozen(slots=False)
class FrameScoring:
    """
    The figures of every unit of a frame; units that are in it more than once are told apart by nobody here.

    Attributes:
        layout, plan: For its columns.
        explain: ``none`` or ``codes``.
        columns: Columns of the result that are wanted, in this order.
        rubric: The rubric.
        across: Facts that are worked out across all units of the frame.
    """

    layout: TableLayout
    plan: Plan
    explain: str
    columns: tuple[str, ...]
    rubric: Rubric
    across: tuple[Values, ...] = ()

    @cached_property
    def schema(self) -> pl.Schema:
        """Columns that come out, with their types."""
        whole = schema_of(self.layout, self.plan, self.explain)
        return pl.Schema({name: whole[name] for name in self.columns})

    @cached_property
    def _run(self) -> Run:
        run = run_in_polars(self.layout, self.plan, self.explain, EVERY_UNIT)
        return run._replace(across=self.across)

    def part(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The figures of some rows."""
        made, _ = make_part(self._run, frame.lazy())
        return made.select(self.columns)

    def among(self, frame: pl.LazyFrame) -> FrameScoring:
        """The same for the units of *frame*, which is counted for what is worked out across them."""
        if not self.layout.across:
            return self
        return attrs.evolve(self, across=across_of(frame, self.layout, self.rubric.facts, EVERY_UNIT))

    def lazily(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The figures of *frame*, of which nothing is worked out yet."""
        return frame.map_batches(self.part, schema=self.schema, streamable=True)


def scoring_of(rubric: Rubric, names: Iterable[str], explain: str, wanted: Sequence[str] | None) -> FrameScoring:
    """
    How a frame with columns of these *names* is scored.

    Raises:
        RequestError: There is no column for the unit or none of the facts, or a column is wanted that the result does not have.
    """
    layout = find_layout(rubric, names, TableMapping(), rubric.across)
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    known = schema_of(layout, plan, explain)
    unknown = [name for name in wanted or () if name not in known]
    if unknown:
        said = Text("结果里没有列 ", "the result has no column ") + listing(map(verbatim, unknown))
        hint = nearest(unknown[0], known)
        raise RequestError(said if hint is None else said + Text("；", "; ") + hint)
    return FrameScoring(layout, plan, explain, tuple(known if wanted is None else wanted), rubric)
