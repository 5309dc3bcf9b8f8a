"""The part of the *check* reading that finds gaps: values of a fact for which a rule says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from evalfw.algebra.exact import ExactAlgebra
from evalfw.algebra.outcome import Outcome, Range
from evalfw.algebra.values import Known


@attrs.frozen(eq=False)
class Gap:
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


def gaps(
    read: Callable[[ExactAlgebra], Outcome], fact: str, edges: Iterable[Fraction], domain: Range
) -> tuple[Gap, ...]:
    """
    Every gap of a rule that reads one numeric fact, in ascending order.

    Between two neighbouring edges the rule cannot change its answer, so testing each edge and one value of each open
    interval between edges proves the whole domain.

    Args:
        read: Reads the rule through an algebra.
        fact: The fact it reads.
        edges: Every value at which an answer may change.
        domain: The values the fact may have.
    """
    ends = {end for end in (domain.least, domain.most) if end is not None}
    inside = sorted(ends | {edge for edge in edges if domain.contains(edge)})
    runs: list[list[_Cell]] = []
    open_run = False
    for cell in _cells(inside, domain):
        only = read(ExactAlgebra({fact: Known(_witness(*cell))})).only
        unruled = only is not None and only.how == "unruled"
        if unruled and open_run:
            runs[-1].append(cell)
        elif unruled:
            runs.append([cell])
        open_run = unruled
    return tuple(_gap(fact, run, domain) for run in runs)


_Cell = tuple[Fraction | None, Fraction | None]
"""A single value (both ends equal), or the open interval between two neighbouring edges."""


def _gap(fact: str, run: list[_Cell], domain: Range) -> Gap:
    (low, first_high), (last_low, high) = run[0], run[-1]
    low_inside, high_inside = low == first_high, last_low == high
    if low_inside and low == domain.least:
        low = None
    if high_inside and high == domain.most:
        high = None
    return Gap(fact, low, high, low_inside, high_inside)


def _cells(inside: list[Fraction], domain: Range) -> Iterable[_Cell]:
    if domain.least is None:
        yield None, inside[0] if inside else None
    for number, edge in enumerate(inside):
        yield edge, edge
        if number + 1 < len(inside):
            yield edge, inside[number + 1]
        elif domain.most is None:
            yield edge, None


def _witness(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is None:
        return Fraction(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2
