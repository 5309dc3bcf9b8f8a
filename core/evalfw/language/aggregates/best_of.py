"""Aggregator ``best_of``: one of several counts, the best (二者择一取高)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole, bonus_of


@attrs.frozen
class BestOf(Aggregator):
    """
    The part with the most points. The full mark is that of the highest part; parts that do not count are left out.

    Source: "二者择其一进行考核", read as the better one; where the department has to say which, see ``declared_one``.
    """

    kind: ClassVar[str] = "best_of"
    chooses: ClassVar[bool] = True

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return max((part.full for part in parts), default=ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            return max((part.points for part in given if part.is_present), default=ZERO) + bonus_of(given)

        weight = max((part.weight for part in parts if part.is_present), default=ZERO)
        return Combined(figure(parts), weight, bounds_of(parts, figure, whole.full))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("取得分最高的一项", "the best part counts")
