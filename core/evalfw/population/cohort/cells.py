"""Units by the rate they reached, in a few cells; cells with too few units are merged with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

PARTS = 10
"""Into how many equal parts the rates between nothing and the full mark are cut."""

OPEN, UNCOUNTED, NOTHING, FULL = 0, 1, 2, PARTS + 3
"""Atoms of a cell: undecided; does not count; no points or fewer; the full mark or more. Those between are rates, cut in equal parts."""

NEGATIVE, ZERO, POSITIVE = 2, 3, 4
"""Atoms of what has no full mark, after the same first two."""


class Cell(NamedTuple):
    """
    Units in a run of atoms.

    Attributes:
        first, last: The atoms it holds.
        units: How many units are in them.
    """

    first: int
    last: int
    units: int


def atom_of(points: int, weight: int) -> int:
    """
    The atom of points with a full mark, both in one unit.

    A rate that ends a part belongs to the part above it: exactly 90 % is in 90 to 100 %.
    """
    if weight <= 0:
        return NEGATIVE if points < 0 else POSITIVE if points else ZERO
    if points <= 0:
        return NOTHING
    return FULL if points >= weight else NOTHING + 1 + points * PARTS // weight


def rates_of(atom: int) -> tuple[Fraction, Fraction]:
    """From which rate and below which the units of *atom* are; its one rate twice, for the two ends."""
    if atom == NOTHING:
        return Fraction(0), Fraction(0)
    if atom == FULL:
        return Fraction(1), Fraction(1)
    return Fraction(atom - NOTHING - 1, PARTS), Fraction(atom - NOTHING, PARTS)


def cells_of(counts: Sequence[int]) -> tuple[Cell, ...]:
    """A cell for each atom, of which *counts* gives the units."""
    return tuple(Cell(atom, atom, units) for atom, units in enumerate(counts))


def merged(cells: Sequence[Cell], k: int) -> tuple[Cell, ...]:
    """
    *cells* so that each holds nobody, or *k* units or more, if there are so many.

    One with fewer is merged with those after it until they are enough, the last ones with the one before. Empty ones go to the cell
    before them, so that where a cell ends does not say that somebody is there.
    """
    made: list[Cell] = []
    for cell in cells:
        if made and (not cell.units or 0 < made[-1].units < k or (cell.units < k and not made[-1].units)):
            made.append(_joined(made.pop(), cell))
        else:
            made.append(cell)
    if len(made) > 1 and 0 < made[-1].units < k:
        last = made.pop()
        made.append(_joined(made.pop(), last))
    return tuple(made)


def _joined(one: Cell, other: Cell) -> Cell:
    return Cell(one.first, other.last, one.units + other.units)


def merged_apart(outside: Sequence[Cell], inside: Sequence[Cell], k: int) -> tuple[Cell, ...]:
    """Cells *outside* a scale and *inside* it, merged among themselves; together only where there are too few of either."""
    made = (*merged(outside, k), *merged(inside, k))
    return made if all(cell.units >= k or not cell.units for cell in made) else merged(made, k)


def merged_rates(cells: Sequence[Cell], k: int) -> tuple[Cell, ...]:
    """*cells* of rates, merged; those who have none stay apart from the others where there are enough of either."""
    without = [cell for cell in cells if cell.first in (OPEN, UNCOUNTED) and cell.units]
    return merged_apart(without, [cell for cell in cells if cell.first not in (OPEN, UNCOUNTED)], k)
