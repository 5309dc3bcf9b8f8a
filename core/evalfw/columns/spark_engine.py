"""Spark: what SQL does not spell alike, and the functions that ask scoring, which run on the executors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evalfw.columns.lists import ListNumber
from evalfw.columns.plan import Plan
from evalfw.columns.ruling import Answer
from evalfw.columns.spelling import SqlSpelling
from evalfw.columns.sql_engine import steps_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class SparkEngine:
    """One Spark session, local or on a cluster; executors need evalfw installed only for rows that scoring is asked about."""

    divide = "div"
    quote = "`"
    text = "STRING"

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

    def number_of_items(self, number: ListNumber, items: str, spelling: SqlSpelling) -> str:
        """A number about the items."""
        field = f"each_item.{spelling.name(number.field)}"
        if number.where is not None:
            where = f"each_item.{spelling.name(number.where[0])} = {spelling.text(number.where[1])}"
            items = f"filter({items}, each_item -> {where})"
        match number.how:
            case "before" | "behind":
                sign, own = ">" if number.how == "before" else "<", f"{spelling.name(number.own[0])} * {number.own[1]}"
                return f"CAST(size(filter({items}, each_item -> {field} {sign} {own})) AS BIGINT)"
            case "middle":
                values, size = f"array_sort(transform({items}, each_item -> {field}))", f"size({items})"
                middles = f"element_at({values}, ({size} + 1) div 2) + element_at({values}, {size} div 2 + 1)"
                return f"CASE WHEN {size} > 0 THEN {middles} END"
            case "count":
                return f"CAST(size({items}) AS BIGINT)"
            case "best":
                group = f"each_item.{spelling.name(number.group)}"
                worth = " ".join(f"WHEN {spelling.text(name)} THEN {points}" for name, points in number.points)
                best = f"array_max(transform(filter({items}, each_item -> {group} = each_group), each_item -> CAST(CASE {field} {worth} END AS BIGINT)))"
                groups = f"array_distinct(transform({items}, each_item -> {group}))"
                return f"aggregate(transform({groups}, each_group -> {best}), 0L, (a, b) -> a + b)"
            case "sum":
                return f"aggregate(transform({items}, each_item -> {field}), 0L, (a, b) -> a + b)"
        end = "array_min" if number.how == "least" else "array_max"
        return f"{end}(transform({items}, each_item -> {field}))"
