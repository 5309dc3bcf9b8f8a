"""Frames in a program: scored lazily, batch by batch as they are read."""

from __future__ import annotations

import polars as pl

from evalfw.batch.layout import find_layout
from evalfw.batch.mapping import TableMapping
from evalfw.batch.result import schema_of
from evalfw.batch.running import Run, Units, make_part
from evalfw.columns.plan import make_plan
from evalfw.model.rubric import Rubric


def scored(frame: pl.LazyFrame, rubric: Rubric, explain: str) -> pl.LazyFrame:
    """The figures of every unit of *frame*; units that are in it more than once are told apart by nobody here."""
    layout = find_layout(rubric, frame.collect_schema().names(), TableMapping())
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)

    def part(batch: pl.DataFrame) -> pl.DataFrame:
        run = Run(batch.lazy(), layout, plan, explain, Units(frozenset(), None), "zh")
        made, _ = make_part(run, 0, batch.height)
        return made

    schema = pl.Schema(schema_of(layout, plan, explain))
    return frame.map_batches(part, schema=schema, streamable=True)
