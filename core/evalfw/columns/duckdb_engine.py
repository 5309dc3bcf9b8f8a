"""DuckDB: what SQL does not spell alike, and the functions that ask scoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evalfw.columns.lists import ListNumber
from evalfw.columns.ruling import Answer
from evalfw.columns.spelling import SqlSpelling

if TYPE_CHECKING:
    import duckdb


class DuckDbEngine:
    """One connection to DuckDB."""

    divide = "//"
    quote = '"'
    text = "VARCHAR"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def register(self, name: str, answer: Callable[[str | None], Answer | None], fields: int) -> None:
        """Make *answer* a function of SQL."""

        def asked(key: str) -> dict[str, object] | None:
            said = answer(key)
            return None if said is None else {f"f{at}": each for at, each in enumerate(said)}

        struct = ", ".join(f"f{number} BIGINT" for number in range(fields))
        self.connection.create_function(name, asked, ["VARCHAR"], f"STRUCT({struct})")

    def number_of_items(self, number: ListNumber, items: str, spelling: SqlSpelling) -> str:
        """A number about the items."""
        field = f"each_item.{spelling.name(number.field)}"
        if number.where is not None:
            where = f"each_item.{spelling.name(number.where[0])} = {spelling.text(number.where[1])}"
            items = f"list_filter({items}, lambda each_item: {where})"
        match number.how:
            case "before" | "behind":
                sign, own = ">" if number.how == "before" else "<", f"{spelling.name(number.own[0])} * {number.own[1]}"
                return f"len(list_filter({items}, lambda each_item: {field} {sign} {own}))"
            case "middle":
                values = f"list_sort(list_transform({items}, lambda each_item: {field}))"
                return f"{values}[(len({items}) + 1) // 2] + {values}[len({items}) // 2 + 1]"
            case "count":
                return f"len({items})"
            case "best":
                group = f"each_item.{spelling.name(number.group)}"
                worth = " ".join(f"WHEN {spelling.text(name)} THEN {points}" for name, points in number.points)
                best = f"list_max(list_transform(list_filter({items}, lambda each_item: {group} = each_group), lambda each_item: CAST(CASE {field} {worth} END AS BIGINT)))"
                groups = f"list_distinct(list_transform({items}, lambda each_item: {group}))"
                return f"COALESCE(CAST(list_sum(list_transform({groups}, lambda each_group: {best})) AS BIGINT), 0)"
            case "sum":
                return f"COALESCE(CAST(list_sum(list_transform({items}, lambda each_item: {field})) AS BIGINT), 0)"
        end = "list_min" if number.how == "least" else "list_max"
        return f"{end}(list_transform({items}, lambda each_item: {field}))"
