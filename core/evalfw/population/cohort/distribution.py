"""How often each value occurs, and what follows from that: means, quartiles, fences. All exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property

import attrs

REACH = Fraction(3, 2)
"""How many ranges between quartiles a value may lie beyond a quartile (Tukey, Exploratory Data Analysis, 1977)."""

RARE = Fraction(1, 100)
"""Where half of the units or more share a value, others are outliers only if they are no more than this share."""


@attrs.frozen
class Distribution:
    """
    Values with how often each occurs.

    Attributes:
        counts: Value → how often, the least value first; none occurs zero times.
    """

    counts: tuple[tuple[Fraction, int], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Fraction, int]]) -> Distribution:
        """The distribution of values with counts, in any order, the same value perhaps more than once."""
        added: dict[Fraction, int] = {}
        for value, count in pairs:
            added[value] = added.get(value, 0) + count
        return cls(tuple(sorted((value, count) for value, count in added.items() if count)))

    @cached_property
    def size(self) -> int:
        """How many values there are, repeated ones counted as often."""
        return sum(count for _, count in self.counts)

    @property
    def least(self) -> Fraction:
        """The least value."""
        return self.counts[0][0]

    @property
    def most(self) -> Fraction:
        """The greatest value."""
        return self.counts[-1][0]

    @cached_property
    def mean(self) -> Fraction:
        """The arithmetic mean."""
        return sum((value * count for value, count in self.counts), Fraction(0)) / self.size

    @cached_property
    def variance(self) -> Fraction:
        """The mean square of what values differ from the mean by (of the whole population, not of a sample)."""
        return sum((value * value * count for value, count in self.counts), Fraction(0)) / self.size - self.mean**2

    def quantile(self, share: Fraction) -> Fraction:
        """
        The value that *share* of all do not exceed; half-way between two neighbours where it falls between them, as a median does.

        Args:
            share: More than 0 and less than 1.
        """
        rank = share * self.size
        whole = -(-rank.numerator // rank.denominator)
        if rank.denominator == 1:
            return (self.at(whole) + self.at(whole + 1)) / 2
        return self.at(whole)

    def at(self, rank: int) -> Fraction:
        """The value at *rank* from below, the first being 1."""
        passed = 0
        for value, count in self.counts:
            passed += count
            if passed >= rank:
                return value
        return self.most

    def number(self, holds: Callable[[Fraction], bool]) -> int:
        """How many of the values *holds* is true of."""
        return sum(count for value, count in self.counts if holds(value))

    @cached_property
    def fences(self) -> tuple[Fraction, Fraction]:
        """Between which values nobody is an outlier: see ``REACH`` and ``RARE``."""
        common, most = max(self.counts, key=lambda pair: pair[1])
        if 2 * most >= self.size:
            return (common, common) if self.size - most <= RARE * self.size else (self.least, self.most)
        low, high = self.quantile(Fraction(1, 4)), self.quantile(Fraction(3, 4))
        return low - REACH * (high - low), high + REACH * (high - low)

    @property
    def below(self) -> int:
        """How many outliers there are at the lower end."""
        return self.number(lambda value: value < self.fences[0])

    @property
    def above(self) -> int:
        """How many outliers there are at the upper end."""
        return self.number(lambda value: value > self.fences[1])
