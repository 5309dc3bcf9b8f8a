"""Official tables as Excel and Word files, merged cells resolved."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Sequence
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
    The sheets of the workbook at *path* as they are printed: figures as computed, what is hidden left out.

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


_AREA = re.compile(rb'<mergeCell\s[^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
MAX_MERGED = 100_000
"""Most places that merged areas may have in all: the reader makes a cell for each."""


def _check_areas(path: Path, shown: str) -> None:
    """Refuse merged areas beyond any table, and sheets of more rows, before the reader goes through them."""
    merged = rows = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name) if name.startswith("xl/worksheets/") else b""
            rows = max(rows, content.count(b"<row "))
            for left, top, right, bottom in _AREA.findall(content):
                merged += (int(bottom) - int(top) + 1) * (_number(right) - _number(left) + 1)
    if merged > MAX_MERGED:
        raise RubricError([Problem(shown, None, "", Text("合并单元格太大", "merged areas are too large"))])
    if rows > MAX_ROWS:
        what = Text(f"表太长：最多读 {MAX_ROWS} 行", f"too long: at most {MAX_ROWS} rows are read")
        raise RubricError([Problem(shown, None, "", what)])


def _number(letters: bytes) -> int:
    """A=1, Z=26, AA=27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: Any) -> Table:
    from openpyxl.utils import get_column_letter

    if sheet.max_row > MAX_ROWS:
        raise ValueError(f"more than {MAX_ROWS} rows")
    hidden = _hidden_columns(sheet)
    columns = [each for each in range(1, min(sheet.max_column, MAX_COLUMNS) + 1) if each not in hidden]
    rows = [each for each in range(1, sheet.max_row + 1) if not sheet.row_dimensions[each].hidden]
    shown = set(rows)
    names = [str(each) for each in range(1, sheet.max_row + 1) if each not in shown]
    names += [get_column_letter(each) for each in sorted(hidden) if each <= sheet.max_column]
    areas = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                areas[row, column] = (area.min_row, area.min_col)
    grid = []
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        cells = []
        for beside, column in enumerate(columns):
            corner = areas.get((row, column), (row, column))
            anchor = anchors.setdefault(corner, (at, beside))  # the first place that shows
            place = sheet.cell(row, column).coordinate
            cells.append(Cell(_written(sheet.cell(*corner)), f"{sheet.title}!{place}", anchor))
        grid.append(tuple(cells))
    return Table(sheet.title, tuple(grid), tuple(f"{sheet.title}!{name}:{name}" for name in names))


def _hidden_columns(sheet: Any) -> frozenset[int]:
    spans = [(each.min, each.max) for each in sheet.column_dimensions.values() if each.hidden and each.min and each.max]
    return frozenset(column for low, high in spans for column in range(low, min(high, MAX_COLUMNS) + 1))


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
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)


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


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _word_table(table: Any, number: int) -> Table:
    """
    Merged areas by their marks, and all text of a cell: insertions under review, content controls and tables inside it too.

    python-docx would leave those out, and looks for the start of a merged column anew in each row.
    """
    grid: list[list[Cell]] = []
    for at, row in enumerate(table._tbl.iter(f"{_W}tr")):
        if at >= MAX_ROWS:
            raise ValueError(f"more than {MAX_ROWS} rows")
        if next(row.iterancestors(f"{_W}tbl")) is table._tbl:
            grid.append(_word_row(row, len(grid), number, grid[-1] if grid else []))
    width = max((len(row) for row in grid), default=0)
    for at, cells in enumerate(grid):
        cells += [Cell("", f"表{number}第{at + 1}行", (at, column)) for column in range(len(cells), width)]
    return Table(f"表{number}", tuple(map(tuple, grid)))


def _word_row(row: Any, at: int, number: int, above: list[Cell]) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue  # of a table inside a cell
        properties = cell.find(f"{_W}tcPr")
        span = None if properties is None else properties.find(f"{_W}gridSpan")
        merge = None if properties is None else properties.find(f"{_W}vMerge")
        column = len(cells)
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column < len(above)
        text, anchor = (above[column].text, above[column].anchor) if goes_on else (_word_text(cell), (at, column))
        width = 1 if span is None else min(int(span.get(f"{_W}val", "1")), MAX_COLUMNS)
        for _ in range(width if column < MAX_COLUMNS else 0):
            cells.append(Cell(text, f"表{number}第{at + 1}行第{len(cells) + 1}列", anchor))
    return cells


def _word_text(cell: Any) -> str:
    paragraphs = ("".join(each.text or "" for each in paragraph.iter(f"{_W}t")) for paragraph in cell.iter(f"{_W}p"))
    return "\n".join(paragraphs).strip()


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
