"""Aggregator ``weakest_link``: the lowest part decides; more if any other is higher (M1)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.aggregates.aggregator import Aggregator, Combined, Part, Whole, bounds_of
from evalfw.exact import ZERO, shown
from evalfw.text import Text


@attrs.frozen
class WeakestLink(Aggregator):
    """
    The lowest part.

    Attributes:
        modifier: Added if any other part is higher: half a step for the "+" of PEFA; 0 for none.

    Parts that do not count are left out. The full mark is that of the highest part.

    Source: PEFA 2016, scoring method M1 (WL): A, B, C is C+; D, D, A is D+; B, B is B.
    """

    kind: ClassVar[str] = "weakest_link"

    modifier: Decimal = Decimal(0)

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return max((part.full for part in parts), default=ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            points = [part.points for part in given if part.is_present]
            if not points:
                return ZERO
            lowest = min(points)
            return lowest + (Fraction(self.modifier) if max(points) > lowest else ZERO)

        counts = any(part.is_present for part in parts)
        return Combined(figure(parts), whole.full if counts else ZERO, bounds_of(parts, figure))

    def words(self, name: Callable[[str], str]) -> Text:
        said = Text("以最低的一项为准", "the lowest part decides")
        if not self.modifier:
            return said
        more = shown(Fraction(self.modifier))
        return said + Text(f"，有更高的再加 {more}", f", {more} more if any other is higher")
