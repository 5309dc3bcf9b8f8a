"""What a rule says of a leaf, as terms."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from evalfw.population.columns.terms import Term, TooWideError


class RulingTerms(NamedTuple):
    """
    What a rule says, as terms; points and their limits in the smallest unit of the leaf.

    Attributes:
        state: A code.
        points: Null unless scored.
        low, high: Least and most points; null where there is no limit.
        branch: From 1; null where none was taken.
    """

    state: Term
    points: Term
    low: Term
    high: Term
    branch: Term


def in_units(value: Fraction, unit: int) -> int:
    """*value* in parts of *unit*. Raises TooWideError: it is no whole number of them."""
    scaled = value * unit
    if scaled.denominator != 1:
        raise TooWideError
    return scaled.numerator
