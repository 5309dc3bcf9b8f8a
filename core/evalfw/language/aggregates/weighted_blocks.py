"""Aggregator ``weighted_blocks``: blocks scored out of their own full marks, put together by fixed weights (一级权重)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole, bonus_of
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.facts import FactDeclaration


@attrs.frozen
class WeightedBlocks(Aggregator):
    """
    total = Σ share · points ÷ full mark. The full mark of the node is the sum of the shares.

    A block that does not count takes its share with it, from the points and from the full mark: the weights are fixed.

    Source: 一级 weights 50/25/25 over blocks of 100 points each.
    """

    kind: ClassVar[str] = "weighted_blocks"
    divides: ClassVar[bool] = True
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return sum((part.share for part in parts if not part.extra), ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            blocks = sum((part.share * part.points / part.weight for part in given if part.is_present), ZERO)
            return blocks + bonus_of(given)

        weight = sum((part.share for part in parts if part.is_present), ZERO)
        bounds = bounds_of(parts, figure, whole.full).clipped(whole.limits.least, whole.limits.most)
        return Combined(whole.limits.nearest(figure(parts)), weight, bounds)

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("各块得分率乘以权重后相加", "the sum of the blocks' rates times their shares")

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        for part in parts:
            if not part.extra and part.share <= 0:
                what = Text(f"下级 '{part.id}' 缺少 share（权重）", f"'{part.id}' below it has no 'share'")
                yield Misfit((), what, Text(f"现为 {shown(part.share)}", f"it is {shown(part.share)}"))
