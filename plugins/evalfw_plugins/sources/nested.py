"""JSON and TOML as sources: a list of tables gives rows, a single table one row; any value can be had by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from evalfw import EvidenceError, SourceRequest, SourceRows, Text
from evalfw.evidence import Given, Row, Taken, digest_of
from evalfw.foundation import Document, read_json, read_toml

_STEP = re.compile(r"\[(\d{1,6})\]|([^.\[\]]+)")


def json_rows(request: SourceRequest) -> SourceRows:
    """The rows of a JSON file. Option: ``at``, the place of the list or object, such as ``data.items``."""
    path = request.file()
    return _rows(request, read_json(path, request.address, EvidenceError, lists=True), "json", digest_of(path))


def toml_rows(request: SourceRequest) -> SourceRows:
    """The rows of a TOML file. Option: ``at``."""
    path = request.file()
    return _rows(request, read_toml(path, request.address, EvidenceError), "toml", digest_of(path))


def _rows(request: SourceRequest, document: Document, collector: str, digest: str) -> SourceRows:
    request.only("at")
    whole = Taken(collector=collector, file=request.address, digest=digest)
    at = request.text("at")
    data = _find(document.data, at)
    if isinstance(data, Mapping):
        data = [data]
    if not isinstance(data, Sequence) or isinstance(data, str):
        where = f" '{at}'" if at else ""
        raise request.problem(
            Text(
                f"{where.strip() or '文件'} 不是表，也不是表的列表",
                f"{where.strip() or 'the file'} is no table and no list of tables",
            )
        )
    tables = [
        dict(_flat(request, each)) if isinstance(each, Mapping) else {"value": _given(request, each)} for each in data
    ]
    columns = tuple(dict.fromkeys(name for table in tables for name in table))

    def rows() -> Iterator[Row]:
        for number, table in enumerate(tables, 1):
            yield Row(table, Taken(collector=collector, file=request.address, row=number, digest=digest))

    def cell(place: str) -> Row | None:
        value = _find(document.data, place)
        if value is None or isinstance(value, Mapping | list):
            return None
        return Row(
            {place: _given(request, value)},
            Taken(collector=whole.collector, file=whole.file, cell=place, digest=digest),
        )

    return SourceRows(columns, rows(), cell)


def _find(data: object, place: str) -> object:
    """What stands at *place* below *data*; None if nothing does."""
    if isinstance(data, Mapping) and set(data) == {""}:
        data = data[""]
    for index, key in _STEP.findall(place):
        if index:
            number = int(index)
            data = data[number] if isinstance(data, list) and number < len(data) else None
        else:
            data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _flat(request: SourceRequest, table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Given]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(request, value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            yield f"{prefix}{key}", _given(request, value)


def _given(request: SourceRequest, value: object) -> Given:
    if isinstance(value, bool | str | Decimal | date) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise request.problem(
        Text("有一个数不能用（NaN、无穷大或太长）", "holds a number that is of no use (NaN, infinite or too long)")
    )
