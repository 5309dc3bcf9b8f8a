"""What an indicator gives for facts that are all known, in a form that two rubrics can be compared by."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

import attrs

from evalfw.foundation import NOTHING, Text, round_half_up, shown, shown_span
from evalfw.language import (
    SKIPPED,
    Amount,
    ExactAlgebra,
    Known,
    Range,
    Rule,
    SymbolicAlgebra,
    SymbolicAward,
    UndefinedError,
    exact_outcome,
    facts_in,
    truth_of,
)
from evalfw.maintaining.comparing.translated import translated
from evalfw.rubric import Indicator


class Given(NamedTuple):
    """
    What an indicator gives.

    Attributes:
        how: ``awarded``; ``judged``: a person decides within *span*; ``unruled``: the sentence does not say; ``skipped``: the
            indicator does not apply; ``undefined``: something is divided by zero.
        span: The points, rounded and within the limits of the indicator.
        open_above: Whether the most points are excluded.
    """

    how: Literal["awarded", "judged", "unruled", "skipped", "undefined"]
    span: Range = Range(None, None)
    open_above: bool = False

    @property
    def words(self) -> Text:
        """``得 1 分``, ``由人在 0～2 分之间裁定``."""
        match self.how:
            case "awarded" if self.span.least is not None:
                return Text(f"得 {shown(self.span.least)} 分", f"{shown(self.span.least)} points")
            case "judged":
                span = shown_span(self.span.least, self.span.most)
                below = Text("（不含上端）", ", the upper end excluded") if self.open_above else NOTHING
                return Text(f"由人在 {span} 分之间裁定", f"left to a person within {span}") + below
            case "skipped":
                return Text("不适用", "not applicable")
            case "undefined":
                return Text("除数为零", "a division by zero")
        return Text("没有规定", "not ruled")


@attrs.frozen
class Side:
    """
    An indicator on one side of the comparison.

    Attributes:
        node: A leaf.
        names: New ids of facts that it knows by older ones.
        factors: What new values of facts are multiplied by where it counts them in another unit, by its own ids.
    """

    node: Indicator
    names: Mapping[str, str]
    factors: Mapping[str, Fraction] = attrs.field(factory=dict)

    @property
    def rule(self) -> Rule:
        """Its rule."""
        assert self.node.rule is not None  # that is what a leaf is
        return self.node.rule

    @property
    def own_reads(self) -> tuple[str, ...]:
        """The facts that its rule and its condition read, by the ids that it knows."""
        condition = self.node.applies_when
        read = [*self.rule.reads(), *(ref.id for ref in facts_in(condition.root))] if condition else self.rule.reads()
        return tuple(dict.fromkeys(read))

    @property
    def reads(self) -> tuple[str, ...]:
        """The same by their new ids."""
        return tuple(dict.fromkeys(self.names.get(fact, fact) for fact in self.own_reads))

    def award(self, a: SymbolicAlgebra) -> SymbolicAward:
        """What it awards, read for all values at once."""
        reading = translated(a, self.names, self.factors)
        condition = self.node.applies_when
        if condition is not None and not truth_of(condition.root, reading)():
            return SKIPPED
        award = self.rule.points(reading, self.node.weight)
        assert isinstance(award, SymbolicAward)  # branches are settled while two rules are read side by side
        return award

    def given(self, facts: Mapping[str, Amount]) -> Given:
        """What it gives for *facts*, by their new ids; all that it reads are there."""
        older = {new: old for old, new in self.names.items()}
        mine = {older.get(fact, fact): value for fact, value in facts.items() if fact in self.reads}
        values = {fact: Known(self._in_own_unit(fact, value)) for fact, value in mine.items()}
        condition = self.node.applies_when
        try:
            if condition is not None and not truth_of(condition.root, ExactAlgebra(values)):
                return Given("skipped")
            (only,) = exact_outcome(self.rule, self.node.weight, values).possibilities
        except UndefinedError:
            return Given("undefined")
        if only.how == "unruled":
            return Given("unruled")
        return Given(only.how, only.span.at_ends(self._counted), only.open_above)

    def _in_own_unit(self, fact: str, value: Amount) -> Amount:
        return value * self.factors.get(fact, 1) if isinstance(value, Fraction) else value

    def _counted(self, points: Fraction) -> Fraction:
        """*points* as they count: rounded, and within the limits."""
        return self.node.limits.nearest(round_half_up(points, self.node.places))
