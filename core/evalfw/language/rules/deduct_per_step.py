"""Rule kind ``deduct_per_step``: full marks up to the target, less for each step beyond it (每超过/低于 u 扣 p，扣完为止)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import amount
from evalfw.language.rules.steps import Steps, count_steps, counted_words, steps_words
from evalfw.language.rules.target import Targeted
from evalfw.language.units.quantity import Quantity


@attrs.frozen(kw_only=True)
class DeductPerStep(Targeted):
    """
    Deduction by steps.

    Attributes:
        fact: A numeric fact; ratios as 0.9, so one percentage point (一个百分点) is a step of 0.01. Or a date, with a day as
            target and steps in days (每逾期一天扣1分).
        target: Value up to which nothing is deducted, a number or a fact; the value itself is on the safe side. It is also
            the free allowance of incidents.
        side: ``above``: more than the target is deducted (每超过); ``below``: less is (每低于). A count of incidents has
            target 0 and step 1 (每出现一例); a number required at least is ``below`` with step 1 (每少一次).
        step: Length of a step, in the unit of the fact.
        points_each: Points deducted for each step; spelled ``points``.
        steps: How steps are counted, see ``steps.py``.
        floor: Fewest points left (扣完为止: 0).

    Source: "在职人员控制率≦100%,计5分;每超过一个百分点扣0.5分,扣完为止" and many like it.
    """

    kind: ClassVar[str] = "deduct_per_step"

    side: Literal["above", "below"]
    step: Quantity
    points_each: Decimal = attrs.field(metadata={"key": "points"})
    steps: Steps = "whole"
    floor: Decimal = Decimal(0)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value, target = a.number(self.fact), self.target_number(a)
        over = a.subtract(value, target) if self.side == "above" else a.subtract(target, value)
        count = count_steps(over, self.step, self.steps, a)
        kept = a.subtract(a.constant(weight), a.multiply(count, a.constant(Fraction(self.points_each))))
        return a.points(a.greater(kept, a.constant(Fraction(self.floor))))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name, step = view.name(self.fact), view.distance(self.fact, Fraction(self.step))
        target = self.target_words(view)
        each, full = amount(Fraction(self.points_each)), amount(weight)
        within, beyond = ("不超过", "超过") if self.side == "above" else ("不低于", "低于")
        limit, side = ("at most", "above") if self.side == "above" else ("at least", "below")
        floor = shown(Fraction(self.floor))
        return Text(
            f"{name.zh}{within}{target.zh}得{full.zh}，每{beyond}{step}扣{each.zh}，扣到{floor}分为止",
            f"{name.en} {limit} {target.en}: {full.en}; {each.en} less for each {step} {side} it, down to {floor}",
        ) + steps_words(self.steps)

    def stated_target(self, view: FactView) -> Text:
        return self.signed_target("≤" if self.side == "above" else "≥", view)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated, value, limit = view.stated(self.fact), self.known_value(view), self.known_target(view)
        if points is None or value is None or limit is None:
            return stated
        over = value - limit if self.side == "above" else limit - value
        target, kept = self.target_words(view), amount(points)
        beyond, side = ("超过", "above") if self.side == "above" else ("低于", "below")
        if over <= 0:
            met, safe = ("不超过", "not above") if self.side == "above" else ("不低于", "not below")
            return stated + Text(f"，{met}{target.zh}，得{kept.zh}", f", {safe} {target.en}: {kept.en}")
        far, price = view.distance(self.fact, over), counted_words(over, self.step, self.steps, self.points_each)
        return stated + Text(
            f"，{beyond}{target.zh} {far}，扣 {price.zh}，得{kept.zh}",
            f", {far} {side} {target.en}: {price.en} less, {kept.en}",
        )

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        return Fraction(self.floor) or None

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        yield from self.target_misfits(facts, dates=True)
        for key, value in (("step", self.step), ("points", self.points_each)):
            if value <= 0:
                yield Misfit((key,), Text("应当大于 0", "must be more than 0"))
        yield from self.floor_misfits("floor", self.floor, weight)
