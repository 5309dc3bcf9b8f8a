"""Aggregator ``n_of_m``: of several parts only some have to be good, or are counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import ZERO, Misfit, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole, bonus_of
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.facts import FactDeclaration


@attrs.frozen(kw_only=True)
class NOfM(Aggregator):
    """
    n of m parts.

    Attributes:
        n: How many.
        how: ``best``: the points of the n best are added up (取最好的 n 项); ``full``: full marks if at least n parts have theirs,
            else none (m 项中有 n 项达标).

    The full mark of ``best`` is that of the n heaviest parts; of ``full`` it is what the rubric states as the weight of the node, or
    that of the heaviest part. Parts that do not count are left out; with fewer than n left, those count.
    """

    kind: ClassVar[str] = "n_of_m"
    chooses: ClassVar[bool] = True

    n: int
    how: Literal["best", "full"] = "best"

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        if self.how == "full" and stated is not None:
            return stated
        heaviest = sorted((part.full for part in parts), reverse=True)
        return sum(heaviest[: 1 if self.how == "full" else self.n], ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            present = [part for part in given if part.is_present]
            if self.how == "best":
                best = sorted((part.points for part in present), reverse=True)[: self.n]
                return sum(best, ZERO) + bonus_of(given)
            reached = sum(part.points >= part.weight for part in present)
            return (whole.full if present and reached >= min(self.n, len(present)) else ZERO) + bonus_of(given)

        weights = sorted((part.weight for part in parts if part.is_present), reverse=True)
        weight = (whole.full if weights else ZERO) if self.how == "full" else sum(weights[: self.n], ZERO)
        return Combined(figure(parts), weight, bounds_of(parts, figure, whole.full))

    def words(self, name: Callable[[str], str]) -> Text:
        if self.how == "best":
            return Text(f"取最好的 {self.n} 项相加", f"the sum of the {self.n} best parts")
        return Text(
            f"至少 {self.n} 项得满分则得满分，否则不得分", f"full marks if {self.n} parts have theirs, else none"
        )

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        if not 1 <= self.n <= len(parts):
            yield Misfit(("n",), Text(f"应在 1 至 {len(parts)} 之间", f"must be between 1 and {len(parts)}"))
        if self.how == "full" and all(part.extra for part in parts):
            yield Misfit(("how",), Text("加减分项没有满分", "bonus parts have no full mark"))
