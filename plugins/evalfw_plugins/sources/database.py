"""Databases as sources, through SQLAlchemy (extra ``sql``): one query, its parameters bound, in a session that can only read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw import SourceRequest, SourceRows, Text
from evalfw.evidence import Given, OnlyReadingError, Row, Taken, digest_of, digest_of_rows, expect_asking, only_reading
from evalfw.foundation import plain

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

MAX_ROWS = 100_000
SECONDS = 30
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def sql_rows(request: SourceRequest) -> SourceRows:
    """
    The rows of a query. The address names an environment variable that holds a URL such as ``postgresql://user:…@host/db``.

    Options: ``query``; ``parameters``, a table of what ``:name`` in it stands for; ``seconds`` that it may take (30).

    Raises:
        EvidenceError: The variable is not set, there is no connection, or the query fails.
    """
    request.only("query", "parameters", "seconds")
    if not _NAME.fullmatch(request.address):
        raise request.problem(
            Text(
                "sql: 后面写环境变量的名字，不写数据库地址",
                "after 'sql:' stands the name of an environment variable, not an address",
            ),
            Text("如 sql:FINANCE_DB", "such as sql:FINANCE_DB"),
        )
    written = request.environment.get(request.address, "")
    if not written:
        raise request.problem(
            Text(f"环境变量 {request.address} 没有设置", f"the environment variable {request.address} is not set"),
            Text("它应当是数据库的地址", "it holds the address of the database"),
        )
    _needs(request)
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        what = Text(
            f"环境变量 {request.address} 不是数据库地址",
            f"the environment variable {request.address} holds no address of a database",
        )
        raise request.problem(what, Text("如 postgresql://…", "such as postgresql://…")) from None
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        raise request.problem(Text('SQLite 文件请写 from = "sqlite:…"', 'for an SQLite file write from = "sqlite:…"'))
    return _queried(request, url, Taken(collector="sql", database=request.address, query=request.text("query")))


def sqlite_rows(request: SourceRequest) -> SourceRows:
    """
    The rows of a query of an SQLite file in the evidence folder, which is opened for reading only. Options as for ``sql``.

    Raises:
        EvidenceError: The file is no database, or the query fails.
    """
    request.only("query", "parameters", "seconds")
    path = request.file()
    _needs(request)
    from sqlalchemy import URL

    address = f"file:{_escaped(path)}"
    url = URL.create("sqlite+pysqlite", database=address, query={"mode": "ro", "uri": "true"})
    taken = Taken(collector="sqlite", file=request.address, query=request.text("query"), digest=digest_of(path))
    return _queried(request, url, taken)


def _escaped(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.resolve().as_posix())


def _needs(request: SourceRequest) -> None:
    try:
        import sqlalchemy  # noqa: F401
    except ImportError:
        raise request.problem(
            Text("读数据库要安装 SQLAlchemy", "reading databases needs SQLAlchemy"),
            Text("pip install 'evalfw[sql]'", "pip install 'evalfw[sql]'"),
        ) from None


def _queried(request: SourceRequest, url: URL, taken: Taken) -> SourceRows:
    query = request.text("query").strip()
    if not query:
        raise request.problem(Text("没有写 query", "there is no 'query'"))
    try:
        expect_asking(query)
    except OnlyReadingError as error:
        raise request.problem(error.said) from None
    bound = _parameters(request, query, url.get_backend_name())
    with _connection(request, url) as connection:
        from sqlalchemy import text

        result = connection.execute(text(query), bound)
        if not result.returns_rows:
            raise request.problem(Text("这个语句不返回数据", "the statement returns no rows"), _SELECT)
        columns = tuple(str(name) for name in result.keys())  # noqa: SIM118  a result, no mapping
        rows = [tuple(row) for row in result.fetchmany(MAX_ROWS + 1)]
    if len(rows) > MAX_ROWS:
        raise request.problem(
            Text(f"结果超过 {MAX_ROWS} 行", f"more than {MAX_ROWS} rows"), Text("请缩小查询范围", "narrow the query")
        )
    if len(set(columns)) != len(columns):
        raise request.problem(Text("有两列同名，请用 AS 起名", "two columns have one name: name them with AS"))
    given = [tuple(_given(request, value) for value in row) for row in rows]
    digest = taken.digest or digest_of_rows((columns, *given))
    return SourceRows(columns, _rows(columns, given, taken, digest))


def _rows(columns: tuple[str, ...], given: list[tuple[Given, ...]], whole: Taken, digest: str) -> Iterator[Row]:
    for number, row in enumerate(given, 1):
        taken = Taken(
            collector=whole.collector,
            file=whole.file,
            database=whole.database,
            query=whole.query,
            row=number,
            digest=digest,
        )
        yield Row(dict(zip(columns, row, strict=True)), taken)


_SELECT = Text("只能用 SELECT", "only SELECT is of use here")


def _parameters(request: SourceRequest, query: str, backend: str) -> dict[str, object]:
    from sqlalchemy import text

    given = request.options.get("parameters", {})
    if not isinstance(given, Mapping):
        raise request.problem(Text("parameters 应当是一个表", "'parameters' must be a table"))
    named = set(text(query)._bindparams)
    for name in sorted(named - set(given)):
        raise request.problem(Text(f"没有给出参数 :{name}", f"the parameter :{name} is not given"))
    for name in sorted(set(given) - named):
        raise request.problem(Text(f"query 里没有参数 :{name}", f"the query has no parameter :{name}"))
    return {name: _parameter(value, backend) for name, value in given.items()}


def _parameter(value: str | Decimal, backend: str) -> str | int | float | Decimal:
    """*value* as the driver takes it; SQLite knows no decimals."""
    if isinstance(value, str):
        return value
    if value == int(value):
        return int(value)
    return float(value) if backend == "sqlite" else value


@contextmanager
def _connection(request: SourceRequest, url: URL) -> Iterator[Connection]:
    """A connection that can only read; whatever goes wrong on it is told without the address."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    seconds = request.whole("seconds", SECONDS)
    backend = url.get_backend_name()
    try:
        if backend == "postgresql":
            arguments: dict[str, object] = {
                "connect_timeout": min(seconds, 10),
                "options": f"-c statement_timeout={seconds * 1000}",
            }
            engine = create_engine(url, poolclass=NullPool, connect_args=arguments)
        else:
            engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as opened, only_reading(opened, seconds) as connection:
            yield connection
    except OnlyReadingError as error:
        raise request.problem(error.said) from None
    except NoSuchModuleError:
        raise request.problem(Text(f"没有这种数据库：{backend}", f"no such kind of database: {backend}")) from None
    except ImportError as error:
        module = error.name or "?"
        raise request.problem(
            Text(f"要安装数据库驱动 {module}", f"needs the database driver {module}"),
            Text(f"pip install {module}", f"pip install {module}"),
        ) from None
    except DBAPIError as error:
        said = _without_secrets(str(error.orig), url)
        lost = error.connection_invalidated or type(error.orig).__name__ in ("AdminShutdown", "ConnectionTimeout")
        connecting = error.statement is None
        what = (
            Text(f"连不上数据库：{said}", f"no connection to the database: {said}")
            if connecting
            else (
                Text(f"数据库连接中断：{said}", f"the connection was lost: {said}")
                if lost
                else Text(f"查询失败：{said}", f"the query failed: {said}")
            )
        )
        raise request.problem(what) from None
    except SQLAlchemyError as error:
        said = _without_secrets(str(error), url)
        raise request.problem(Text(f"数据库出错：{said}", f"the database failed: {said}")) from None


def _without_secrets(said: str, url: URL) -> str:
    """*said* on one line, without the password and the address."""
    line = " ".join(said.split())
    secrets = (url.password, url.render_as_string(hide_password=False), url.render_as_string())
    for secret in (str(each) for each in secrets if each):
        line = line.replace(secret, "***")
    return line[:300]


def _given(request: SourceRequest, value: object) -> Given:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | str | date):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise request.problem(Text(f"结果里有 {value}，不是数", f"the result holds {value}, which is no number"))
        return Decimal(plain(value))
    if isinstance(value, float):
        return _given(request, Decimal(f"{value:.15g}"))
    if isinstance(value, int):
        return Decimal(value)
    kind = type(value).__name__
    raise request.problem(
        Text(f"结果里有读不了的类型 {kind}，请在查询里用 CAST 转换", f"the result holds a {kind}: CAST it in the query")
    )
