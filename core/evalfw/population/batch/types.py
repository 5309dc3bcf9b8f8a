"""Types of columns that hold nothing a unit or a fact could be."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from evalfw.foundation import RequestError, Text
from evalfw.language import FactDeclaration
from evalfw.population.batch.layout import TableLayout

NESTED = (pl.List, pl.Array, pl.Struct)
OTHERS = (pl.Binary, pl.Duration, pl.Time, pl.Object)


def expect_plain_types(
    schema: Mapping[str, pl.DataType], layout: TableLayout, facts: Mapping[str, FactDeclaration]
) -> None:
    """Raise RequestError for columns of a table whose type nothing can be read from: bytes, spans of time, and lists where no list is asked for."""
    lists = {column for fact, column in layout.facts.items() if facts[fact].type == "list"}
    wrong = [
        f"{column} ({schema[column]})"
        for column in layout.columns
        if column in schema and isinstance(schema[column], OTHERS if column in lists else (*NESTED, *OTHERS))
    ]
    if wrong:
        named = "、".join(wrong)
        raise RequestError(
            Text(
                f"列的类型读不了：{named}；请转成数、文字或日期",
                f"columns of types that are not read: {named}; make them numbers, texts or dates",
            )
        )
