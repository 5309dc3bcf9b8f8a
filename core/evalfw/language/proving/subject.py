"""A rule under examination, and what is found of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

import attrs

from evalfw.foundation import NOTHING, Text, listing
from evalfw.language.algebra import BoundsAlgebra, Known, Outcome, Possibility, UndefinedError, Unknown
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.proving.exactly import exact_outcome
from evalfw.language.proving.region import Region, Value
from evalfw.language.proving.variables import Items, given_name
from evalfw.language.rules.rule import Rule

Property = Literal["total", "disjoint", "reachable", "largest", "least", "inside", "defined", "monotone"]
Status = Literal["proved", "violated", "not_proved"]


class Verdict(NamedTuple):
    """
    What is known of one property of a rule.

    Attributes:
        property: ``total``: every value has a branch · ``disjoint``: at most one, where the sentence means one ·
            ``reachable``: every branch is taken for some value · ``largest``: full marks can be earned · ``least``: the
            floor that is declared can be reached and not passed · ``inside``: never outside what the indicator allows ·
            ``defined``: nothing is divided by zero · ``monotone``: better facts never earn less.
        status: ``proved``, ``violated`` (with a witness), or ``not_proved``: never a guess.
        message: What was found; empty if proved.
        witness: The facts that show it, as people read them.
    """

    property: Property
    status: Status
    message: Text = NOTHING
    witness: Text = NOTHING


@attrs.frozen
class Subject:
    """
    A rule under examination.

    Attributes:
        rule: The rule.
        weight: Most points of its indicator.
        limits: Least and most points that the indicator allows; None on a side: no limit.
        facts: The declared facts by id.
    """

    rule: Rule
    weight: Fraction
    least: Fraction | None
    most: Fraction | None
    facts: Mapping[str, FactDeclaration]

    def award(self, witness: Mapping[str, Value]) -> Possibility | None:
        """What the rule does for *witness*, read exactly; None where something is divided by zero."""
        known = {
            fact: Unknown() if witness.get(given_name(fact)) is False else Known(witness[fact])
            for fact in self.rule.reads()
        }
        try:
            (only,) = exact_outcome(self.rule, self.weight, known).possibilities
        except UndefinedError:
            return None
        return only

    def shown(self, witness: Mapping[str, Value]) -> Text:
        """*witness* as people read it."""
        known = {fact: Known(self._dated(fact, value)) for fact, value in witness.items() if fact in self.facts}
        view = FactView(self.facts, known)
        return listing(view.stated(fact) for fact in self.rule.reads() if fact in known)

    def _dated(self, fact: str, value: Value) -> Value | date:
        """A date is worked with as the number of its day."""
        is_day = self.facts[fact].type == "date" and isinstance(value, Fraction)
        return date.fromordinal(int(value)) if is_day else value

    def can_be_tried(self, region: Region) -> bool:
        """Whether a witness of *region* gives every fact (a number read of a list gives no list)."""
        return not any(isinstance(each, Items) for each in region.variables.values())

    def bounds(self) -> Outcome:
        """All that the rule may do, by the bounds reading: safe, and perhaps a little wide."""
        unknown = {fact: attrs.evolve(self.facts[fact].unknown, is_given=None) for fact in self.rule.reads()}
        return self.rule.points(BoundsAlgebra(unknown), self.weight)


UNSHOWN = Text("有可能不成立，但没有找到实例", "may not hold, but no example was found")
BEYOND = Text("涉及事实的乘积等，超出线性不等式", "it rests on products of facts, beyond linear inequalities")

TOO_MANY = Text("事实的组合太多，没有逐一检查", "there are too many combinations of facts to look at each")
