"""Rule kind ``all_or_nothing``: full marks if a condition holds, otherwise none (…的得 N 分，否则不得分)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, expression_words, facts_in, truth_of
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen
class AllOrNothing(Rule):
    """
    All points or none.

    Attributes:
        when: The condition. A fact that it needs and that is missing leaves the indicator ``missing``: absent evidence
            is not a "no".

    Source: the commonest criterion of the 2021 Nanjing table, "…的得2分，否则不得分".
    """

    kind: ClassVar[str] = "all_or_nothing"

    when: Expression

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref.id for ref in facts_in(self.when.root)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        return a.cases(
            (
                (truth_of(self.when.root, a), a.points(a.constant(weight))),
                (a.truth(True), a.points(a.constant(ZERO))),
            )
        )

    def words(self, weight: Fraction, view: FactView) -> Text:
        condition, full = expression_words(self.when.root, view), amount(weight)
        return Text(f"{condition.zh}，得{full.zh}；否则不得分", f"{full.en} if {condition.en}, otherwise none")

    def stated_target(self, view: FactView) -> Text:
        return expression_words(self.when.root, view._replace(values={}))

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        facts = self.stated_facts(view)
        if branch == 0:
            return facts + Text(f"，得{amount(weight).zh}", f": {amount(weight).en}")
        return facts + Text("，不得分", ": no points")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        yield from self.expression_misfits("when", self.when, facts)
