"""How tables lie on paper: how many lines a cell takes, how high a row has to be, and where pages may break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from evalfw.foundation.display import width_of


class Paper(NamedTuple):
    """
    What fits on a page, in points.

    Attributes:
        width, height: What is printable of A4, landscape, with the usual margins.
        line: A line of text of 10 points.
        highest: The highest row that spreadsheets allow, nearly.
        character: The width of a column that is one character wide.
    """

    width: float = 770.0
    height: float = 520.0
    line: float = 15.0
    highest: float = 400.0
    character: float = 6.2


PAPER = Paper()


def lines_of(text: str, width: float) -> int:
    """Lines that *text* takes in a column *width* characters wide; a Chinese character counts as two, which spreadsheets forget."""
    return sum(max(1, -(-width_of(part) // max(int(width) - 1, 1))) for part in text.split("\n")) if text else 1


def row_height(cells: Iterable[tuple[str, float]], line: float = PAPER.line) -> float:
    """Height in points of a row whose cells are *cells*: text and width of the column."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(max(lines, 1) * line + 4, PAPER.highest)


def page_breaks(heights: Sequence[float], groups: Sequence[object], room: float) -> list[int]:
    """
    Rows before which a page ends: between groups, and within one only if it is longer than a page.

    Args:
        heights: Of the rows.
        groups: The group of each row; those of one group stand together.
        room: Points of height on a page.
    """
    breaks: list[int] = []
    filled = 0.0
    for start, end in _runs(groups):
        high = sum(heights[start:end])
        if filled and filled + high > room:
            breaks.append(start)
            filled = 0.0
        for number in range(start, end):
            if filled and filled + heights[number] > room:
                breaks.append(number)
                filled = 0.0
            filled += heights[number]
    return breaks


def _runs(groups: Sequence[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for number in range(1, len(groups) + 1):
        if number == len(groups) or groups[number] != groups[start]:
            yield start, number
            start = number
