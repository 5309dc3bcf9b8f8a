"""A sheet of a workbook as a source: by headings, or by cell."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from evalfw import SourceRequest, SourceRows, Text
from evalfw.evidence import Given, Row, Taken, digest_of
from evalfw.foundation import TableFaultError, check_archive, sheet_lines, with_heads
from evalfw_plugins.sources.columns import column_names
from evalfw_plugins.sources.delimited import faulty

_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


def rows_of(request: SourceRequest) -> SourceRows:
    """
    The rows of a sheet. Options: ``sheet`` (its name; the first that is not hidden), ``header`` (row of the headings, from 1).

    Raises:
        EvidenceError: The file is no workbook, or has no such sheet.
    """
    request.only("sheet", "header")
    return workbook_rows(request, request.file())


def workbook_rows(request: SourceRequest, path: Path) -> SourceRows:
    """As ``rows_of``, for the file at *path*."""
    if path.suffix.lower() not in (".xls", ".xlsb", ".ods"):  # these are read by a library of their own
        check_archive(path, request.shown)
    digest, told = digest_of(path), list[Text]()
    header = request.whole("header", 1) if "header" in request.options else None
    try:
        opened = sheet_lines(path, told.append, request.text("sheet"))
        grid = with_heads(opened.lines, told.append, opened.name, header)
    except TableFaultError as fault:
        raise faulty(request, fault) from None
    names = column_names(grid.heads)
    whole = Taken(collector="xlsx", file=request.address, sheet=opened.name, digest=digest)
    letters = {name: _letter(number) for number, name in enumerate(names, 1) if name}

    def rows() -> Iterator[Row]:
        try:
            for line in grid.lines:
                if line.amiss is not None:
                    raise request.problem(Text(f"第 {line.number} 行：", f"row {line.number}: ") + line.amiss)
                values: dict[str, Given] = {name: cell for name, cell in zip(names, line.cells, strict=False) if name}
                taken = Taken(collector="xlsx", file=request.address, sheet=opened.name, row=line.number, digest=digest)
                yield Row(values, taken)
        except TableFaultError as fault:
            raise faulty(request, fault) from None

    @cache
    def by_cell() -> Any:
        # opened anew: the rows of the other are being read, and its size was put aside
        return _open(request, path)[opened.name]

    def cell(place: str) -> Row | None:
        named = _CELL.fullmatch(place)
        if named is None:
            return None
        value = _given(by_cell()[place.upper()].value)
        taken = Taken(collector=whole.collector, file=whole.file, sheet=whole.sheet, cell=place.upper(), digest=digest)
        return Row({place: value}, taken)

    return SourceRows(tuple(letters), rows(), cell, letters, told)


def _open(request: SourceRequest, path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that it does not know
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged file makes the reader raise
        said = f"{type(error).__name__}: {error}"
        raise request.problem(Text(f"读不了：{said}", f"cannot be read: {said}")) from None


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _given(value: object) -> Given:
    """A cell as computed; numbers to the 15 digits that a spreadsheet keeps."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | str | date):
        return value
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(value) if isinstance(value, int) else str(value)
