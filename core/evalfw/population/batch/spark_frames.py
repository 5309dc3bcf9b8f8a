"""Frames of Spark: scored where they lie, a batch of Arrow at a time, when somebody asks for the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from evalfw.population.batch.across import count_values, values_of
from evalfw.population.batch.frames import FrameScoring
from evalfw.population.batch.refusing import LOSSY
from evalfw.population.batch.shipping import ship
from evalfw.population.batch.spark_task import task_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


EACH = "~each"
"""The column that says for how many units a row stands."""


@attrs.frozen
class ArrowScoring:
    """Scores batches of Arrow, whose columns are *names* in their order."""

    scoring: FrameScoring
    names: tuple[str, ...]

    def __call__(self, batch: pa.RecordBatch) -> list[pa.RecordBatch]:
        made = self.scoring.part(pl.DataFrame(pl.from_arrow(batch), schema=self.names))
        batches: list[pa.RecordBatch] = made.to_arrow().cast(arrow_schema(self.scoring.schema)).to_batches()
        return batches


def scored_on_spark(frame: DataFrame, scoring: FrameScoring) -> DataFrame:
    """What *scoring* gives for *frame*, with nothing worked out yet."""
    from pyspark.sql.pandas.types import from_arrow_schema

    scoring = _among(frame, scoring)
    shipped = ship(ArrowScoring(scoring, tuple(frame.columns)))
    run = task_of(frame.sparkSession.sparkContext.broadcast(shipped.pickled), shipped.modules)

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for how, made, host in run(iter(batches)):
            if how != "done":
                raise RuntimeError(f"{host}: {how}: {made}")
            yield from made

    plain = frame.toDF(*(f"c{at}" for at in range(len(frame.columns))))  # it reads a dot in a name as a field
    return plain.mapInArrow(score, from_arrow_schema(arrow_schema(scoring.schema)))


def _among(frame: DataFrame, scoring: FrameScoring) -> FrameScoring:
    """*scoring* for the units of *frame*, in which Spark counts how often each value occurs for what is worked out across them."""
    layout, facts = scoring.layout, scoring.rubric.facts
    if not layout.across:
        return scoring
    from pyspark.sql import functions

    unit = functions.trim(functions.col(f"`{layout.unit}`").cast("string"))
    units = frame.filter(unit.isNotNull() & (unit != "") & ~unit.rlike(LOSSY))
    counted = []
    for across in layout.across:
        named = list(dict.fromkeys([layout.facts[across.of], *([across.by] if across.by else [])]))
        rows = units.groupBy(*(f"`{name}`" for name in named)).count().collect()
        table = pl.DataFrame(
            [tuple(row) for row in rows], schema=[*named, EACH], orient="row", infer_schema_length=None
        )
        counted.append(count_values(table.lazy(), across, layout, facts, pl.col(EACH).cast(pl.Int64)))
    return attrs.evolve(scoring, across=values_of([counted], layout, facts))


def arrow_schema(schema: pl.Schema) -> pa.Schema:
    """*schema* in the types of Arrow that Spark knows: none of them large."""
    return pa.schema([(name, _arrow_type(kind)) for name, kind in schema.items()])


def _arrow_type(kind: pl.DataType) -> pa.DataType:
    if isinstance(kind, pl.List):
        return pa.list_(_arrow_type(kind.inner))  # type: ignore[arg-type] # an instance, as they come out of a schema
    if isinstance(kind, pl.Struct):
        return pa.struct([(field.name, _arrow_type(field.dtype)) for field in kind.fields])  # type: ignore[arg-type]
    if kind == pl.String:
        return pa.string()
    plain: pa.DataType = pl.Series([], dtype=kind).to_arrow().type
    return plain
