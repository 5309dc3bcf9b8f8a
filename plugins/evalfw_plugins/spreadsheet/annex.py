"""The sheet that is printed and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evalfw.foundation import PAPER, page_breaks, row_height
from evalfw_plugins.documents.blocks import Annex
from evalfw_plugins.documents.table import Cell
from evalfw_plugins.spreadsheet.book import Book, Value

WIDTH = 118.0
"""Characters that all columns have together: a page that is not shrunk much."""

NARROWEST = 7.0

WIDEST_CHARACTER = 7.8
"""Points that a column one character wide takes, where 宋体 is not there and the widest of its stand-ins is: no column may fall off the page."""


def add_annex(book: Book, name: str, annex: Annex) -> None:
    """The table of *annex* as the sheet *name* of *book*."""
    sheet = book.book.add_worksheet(name)
    table = annex.table
    shares, last = sum(table.widths), len(table.widths) - 1
    widths = [max(WIDTH * share / shares, NARROWEST) for share in table.widths]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    row = 0
    for text, look in _head(annex):
        book.across(sheet, row, last, text, **look)
        sheet.set_row(row, 30 if look.get("font_size") == 16 else 18)
        row += 1
    row = _rows(book, sheet, row, table.money, widths)
    heading = row
    row = _rows(book, sheet, row, (table.heading,), widths)
    first = row
    row = _rows(book, sheet, row, table.rows, widths)
    heights = [_height(cells, widths) for cells in table.rows]
    wide, high = (PAPER.width, PAPER.height) if annex.landscape else (PAPER.height, PAPER.width)
    scale = min(1.0, wide / (sum(widths) * WIDEST_CHARACTER))
    room = high / scale - heading * PAPER.line * 1.5
    sheet.set_h_pagebreaks([first + each for each in page_breaks(heights, table.groups, room)])
    for line in (*annex.signature, annex.imprint):
        if line:
            look = {"font_size": 8, "font_color": "#595959"} if line is annex.imprint else {}
            book.across(sheet, row, last, line, **look)
            row += 1
    book.set_up(sheet, heading, max(row - 1, heading), last, annex.landscape)
    sheet.set_print_scale(max(10, int(scale * 100)))  # fitted pages would ignore where they are to break
    sheet.center_horizontally()
    sheet.freeze_panes(first, 0)


def _head(annex: Annex) -> list[tuple[str, dict[str, object]]]:
    lines: list[tuple[str, dict[str, object]]] = []
    if annex.label:
        lines.append((annex.label, {"bold": True, "font_size": 12, "align": "left"}))
    lines.append((annex.title, {"bold": True, "font_size": 16, "align": "center"}))
    lines += [(f"{label}：{text}", {"align": "left"}) for label, text in annex.head]
    return lines


def _rows(book: Book, sheet: Any, row: int, rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> int:
    """Write *rows* from *row* on; return the row below them."""
    covered: set[tuple[int, int]] = set()
    for number, cells in enumerate(rows):
        sheet.set_row(row + number, _height(cells, widths))
        for column, cell in enumerate(cells):
            if (number, column) in covered:
                continue
            look: dict[str, object] = {"border": 1, "align": "center" if cell.centred else "left"}
            if cell.is_head:
                look |= {"bold": True, "bg_color": "#DCE6F1"}
            down = max(min(cell.down, len(rows) - number), 1)
            if down > 1 or cell.across > 1:
                ends = row + number + down - 1, column + cell.across - 1
                sheet.merge_range(row + number, column, *ends, "", book.format(**look))
                covered |= {(number + at, column + to) for at in range(down) for to in range(cell.across)}
            book.put(sheet, row + number, column, Value(cell.text, cell.number), **look)
    return row + len(rows)


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    return row_height(
        (cell.text, sum(widths[column : column + cell.across])) for column, cell in enumerate(cells) if cell.down == 1
    )
