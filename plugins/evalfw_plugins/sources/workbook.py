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
from evalfw.foundation import check_archive
from evalfw_plugins.sources.columns import column_names

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
    check_archive(path, request.shown)
    digest = digest_of(path)
    book = _open(request, path)
    sheet = _sheet(request, book)
    header = request.whole("header", 1)
    names: tuple[str, ...] = ()
    lines = _lines(sheet)
    for number, cells in lines:
        if number == header:
            names = column_names([str(_text(cell)) for cell in cells])
            break
    whole = Taken(collector="xlsx", file=request.address, sheet=sheet.title, digest=digest)
    letters = {name: _letter(number) for number, name in enumerate(names, 1) if name}

    def rows() -> Iterator[Row]:
        for number, cells in lines:
            if any(cell is not None for cell in cells):
                values = {name: _given(cell) for name, cell in zip(names, cells, strict=False) if name}
                taken = Taken(collector=whole.collector, file=whole.file, sheet=whole.sheet, row=number, digest=digest)
                yield Row(values, taken)

    @cache
    def by_cell() -> Any:
        # opened anew: the rows of the other are being read, and its size was put aside
        return _open(request, path)[sheet.title]

    def cell(place: str) -> Row | None:
        named = _CELL.fullmatch(place)
        if named is None:
            return None
        value = _given(by_cell()[place.upper()].value)
        taken = Taken(collector=whole.collector, file=whole.file, sheet=whole.sheet, cell=place.upper(), digest=digest)
        return Row({place: value}, taken)

    return SourceRows(tuple(letters), rows(), cell, letters)


def _open(request: SourceRequest, path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that it does not know
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged file makes the reader raise
        said = f"{type(error).__name__}: {error}"
        raise request.problem(Text(f"读不了：{said}", f"cannot be read: {said}")) from None


def _sheet(request: SourceRequest, book: Any) -> Any:
    wanted = request.text("sheet")
    sheets = [
        each for each in book.worksheets if each.title == wanted or (not wanted and each.sheet_state == "visible")
    ]
    if not sheets:
        listed = "、".join(each.title for each in book.worksheets)
        raise request.problem(
            Text(f"没有工作表 '{wanted}'", f"there is no sheet '{wanted}'"),
            Text(f"有：{listed}", f"there are: {listed}"),
        )
    sheets[0].reset_dimensions()  # WPS writes wrong ones
    return sheets[0]


def _lines(sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    yield from enumerate(sheet.iter_rows(values_only=True), 1)


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text(value: object) -> object:
    return "" if value is None else value


def _given(value: object) -> Given:
    """A cell as computed; numbers to the 15 digits that a spreadsheet keeps."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | str | date):
        return value
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(value) if isinstance(value, int) else str(value)
