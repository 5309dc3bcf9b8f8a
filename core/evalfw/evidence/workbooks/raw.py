"""The cells of a workbook as they stand in the file, read with calamine where it is installed (extra ``fast``), else with openpyxl."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from evalfw.foundation import EvidenceError, Problem, Text, check_archive, plain

MAX_ROWS = 20_000
"""Most rows of a sheet that are looked at; lines are found by their ids, so that what stands further down is missed and told."""

FORMULA = "="
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
"""What spreadsheets show where a value could not be computed."""


class Raw(NamedTuple):
    """
    A workbook.

    Attributes:
        sheets: By name: rows of cells as texts. Dates as 2022-03-15, yes and no as 是 and 否, numbers plain, formulas from ``=``.
        images: Pictures in cells (WPS), by their id.
        remarks: What a person should know about the file: macros, links to other files, pictures that lie over cells.
    """

    sheets: Mapping[str, Sequence[Sequence[str]]]
    images: Mapping[str, tuple[str, bytes]]
    remarks: tuple[Text, ...]


def read_raw(path: Path, shown: str, fast: bool | None = None) -> Raw:
    """
    The cells of the workbook at *path*, called *shown* in messages.

    Args:
        path: The file; it is only read.
        shown: Its name in messages.
        fast: Whether calamine reads it; None: where it is installed.

    Raises:
        EvidenceError: It is no workbook, too large, or unsafe.
    """
    check_archive(path, shown)
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            images = _cell_images(archive, names)
            remarks = tuple(_remarks(names, len(images)))
            sheets = _fast(path, archive) if _is_fast(fast) else _slow(path)
    except Exception as error:  # whatever a damaged file makes a reader raise
        said = f"{type(error).__name__}: {error}"[:200]
        hint = Text("请在 Excel 或 WPS 里重新另存为 .xlsx", "save it as .xlsx once more")
        raise EvidenceError(
            [Problem(shown, None, "", Text(f"读不了：{said}", f"cannot be read: {said}"), hint)]
        ) from None
    return Raw(sheets, images, remarks)


def unquoted(text: str) -> str:
    """A text that begins with ``=`` and is no formula, as it was typed."""
    return text[1:] if text.startswith(f"'{FORMULA}") else text


def _is_fast(asked: bool | None) -> bool:
    if asked is not None:
        return asked
    try:
        import python_calamine  # noqa: F401
    except ImportError:
        return False
    return True


def _slow(path: Path) -> dict[str, list[list[str]]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that it does not know
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        return {sheet.title: _slow_rows(sheet) for sheet in book.worksheets}
    finally:
        book.close()


def _slow_rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # WPS writes wrong ones
    rows = []
    for row in islice(sheet.iter_rows(), MAX_ROWS):
        rows.append([_text(cell.value, cell.data_type == "f") for cell in row])
    return rows


def _fast(path: Path, archive: zipfile.ZipFile) -> dict[str, list[list[str]]]:
    from python_calamine import CalamineWorkbook

    sheets: dict[str, list[list[str]]] = {}
    parts = _sheet_parts(archive)
    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            given = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS)
            rows = [[_text(value, False) for value in row] for row in given]
            part = parts.get(name)
            content = archive.read(part) if part is not None else b""
            for row, column, text in (*_errors(content), *_formulas(content)):
                if row < MAX_ROWS and column < 200:
                    while len(rows) <= row:
                        rows.append([])
                    rows[row] += [""] * (column + 1 - len(rows[row]))
                    rows[row][column] = text
            sheets[name] = rows
    return sheets


def _text(value: object, is_formula: bool) -> str:
    if value is None:
        return ""
    if is_formula:
        return f"{FORMULA}{str(value).removeprefix(FORMULA)}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return plain(Decimal(f"{value:.15g}"))  # the digits that a spreadsheet keeps
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n").strip()
    return f"'{text}" if text.startswith(FORMULA) else text


_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]{0,500}))')
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_SHEET = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\b(?:r|[a-z0-9]+):id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')


def _formulas(content: bytes) -> list[tuple[int, int, str]]:
    """Row and column (from 0) of every cell with a formula, and the formula after ``=``."""
    return [
        (int(row) - 1, _number(letters), f"{FORMULA}{_unescaped(formula)}")
        for letters, row, formula in _CELL.findall(content)
    ]


def _errors(content: bytes) -> list[tuple[int, int, str]]:
    """Row and column of every cell that holds an error, which calamine takes for an empty one, and the error."""
    if b't="e"' not in content:
        return []
    found = []
    for attributes, error in _ERROR.findall(content):
        place = _PLACE.search(attributes)
        if place is not None:
            found.append((int(place[2]) - 1, _number(place[1]), _unescaped(error)))
    return found


def _number(letters: bytes) -> int:
    """A=0, Z=25, AA=26."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _unescaped(text: bytes) -> str:
    from html import unescape

    return unescape(text.decode("utf-8", errors="replace"))


def _relations(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    try:
        content = archive.read(name)
    except KeyError:
        return {}
    found = {}
    for relation in _RELATION.findall(content):
        keys = {key: _unescaped(value) for key, value in _ATTRIBUTE.findall(relation)}
        found[keys.get(b"Id", "")] = keys.get(b"Target", "")
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → the member that holds it."""
    targets = _relations(archive, "xl/_rels/workbook.xml.rels")
    names = set(archive.namelist())
    parts = {}
    for name, relation in _SHEET.findall(archive.read("xl/workbook.xml")):
        part = _inside(targets.get(_unescaped(relation), ""))
        if part in names:
            parts[_unescaped(name)] = part
    return parts


def _inside(target: str) -> str:
    """A target of a relation of the workbook as a member of the archive."""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


_PICTURE = re.compile(rb'<(?:\w+:)?cNvPr\b[^>]*?\bname="([^"]*)"[\s\S]*?<(?:\w+:)?blip\b[^>]*?:embed="([^"]*)"')
MAX_IMAGES = 500


def _cell_images(archive: zipfile.ZipFile, names: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    """Pictures that WPS keeps in cells: ``DISPIMG("ID_…",1)`` names one of ``xl/cellimages.xml``."""
    if "xl/cellimages.xml" not in names:
        return {}
    targets = _relations(archive, "xl/_rels/cellimages.xml.rels")
    images = {}
    for id, relation in _PICTURE.findall(archive.read("xl/cellimages.xml"))[:MAX_IMAGES]:
        part = _inside(targets.get(_unescaped(relation), ""))
        if part in names and part.startswith("xl/media/"):
            images[_unescaped(id)] = (Path(part).name, archive.read(part))
    return images


def _remarks(names: Sequence[str], in_cells: int) -> list[Text]:
    remarks = []
    if any("vbaproject" in name.lower() for name in names):
        remarks.append(Text("工作簿带宏；宏没有运行", "the workbook has macros; they were not run"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        remarks.append(Text("工作簿链接到别的文件；没有去读", "the workbook links to other files; they were not read"))
    floating = sum(1 for name in names if name.startswith("xl/media/")) - in_cells
    if floating > 0:
        remarks.append(
            Text(
                f"{floating} 张图片浮在单元格上，没有导入；请用 WPS 的“嵌入单元格”，或另交文件",
                f"{floating} pictures lie over cells and were not imported",
            )
        )
    return remarks
