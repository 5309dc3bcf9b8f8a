"""Aggregator ``weakest_link``: the lowest part decides; more if any other is higher (M1)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole, bonus_of
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import Range
from evalfw.language.facts import FactDeclaration


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
    chooses: ClassVar[bool] = True

    modifier: Decimal = Decimal(0)

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return max((part.full for part in parts), default=ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def lowest(given: Sequence[Part]) -> Fraction:
            return min((part.points for part in given if part.is_present), default=ZERO) + bonus_of(given)

        def figure(given: Sequence[Part]) -> Fraction:
            points = [part.points for part in given if part.is_present]
            return lowest(given) + (Fraction(self.modifier) if points and max(points) > min(points) else ZERO)

        points = figure(parts)
        weight = max((part.weight for part in parts if part.is_present), default=ZERO)
        if not self.may_fall(whole) or len(parts) == 1:
            bounds = bounds_of(parts, figure, whole.full)
        elif all(part.is_decided for part in parts):
            bounds = Range(points, points)
        else:  # with a modifier the figure may fall when the lowest part catches up
            bounds = bounds_of(parts, lowest, whole.full)
            most = None if bounds.most is None else bounds.most + Fraction(self.modifier)
            bounds = Range(bounds.least, most)
        return Combined(whole.limits.nearest(points), weight, bounds.clipped(whole.limits.least, whole.limits.most))

    def may_fall(self, whole: Whole) -> bool:
        return bool(self.modifier) and not whole.is_ordinal  # where the lowest part catches up with the others

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        if self.modifier < 0:
            yield Misfit(("modifier",), Text("不能为负", "must not be negative"))

    def words(self, name: Callable[[str], str]) -> Text:
        said = Text("以最低的一项为准", "the lowest part decides")
        if not self.modifier:
            return said
        more = shown(Fraction(self.modifier))
        return said + Text(f"，有更高的再加 {more}", f", {more} more if any other is higher")
