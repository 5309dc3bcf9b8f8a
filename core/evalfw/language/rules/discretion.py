"""Rule kind ``discretion``: full marks under a condition, otherwise a person decides how much to deduct (酌情扣分)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text, shown, shown_span
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, expression_words, facts_in, truth_of
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen
class Discretion(Rule):
    """
    The sentence says that points are deducted, but not how many. The amount is never invented: it needs an override.

    Attributes:
        full_when: Condition under which nothing is deducted.
        least: Fewest points a person may leave; below zero for a 减分项.

    Source: "“三公”经费使用超支扣分，若不超支则不扣分" and "酌情扣分" (Nanjing 2021).
    """

    kind: ClassVar[str] = "discretion"
    is_discretionary: ClassVar[bool] = True

    full_when: Expression
    least: Decimal = Decimal(0)

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref.id for ref in facts_in(self.full_when.root)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        full = a.constant(weight)
        return a.cases(
            (
                (truth_of(self.full_when.root, a), a.points(full)),
                (a.truth(True), a.judged(a.constant(Fraction(self.least)), full)),
            )
        )

    def words(self, weight: Fraction, view: FactView) -> Text:
        condition, full = expression_words(self.full_when.root, view), amount(weight)
        least = shown(Fraction(self.least))
        return Text(
            f"{condition.zh}，得{full.zh}（不扣分）；否则由人在 {least} 至 {shown(weight)} 分之间裁定",
            f"{full.en} (nothing deducted) if {condition.en}; otherwise a person decides between {least} and {shown(weight)}",
        )

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        facts = self.stated_facts(view)
        if branch == 0:
            return facts + Text(f"，不扣分，得{amount(weight).zh}", f", nothing deducted: {amount(weight).en}")
        span = shown_span(Fraction(self.least), weight)
        return facts + Text(
            f"，应扣分，扣多少待人裁定（{span} 分）", f": a person decides the deduction ({span} points)"
        )

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        return Fraction(self.least) or None

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.expression_misfits("full_when", self.full_when, facts)
        yield from self.floor_misfits("least", self.least, weight)
