"""Aggregator ``risk_weighted_mean``: the mean of the parts, weighted by how risky each is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.means import gains, mean
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.facts import FactDeclaration


@attrs.frozen
class RiskWeightedMean(Aggregator):
    """
    The mean of the parts by risk.

    Attributes:
        risks: Weight of each risk class; parts name theirs by ``risk``. Two parts of one class count twice.

    The full mark of the node is what the rubric states as its weight, or 10. Parts that do not count are left out.

    Source: security scorecards (critical 10, high 7.5, medium 5, low 2.5).
    """

    kind: ClassVar[str] = "risk_weighted_mean"
    divides: ClassVar[bool] = True
    takes_extras: ClassVar[bool] = False

    risks: Mapping[str, Decimal]

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return Fraction(10) if stated is None else stated

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        return mean(parts, whole, self._share)

    def gains(self, parts: Sequence[Part], raised: Sequence[Part], whole: Whole) -> Sequence[Fraction]:
        return gains(parts, raised, whole, self._share)

    def _share(self, part: Part) -> Fraction:
        return Fraction(self.risks.get(part.risk, ZERO))

    def words(self, name: Callable[[str], str]) -> Text:
        listed = "、".join(f"{risk} {shown(Fraction(weight))}" for risk, weight in self.risks.items())
        return Text(
            f"各项得分率按风险加权平均（{listed}）", f"the mean of the parts by risk ({listed.replace('、', ', ')})"
        )

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        if any(weight <= 0 for weight in self.risks.values()) or not self.risks:
            yield Misfit(("risks",), Text("各档权重应当大于 0", "weights are more than 0"))
        for part in parts:
            if not part.extra and not part.risk:
                what = Text(f"下级 '{part.id}' 缺少 risk（风险等级）", f"'{part.id}' below it has no 'risk'")
                yield Misfit(("risks",), what)
            elif not part.extra and part.risk not in self.risks:
                what = Text(
                    f"下级 '{part.id}' 的 risk '{part.risk}' 不在 risks 中",
                    f"risk '{part.risk}' of '{part.id}' is not listed",
                )
                yield Misfit.near(("risks",), what, part.risk, self.risks)
