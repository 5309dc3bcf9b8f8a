"""Rule kind ``proportional``: points in proportion to how far the target is met (按完成比例得分), forward or reverse."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import amount, share_words
from evalfw.language.rules.target import Targeted

_FORMS = {
    ("at_least", "ratio"): Text("实际÷目标", "actual ÷ target"),
    ("at_most", "ratio"): Text("目标÷实际", "target ÷ actual"),
    ("at_most", "linear"): Text("1−（实际−目标）÷目标", "1 − (actual − target) ÷ target"),
}


_ZERO_TARGETS = {
    "error": Text("", ""),
    "compare": Text(
        "；目标为0时，达到的得满分，否则不得分", "; with a target of 0, full marks if it is met, otherwise none"
    ),
    "full": Text("；目标为0时得满分", "; with a target of 0, full marks"),
    "none": Text("；目标为0时不得分", "; with a target of 0, none"),
}


@attrs.frozen(kw_only=True)
class Proportional(Targeted):
    """
    Points in proportion.

    Attributes:
        fact: A numeric fact; below zero counts as zero.
        target: The target (指标值), a number or a fact; reached exactly is full marks. A number is more than zero.
        side: ``at_least``: more is better (正向); ``at_most``: less is better (反向).
        form: For ``at_most`` the two published forms: ``ratio``, target ÷ actual (A/B × 分值), and ``linear``,
            1 − (actual − target) ÷ target, which reaches zero at twice the target. ``at_least`` knows ``ratio`` only.
        least_share: Share of the target below which nothing is earned; the share itself earns. None: no such limit.
        zero_target: What a target fact of zero (or less) does: ``error``; ``compare``: met is full marks, else none;
            ``full``; ``none``.
        judge_beyond: Multiple of the target beyond which (itself excluded) a person decides between zero and the weight:
            a target that was clearly set too low (偏离度较大，适度调减). ``at_least`` only. None: more is simply full marks.

    Source: "按完成比例计算得分,满分为止"; the note under the national form, "未达到指标值,按 B/A 或 A/B*该指标分值记分"; the reverse form as software of
    the trade computes it; over-fulfilment as in 财预〔2020〕10号.
    """

    kind: ClassVar[str] = "proportional"
    lists_branches: ClassVar[bool] = False

    side: Literal["at_least", "at_most"] = "at_least"
    form: Literal["ratio", "linear"] = "ratio"
    least_share: Decimal | None = None
    zero_target: Literal["error", "compare", "full", "none"] = "error"
    judge_beyond: Decimal | None = None

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value = a.greater(a.number(self.fact), a.constant(ZERO))
        target, none = self.target_number(a), a.points(a.constant(ZERO))
        share = self._share(value, target, a)
        branches = [(a.truth(True), a.points(a.multiply(share, a.constant(weight))))]
        if self.least_share is not None:
            branches.insert(0, (a.less(share, a.constant(Fraction(self.least_share))), none))
        if self.judge_beyond is not None:
            limit = a.multiply(target, a.constant(Fraction(self.judge_beyond)))
            branches.insert(0, (a.less(limit, value), a.judged(a.constant(ZERO), a.constant(weight))))
        if isinstance(self.target, str) and self.zero_target != "error":
            zero = a.at_most(target, a.constant(ZERO))
            full = a.points(a.constant(weight))
            branches.insert(0, (zero, none if self.zero_target == "none" else full))
            if self.zero_target == "compare":
                met = a.truth(True) if self.side == "at_least" else a.at_most(value, a.constant(ZERO))
                branches[:1] = [(a.both(zero, met), full), (zero, none)]
        return a.cases(branches)

    def _share(self, value: N, target: N, a: Algebra[N, B, O]) -> N:
        """How far the target is met, from 0 to 1."""
        one = a.constant(Fraction(1))
        if self.side == "at_least":
            return a.lesser(a.divide(value, target), one)
        if self.form == "ratio":
            beyond = a.greater(value, target)  # zero only if the target is
            return a.divide(target, beyond)
        over = a.divide(a.greater(a.subtract(value, target), a.constant(ZERO)), target)
        return a.greater(a.subtract(one, over), a.constant(ZERO))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name, full = view.name(self.fact), amount(weight)
        target = self.target_words(view)
        met, en = ("达到", "at least") if self.side == "at_least" else ("不超过", "at most")
        formula = _FORMS[self.side, self.form]
        said = Text(
            f"{name.zh}{met}{target.zh}得{full.zh}，否则按{formula.zh}的比例得分",
            f"{name.en} {en} {target.en}: {full.en}; otherwise in proportion to {formula.en}",
        )
        if self.least_share is not None:
            least = share_words(self.least_share)
            said += Text(f"，比例低于{least}不得分", f"; nothing if that is below {least}")
        if self.judge_beyond is not None:
            limit = share_words(self.judge_beyond)
            said += Text(
                f"；超过目标的{limit}时由人在 0 至 {shown(weight)} 分之间裁定",
                f"; beyond {limit} of the target a person decides between 0 and {shown(weight)}",
            )
        return said + _ZERO_TARGETS[self.zero_target]

    def stated_target(self, view: FactView) -> Text:
        return self.signed_target("≥" if self.side == "at_least" else "≤", view)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        target = self.target_words(view)
        stated = view.stated(self.fact) + Text(f"，目标{target.zh}", f", target {target.en}")
        if points is None:
            limit = share_words(self.judge_beyond or Decimal(1))
            return stated + Text(f"，超过目标的{limit}，待人裁定", f", beyond {limit} of it: a person decides")
        earned = amount(points)
        return stated + Text(f"，得{earned.zh}", f": {earned.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        yield from self.target_misfits(facts)
        if not isinstance(self.target, str):
            if self.target <= 0:
                yield Misfit(("target",), Text("目标应当大于 0", "a target is more than 0"))
            if self.zero_target != "error":
                what = Text("目标是数，不会为 0", "the target is a number and never 0")
                yield Misfit(("zero_target",), what)
        if (self.side, self.form) not in _FORMS:
            yield Misfit(("form",), Text("正向指标只有 ratio 一种算法", "'at_least' has the form 'ratio' only"))
        if self.least_share is not None and not 0 < self.least_share <= 1:
            yield Misfit(("least_share",), Text("应当大于 0，不超过 1", "must be more than 0 and at most 1"))
        if self.judge_beyond is not None and (self.side != "at_least" or self.judge_beyond < 1):
            what = Text("只用于正向指标，不小于 1", "for 'at_least' only, and not less than 1")
            yield Misfit(("judge_beyond",), what)
