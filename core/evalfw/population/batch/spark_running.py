"""A batch on Spark: the same plan on an existing session or cluster, partitioned in and out; nothing is collected to the driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.reading import DOUBTFUL, UNIT
from evalfw.population.batch.reading_sql import RAW, canonical_columns
from evalfw.population.batch.result import SCORED, STATUS, kept_columns, schema_of, wanted_outputs
from evalfw.population.batch.running import REASONS, settled_row
from evalfw.population.batch.settling import Refusal, Settled, settle
from evalfw.population.batch.spark_across import beside_across
from evalfw.population.batch.spark_run import SparkRun
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.spark_engine import SparkEngine
from evalfw.population.columns.spelling import SqlSpelling

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame, Row

WHY = "~why"


def results(run: SparkRun) -> tuple[DataFrame, DataFrame]:
    """The figures of every unit, and the reasons of those that are refused; neither is worked out yet."""
    engine = SparkEngine(run.session)
    spelling = SqlSpelling({}, engine.divide, engine.quote)
    name = spelling.name
    table = run.table
    if run.layout.across:
        ids = run.table.selectExpr(f"trim(CAST({name(run.layout.unit)} AS STRING)) AS {name(UNIT)}")
        table = beside_across(run, _with_reasons(ids, run, name(UNIT)).filter(f"`{WHY}` IS NULL"), spelling)
    cells, marks = canonical_columns(run.layout, run.plan, dict(table.dtypes), spelling)
    canonical = _with_reasons(table.selectExpr(*cells).selectExpr("*", *marks), run, name(UNIT))
    canonical = canonical.persist()  # it is read three times, and no filter is pushed down through it
    plain = canonical.filter(f"NOT {name(DOUBTFUL)} AND {name(WHY)} IS NULL")
    rest = canonical.filter(f"{name(DOUBTFUL)} OR {name(WHY)} IS NOT NULL")
    schema = schema_of(run.layout, run.plan, run.explain)
    kept = list(kept_columns(run.layout, run.plan, run.explain))
    wanted = [output.name for output in wanted_outputs(run.plan, run.explain)]
    figures = engine.worked_out(plain, run.plan, wanted, kept)
    figures = figures.selectExpr(
        *(
            f"'{SCORED}' AS {name(each)}" if each == STATUS else _typed(each, kind, name(each))
            for each, kind in schema.items()
        )
    )
    layout, plan, language = run.layout, run.plan, run.language
    from pyspark.sql.types import StructField, StructType

    names = list(schema)
    fields = StructType([StructField(each.name, each.dataType, True) for each in figures.schema.fields])

    def settled(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
        for row in rows:
            each = _settle(row.asDict(recursive=True), layout, plan)
            made = settled_row(names, row[UNIT], row.asDict().get(RAW + layout.name), each)
            yield tuple(made[column] for column in names)

    def reasons(rows: Iterable[Row]) -> Iterator[tuple[str, str, str, str]]:
        for row in rows:
            each = _settle(row.asDict(recursive=True), layout, plan)
            for refusal in each.refusals:
                yield row[UNIT] or "", refusal.column, refusal.value, refusal.reason.read(language)

    alone = run.session.createDataFrame(rest.rdd.mapPartitions(settled), fields)
    errors = run.session.createDataFrame(
        rest.rdd.mapPartitions(reasons), "unit STRING, column STRING, value STRING, reason STRING"
    )
    return figures.unionByName(alone), errors


def _with_reasons(canonical: DataFrame, run: SparkRun, unit: str) -> DataFrame:
    """*canonical* with why a unit is refused whatever its facts; null if it is not."""
    doubled = canonical.groupBy(UNIT).count().filter("count > 1").selectExpr(f"{unit} AS `~doubled`")
    canonical = canonical.join(doubled, canonical[UNIT] == doubled["~doubled"], "left")
    why = f"CASE WHEN COALESCE({unit}, '') = '' THEN 'blank' WHEN `~doubled` IS NOT NULL THEN 'doubled' END"
    if run.register is not None:
        known = run.session.createDataFrame([(each,) for each in sorted(run.register)], "`~known` STRING")
        canonical = canonical.join(known, canonical[UNIT] == known["~known"], "left")
        why = f"COALESCE({why}, CASE WHEN `~known` IS NULL THEN 'unknown' END)"
    return canonical.selectExpr("*", f"{why} AS `{WHY}`")


def _settle(row: Mapping[str, object], layout: TableLayout, plan: Plan) -> Settled:
    why = row[WHY]
    if why is not None:
        return Settled({}, {}, (Refusal(layout.unit, str(row[UNIT] or ""), REASONS[str(why)]),))
    return settle({column: row[RAW + column] for column in layout.columns}, layout, plan)


def _typed(column: str, kind: pl.DataType, named: str) -> str:
    types = {"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INT", "Int64": "BIGINT", "String": "STRING"}
    spelt = types.get(str(kind))
    return f"CAST({named} AS {spelt}) AS {named}" if spelt else named
