"""What a table prints: nodes with their subtotals, and how titles are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

_SUBTOTAL = re.compile(r"(?P<title>.*?)[(（](?:共|计|满分)?(?P<points>[0-9]{1,3}(?:\.[0-9]+)?)分?[)）]", re.DOTALL)
_CAP = re.compile(r"(?P<title>.*?)[(（](?:≤|<=|不超过|最多)(?P<points>[0-9]+(?:\.[0-9]+)?)分?[)）]", re.DOTALL)


@attrs.define(eq=False, repr=False)
class Entry:
    """
    A node as the table prints it.

    Attributes:
        title: Without the subtotal that is printed behind it.
        place: Where it is printed.
        points: 分值; of a node with others below it: the printed subtotal. None if none is printed.
        cap: Most points of 加减分项, where printed (≤5分).
        extra: Whether it is 加减分项, or stands below one.
        description, criterion: As printed; a sentence over several rows line by line.
        target: 年度指标值, where there is such a column.
        below: The nodes below it.
    """

    title: str
    place: str
    points: Decimal | None = None
    cap: Decimal | None = None
    extra: bool = False
    description: str = ""
    criterion: str = ""
    target: str = ""
    below: list[Entry] = attrs.field(factory=list)

    @property
    def leaves(self) -> Iterator[Entry]:
        """The rows below it, or itself."""
        if not self.below:
            yield self
        for each in self.below:
            yield from each.leaves

    @property
    def total(self) -> Decimal:
        """What the rows below it add up to, 加减分项 left out."""
        return sum((leaf.points or Decimal(0) for leaf in self.leaves if not leaf.extra), Decimal(0))


@attrs.frozen
class Outline:
    """
    A table, read.

    Attributes:
        tops: The nodes of level 1.
        checked: How many printed subtotals and totals were checked.
        unread: Headings of columns that were not read.
        passed_over: Rows below the header that are no indicators, with their places.
        other_tables: Tables of the file that were not read.
    """

    tops: tuple[Entry, ...]
    checked: int
    unread: tuple[str, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    other_tables: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[Entry, ...]:
        """The rows, in order."""
        return tuple(leaf for top in self.tops for leaf in top.leaves)

    @property
    def namesakes(self) -> Iterator[tuple[Entry, Entry]]:
        """Nodes of one name below the same node, the first with each later one: a row copied twice, or two indicators."""
        yield from _namesakes(self.tops)


def _namesakes(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.title in first:
            yield first[entry.title], entry
        first.setdefault(entry.title, entry)
        yield from _namesakes(entry.below)


def joined(text: str) -> str:
    """*text* on one line: line breaks inside Chinese are those of the page, beside Latin letters they stand for a space."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    line_up = ""
    for line in lines:
        between = " " if line_up and line_up[-1].isascii() and line_up[-1].isalnum() and line[0].isascii() else ""
        line_up += between + line
    return line_up


def title_of(text: str) -> tuple[str, Decimal | None, Decimal | None]:
    """Title, printed subtotal and printed cap."""
    line = joined(text)
    cap = _CAP.fullmatch(line)
    if cap is not None:
        return cap["title"].strip(), None, Decimal(cap["points"])
    subtotal = _SUBTOTAL.fullmatch(line)
    if subtotal is not None:
        return subtotal["title"].strip(), Decimal(subtotal["points"]), None
    return line, None, None
