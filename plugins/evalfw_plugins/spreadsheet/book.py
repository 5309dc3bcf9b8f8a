"""One workbook while it is written: formats, and cells that never become formulas or links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any, NamedTuple

from evalfw.foundation import row_height, visible

FONT = "宋体"
LONGEST = 32_767
"""Most characters that a cell may have."""

MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what has more is written as text."""

MAX_ROWS = 1_048_000


class Value(NamedTuple):
    """A cell: its text, and the number it is, with its format, if it is one."""

    text: str
    number: Fraction | None = None
    format: str = ""


Row = Sequence[str | Value]


class Column(NamedTuple):
    """A column of a list: heading, width in characters, whether it is centred."""

    title: str
    width: float
    centred: bool = False


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, subject: str, created: datetime) -> None:
        """Begin it; it bears *created* as its date, whatever the clock says."""
        import xlsxwriter

        self._stream = BytesIO()
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},  # columns are measured in its digits
        }
        self.book = xlsxwriter.Workbook(self._stream, options)
        self.book.set_properties(
            {"title": title[:255], "author": subject[:255], "created": created.replace(tzinfo=None)}
        )

    def format(self, **look: object) -> Any:
        """The format with *look*; each is made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}
            self._formats[key] = self.book.add_format(base | look)
        return self._formats[key]

    def put(self, sheet: Any, row: int, column: int, value: str | Value, **look: object) -> None:
        """Write *value*: a number as a number, anything else as text."""
        given = value if isinstance(value, Value) else Value(value)
        number = exact(given.number)
        if number is not None:
            more = {"num_format": given.format} if given.format else {}
            sheet.write_number(row, column, number, self.format(**look, **more))
        elif given.text:
            sheet.write_string(row, column, fitting(given.text), self.format(**look))
        else:
            sheet.write_blank(row, column, None, self.format(**look))

    def add_list(self, name: str, title: str, columns: Sequence[Column], rows: Sequence[Row], empty: str) -> None:
        """A sheet with a heading and *rows* below it; *empty* is said where there are none."""
        sheet = self.book.add_worksheet(name)
        last = len(columns) - 1
        self.across(sheet, 0, last, title, bold=True, font_size=14)
        sheet.set_row(0, 26)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self.put(sheet, 1, number, column.title, bold=True, align="center", bg_color="#DCE6F1", border=1)
        for number, cells in enumerate(rows[:MAX_ROWS], 2):
            for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
                is_number = isinstance(cell, Value) and cell.number is not None
                align = "center" if column.centred or is_number else "left"
                self.put(sheet, number, at, cell, border=1, align=align)
            texts = (
                (cell.text if isinstance(cell, Value) else cell, column.width)
                for cell, column in zip(cells, columns, strict=True)
            )
            sheet.set_row(number, row_height(texts))
        if not rows:
            self.across(sheet, 2, last, empty, border=1, font_color="#595959")
        self.set_up(sheet, 1, len(rows) + 1 if rows else 2, last)
        sheet.freeze_panes(2, 0)
        if rows:
            sheet.autofilter(1, 0, len(rows) + 1, last)

    def across(self, sheet: Any, row: int, last: int, text: str, **look: object) -> None:
        """*text* over all columns up to *last*."""
        if last:
            sheet.merge_range(row, 0, row, last, fitting(text), self.format(**look))
        else:  # one cell is no range
            self.put(sheet, row, 0, text, **look)

    def set_up(self, sheet: Any, heading: int, last_row: int, last_column: int, landscape: bool = True) -> None:
        """Print *sheet* one page wide, with its heading on every page."""
        if landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(heading)
        sheet.print_area(0, 0, last_row, last_column)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C— &P —")

    def content(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._stream.getvalue()


def exact(value: Fraction | None) -> float | None:
    """*value* as a spreadsheet holds it; None if it has more digits than that can keep."""
    if value is None:
        return None
    number = float(value)
    digits = len(str(abs(value.numerator)))
    return number if digits <= MOST_DIGITS and abs(Fraction(repr(number)) - value) * 10**12 <= abs(value) else None


def fitting(text: str) -> str:
    """*text* as a cell can hold it: everything that could play tricks made visible, cut with a word about it where it is too long."""
    said = "\n".join(map(visible, text.split("\n")))
    if len(said.encode("utf-16-le")) // 2 <= LONGEST:
        return said
    note = f"…〔全文 {len(said)} 字，单元格放不下〕"
    kept = said[: LONGEST - len(note)]
    while len(kept.encode("utf-16-le")) // 2 > LONGEST - len(note):
        kept = kept[:-100]
    return kept + note
