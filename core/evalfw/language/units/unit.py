"""A unit: a dimension, and how many of its base units one of it is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from evalfw.foundation import as_decimal, plain

ONE = Fraction(1)


@attrs.frozen(repr=False)
class Unit:
    """
    What one of a number means: 万元, 天, 万元/人.

    Attributes:
        dimension: Base units with their powers, in the order of their names; empty for plain numbers, ratios among them.
        scale: How many of the base units one of this unit is: 10,000 for 万元, 1/100 for %.
        written: How it is written; empty for a number without a unit.
    """

    dimension: tuple[tuple[str, int], ...]
    scale: Fraction = ONE
    written: str = attrs.field(default="", eq=False)

    @property
    def is_plain(self) -> bool:
        """Whether it is that of numbers that count nothing: ratios, %, and numbers without a unit."""
        return not self.dimension

    @property
    def is_compound(self) -> bool:
        """Whether it is made of several: 万元/人, or 元 times 元."""
        return len(self.dimension) > 1 or any(power != 1 for _, power in self.dimension)

    def times(self, other: Unit) -> Unit:
        """The unit of a product: 元/人 × 人 is 元."""
        return self._joined(other, 1, "·")

    def per(self, other: Unit) -> Unit:
        """The unit of a quotient: 万元 ÷ 人 is 万元/人; 万元 ÷ 元 is a number of 10,000."""
        return self._joined(other, -1, "/")

    def rate(self, other: Unit) -> Fraction | None:
        """How many of *other* one of this unit is: 10,000 for 亿元 in 万元; None if they measure different things."""
        return self.scale / other.scale if self.dimension == other.dimension else None

    def _joined(self, other: Unit, power: int, sign: str) -> Unit:
        powers = dict(self.dimension)
        for base, own in other.dimension:
            powers[base] = powers.get(base, 0) + power * own
        dimension = tuple(sorted((base, own) for base, own in powers.items() if own))
        scale = self.scale * other.scale**power
        return Unit(dimension, scale, self._written(other, sign, dimension, scale))

    def _written(self, other: Unit, sign: str, dimension: tuple[tuple[str, int], ...], scale: Fraction) -> str:
        if not other.written or not self.written:
            return self.written or (f"1/{other.written}" if sign == "/" else other.written)
        whole = {base for base, _ in self.dimension} | {base for base, _ in other.dimension}
        if {base for base, _ in dimension} == whole:
            second = (
                f"({other.written})"
                if sign == "/" and ("/" in other.written or "·" in other.written)
                else other.written
            )
            return f"{self.written}{sign}{second}"
        return spelt(dimension, scale)  # something cancels


def spelt(dimension: tuple[tuple[str, int], ...], scale: Fraction) -> str:
    """A unit by its base units: ``元/人``, with a factor before it where it is not 1."""
    above = "·".join(base + (str(own) if own > 1 else "") for base, own in dimension if own > 0)
    below = "/".join(base + (str(-own) if own < -1 else "") for base, own in dimension if own < 0)
    decimal = as_decimal(scale)
    factor = "" if scale == 1 else str(scale) if decimal is None else plain(decimal)
    return f"{factor}{above or ('' if factor else '1' if below else '')}{f'/{below}' if below else ''}"


PLAIN = Unit(())
"""The unit of numbers that count nothing."""


def base(name: str, scale: Fraction = ONE, written: str = "") -> Unit:
    """*scale* of the base unit *name*."""
    return Unit(((name, 1),) if name else (), scale, written or name)


Bases = Mapping[str, Mapping[str, Fraction]]
"""Base unit → units of its dimension → how many of the base one of them is."""
