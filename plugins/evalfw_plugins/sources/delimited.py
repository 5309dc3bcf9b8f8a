"""Delimited text (CSV, TSV), read line by line, so that its length does not matter."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from evalfw import SourceRequest, SourceRows, Text
from evalfw.evidence import Given, Row, Taken, digest_of
from evalfw_plugins.sources.columns import column_names
from evalfw_plugins.sources.encodings import encoding_of

DELIMITERS = (",", "\t", ";", "|", "，")
SAMPLE = 20
"""Lines that are looked at to find the delimiter."""

MAX_FIELD = 1024 * 1024
MAX_COLUMNS = 2000


def rows_of(request: SourceRequest, collector: str, delimiter: str | None = None) -> SourceRows:
    """
    The rows of the file that *request* names. Options: ``header`` (line of the headings, from 1), ``encoding``, ``delimiter``.

    Args:
        request: What is wanted.
        collector: What the provenance of its values names.
        delimiter: The delimiter; found if None.

    Raises:
        EvidenceError: The file is not there or not in order. Also while rows are read.
    """
    request.only("header", "encoding", *(() if delimiter is not None else ("delimiter",)))
    return delimited_rows(request, request.file(), collector, delimiter)


def delimited_rows(request: SourceRequest, path: Path, collector: str, delimiter: str | None = None) -> SourceRows:
    """As ``rows_of``, for the file at *path*."""
    encoding = encoding_of(path, request)
    header = request.whole("header", 1)
    between = delimiter or request.text("delimiter") or _delimiter(path, encoding)
    if len(between) != 1:
        raise request.problem(Text("delimiter 应当是一个字符", "'delimiter' must be one character"))
    lines = _lines(request, path, encoding, between)
    headings = next(islice(lines, header - 1, None), (0, []))[1]
    names = column_names(headings)
    if not any(names):
        raise request.problem(Text(f"第 {header} 行没有表头", f"line {header} holds no headings"))
    if len(names) > MAX_COLUMNS:
        raise request.problem(Text(f"列太多：最多 {MAX_COLUMNS} 列", f"too many columns: at most {MAX_COLUMNS}"))
    digest = digest_of(path)

    def rows() -> Iterator[Row]:
        for line, cells in lines:
            values: dict[str, Given] = dict(zip(names, cells, strict=False))
            values.pop("", None)
            if any(cell.strip() for cell in cells[len(names) :]):
                raise request.problem(
                    Text(
                        f"第 {line} 行有 {len(cells)} 格，表头只有 {len(names)} 格",
                        f"line {line} has {len(cells)} cells under {len(names)} headings",
                    ),
                    Text("数里的逗号要加引号", "quote numbers that hold commas"),
                )
            if any(cells):
                yield Row(values, Taken(collector=collector, file=request.address, row=line, digest=digest))

    return SourceRows(tuple(name for name in names if name), rows())


def _lines(request: SourceRequest, path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it ends on."""
    csv.field_size_limit(MAX_FIELD)
    with path.open("rb") as raw:
        stream = TextIOWrapper(raw, encoding=encoding, newline="")
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            line = reader.line_num
            raise request.problem(
                Text(f"第 {line} 行：CSV 格式错误：{error}", f"line {line}: not valid CSV: {error}")
            ) from None
        except UnicodeDecodeError:
            line = reader.line_num + 1
            raise request.problem(
                Text(f"第 {line} 行附近不是 {encoding} 文本", f"near line {line}: not {encoding} text")
            ) from None


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that gives the lines at the start most columns, and the same number in each."""
    with path.open(encoding=encoding, newline="") as stream:
        sample = [line for line in (stream.readline(MAX_FIELD) for _ in range(SAMPLE)) if line.strip()]
    return max(DELIMITERS, key=lambda each: _fit(sample, each))


def _fit(sample: Sequence[str], delimiter: str) -> tuple[bool, int]:
    try:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter)]
    except csv.Error:
        return False, 0
    return len(set(widths)) == 1 and bool(widths) and widths[0] > 1, max(widths, default=0)
