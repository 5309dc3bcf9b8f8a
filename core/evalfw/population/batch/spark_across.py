"""Facts worked out across the units of a table on Spark: groups come to the driver, values never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalfw.language import FactDeclaration
from evalfw.population.batch.across import figure_text, read_alone
from evalfw.population.batch.mapping import Across
from evalfw.population.batch.reading_sql import cell_of
from evalfw.population.columns.spelling import SqlSpelling

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from evalfw.population.batch.spark_run import SparkRun

BY, VALUE, UNITS, MADE = "`~by`", "`~value`", "`~units`", "`~made`"


def beside_across(run: SparkRun, in_order: DataFrame, spelling: SqlSpelling) -> DataFrame:
    """
    The table of *run* with a column of texts for each fact across units.

    Args:
        run: The run.
        in_order: The ids, in a column ``unit``, of the units that count.
        spelling: How names and texts are spelt.
    """
    table, name = run.table, spelling.name
    unit = f"trim(CAST({name(run.layout.unit)} AS STRING))"
    for across in run.layout.across:
        declaration, column = run.plan.rubric.facts[across.of], run.layout.facts[across.of]
        by = f"COALESCE(trim(CAST({name(across.by)} AS STRING)), '')" if across.by else "''"
        keyed = table.selectExpr("*", f"{by} AS {BY}", f"{unit} AS `~id`")
        keyed = _with_values(run, keyed, declaration, name(column), dict(table.dtypes)[column], spelling)
        counting = keyed.join(in_order.selectExpr("unit AS `~id`"), "~id", "left_semi")
        counts = counting.filter(f"{VALUE} IS NOT NULL").groupBy("~by", "~value").count()
        counts = counts.withColumnRenamed("count", "~units")
        on = ["~by", "~value"] if across.is_place else ["~by"]
        made = _places(counts, across) if across.is_place else _figures(run, counts, across, declaration)
        table = keyed.join(made, on, "left").drop("~by", "~value", "~id").withColumnRenamed("~made", across.column)
    return table


def _with_values(
    run: SparkRun, keyed: DataFrame, declaration: FactDeclaration, column: str, type: str, spelling: SqlSpelling
) -> DataFrame:
    """*keyed* with the canonical cells of the fact; the few that SQL does not read are read here, each once."""
    cell = cell_of(declaration, column, type, spelling)
    unread = keyed.filter(f"{cell} IS NULL AND {column} IS NOT NULL").selectExpr(column).distinct()
    odd = [(str(raw), value) for raw, value in read_alone(declaration, [row[0] for row in unread.toLocalIterator()])]
    if not odd:
        return keyed.selectExpr("*", f"{cell} AS {VALUE}")
    alone = run.session.createDataFrame(odd, "`~text` STRING, `~alone` BIGINT")
    joined = keyed.selectExpr("*", f"CAST({column} AS STRING) AS `~text`").join(alone, "~text", "left")
    return joined.selectExpr("*", f"COALESCE({cell}, `~alone`) AS {VALUE}").drop("~text", "~alone")


def _places(counts: DataFrame, across: Across) -> DataFrame:
    order = "DESC" if across.how == "place" else "ASC"
    before = f"SUM({UNITS}) OVER (PARTITION BY {BY} ORDER BY {VALUE} {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    return counts.selectExpr(BY, VALUE, f"CAST(COALESCE({before}, 0) + 1 AS STRING) AS {MADE}")


def _figures(run: SparkRun, counts: DataFrame, across: Across, declaration: FactDeclaration) -> DataFrame:
    whole = f"SUM({UNITS}) OVER (PARTITION BY {BY})"
    to = f"SUM({UNITS}) OVER (PARTITION BY {BY} ORDER BY {VALUE})"
    ordered = counts.selectExpr("*", f"{whole} AS `~all`", f"{to} AS `~to`")

    def at(rank: str) -> str:
        return f"MIN(CASE WHEN `~to` >= {rank} THEN {VALUE} END)"

    groups = ordered.groupBy("~by").agg(
        *(
            _expression(f"{what} AS {called}")
            for what, called in (
                (f"SUM({UNITS})", "count"),
                (f"SUM(CAST({VALUE} AS DECIMAL(38, 0)) * {UNITS})", "sum"),
                (f"MIN({VALUE})", "least"),
                (f"MAX({VALUE})", "most"),
                (f"{at('(`~all` + 1) DIV 2')} + {at('`~all` DIV 2 + 1')}", "middle"),
            )
        )
    )
    target = run.plan.rubric.facts[across.fact]
    texts = []
    for row in groups.collect():
        figures = {key: int(row[key]) for key in ("count", "sum", "least", "most", "middle")}
        texts.append((row["~by"], figure_text(figures, across.how, declaration, target)))
    return run.session.createDataFrame(texts, f"{BY} STRING, {MADE} STRING")


def _expression(said: str) -> Column:
    from pyspark.sql.functions import expr

    return expr(said)
