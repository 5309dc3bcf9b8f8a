"""How high a line has to be so that all of its text shows, and where pages may break."""

from __future__ import annotations

from collections.abc import Sequence

from evalfw.evidence.workbooks.layout import Line, Sheet
from evalfw.foundation import PAPER, page_breaks as breaks_of, row_height


def height_of(line: Line, sheet: Sheet) -> float:
    """Height of *line* in points."""
    return row_height((line.cells.get(column.id, ""), column.width) for column in sheet.columns)


def page_breaks(sheet: Sheet, heights: Sequence[float], first_row: int) -> list[int]:
    """
    Rows before which a page ends.

    Args:
        sheet: The sheet, printed one page wide.
        heights: Of its lines.
        first_row: Row of the first line, from 0.
    """
    width = sum(column.width * PAPER.character for column in sheet.columns[1:10])  # those that are printed
    room = PAPER.height / min(1.0, PAPER.width / width) - first_row * PAPER.line * 1.5
    return [first_row + row for row in breaks_of(heights, [line.group for line in sheet.lines], room)]
