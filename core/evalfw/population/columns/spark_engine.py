"""Spark: what SQL does not spell alike, and the functions that ask scoring, which run on the executors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evalfw.population.columns.list_sql import ListWords
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.ruling import Answer
from evalfw.population.columns.sql_engine import steps_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class SparkEngine:
    """One Spark session, local or on a cluster; executors need evalfw installed only for rows that scoring is asked about."""

    divide = "div"
    quote = "`"
    text = "STRING"
    lists = ListWords(
        "filter",
        "transform",
        "array_distinct",
        "array_sort",
        "array_min",
        "array_max",
        "size",
        "{} -> {}",
        "get({0}, {1} - 1)",
        "aggregate({}, 0L, (a, b) -> a + b)",
    )

    def __init__(self, session: SparkSession) -> None:
        self.session = session

    def register(self, name: str, answer: Callable[[str | None], Answer | None], fields: int) -> None:
        """Make *answer* a function of SQL."""
        from pyspark.sql.types import LongType, StructField, StructType

        struct = StructType([StructField(f"f{number}", LongType()) for number in range(fields)])
        self.session.udf.register(name, answer, struct)

    def worked_out(self, frame: DataFrame, plan: Plan, wanted: Sequence[str], kept: Sequence[str]) -> DataFrame:
        """
        What *plan* says of every row of *frame*, which has canonical columns.

        The steps are taken one by one, for as one query they are more than Spark's analyser takes. Rows of which scoring is asked are not
        set apart: a filter on what is worked out is pushed down through all steps, and grows beyond measure on the way.
        """
        for step in steps_of(plan, wanted, kept, self, "evalfw"):
            names = ["*"] if step.keep else []
            frame = frame.selectExpr(*names, *step.columns)
            frame = frame.drop(*step.dropped) if step.dropped else frame
        return frame
