"""Sheets of workbooks, row by row: what stands in the file, what is hidden, and what the program that wrote it has not worked out."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from evalfw.foundation.grids.line import Line, TableFaultError, Tell, Value
from evalfw.foundation.text import Text

SAVE_AS = Text("请在 Excel 或 WPS 里打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")
OLDER = (".xls", ".xlsb", ".ods")
"""What calamine reads besides."""

FOREIGN = (".et", ".wps", ".doc", ".ett")
MOST_KEPT = 10**15
"""From here on workbooks do not keep every digit of a number."""

MOST_EMPTY = 10_000
"""Empty rows after which nothing more is expected: what formats have made of a sheet may be a million of them."""


class OpenedSheet(NamedTuple):
    """A sheet: its name, and its rows, which are read once."""

    name: str
    lines: Iterator[Line]


def sheet_lines(path: Path, tell: Tell, wanted: str = "") -> OpenedSheet:
    """
    The rows of a sheet of the workbook at *path*.

    Args:
        path: .xlsx or .xlsm, and .xls, .xlsb and .ods where calamine is installed.
        tell: Told of other sheets, and of rows that are hidden.
        wanted: The name of the sheet; empty: the first that is not hidden.

    Raises:
        TableFaultError: It is no workbook, damaged, or has no such sheet. Also while rows are read.
    """
    suffix = path.suffix.lower()
    if suffix in FOREIGN:
        raise TableFaultError(
            Text(f"{suffix} 是 WPS 或旧版 Word 的格式", f"{suffix} is a format of WPS or old Word"), SAVE_AS
        )
    opened = _older(path, tell, wanted) if suffix in OLDER else _modern(path, tell, wanted)
    return opened._replace(lines=_guarded(opened.lines))


def _guarded(lines: Iterator[Line]) -> Iterator[Line]:
    """*lines*, with whatever a damaged file makes the reader raise told with the last row that was read."""
    last = 0
    try:
        for line in lines:
            last = line.number
            yield line
    except TableFaultError:
        raise
    except Exception as error:
        what = f"第 {last} 行之后损坏（{type(error).__name__}）", f"damaged after row {last} ({type(error).__name__})"
        raise TableFaultError(Text(*what), SAVE_AS) from None


def _unreadable(error: Exception) -> TableFaultError:
    said = f"{type(error).__name__}: {error}".splitlines()[0][:120]
    return TableFaultError(Text(f"不是完好的工作簿（{said}）", f"no workbook in good order ({said})"), SAVE_AS)


def _choose(names: Mapping[str, bool], wanted: str, tell: Tell) -> str:
    """The sheet that is meant, of *names*, each with whether it shows."""
    if wanted:
        if wanted not in names:
            listed = "、".join(names)
            raise TableFaultError(
                Text(f"没有工作表 '{wanted}'", f"there is no sheet '{wanted}'"),
                Text(f"有：{listed}", f"there are: {listed}"),
            )
        return wanted
    shown = [name for name, shows in names.items() if shows]
    if not shown:
        raise TableFaultError(Text("所有工作表都是隐藏的", "all sheets are hidden"))
    others = [name if shows else f"{name}（隐藏）" for name, shows in names.items() if name != shown[0]]
    if others:
        listed = "、".join(others)
        tell(Text(f"读的是工作表“{shown[0]}”，没有读：{listed}", f"read is sheet '{shown[0]}', not {listed}"))
    return shown[0]


def _modern(path: Path, tell: Tell, wanted: str) -> OpenedSheet:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that it does not know
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            name = _choose({each.title: each.sheet_state == "visible" for each in book.worksheets}, wanted, tell)
            sheet: Any = book[name]
            marks = _marks(path, sheet)
    except TableFaultError:
        raise
    except Exception as error:  # it fails in many ways at what is no workbook
        raise _unreadable(error) from None
    sheet.reset_dimensions()  # some programs write wrong ones
    return OpenedSheet(name, _modern_lines(book, sheet, marks, tell))


class _Marks(NamedTuple):
    """What a sheet says beside its values: rows that do not show, and cells whose formula nobody has worked out."""

    hidden: frozenset[int]
    unworked: Mapping[int, str]


_ROW = re.compile(rb"<row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="([0-9]+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_UNWORKED = re.compile(
    rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|(?:(?!</f>).)*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>", re.DOTALL
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3}[0-9]+)"')
_PIECE = 4 * 1024 * 1024


def _marks(path: Path, sheet: Any) -> _Marks:
    hidden: set[int] = set()
    unworked: dict[int, str] = {}
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as stream:
        kept, row = b"", 0
        while piece := stream.read(_PIECE):
            kept += piece
            end = kept.rfind(b"</row>")
            if end < 0:
                continue
            part, kept = kept[: end + 6], kept[end + 6 :]
            row = _look(part, row, hidden, unworked)
        _look(kept, row, hidden, unworked)
    return _Marks(frozenset(hidden), unworked)


def _look(part: bytes, row: int, hidden: set[int], unworked: dict[int, str]) -> int:
    if b"hidden" in part or b"<f" in part or row == 0:
        for attributes in _ROW.findall(part):
            number = _NUMBER.search(attributes)
            row = int(number[1]) if number is not None else row + 1
            if _HIDDEN.search(attributes):
                hidden.add(row)
    for attributes in _UNWORKED.findall(part) if b"<f" in part else ():
        place = _PLACE.search(attributes)
        if place is not None:
            at = place[1].decode()
            unworked.setdefault(int(at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), at)
    return row


def _modern_lines(book: Any, sheet: Any, marks: _Marks, tell: Tell) -> Iterator[Line]:
    try:
        yield from _rows(sheet, marks, tell)
    finally:
        book.close()


def _rows(sheet: Any, marks: _Marks, tell: Tell) -> Iterator[Line]:
    if marks.hidden:
        numbers = _some(sorted(marks.hidden))
        tell(Text(f"隐藏或筛掉的行也读了：{numbers}", f"rows that are hidden or filtered out were read too: {numbers}"))
    empty = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = tuple(_value(cell.value, cell.number_format) for cell in row)
        place = marks.unworked.get(number)
        if place is None and all(cell is None for cell in cells):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty = 0
        yield Line(number, cells, None if place is None else _no_value(place))


def _no_value(place: str) -> Text:
    return Text(
        f"{place} 是公式，文件里没有存下结果：请在 Excel 或 WPS 里打开、保存一次",
        f"{place} holds a formula without a stored result: open and save the file in Excel or WPS",
    )


def _some(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")


_ZEROS = re.compile(r"0{2,}")
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _value(value: object, format: str | None) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, int | float):
        if abs(value) >= MOST_KEPT:
            return f"{value:.14E}"  # a text that is neither a number nor an id: its digits are lost
        if format and _ZEROS.fullmatch(format) and value == int(value) and value >= 0:
            return str(int(value)).zfill(len(format))  # a code that its format alone makes 0012
        return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    return decoded(str(value)).strip()


def decoded(text: str) -> str:
    """*text* without what workbooks write for characters that XML does not hold: ``_x000D_`` is a carriage return."""
    if "_x" not in text:
        return text
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _older(path: Path, tell: Tell, wanted: str) -> OpenedSheet:
    try:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        what = Text(f"读 {path.suffix} 要装 evalfw[fast]", f"{path.suffix} needs the extra evalfw[fast]")
        raise TableFaultError(what, SAVE_AS) from None
    try:
        book = CalamineWorkbook.from_path(path)
        shows = {each.name: each.visible == SheetVisibleEnum.Visible for each in book.sheets_metadata}
        name = _choose(shows, wanted, tell)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except TableFaultError:
        raise
    except Exception as error:  # as above
        raise _unreadable(error) from None
    lines = (
        Line(number, tuple(None if cell == "" else _value(cell, None) for cell in row))
        for number, row in enumerate(rows, 1)
    )
    return OpenedSheet(name, (line for line in lines if not line.is_blank))
