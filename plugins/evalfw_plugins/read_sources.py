"""Sources for ``[[collect]]``: delimited text, JSON, TOML, workbooks, databases, surveys."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from evalfw import SourceKind, SourceRequest, SourceRows, hookimpl

EVALFW_API = "2.0"

_CSV = "项目,决算数\n本年收入,6210.64\n".encode()


@hookimpl
def evalfw_sources() -> Iterable[SourceKind]:
    """csv, tsv, json, toml, xlsx, sqlite, sql, survey."""
    answers = "总体满意度\n满意\n不满意\n".encode()
    scale = {"满意": Decimal(1), "不满意": Decimal(0)}
    return [
        SourceKind("csv", read_csv, (_CSV,)),
        SourceKind("tsv", read_tsv, (_CSV.replace(b",", b"\t"),)),
        SourceKind("json", read_json_source, (b'[{"a": 1}]',)),
        SourceKind("toml", read_toml_source, (b"a = 1\n",)),
        SourceKind("xlsx", read_xlsx),
        SourceKind("sqlite", read_sqlite),
        SourceKind("sql", read_sql),
        SourceKind("survey", read_survey, (answers,), {"question": "总体满意度", "scale": scale}),
    ]


def read_csv(request: SourceRequest) -> SourceRows:
    """Delimited text; the delimiter is found."""
    from evalfw_plugins.sources.delimited import rows_of

    return rows_of(request, "csv")


def read_tsv(request: SourceRequest) -> SourceRows:
    """Text with tabs."""
    from evalfw_plugins.sources.delimited import rows_of

    return rows_of(request, "tsv", "\t")


def read_json_source(request: SourceRequest) -> SourceRows:
    """A list of objects, or one object, in JSON."""
    from evalfw_plugins.sources.nested import json_rows

    return json_rows(request)


def read_toml_source(request: SourceRequest) -> SourceRows:
    """An array of tables, or one table, in TOML."""
    from evalfw_plugins.sources.nested import toml_rows

    return toml_rows(request)


def read_xlsx(request: SourceRequest) -> SourceRows:
    """A sheet of a workbook, by headings or by cell."""
    from evalfw_plugins.sources.workbook import rows_of

    return rows_of(request)


def read_sqlite(request: SourceRequest) -> SourceRows:
    """A query of an SQLite file in the evidence folder."""
    from evalfw_plugins.sources.database import sqlite_rows

    return sqlite_rows(request)


def read_sql(request: SourceRequest) -> SourceRows:
    """A query of a database whose address an environment variable holds."""
    from evalfw_plugins.sources.database import sql_rows

    return sql_rows(request)


def read_survey(request: SourceRequest) -> SourceRows:
    """A survey, one row for each respondent."""
    from evalfw_plugins.sources.survey import survey_rows

    return survey_rows(request)
