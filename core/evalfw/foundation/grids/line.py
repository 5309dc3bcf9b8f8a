"""A line of a table, and what is wrong with a table as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from evalfw.foundation.text import Text

Value = str | Decimal | bool | date | None
"""What stands in a cell; texts of text files are left as they are, without blanks around them."""

Tell = Callable[[Text], None]
"""Told what a person should know of the table: what was passed over, guessed, or stands where nobody sees it."""


class Line(NamedTuple):
    """
    A line of a table.

    Attributes:
        number: Its number, from 1, as spreadsheets and editors count; of a row of several lines of text that of the first.
        cells: From the left.
        amiss: What is wrong with the line, so that nothing of it is to be believed; None if nothing is.
    """

    number: int
    cells: tuple[Value, ...]
    amiss: Text | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it; a line with which something is wrong is not blank."""
        return self.amiss is None and not self.filled

    @property
    def filled(self) -> int:
        """In how many cells something stands."""
        return sum(not is_blank(cell) for cell in self.cells)


class Grid(NamedTuple):
    """
    A table that is read once.

    Attributes:
        heads: Names of the columns; empty for those without one.
        head_line: The number of the line that they stand in, the last if there are two.
        lines: The lines below them, blank ones left out.
        sheet: The name of the sheet; empty for text files.
    """

    heads: tuple[str, ...]
    head_line: int
    lines: Iterator[Line]
    sheet: str = ""


class TableFaultError(Exception):
    """A table cannot be read: what is wrong, where, and what helps."""

    def __init__(self, what: Text, hint: Text | None = None, line: int | None = None) -> None:
        super().__init__(what.en)
        self.what, self.hint, self.line = what, hint, line

    @property
    def said(self) -> Text:
        """All of it in one sentence."""
        at = Text("", "") if self.line is None else Text(f"第 {self.line} 行：", f"line {self.line}: ")
        said = at + self.what
        return said if self.hint is None else said + Text("；", "; ") + self.hint


def is_blank(cell: Value) -> bool:
    """Whether nothing stands in *cell*."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


_MEANT = re.compile(r'="((?:[^"]|"")*)"')
_MARKED = re.compile(r"'(?=[0-9=+\-])")


def as_meant(cell: str) -> str:
    """A text as the spreadsheet meant it that wrote ``="0012"`` or ``'0012`` to keep it a text; other cells without blanks around them."""
    text = cell.strip()
    found = _MEANT.fullmatch(text)
    if found is not None:
        return found[1].replace('""', '"')
    return text[1:] if _MARKED.match(text) else text


_FOOT = re.compile(
    r"(合\s*计|小\s*计|总\s*计|总\s*和|累\s*计|平\s*均(值|数)?|total|sum|subtotal|average)[:：]?$"
    r"|(注|备注|说明|填表说明|资料来源|数据来源|来源|note|source)\s*[0-9]*[:：].*"
    r"|(填表人|制表人|填报人|审核人|复核人|负责人|单位负责人|填报日期|填表日期|制表日期)[:：].*"
    r"|#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$",
    re.IGNORECASE | re.DOTALL,
)


def is_foot(cells: Sequence[Value]) -> bool:
    """Whether a line is a sum (合计), or a note below the rows, and nobody's: by what stands in its first cell that is not blank."""
    first = next((cell for cell in cells if not is_blank(cell)), None)
    return isinstance(first, str) and _FOOT.match(first.strip()) is not None
