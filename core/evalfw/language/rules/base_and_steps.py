"""Rule kind ``base_and_steps``: points at a base value, more for each step above it, less for each below (基数加减)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import amount
from evalfw.language.rules.steps import Steps, count_steps, counted_words, steps_words
from evalfw.language.rules.target import Targeted
from evalfw.language.units.quantity import Quantity


@attrs.frozen(kw_only=True)
class BaseAndSteps(Targeted):
    """
    A base with steps up and down.

    Attributes:
        fact: A numeric fact.
        target: The base value (基数), a number or a fact.
        base: Points at the base value. A bonus for each event (每抓获一人加1分) has target 0, base 0 and step 1.
        step: Length of a step, in the unit of the fact.
        steps: How steps are counted, see ``steps.py``.
        up: Points for each step above; may be negative where more is worse.
        down: Points for each step below, usually negative.
        cap: Most points; the weight if not given, for an extra indicator without limit.
        floor: Fewest points.

    Source: "达到基数计4分，每高于基数1个百分点0.04分，每低1个百分点扣0.04分"; "每采集1人加0.3分".
    """

    kind: ClassVar[str] = "base_and_steps"

    base: Decimal
    step: Quantity
    up: Decimal = Decimal(0)
    down: Decimal = Decimal(0)
    cap: Decimal | None = None
    floor: Decimal = Decimal(0)
    steps: Steps = "whole"

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value, target = a.number(self.fact), self.target_number(a)

        def change(distance: N, each: Decimal) -> N:
            return a.multiply(count_steps(distance, self.step, self.steps, a), a.constant(Fraction(each)))

        changed = a.choose(
            a.less(value, target),
            lambda: change(a.subtract(target, value), self.down),
            lambda: change(a.subtract(value, target), self.up),
        )
        earned = a.add(a.constant(Fraction(self.base)), changed)
        earned = a.greater(earned, a.constant(Fraction(self.floor)))
        cap = self._cap(weight)
        return a.points(earned if cap is None else a.lesser(earned, a.constant(cap)))

    def _cap(self, weight: Fraction) -> Fraction | None:
        if self.cap is not None:
            return Fraction(self.cap)
        return weight if weight > 0 else None

    def words(self, weight: Fraction, view: FactView) -> Text:
        name = view.name(self.fact)
        target, step = self.target_words(view), view.distance(self.fact, Fraction(self.step))
        base, up, down = (shown(Fraction(each)) for each in (self.base, self.up, self.down))
        said = Text(
            f"{name.zh}为{target.zh}计{base}分，每高{step}计{up}分，每低{step}计{down}分",
            f"{name.en} of {target.en}: {base}; each {step} above: {up}; each {step} below: {down}",
        ) + steps_words(self.steps)
        cap, floor = self._cap(weight), shown(Fraction(self.floor))
        said += Text(f"，最少{floor}分", f"; at least {floor}")
        return said if cap is None else said + Text(f"，最多{shown(cap)}分", f", at most {shown(cap)}")

    def stated_target(self, view: FactView) -> Text:
        return self.signed_target("", view)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if points is None:
            return stated
        target, earned = self.target_words(view), amount(points)
        value, limit = self.known_value(view), self.known_target(view)
        moved = Text("", "")
        if value is not None and limit is not None and value != limit:
            each = self.up if value > limit else self.down
            price = counted_words(abs(value - limit), self.step, self.steps, each)
            moved = Text(f"，{'高' if value > limit else '低'} {price.zh}", f", {price.en}")
        return (
            stated
            + Text(f"，基数{target.zh}", f", base {target.en}")
            + moved
            + Text(f"，得{earned.zh}", f": {earned.en}")
        )

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        return Fraction(self.floor) or None

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.target_misfits(facts, dates=True)
        if self.step <= 0:
            yield Misfit(("step",), Text("应当大于 0", "must be more than 0"))
        if self.up == 0 and self.down == 0:
            yield Misfit((), Text("up 与 down 至少写一个", "give 'up', 'down' or both"))
        cap = self._cap(weight)
        if weight > 0 and cap is not None and cap > weight:
            yield Misfit(("cap",), Text("cap 大于分值", "'cap' is more than the weight"))
        if cap is not None and not Fraction(self.floor) <= Fraction(self.base) <= cap:
            yield Misfit(("base",), Text("基数分应在 floor 与 cap 之间", "the base lies between 'floor' and 'cap'"))
        if weight > 0:
            yield from self.floor_misfits("floor", self.floor, weight)
