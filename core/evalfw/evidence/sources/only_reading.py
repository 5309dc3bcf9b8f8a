"""Databases are read and never written to: in a session that can only read, by statements that only ask."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from evalfw.foundation import Text

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

READ_ONLY = {
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}
"""What makes a session read only, where SQLAlchemy has no option for it."""

_COMMENTS = re.compile(r"\s+|--[^\n]*(\n|$)|/\*.*?\*/", re.DOTALL)
_ASKS = re.compile(r"\(*\s*(select|with|values|table|show|explain|describe)\b", re.IGNORECASE)
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION})
_ACTING = frozenset({"load_extension", "writefile", "edit", "fts3_tokenizer", "readfile"})
"""Functions of SQLite that do more than work something out."""


class OnlyReadingError(Exception):
    """A statement does more than ask, or nobody can keep a database from being written to."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def expect_asking(query: str) -> None:
    """Raise OnlyReadingError unless *query* is one statement that only asks."""
    at = 0
    while found := _COMMENTS.match(query, at):
        at = found.end()
    if _ASKS.match(query, at) is None:
        raise OnlyReadingError(Text("只能用 SELECT 查询，没有执行", "only SELECT may be used: it was not executed"))


def url_for_reading(url: URL) -> URL:
    """*url*; of a file of SQLite so that it is opened for reading only, and not made where it is not there."""
    if url.get_backend_name() == "postgresql" and url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:" or "uri" in url.query:
        return url
    from pathlib import Path
    from urllib.parse import quote

    return url.set(
        database=f"file:{quote(Path(url.database).resolve().as_posix())}", query={"mode": "ro", "uri": "true"}
    )


@contextmanager
def only_reading(opened: Connection, seconds: int) -> Iterator[Connection]:
    """
    *opened*, which can only read, and no longer than so many *seconds* where the database lets that be said here.

    Raises:
        OnlyReadingError: It cannot be kept from writing.
    """
    backend = opened.dialect.name
    if backend == "postgresql":
        yield opened.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    elif backend == "sqlite":
        opened.exec_driver_sql("PRAGMA query_only = ON")
        driver: Any = opened.connection.driver_connection
        ends = monotonic() + seconds
        driver.set_progress_handler(lambda: monotonic() > ends, 10_000)  # SQLite has no time limit of its own
        driver.set_authorizer(_authorized)
        try:
            yield opened
        finally:
            driver.set_authorizer(None)
    elif backend in READ_ONLY:
        opened.exec_driver_sql(READ_ONLY[backend])
        yield opened
    else:
        raise OnlyReadingError(
            Text(f"{backend}：不能保证只读，所以不读", f"{backend}: cannot be made read only, so it is not read")
        )


def _authorized(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _ACTING:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
