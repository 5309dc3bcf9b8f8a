"""What comes out of a rule: one possibility when everything is known, several while something is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal

import attrs


@attrs.frozen(repr=False)
class Range:
    """The numbers from ``least`` to ``most``, both included; None on a side means without limit there."""

    least: Fraction | None
    most: Fraction | None

    @classmethod
    def over(cls, ranges: Iterable[Range]) -> Range:
        """The smallest range that holds all of *ranges*, of which there is at least one."""
        listed = tuple(ranges)
        leasts = [each.least for each in listed]
        mosts = [each.most for each in listed]
        return cls(
            None if None in leasts else min(end for end in leasts if end is not None),
            None if None in mosts else max(end for end in mosts if end is not None),
        )

    @property
    def single(self) -> Fraction | None:
        """The only number in the range; None if there are more."""
        return self.least if self.least is not None and self.least == self.most else None

    def contains(self, value: Fraction) -> bool:
        """Whether *value* lies in the range."""
        return (self.least is None or self.least <= value) and (self.most is None or value <= self.most)

    def nearest(self, value: Fraction) -> Fraction:
        """The number of the range that is nearest to *value*."""
        if self.least is not None and value < self.least:
            return self.least
        return self.most if self.most is not None and value > self.most else value

    def both(self, other: Range) -> Range:
        """The numbers from the higher of the two lower ends to the lower of the two upper ends."""
        leasts = [end for end in (self.least, other.least) if end is not None]
        mosts = [end for end in (self.most, other.most) if end is not None]
        return Range(max(leasts, default=None), min(mosts, default=None))

    def at_ends(self, moved: Callable[[Fraction], Fraction]) -> Range:
        """The range with each end *moved*, which keeps the order of numbers."""
        return Range(None if self.least is None else moved(self.least), None if self.most is None else moved(self.most))

    def clipped(self, floor: Fraction | None, cap: Fraction | None) -> Range:
        """Every number of the range moved to the nearest one between *floor* and *cap*."""
        return Range(_clip(self.least, floor, cap, floor), _clip(self.most, floor, cap, cap))


NO_LIMITS = Range(None, None)


def _clip(
    end: Fraction | None, floor: Fraction | None, cap: Fraction | None, unlimited: Fraction | None
) -> Fraction | None:
    if end is None:
        return unlimited
    if floor is not None and end < floor:
        return floor
    return cap if cap is not None and end > cap else end


How = Literal["awarded", "judged", "unruled"]


@attrs.frozen(repr=False)
class Possibility:
    """
    One way a rule may come out.

    Attributes:
        branch: The branch, from 0; None where the rule has no branch for the facts.
        how: ``awarded`` by the rule; ``judged``: a person decides within the range; ``unruled``: the rule says nothing, so
            that only the limits of the indicator bound the points.
        span: The points, before rounding; one number if awarded and all it needs is known.
        open_above: Whether the most points of a judged span are themselves excluded.
    """

    branch: int | None
    how: How
    span: Range
    open_above: bool = False


@attrs.frozen(repr=False)
class Outcome:
    """Everything that may come out, at least one possibility."""

    possibilities: tuple[Possibility, ...]

    @property
    def span(self) -> Range:
        """Guaranteed least and most points."""
        return Range.over(possibility.span for possibility in self.possibilities)

    @property
    def only(self) -> Possibility | None:
        """The single possibility; None if several are open."""
        return self.possibilities[0] if len(self.possibilities) == 1 else None

    @property
    def same(self) -> Fraction | None:
        """The points, if every possibility awards the same; else None."""
        single = self.span.single
        return single if all(each.how == "awarded" for each in self.possibilities) else None

    @property
    def awarded(self) -> Fraction | None:
        """The points, if the rule awards them and nothing is open; else None."""
        only = self.only
        return only.span.single if only is not None and only.how == "awarded" else None
