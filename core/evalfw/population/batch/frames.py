"""Frames in a program: scored lazily, batch by batch as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.mapping import TableMapping
from evalfw.population.batch.result import schema_of
from evalfw.population.batch.running import Run, Units, make_part
from evalfw.population.columns.plan import make_plan
from evalfw.rubric import Rubric

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


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


def scored_on_spark(frame: DataFrame, rubric: Rubric, explain: str) -> DataFrame:
    """The same of a frame of Spark, where it lies; units that are in it more than once are refused."""
    from evalfw.population.batch.spark_run import SparkRun
    from evalfw.population.batch.spark_running import results

    layout = find_layout(rubric, frame.columns, TableMapping())
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    figures, _ = results(SparkRun(frame.sparkSession, frame, layout, plan, explain, None, "zh"))
    return figures
