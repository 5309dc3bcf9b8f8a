"""The part of the *check* reading that finds gaps: values of a fact for which a rule says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from evalfw.algebra.cells import Cell, Read, cells, witness
from evalfw.algebra.exact import ExactAlgebra
from evalfw.algebra.outcome import Range
from evalfw.algebra.values import Known, Unknown


class Gap(NamedTuple):
    """
    Values of *fact* without a branch.

    Attributes:
        fact: Id of the fact.
        low: Where the gap begins; None: it reaches down to the end of the domain.
        high: Where it ends; None: it reaches up to the end of the domain.
        low_inside: Whether *low* itself is in the gap.
        high_inside: Whether *high* itself is in the gap.
    """

    fact: str
    low: Fraction | None
    high: Fraction | None
    low_inside: bool
    high_inside: bool

    def contains(self, value: Fraction) -> bool:
        """Whether *value* lies in the gap."""
        above = self.low is None or value > self.low or (self.low_inside and value == self.low)
        below = self.high is None or value < self.high or (self.high_inside and value == self.high)
        return above and below


def gaps(read: Read, fact: str, edges: Iterable[Fraction], values: Unknown) -> tuple[Gap, ...]:
    """
    Every gap of a rule that reads one numeric fact, in ascending order.

    Args:
        read: Reads the rule through an algebra.
        fact: The fact it reads.
        edges: Every value at which an answer may change.
        values: The values the fact may have.
    """
    runs: list[list[Cell]] = []
    open_run = False
    for cell in cells(edges, values.within, values.scale):
        only = read(ExactAlgebra({fact: Known(witness(cell))})).only
        unruled = only is not None and only.how == "unruled"
        if unruled and open_run:
            runs[-1].append(cell)
        elif unruled:
            runs.append([cell])
        open_run = unruled
    return tuple(_gap(fact, run, values.within) for run in runs)


def _gap(fact: str, run: list[Cell], domain: Range) -> Gap:
    (low, first_high), (last_low, high) = run[0], run[-1]
    low_inside, high_inside = low == first_high, last_low == high
    if low_inside and low == domain.least:
        low = None
    if high_inside and high == domain.most:
        high = None
    return Gap(fact, low, high, low_inside, high_inside)
