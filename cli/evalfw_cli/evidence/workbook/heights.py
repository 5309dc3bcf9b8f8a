"""How high a line has to be so that all of its text shows, and where pages may break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalfw import width_of
from evalfw_cli.evidence.workbook.layout import Line, Sheet

LINE = 15.0
"""Points of a line of text of 10 points."""

PAGE_WIDTH, PAGE_HEIGHT = 770.0, 520.0
"""Printable points of A4, landscape, with the margins that are set."""

MOST = 400.0
"""Highest row that spreadsheets allow, nearly."""


def height_of(line: Line, sheet: Sheet) -> float:
    """Height of *line* in points: Chinese characters are twice as wide as letters, which spreadsheets do not count."""
    rows = max((_rows(line.cells.get(column.id, ""), column.width) for column in sheet.columns), default=1)
    return min(max(rows, 1) * LINE + 4, MOST)


def _rows(text: str, width: float) -> int:
    return sum(max(1, -(-width_of(part) // max(int(width) - 1, 1))) for part in text.split("\n")) if text else 1


def page_breaks(sheet: Sheet, heights: Sequence[float], first_row: int) -> list[int]:
    """
    Rows before which a page ends: between groups, and within one only if it is longer than a page.

    Args:
        sheet: The sheet, printed one page wide.
        heights: Of its lines.
        first_row: Row of the first line, from 0.
    """
    width = sum(column.width * 6.2 for column in sheet.columns[1:10])  # those that are printed
    room = PAGE_HEIGHT / min(1.0, PAGE_WIDTH / width) - first_row * LINE * 1.5
    breaks: list[int] = []
    filled = 0.0
    for start, end in _groups(sheet.lines):
        high = sum(heights[start:end])
        if filled and filled + high > room:
            breaks.append(first_row + start)
            filled = 0.0
        for number in range(start, end):
            if filled and filled + heights[number] > room:
                breaks.append(first_row + number)
                filled = 0.0
            filled += heights[number]
    return breaks


def _groups(lines: Sequence[Line]) -> Iterable[tuple[int, int]]:
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or lines[number].group != lines[start].group:
            yield start, number
            start = number
