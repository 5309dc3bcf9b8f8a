"""A rule kind that does, while it scores, what its parameter says."""

import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from threading import Event
from typing import Any, ClassVar

import attrs

import evalfw
from evalfw import FactView, Text
from evalfw.authoring import Rule
from evalfw.language import Outcome


@attrs.frozen
class Hostile(Rule):
    """Does what ``how`` says."""

    kind: ClassVar[str] = "hostile"

    fact: str
    how: str

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Any, weight: Fraction) -> Any:
        a.number(self.fact)
        return WAYS[self.how](a, weight)

    def words(self, weight: Fraction, view: FactView) -> Text:
        return Text("敌意", "hostile")

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        if self.how == "mutates_the_view":
            view.values["good"] = view.values["bad"]  # type: ignore[index] # what a careless plugin tries
        return Text("敌意", "hostile")


def _raises(a: Any, weight: Fraction) -> Any:
    raise ZeroDivisionError("of its own")


def _mutates(a: Any, weight: Fraction) -> Any:
    a.declarations = {}
    a._values["good"] = a._values["bad"]


async def _coroutine(a: Any, weight: Fraction) -> Any:
    return a.points(weight)


def _given(value: object) -> Callable[[Any, Fraction], Any]:
    return lambda a, weight: a.points(value)


WAYS: dict[str, Callable[[Any, Fraction], Any]] = {
    "raises": _raises,
    "float": _given(0.5),
    "decimal": _given(Decimal(1)),
    "negative": _given(Fraction(-1)),
    "above": _given(Fraction(99)),
    "none": lambda a, weight: None,
    "bare_number": lambda a, weight: 3,
    "empty": lambda a, weight: Outcome(()),
    "coroutine": _coroutine,
    "mutates": _mutates,
    "mutates_the_view": _given(Fraction(1)),
    "sleeps": lambda a, weight: Event().wait(),
    "leaves": lambda a, weight: sys.exit(0),
    "interrupts": lambda a, weight: (_ for _ in ()).throw(KeyboardInterrupt),
}


@evalfw.hookimpl
def evalfw_rule_kinds() -> object:
    return evalfw.authoring.RuleKind("hostile", Hostile)
