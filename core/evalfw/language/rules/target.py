"""
A target (指标值): a number of the rubric, or a fact.

As a fact it may be what the unit itself was set, or a figure worked out from other units (基数=各单位平均数).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from evalfw.foundation import Misfit, Text, verbatim
from evalfw.language.algebra import Algebra, Amount, B, N, O
from evalfw.language.facts import FactDeclaration, FactView, show_amount
from evalfw.language.rules.rule import Rule
from evalfw.language.units.quantity import DayNumber, Quantity

Target = Quantity | str
"""A number, or the id of a numeric fact."""


class FactTarget(str):
    """The id of a fact that is counted in another unit than what is compared with it; *rate* brings its values to that unit."""

    rate: Fraction

    def __new__(cls, fact: str, rate: Fraction) -> FactTarget:
        """*fact*, each of whose units is *rate* of the other."""
        made = super().__new__(cls, fact)
        made.rate = rate
        return made


@attrs.frozen(kw_only=True)
class Targeted(Rule):
    """
    A rule that compares a fact with a target.

    Attributes:
        fact: A numeric fact, or a date where the kind takes one.
        target: What it is compared with, a number or a fact; of a date a day, or a date.
    """

    fact: str
    target: Target

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.fact, self.target) if isinstance(self.target, str) else (self.fact,)))

    def target_number(self, a: Algebra[N, B, O]) -> N:
        """The target as a number of *a*, in the unit of the fact."""
        if not isinstance(self.target, str):
            return a.constant(Fraction(self.target))
        value = a.number(self.target)
        return a.multiply(value, a.constant(self.target.rate)) if isinstance(self.target, FactTarget) else value

    def known_value(self, view: FactView) -> Fraction | None:
        """The value of the fact, of a date the number of its day; None while it is unknown."""
        return _number(view.known(self.fact))

    def known_target(self, view: FactView) -> Fraction | None:
        """The target in the unit of the fact; None where it is a fact that is not known."""
        if not isinstance(self.target, str):
            return Fraction(self.target)
        value = _number(view.known(self.target))
        if value is None:
            return None
        return value * self.target.rate if isinstance(self.target, FactTarget) else value

    def target_words(self, view: FactView) -> Text:
        """The target in the unit of the fact; the name of the fact it is, with its value where that is known."""
        if not isinstance(self.target, str):
            return verbatim(view.number(self.fact, Fraction(self.target)))
        value = view.known(self.target)
        if value is None:
            return view.name(self.target)
        shown = show_amount(view.declarations[self.target], value)
        return view.name(self.target) + Text(f" {shown.zh}", f" {shown.en}")

    def signed_target(self, sign: str, view: FactView) -> Text:
        """The target with its sign, as the national form prints it: ``≥98%``; of a fact its value, or its name while that is unknown."""
        shown = self.target_words(view)
        if isinstance(self.target, str) and (value := view.known(self.target)) is not None:
            shown = show_amount(view.declarations[self.target], value)
        return Text(f"{sign}{shown.zh}", f"{sign}{shown.en}")

    def target_misfits(self, facts: Mapping[str, FactDeclaration], dates: bool = False) -> Iterator[Misfit]:
        """What is wrong with the fact, which may be a date if *dates*, and with the target."""
        fact = facts.get(self.fact)
        if dates and fact is not None and fact.type == "date":
            day = Text("日期，或日期型事实", "a day, or a date fact")
            if isinstance(self.target, str):
                yield from self.unknown_facts({"target": self.target}, facts, frozenset({"date"}), day)
            elif not isinstance(self.target, DayNumber):
                yield Misfit(("target",), Text("目标应当是日期，如 2021-06-30", "expected a day such as 2021-06-30"))
            return
        yield from self.unknown_facts({"fact": self.fact}, facts)
        if isinstance(self.target, str):
            wanted = Text("数，或数值型事实", "a number, or a numeric fact")
            yield from self.unknown_facts({"target": self.target}, facts, wanted=wanted)
        elif isinstance(self.target, DayNumber):
            yield Misfit(("target",), Text("目标应当是数，写的是日期", "expected a number, got a day"))


def _number(value: Amount | None) -> Fraction | None:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return value if isinstance(value, Fraction) else None
