"""Official tables as Excel and Word files, merged cells resolved."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from evalfw import Cell, Problem, RubricError, Table, Text

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 5000, 60
"""Most of a table that is looked at; an annex has some 50 rows and ten columns."""


def xlsx_tables(path: Path, shown: str) -> Sequence[Table]:
    """
    The sheets of the workbook at *path* as they are printed: figures as computed, hidden sheets left out.

    Raises:
        RubricError: It cannot be read, or is too large.
    """
    _check_archive(path, shown)
    _check_areas(path, shown)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it does not know
            book = load_workbook(path, data_only=True)
            return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # whatever a damaged file makes the reader raise
        raise _unreadable(shown, error) from None


_AREA = re.compile(rb'<mergeCell\s[^>]*ref="[A-Z]{1,3}[0-9]{1,7}:([A-Z]{1,3})([0-9]{1,7})"')


def _check_areas(path: Path, shown: str) -> None:
    """Refuse merged areas beyond any table before the reader makes a cell for each place of them."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            for column, row in _AREA.findall(archive.read(name)) if name.startswith("xl/worksheets/") else ():
                if int(row) > MAX_ROWS or len(column) > 2:
                    what = Text(
                        f"合并单元格太大（到第 {int(row)} 行）", f"a merged area is too large (down to row {int(row)})"
                    )
                    raise RubricError([Problem(shown, None, "", what)])


def _sheet(sheet: Any) -> Table:
    anchors = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                anchors[row, column] = (area.min_row, area.min_col)
    rows = []
    for row in range(1, min(sheet.max_row, MAX_ROWS) + 1):
        cells = []
        for column in range(1, min(sheet.max_column, MAX_COLUMNS) + 1):
            anchor = anchors.get((row, column), (row, column))
            cell, place = sheet.cell(*anchor), sheet.cell(row, column).coordinate
            cells.append(Cell(_written(cell), f"{sheet.title}!{place}", (anchor[0] - 1, anchor[1] - 1)))
        rows.append(tuple(cells))
    return Table(sheet.title, tuple(rows))


def _written(cell: Any) -> str:
    """The value as its reader sees it: 15 and not 15.0, 90% where the cell is formatted so."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        number = value * 100 if percent else value
        written = f"{round(number, 6):f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)
        return f"{written}%" if percent else written
    return value.isoformat() if isinstance(value, date) else str(value)


def docx_tables(path: Path, shown: str) -> Sequence[Table]:
    """
    The tables of the document at *path*.

    Raises:
        RubricError: It cannot be read, or is too large.
    """
    _check_archive(path, shown)
    from docx import Document

    try:
        tables = Document(str(path)).tables
        return [_word_table(table, number) for number, table in enumerate(tables, 1)]
    except Exception as error:  # whatever a damaged file makes the reader raise
        raise _unreadable(shown, error) from None


def _word_table(table: Any, number: int) -> Table:
    seen: dict[Any, tuple[int, int]] = {}
    grid = [list(_word_row(row, at, number, seen)) for at, row in enumerate(table.rows[:MAX_ROWS])]
    width = max((len(row) for row in grid), default=0)
    for at, row in enumerate(grid):
        row += [Cell("", f"表{number}第{at + 1}行", (at, column)) for column in range(len(row), width)]
    return Table(f"表{number}", tuple(map(tuple, grid)))


def _word_row(row: Any, at: int, number: int, seen: dict[Any, tuple[int, int]]) -> Iterator[Cell]:
    """The cells of a row; python-docx gives the same element for every place of a merged area."""
    for column, cell in enumerate(row.cells[:MAX_COLUMNS]):
        anchor = seen.setdefault(cell._tc, (at, column))
        yield Cell(cell.text, f"表{number}第{at + 1}行第{column + 1}列", anchor)


def _check_archive(path: Path, shown: str) -> None:
    """Refuse what is no Office file, and one that unpacks to more than any annex."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RubricError([Problem(shown, None, "", Text("文件太大", "file too large"))])
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(shown, error) from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise RubricError([Problem(shown, None, "", Text("文件解开后太大", "the file unpacks to too much"))])


def _unreadable(shown: str, error: Exception) -> RubricError:
    said = f"{type(error).__name__}: {error}"
    what = Text(f"读不了：{said}", f"cannot be read: {said}")
    hint = Text("请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx", "save it as .xlsx or .docx")
    return RubricError([Problem(shown, None, "", what, hint)])
