"""What a fact may be, as the check reading sees it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from evalfw.language.algebra import Range
from evalfw.language.facts import FactDeclaration


class Numeric(NamedTuple):
    """
    A number.

    Attributes:
        domain: Where it lies.
        scale: Decimals it may have; None for any number at all (a derived fact). A whole number has none.
    """

    domain: Range
    scale: int | None

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return self.scale == 0

    def holds(self, value: Fraction) -> bool:
        """Whether *value* is one it may have."""
        return self.domain.contains(value) and (self.scale is None or (value * 10**self.scale).denominator == 1)


class Options(NamedTuple):
    """One of some values: yes and no, or the choices. ``open``: texts, any other than those named is possible too."""

    values: tuple[bool | str, ...]
    open: bool = False


class Items(NamedTuple):
    """A list; what is read of it are numbers."""


Variable = Numeric | Options | Items

OTHER_TEXT = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for a text that no rule names."""


def variable_of(fact: FactDeclaration) -> Variable:
    """What *fact* may be, as declared."""
    if fact.is_numeric:
        unknown = fact.unknown
        return Numeric(unknown.within, unknown.scale)
    match fact.type:
        case "bool":
            return Options((True, False))
        case "choice":
            return Options(tuple(fact.choices))
        case "date":
            return Numeric(Range(Fraction(date.min.toordinal()), Fraction(date.max.toordinal())), 0)
        case "list":
            return Items()
    return Options((), open=True)


def given_name(fact: str) -> str:
    """What the variable is called that says whether anything is said of *fact*."""
    return f"known({fact})"
