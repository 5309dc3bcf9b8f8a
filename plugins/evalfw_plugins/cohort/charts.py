"""Where the lines of the charts run. Only here are figures floats: a drawing has no more digits than a screen has dots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw import shown
from evalfw.population import FULL, NEGATIVE, NOTHING, UNCOUNTED, ZERO, Band, Cell, Distribution, rates_of

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 240, 46, 10, 14, 208
TICKS = 6
"""Labels below the axis, about."""

KINDS = ("open", "uncounted", "none", "low", "part", "high", "full", "zero", "mixed")
"""How a cell is drawn, from undecided to full marks; ``zero`` is neither bonus nor malus, ``mixed`` several of them."""


class Bar(NamedTuple):
    """A bar: where it stands, its kind, and what it says."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


class Tick(NamedTuple):
    """A mark on an axis, and its label."""

    at: float
    label: str


class Chart(NamedTuple):
    """Bars with their axes."""

    bars: tuple[Bar, ...]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]


class Stripe(NamedTuple):
    """A part of a strip: from where, how wide in per cent, its kind, and what it says."""

    x: float
    width: float
    kind: str
    title: str


def kind_of(cell: Cell, has_rates: bool) -> str:
    """How *cell* is drawn: as its atoms are, if they are drawn alike."""
    kinds = {_kind(atom, has_rates) for atom in range(cell.first, cell.last + 1)}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind(atom: int, has_rates: bool) -> str:
    if atom <= UNCOUNTED:
        return ("open", "uncounted")[atom]
    if not has_rates:
        return {NEGATIVE: "none", ZERO: "zero"}.get(atom, "full")
    if atom in (NOTHING, FULL):
        return "none" if atom == NOTHING else "full"
    low, _ = rates_of(atom)
    return "low" if low < Fraction(6, 10) else "part" if low < Fraction(9, 10) else "high"


def strip(cells: Sequence[tuple[Cell, str]], has_rates: bool) -> list[Stripe]:
    """All units as one strip, in order of their rates: *cells* with what they are called; neighbours of a kind drawn together."""
    whole = sum(cell.units for cell, _ in cells)
    at, made = 0, list[tuple[str, int, list[str]]]()
    for cell, called in cells:
        if cell.units:
            kind = kind_of(cell, has_rates)
            if not made or made[-1][0] != kind:
                made.append((kind, 0, []))
            _, units, said = made.pop()
            made.append((kind, units + cell.units, [*said, f"{called} {cell.units}"]))
    stripes = []
    for kind, units, said in made:
        stripes.append(Stripe(round(100 * at / whole, 3), round(100 * units / whole, 3), kind, "; ".join(said)))
        at += units
    return stripes


def histogram(bins: Sequence[tuple[Fraction, Fraction, int, int]], words: tuple[str, str]) -> Chart | None:
    """
    Units by total, those that are open above the others.

    Args:
        bins: From, below, how many, how many of them open.
        words: What the decided and the open ones are called.
    """
    if not bins:
        return None
    most = max(units for _, _, units, _ in bins)
    if not most:
        return None
    slot = (WIDTH - LEFT - RIGHT) / len(bins)
    bars = []
    for number, (low, high, units, opened) in enumerate(bins):
        x, width = round(LEFT + slot * number + slot * 0.06, 2), round(slot * 0.88, 2)
        span = f"{shown(low)}～{shown(high)}"
        base = 0
        for part, kind, word in ((units - opened, "whole", words[0]), (opened, "open", words[1])):
            if part:
                top, bottom = _level(base + part, most), _level(base, most)
                bars.append(Bar(x, top, width, round(bottom - top, 2), kind, f"{span} {word} {part}"))
                base += part
    step = max(1, -(-len(bins) // TICKS))
    below = [Tick(round(LEFT + slot * at, 2), shown(bins[at][0])) for at in range(0, len(bins), step)]
    if len(bins) % step == 0:
        below.append(Tick(WIDTH - RIGHT, shown(bins[-1][1])))
    return Chart(tuple(bars), tuple(below), _beside(most))


def differences(given: Distribution, words: tuple[str, str, str]) -> Chart | None:
    """Units by how much they claim more than they have; *words* say less, the same, more."""
    if not given.counts:
        return None
    reach = max(abs(given.least), abs(given.most)) or Fraction(1)
    half = 12
    step = next(
        step
        for step in (Fraction(digit) * Fraction(10) ** power for power in range(-4, 13) for digit in (1, 2, 5))
        if step * half >= reach
    )
    places: dict[int, int] = {}
    for value, count in given.counts:
        distance = -(-abs(value) // step)  # to the end of its bin, away from none
        place = int(distance) if value > 0 else -int(distance)
        places[place] = places.get(place, 0) + count
    last = max(map(abs, places))
    most, slot = max(places.values()), (WIDTH - LEFT - RIGHT) / (2 * last + 1)
    bars = []
    for place, count in sorted(places.items()):
        kind, word = ("loss", words[0]) if place < 0 else ("gain", words[1]) if not place else ("part", words[2])
        top = _level(count, most)
        ends = sorted((abs(place) - 1, abs(place)))
        span = f" {shown(ends[0] * step)}～{shown(ends[1] * step)}" if place else ""
        x = round(LEFT + slot * (place + last) + slot * 0.06, 2)
        bars.append(Bar(x, top, round(slot * 0.88, 2), round(BOTTOM - top, 2), kind, f"{word}{span} {count}"))
    every = max(1, -(-last // 4))
    below = [
        Tick(
            round(LEFT + slot * (place + last + 0.5), 2),
            f"{'+' if place > 0 else '−' if place < 0 else ''}{shown(abs(place) * step)}",
        )
        for place in range(-last, last + 1)
        if place % every == 0
    ]
    return Chart(tuple(bars), tuple(below), _beside(most))


def widths(bands: Sequence[Band], word: str) -> Chart | None:
    """How many places units of each tenth of the ranking may take."""
    if not bands:
        return None
    most = max(*(band.width for band in bands), Fraction(1))
    slot = (WIDTH - LEFT - RIGHT) / len(bands)
    bars = []
    for number, band in enumerate(bands):
        top = round(BOTTOM - (BOTTOM - TOP) * float(band.width / most), 2)
        said = f"{band.first}～{band.last}: {shown(band.width)} {word}"
        x = round(LEFT + slot * number + slot * 0.15, 2)
        bars.append(Bar(x, top, round(slot * 0.7, 2), round(BOTTOM - top, 2), "whole", said))
    below = tuple(
        Tick(round(LEFT + slot * (number + 0.5), 2), f"{band.first}～{band.last}")
        for number, band in enumerate(bands)
        if len(bands) < TICKS or number % 2 == 0
    )
    return Chart(tuple(bars), below, _beside(-(-most.numerator // most.denominator)))


def _level(count: int, most: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * count / most, 2)


def _beside(most: int) -> tuple[Tick, ...]:
    """Marks on the axis of counts: nothing, half, all."""
    marks = {0, most // 2, most} if most > 1 else {0, most}
    return tuple(Tick(_level(mark, most), str(mark)) for mark in sorted(marks))
