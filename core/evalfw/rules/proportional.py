"""Rule kind ``proportional``: points in proportion to how far the target is met (按完成比例得分), forward or reverse."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.algebra import Algebra, B, N, O
from evalfw.exact import ZERO
from evalfw.facts import FactDeclaration, FactView
from evalfw.facts.declaration import NUMERIC
from evalfw.reading.structuring import Misfit
from evalfw.rules.rule import Rule, amount, needs_weight, unknown_facts
from evalfw.text import Text

_FORMS = {
    ("at_least", "ratio"): Text("实际÷目标", "actual ÷ target"),
    ("at_most", "ratio"): Text("目标÷实际", "target ÷ actual"),
    ("at_most", "linear"): Text("1−（实际−目标）÷目标", "1 − (actual − target) ÷ target"),
}


@attrs.frozen(kw_only=True)
class Proportional(Rule):
    """
    Points in proportion.

    Attributes:
        fact: A numeric fact; below zero counts as zero.
        target: The target, more than zero; reached exactly is full marks.
        side: ``at_least``: more is better (正向); ``at_most``: less is better (反向).
        form: For ``at_most`` the two published forms: ``ratio``, target ÷ actual (A/B × 分值), and ``linear``,
            1 − (actual − target) ÷ target, which reaches zero at twice the target. ``at_least`` knows ``ratio`` only.
        least_share: Share of the target below which nothing is earned; the share itself earns. None: no such limit.

    Source: "按完成比例计算得分,满分为止"; the note under the national form, "未达到指标值,按 B/A 或 A/B*该指标分值记分".
    """

    kind: ClassVar[str] = "proportional"

    fact: str
    target: Decimal
    side: Literal["at_least", "at_most"] = "at_least"
    form: Literal["ratio", "linear"] = "ratio"
    least_share: Decimal | None = None

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        share = self._share(a)
        earned = a.points(a.multiply(share, a.constant(weight)))
        if self.least_share is None:
            return earned
        enough = a.at_most(a.constant(Fraction(self.least_share)), share)
        return a.cases(((enough, earned), (a.truth(True), a.points(a.constant(ZERO)))))

    def _share(self, a: Algebra[N, B, O]) -> N:
        """How far the target is met, from 0 to 1."""
        value = a.greater(a.number(self.fact), a.constant(ZERO))
        target, one = a.constant(Fraction(self.target)), a.constant(Fraction(1))
        if self.side == "at_least":
            return a.lesser(a.divide(value, target), one)
        beyond = a.greater(value, target)  # never zero, so the quotient always exists
        if self.form == "ratio":
            return a.divide(target, beyond)
        return a.greater(a.subtract(one, a.divide(a.subtract(beyond, target), target)), a.constant(ZERO))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name, full = view.name(self.fact), amount(weight)
        target = view.number(self.fact, Fraction(self.target))
        met, en = ("达到", "at least") if self.side == "at_least" else ("不超过", "at most")
        formula = _FORMS[self.side, self.form]
        said = Text(
            f"{name.zh}{met}{target}得{full.zh}，否则按{formula.zh}的比例得分",
            f"{name.en} {en} {target}: {full.en}; otherwise in proportion to {formula.en}",
        )
        if self.least_share is None:
            return said
        least = _percent(self.least_share)
        return said + Text(f"，比例低于{least}不得分", f"; nothing if that is below {least}")

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if points is None:
            return stated
        target, earned = view.number(self.fact, Fraction(self.target)), amount(points)
        return stated + Text(f"，目标{target}，得{earned.zh}", f", target {target}: {earned.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from needs_weight(weight)
        yield from unknown_facts({"fact": self.fact}, facts, NUMERIC, Text("数值型事实", "a numeric fact"))
        if self.target <= 0:
            yield Misfit(("target",), Text("目标应当大于 0", "a target is more than 0"))
        if (self.side, self.form) not in _FORMS:
            yield Misfit(("form",), Text("正向指标只有 ratio 一种算法", "'at_least' has the form 'ratio' only"))
        if self.least_share is not None and not 0 < self.least_share <= 1:
            yield Misfit(("least_share",), Text("应当大于 0，不超过 1", "must be more than 0 and at most 1"))


def _percent(share: Decimal) -> str:
    from evalfw.exact import shown

    return f"{shown(Fraction(share) * 100)}%"
