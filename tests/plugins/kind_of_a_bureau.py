"""A plugin as a bureau would write it: a condition, and a target that is a number or a fact; with public names alone. Its rule is made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw import FactDeclaration, FactView, Misfit, Text, hookimpl
from evalfw.authoring import (
    Algebra,
    B,
    Expression,
    N,
    O,
    RuleKind,
    Targeted,
    amount,
    expression_words,
    facts_in,
    truth_of,
)

EVALFW_API = "2.0"

FACTS = """
fact = [
  { id = "audited", label = "经过审计", type = "bool" },
  { id = "rate", label = "完成率", type = "ratio", max = 2, better = "higher" },
  { id = "plan", label = "计划完成率", type = "ratio", max = 2 },
]
"""
EXAMPLES = tuple(
    f'weight = 10\nrule = {{ kind = "audited_target", when = "audited", fact = "rate", target = {target} }}\n{FACTS}'
    for target in ("0.9", '"plan"')
)


@attrs.frozen(kw_only=True)
class AuditedTarget(Targeted):
    """Full marks if the target is met and ``when`` holds, half of them if it is met and ``when`` does not, otherwise none."""

    kind: ClassVar[str] = "audited_target"

    when: Expression

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*super().reads(), *(ref.id for ref in facts_in(self.when.root)))))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        missed = a.less(a.number(self.fact), self.target_number(a))
        none, half, full = (a.points(a.constant(weight * part)) for part in (Fraction(0), Fraction(1, 2), Fraction(1)))
        return a.cases([(missed, none), (truth_of(self.when.root, a), full), (a.truth(True), half)])

    def words(self, weight: Fraction, view: FactView) -> Text:
        condition, target = expression_words(self.when.root, view), self.target_words(view)
        reached = view.name(self.fact) + Text("不低于", " is at least ") + target
        full, half = amount(weight), amount(weight / 2)
        return reached + Text(
            f"，{condition.zh}的得{full.zh}，否则得{half.zh}；低于的不得分",
            f": {full.en} if {condition.en}, else {half.en}; below, none",
        )

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        yield from self.target_misfits(facts)
        yield from self.expression_misfits("when", self.when, facts)


@hookimpl
def evalfw_rule_kinds() -> RuleKind:
    return RuleKind("audited_target", AuditedTarget, EXAMPLES)
