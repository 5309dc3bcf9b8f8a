"""The written report as passages, white space left out, each character with the line that it stands on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MARK = re.compile(r"^(#{1,6})\s*(.*)$")
_NUMERALS = "一二三四五六七八九十"
_HEADS = (
    re.compile(rf"^[{_NUMERALS}]{{1,3}}、"),
    re.compile(rf"^（[{_NUMERALS}]{{1,3}}）"),
    re.compile(r"^[0-9]{1,2}、"),
)
"""How headings of level 1, 2 and 3 begin in official documents (GB/T 9704, 7.3.3)."""

_ENDS = "。！？：；:!?;"
_PAGE = re.compile(r"^[-—–\s]*[0-9]{1,4}[-—–\s]*$")
_ANNEX = re.compile(r"^附\s*件\s*[0-9１-９一二三]?\s*[：:]?\s*$")


class Passage(NamedTuple):
    """
    A paragraph or a heading.

    Attributes:
        text: Its text without white space.
        shown: Name of its file.
        starts: Offsets at which lines of the file begin in *text*, ascending, the first 0.
        lines: The numbers of these lines.
        level: Level of a heading, from 1; 0 for a paragraph.
    """

    text: str
    shown: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    level: int

    def place(self, offset: int = 0) -> str:
        """``file:line`` of the character at *offset*."""
        return f"{self.shown}:{self.lines[max(bisect_right(self.starts, offset) - 1, 0)]}"

    def around(self, start: int, end: int, before: int = 12, after: int = 8) -> str:
        """The words from *start* to *end*, with some of those around them."""
        head = "…" if start > before else ""
        tail = "…" if end + after < len(self.text) else ""
        return f"{head}{self.text[max(start - before, 0) : end + after]}{tail}"


def passages_of(text: str, shown: str) -> tuple[Passage, ...]:
    """
    The passages of *text*, called *shown*: Markdown, or plain text as it comes out of a PDF, with lines broken inside words.

    Of plain text, page numbers and what follows the word 附件 on a line of its own (the tables) are left out.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    is_marked = any(_MARK.match(line) for line in lines)
    grouped = _marked(lines) if is_marked else _plain(lines)
    return tuple(passage for level, group in grouped for passage in _passage(group, shown, level))


Numbered = list[tuple[int, str]]


def _marked(lines: list[str]) -> Iterator[tuple[int, Numbered]]:
    group: Numbered = []
    for number, line in enumerate(lines, 1):
        mark = _MARK.match(line)
        if mark is not None or not line.strip():
            yield 0, group
            group = []
            if mark is not None:
                yield len(mark[1]), [(number, mark[2])]
        else:
            group.append((number, line))
    yield 0, group


def _plain(lines: list[str]) -> Iterator[tuple[int, Numbered]]:
    group: Numbered = []
    level = 0
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if _ANNEX.match(stripped):
            break
        if not stripped or _PAGE.match(stripped):
            continue
        head = next((depth for depth, pattern in enumerate(_HEADS, 1) if pattern.match(stripped)), 0)
        if head or (group and group[-1][1].strip()[-1:] in _ENDS):
            yield level, group
            group, level = [], head
        group.append((number, stripped))
    yield level, group


def _passage(group: Numbered, shown: str, level: int) -> Iterable[Passage]:
    text, starts, lines = "", [], []
    for number, line in group:
        bare = "".join(line.split())
        if bare:
            starts.append(len(text))
            lines.append(number)
            text += bare
    return [Passage(text, shown, tuple(starts), tuple(lines), level)] if text else []
