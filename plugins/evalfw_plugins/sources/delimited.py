"""Delimited text (CSV, TSV) as a source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

from evalfw import EvidenceError, SourceRequest, SourceRows, Text
from evalfw.evidence import Given, Row, Taken, digest_of
from evalfw.foundation import Line, TableFaultError, delimited_lines, form_of, is_blank, with_heads
from evalfw_plugins.sources.columns import column_names

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
    between = delimiter or request.text("delimiter")
    if len(between) > 1:
        raise request.problem(Text("delimiter 应当是一个字符", "'delimiter' must be one character"))
    header = request.whole("header", 1) if "header" in request.options else None
    told: list[Text] = []
    try:
        form = form_of(path, request.text("encoding").lower(), between)
        grid = with_heads(_from(delimited_lines(path, form), header), told.append, header=header)
    except TableFaultError as fault:
        raise faulty(request, fault) from None
    names = column_names(grid.heads)
    if len(names) > MAX_COLUMNS:
        raise request.problem(Text(f"列太多：最多 {MAX_COLUMNS} 列", f"too many columns: at most {MAX_COLUMNS}"))
    digest = digest_of(path)

    def rows() -> Iterator[Row]:
        try:
            for line in grid.lines:
                _expect_fit(request, line, len(names))
                values: dict[str, Given] = dict(zip(names, line.cells, strict=False))
                values.pop("", None)
                yield Row(values, Taken(collector=collector, file=request.address, row=line.number, digest=digest))
        except TableFaultError as fault:
            raise faulty(request, fault) from None

    return SourceRows(tuple(name for name in names if name), rows(), told=told)


def _from(lines: Iterator[Line], header: int | None) -> Iterator[Line]:
    """*lines* from the one that holds the headings, where that is said."""
    return lines if header is None else dropwhile(lambda line: line.number < header, lines)


def _expect_fit(request: SourceRequest, line: Line, width: int) -> None:
    """Raise EvidenceError for a row with more cells than headings, or fewer."""
    cells = len(line.cells)
    if any(not is_blank(cell) for cell in line.cells[width:]):
        what = (
            f"第 {line.number} 行有 {cells} 格，表头只有 {width} 格",
            f"line {line.number} has {cells} cells under {width} headings",
        )
        raise request.problem(Text(*what), Text("数里的逗号要加引号", "quote numbers that hold commas"))
    if cells < width:
        what = (
            f"第 {line.number} 行只有 {cells} 格，表头有 {width} 格",
            f"line {line.number} has {cells} cells under {width} headings",
        )
        raise request.problem(Text(*what), Text("缺的格也要有分隔符", "empty cells need their delimiters too"))


def faulty(request: SourceRequest, fault: TableFaultError) -> EvidenceError:
    """*fault* as the error of *request*."""
    at = Text("", "") if fault.line is None else Text(f"第 {fault.line} 行：", f"line {fault.line}: ")
    return request.problem(at + fault.what, fault.hint)
