"""Least and most of a figure that is made of parts, while some of them are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

from evalfw.foundation import ZERO
from evalfw.language.aggregates.part import Part, doubts_of
from evalfw.language.algebra import Range

MOST_DOUBTS = 8
"""Open conditions of which every combination is looked at; with more of them bounds are safe, and wide."""


def bounds_of(parts: Sequence[Part], figure: Callable[[Sequence[Part]], Fraction], most_regular: Fraction) -> Range:
    """
    Least and most of *figure*, which never falls when a part gets more points.

    It is worked out with every leaf at its least and at its most, and the nodes above made of them, for each way in which the
    conditions turn out on which it hangs whether parts count at all.

    Args:
        parts: The parts.
        figure: The figure.
        most_regular: What it cannot exceed without bonus; it bounds the figure where there are too many such conditions, or
            a full mark is open in another way.
    """
    doubts = sorted(doubts_of(parts))
    is_safe = len(doubts) > MOST_DOUBTS or any(part.is_loose for part in parts)
    looked_at = [] if is_safe else doubts
    reached = []
    for answers in product((False, True), repeat=len(looked_at)):
        gone = frozenset(doubt for doubt, is_gone in zip(looked_at, answers, strict=True) if is_gone)
        for is_least in (True, False):
            reached.append(figure([_at_an_end(part, gone, is_least) for part in parts]))
    if is_safe:
        extra = [part.reach for part in parts if part.extra]
        malus = sum((each.least for each in extra if each.least is not None), ZERO)
        bonus = sum((each.most for each in extra if each.most is not None), ZERO)
        no_least, no_most = any(each.least is None for each in extra), any(each.most is None for each in extra)
        return Range(
            None if no_least else min(*reached, ZERO, malus),
            None if no_most else max(*reached, most_regular, most_regular + bonus),
        )
    return Range.over(Range(each, each) for each in reached)


def _at_an_end(part: Part, gone: frozenset[str], is_least: bool) -> Part:
    """*part* at its least or its most, if the conditions that are *gone* do not hold."""
    if part.doubt in gone:
        part = part.gone
    below = tuple(_at_an_end(each, gone, is_least) for each in part.parts)
    if part.remake is None:
        end = part.bounds.least if is_least else part.bounds.most
        part = part if part.is_decided else part.at((ZERO if is_least else part.full) if end is None else end)
        return part._replace(parts=below)  # models look further down
    made = part.remake(below)
    none_applies = bool(part.full) and not made.weight
    bounds = part.gone.bounds if none_applies else made.bounds
    end = bounds.least if is_least else bounds.most
    points = (ZERO if is_least else part.full) if end is None else end
    if none_applies:
        return part.gone if part.instead is None else part.gone.at(points)
    return part.at(points)._replace(weight=made.weight, parts=below)
