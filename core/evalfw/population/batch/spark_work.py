"""The work of a batch on Spark: read, score, write, all where the data lies."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw.foundation import Progress, RequestError, Text
from evalfw.population.batch.job import MANIFEST, begin, write_whole
from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.register import register_in
from evalfw.population.batch.request import BatchDone, BatchRequest, identity_of
from evalfw.population.batch.result import REFUSED as ERROR, STATUS
from evalfw.population.batch.spark_run import SparkRun, session
from evalfw.population.batch.spark_running import results
from evalfw.population.batch.telling import tell_what_is_slow
from evalfw.population.columns.plan import make_plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def work_on_spark(request: BatchRequest, progress: Progress) -> BatchDone:
    """Do what *request* asks; the result is a folder of Parquet files. Raises EvalfwError."""
    data, output, rubric, mapping = request.data, request.output, request.rubric, request.mapping
    if request.explain == "text":
        raise RequestError(
            Text(
                "Spark 上不写整句：用 --explain codes，以后用 evalfw explain",
                "on Spark use --explain codes, and evalfw explain later",
            )
        )
    spark = session(request.master)
    table = _table(spark, data)
    identity = identity_of(request)
    job, _ = begin(output, identity, request.force)
    layout = find_layout(rubric, table.columns, mapping)
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    tell_what_is_slow(plan, layout, progress)
    run = SparkRun(
        spark, table, layout, plan, request.explain, register_in(request.units, layout.unit), request.language
    )
    figures, errors = results(run)
    made, reasons = job.folder / "figures", job.folder / "errors"
    figures.write.mode("overwrite").parquet(made.resolve().as_uri())
    counted = {
        row[STATUS]: row["count"]
        for row in spark.read.parquet(made.resolve().as_uri()).groupBy(STATUS).count().collect()
    }
    refused = int(counted.get(ERROR, 0))
    beside = output.with_name(f"{output.stem}.errors.csv")
    _clear(beside)
    if refused:
        errors.write.mode("overwrite").option("header", True).csv(reasons.resolve().as_uri())
        reasons.replace(beside)
    write_whole(made / MANIFEST, json.dumps(identity, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8"))
    _clear(output)
    made.replace(output)
    shutil.rmtree(job.folder)
    total = sum(map(int, counted.values()))
    said = Text(
        f"共 {total} 个单位：计分 {total - refused}，出错 {refused} → {output}",
        f"{total} units: {total - refused} scored, {refused} in error → {output}",
    )
    progress.notice(said + (Text(f"；原因见 {beside}", f"; reasons in {beside}") if refused else Text("", "")))
    return BatchDone(total - refused, refused, beside if refused else None)


def _table(spark: SparkSession, data: str) -> DataFrame:
    """The table in *data*. Raises RequestError: Spark reads no such file here."""
    path = Path(data)
    if not path.exists():
        raise RequestError(Text(f"没有文件 {data}", f"there is no file {data}"))
    address = path.resolve().as_uri()
    if path.is_dir() or path.suffix.lower() == ".parquet":
        return spark.read.parquet(address)
    if path.suffix.lower() == ".csv":
        return spark.read.option("header", True).option("escape", '"').option("multiLine", True).csv(address)
    raise RequestError(
        Text(
            "Spark 读 .parquet 和 .csv；其他格式用 --engine polars",
            "Spark reads .parquet and .csv; use --engine polars for others",
        )
    )


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
