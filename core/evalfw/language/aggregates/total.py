"""Aggregator ``sum``: the points added up, with a cap and a floor."""

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


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Sum(Aggregator):
    """
    The sum of the parts.

    Attributes:
        cap: Most points, bonus included (加分后最高不超过100分); None: the sum decides.
        floor: Fewest points; None: the sum decides.

    The weight of parts that do not apply and are to be spread (policy ``reweight``) goes to the others, in proportion or in equal parts: the
    points of each are multiplied by the full mark that it has then ÷ that of its own. Parts that are left out leave the full mark.

    Source: every official table whose weights are points.
    """

    kind: ClassVar[str] = "sum"
    adds = "sum"

    cap: Decimal | None = None
    floor: Decimal | None = None

    @property
    def own_limits(self) -> Range:
        return Range(
            None if self.floor is None else Fraction(self.floor), None if self.cap is None else Fraction(self.cap)
        )

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return sum((part.full for part in parts if not part.extra), ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        limits = self.own_limits.both(whole.limits)
        if all(part.is_decided and not part.is_spread for part in parts):
            points = limits.nearest(sum((part.points for part in parts), ZERO))
            weight = sum((part.weight for part in parts if not part.extra), ZERO)
            return Combined(points, weight, Range(points, points))
        points, weight = _figure(parts)
        if any(part.is_doubtful or part.is_spread or _may_spread(part) for part in parts):
            bounds = bounds_of(parts, lambda given: _figure(given)[0], whole.full)
        else:
            bounds = _ends([part.bounds for part in parts])
        return Combined(limits.nearest(points), weight, bounds.clipped(limits.least, limits.most))

    def gains(self, parts: Sequence[Part], raised: Sequence[Part], whole: Whole) -> Sequence[Fraction]:
        if any(part.is_spread for part in parts):
            return super().gains(parts, raised, whole)
        now = {part.id: part.points for part in parts}
        return [part.points - now[part.id] for part in raised]

    def words(self, name: Callable[[str], str]) -> Text:
        said = Text("各项相加", "the sum")
        if self.floor is not None:
            said += Text(f"，最少 {shown(Fraction(self.floor))} 分", f", at least {shown(Fraction(self.floor))}")
        if self.cap is not None:
            said += Text(f"，最多 {shown(Fraction(self.cap))} 分", f", at most {shown(Fraction(self.cap))}")
        return said

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            yield Misfit(("floor",), Text("floor 大于 cap", "'floor' is more than 'cap'"))
        full = sum((part.full for part in parts if not part.extra), ZERO)
        if self.floor is not None and not any(part.extra for part in parts) and self.floor > full:
            yield Misfit(("floor",), Text(f"floor 大于满分 {shown(full)}", f"'floor' is more than {shown(full)}"))
        if self.cap is not None and self.cap < 0 < full:
            yield Misfit(("cap",), Text("cap 小于 0", "'cap' is below 0"))


def _figure(parts: Sequence[Part]) -> tuple[Fraction, Fraction]:
    """Points and full mark; what is spread goes to the regular parts that count."""
    regular = [part for part in parts if not part.extra]
    weight = sum((part.weight for part in regular), ZERO)
    spread = sum((part.spread for part in regular), ZERO)
    evenly = sum((part.evenly for part in regular), ZERO)
    earned = sum((part.points for part in regular), ZERO)
    if not weight:
        return earned + bonus_of(parts), ZERO
    rates = [part.points / part.weight for part in regular if part.weight] if evenly else []
    more = evenly * sum(rates, ZERO) / len(rates) if rates else ZERO
    return earned * (weight + spread) / weight + more + bonus_of(parts), weight + spread + evenly


def _may_spread(part: Part) -> bool:
    """Whether it is still open if *part* counts or is spread over the others."""
    return part.is_loose and any(below.is_spread or _may_spread(below) for below in part.parts)


def _ends(bounds: list[Range]) -> Range:
    leasts, mosts = [each.least for each in bounds], [each.most for each in bounds]
    return Range(
        None if None in leasts else sum((each for each in leasts if each is not None), ZERO),
        None if None in mosts else sum((each for each in mosts if each is not None), ZERO),
    )
