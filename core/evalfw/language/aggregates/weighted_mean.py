"""Aggregator ``weighted_mean``: the mean of the parts by their shares, over those that count."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.means import gains, mean
from evalfw.language.aggregates.part import Combined, Part, Whole

HUNDRED = Fraction(100)


@attrs.frozen
class WeightedMean(Aggregator):
    """
    Each part as a share of its full mark, weighted by its ``share`` (its weight, if none is given), times the full mark of the
    node: what the rubric states as its weight, or 100.

    Parts that do not count are left out, and the others are weighted anew. Of bonus parts the points are added.

    Source: questionnaires with sections out of 100; re-weighting by the indicators that really take part.
    """

    kind: ClassVar[str] = "weighted_mean"
    adds = "mean"
    divides: ClassVar[bool] = True
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return HUNDRED if stated is None else stated

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        return mean(parts, whole, lambda part: part.share)

    def gains(self, parts: Sequence[Part], raised: Sequence[Part], whole: Whole) -> Sequence[Fraction]:
        return gains(parts, raised, whole, lambda part: part.share)

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("各项得分率按权重加权平均，不计的项不参加", "the mean of the parts by share, over those that count")
