"""
Cell decomposition: a rule on one number, read at enough values to know it at all.

Between two neighbouring edges such a rule cannot change its answer. So reading it at each edge, and at one value of each
open interval between edges, tells everything that can come out, without leaving out or adding anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from evalfw.algebra.exact import ExactAlgebra
from evalfw.algebra.outcome import Outcome, Possibility, Range
from evalfw.algebra.values import Known, Unknown, Values

Cell = tuple[Fraction | None, Fraction | None]
"""A single value (both ends equal), or the open interval between two neighbouring edges (None: no limit there)."""

Read = Callable[[ExactAlgebra], Outcome]


def cells(edges: Iterable[Fraction], domain: Range, scale: int | None) -> Iterator[Cell]:
    """
    The cells into which *edges* divide *domain*, in ascending order.

    Of a fact with *scale* decimals, cells that hold no value it may have are left out: no count lies between 5 and 6.
    """
    for cell in _all_cells(edges, domain):
        if scale is None or _holds_multiple(cell, 10**scale):
            yield cell


def _holds_multiple(cell: Cell, per_unit: int) -> bool:
    low, high = cell
    if low is None or high is None:
        return True
    if low == high:
        return (low * per_unit).denominator == 1
    return low * per_unit // 1 + 1 < high * per_unit


def _all_cells(edges: Iterable[Fraction], domain: Range) -> Iterator[Cell]:
    ends = {end for end in (domain.least, domain.most) if end is not None}
    inside = sorted(ends | {edge for edge in edges if domain.contains(edge)})
    if domain.least is None:
        yield None, inside[0] if inside else None
    for number, edge in enumerate(inside):
        yield edge, edge
        if number + 1 < len(inside):
            yield edge, inside[number + 1]
        elif domain.most is None:
            yield edge, None


def witness(cell: Cell) -> Fraction:
    """A value in *cell*."""
    low, high = cell
    if low is None:
        return Fraction(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def outcome_over(read: Read, fact: str, edges: Iterable[Fraction], unknown: Unknown, others: Values) -> Outcome:
    """
    Everything that a rule may award while *fact* is *unknown*, exactly.

    Args:
        read: Reads the rule through an algebra.
        fact: The one fact that is not known, numeric.
        edges: Every value of *fact* at which an answer may change.
        unknown: The values that *fact* may have.
        others: The other facts that the rule reads, all known.
    """
    possible: list[Possibility] = []
    for cell in cells(edges, unknown.within, unknown.scale):
        possible += read(ExactAlgebra({**others, fact: Known(witness(cell))})).possibilities
    return Outcome(tuple(dict.fromkeys(possible)))
