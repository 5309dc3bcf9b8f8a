"""Where the headings of a table are: below a title, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from evalfw.foundation.grids.line import Grid, Line, TableFaultError, Tell, Value, is_blank
from evalfw.foundation.text import Text

MOST_TITLES = 10
"""Lines above the headings that are looked at."""


def with_heads(lines: Iterator[Line], tell: Tell, sheet: str = "", header: int | None = None) -> Grid:
    """
    The table of *lines*, with its headings found.

    Lines above the headings that hold a single cell, while the next holds several, are titles. A second row of headings, which has nothing
    under the first column and names under what stands over several columns, is put together with the first.

    Args:
        lines: All lines.
        tell: Told of titles and second rows.
        sheet: The name of the sheet.
        header: The line of the headings, if somebody says so.

    Raises:
        TableFaultError: There are none.
    """
    first: list[Line] = []
    for line in lines:
        if header is not None and line.number < header:
            continue
        if not line.is_blank:
            first.append(line)
        if header is not None or (first and first[-1].filled > 1) or len(first) > MOST_TITLES:
            break
    if not first:
        at_line = Text("", "") if header is None else Text(f"第 {header} 行", f"line {header}: ")
        raise TableFaultError(at_line + Text("没有表头", "there are no headings"))
    at = len(first) - 1 if first[-1].filled > 1 and len(first) <= MOST_TITLES else 0
    for title in first[:at]:
        said = str(next(cell for cell in title.cells if not is_blank(cell)))[:30]
        tell(
            Text(
                f"第 {title.number} 行是标题（{said}），没有当作表头",
                f"line {title.number} is a title ({said}), not the headings",
            )
        )
    head, rest = first[at], chain(first[at + 1 :], lines)
    heads = [head_text(cell) for cell in head.cells]
    below = next(rest, None)
    number = head.number
    if below is not None and header is None and _is_second(heads, below):
        tell(
            Text(
                f"第 {head.number}、{below.number} 行合成表头",
                f"lines {head.number} and {below.number} together are the headings",
            )
        )
        under = [head_text(cell) for cell in below.cells]
        width = max(len(heads), len(under))
        heads += [""] * (width - len(heads))
        under += [""] * (width - len(under))
        heads = [lower or upper for upper, lower in zip(heads, under, strict=True)]
        number = below.number
    elif below is not None:
        rest = chain([below], rest)
    while heads and not heads[-1]:
        heads.pop()
    return Grid(tuple(heads), number, (line for line in rest if not line.is_blank), sheet)


def head_text(cell: Value) -> str:
    """A heading without blanks around it and breaks within."""
    return "" if cell is None else re.sub(r"\s*[\r\n]+\s*", "", str(cell)).strip()


def _is_second(heads: Sequence[str], below: Line) -> bool:
    """Whether *below* is a second row of headings: nothing under the first, and names under every heading that stands over several columns."""
    cells = list(below.cells)
    there = [at for at, cell in enumerate(cells) if not is_blank(cell)]
    if not there or there[0] == 0 or not (heads and heads[0]):
        return False
    if any(isinstance(cells[at], Decimal | date | bool) or _is_number(str(cells[at])) for at in there):
        return False
    spanned = [at for at in range(len(heads)) if not heads[at] or (at + 1 < len(heads) and not heads[at + 1])]
    return bool(spanned) and set(there) == set(spanned)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9][0-9,.]*\s*(%|％|‰|万元|元|亿元)?", text.strip()) is not None
