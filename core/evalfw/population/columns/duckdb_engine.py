"""DuckDB: what SQL does not spell alike, and the functions that ask scoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evalfw.population.columns.list_sql import ListWords
from evalfw.population.columns.ruling import Answer

if TYPE_CHECKING:
    import duckdb


class DuckDbEngine:
    """One connection to DuckDB."""

    divide = "//"
    quote = '"'
    text = "VARCHAR"
    lists = ListWords(
        "list_filter",
        "list_transform",
        "list_distinct",
        "list_sort",
        "list_min",
        "list_max",
        "len",
        "lambda {}: {}",
        "{0}[{1}]",
        "list_sum({})",
    )

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def register(self, name: str, answer: Callable[[str | None], Answer | None], fields: int) -> None:
        """Make *answer* a function of SQL."""

        def asked(key: str) -> dict[str, object] | None:
            said = answer(key)
            return None if said is None else {f"f{at}": each for at, each in enumerate(said)}

        struct = ", ".join(f"f{number} BIGINT" for number in range(fields))
        self.connection.create_function(name, asked, ["VARCHAR"], f"STRUCT({struct})")
