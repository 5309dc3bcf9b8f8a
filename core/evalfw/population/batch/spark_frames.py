"""Frames of Spark: scored where they lie, a batch of Arrow at a time, when somebody asks for the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from evalfw.population.batch.frames import FrameScoring
from evalfw.population.batch.shipping import ship
from evalfw.population.batch.spark_task import task_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


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

    shipped = ship(ArrowScoring(scoring, tuple(frame.columns)))
    run = task_of(frame.sparkSession.sparkContext.broadcast(shipped.pickled), shipped.modules)

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for how, made, host in run(iter(batches)):
            if how != "done":
                raise RuntimeError(f"{host}: {how}: {made}")
            yield from made

    plain = frame.toDF(*(f"c{at}" for at in range(len(frame.columns))))  # it reads a dot in a name as a field
    return plain.mapInArrow(score, from_arrow_schema(arrow_schema(scoring.schema)))


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
