"""Rule kind ``hotline_answered``: the share of 12345 calls answered within N seconds, less for each per mille below a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw import FactDeclaration, FactView, Misfit, Text, shown
from evalfw.authoring import Algebra, B, N, O, Rule
from evalfw_hotline.export import WITHIN

CALLS = "hotline.calls"


@attrs.frozen(kw_only=True)
class HotlineAnswered(Rule):
    """
    Full marks while the share of calls answered in time reaches the target; less for each whole per mille (千分点) below it.

    Where nobody has called at all the sentence says nothing, and a person decides.

    Attributes:
        within: Seconds within which a call has to be answered: 5, 10, 15, 20 or 30, for which the export is counted.
        target: Share from which on nothing is deducted, such as 0.95.
        per_mille: Points that each whole per mille below the target costs.
    """

    kind: ClassVar[str] = "hotline_answered"

    within: int
    target: Decimal
    per_mille: Decimal

    @property
    def answered(self) -> str:
        """The fact that counts the calls answered in time."""
        return f"hotline.within_{self.within}s"

    def reads(self) -> tuple[str, ...]:
        return (CALLS, self.answered)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        none, full = a.constant(Fraction(0)), a.constant(weight)
        calls, answered = a.number(CALLS), a.number(self.answered)
        short = a.subtract(a.constant(Fraction(self.target)), a.divide(answered, calls))
        steps = a.floor(a.multiply(a.greater(short, none), a.constant(Fraction(1000))))
        lost = a.multiply(steps, a.constant(Fraction(self.per_mille)))
        nobody_called = a.at_most(calls, none)
        return a.cases(
            (
                (nobody_called, a.judged(none, full)),
                (a.truth(True), a.points(a.greater(a.subtract(full, lost), none))),
            )
        )

    def words(self, weight: Fraction, view: FactView) -> Text:
        share, each = shown(Fraction(self.target) * 100), shown(Fraction(self.per_mille))
        return Text(
            f"{self.within}秒接通率不低于{share}%得{shown(weight)}分，每低1个千分点扣{each}分，扣完为止；没有来电的由人裁定",
            f"{shown(weight)} points if {share} % of calls are answered within {self.within} s, {each} less for each per mille "
            "below it, down to none; left to a person where nobody called",
        )

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = self.stated_facts(view)
        if branch == 0 or points is None:
            return stated + Text("，没有来电", ": nobody called") if branch == 0 else stated
        calls, answered = view.known(CALLS), view.known(self.answered)
        if isinstance(calls, Fraction) and isinstance(answered, Fraction) and calls:
            share = shown(answered / calls * 100, places=2)
            stated += Text(f"，接通率 {share}%", f", {share} % in time")
        return stated + Text(f"，得{shown(points)}分", f": {shown(points)} points")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        if self.within not in WITHIN:
            known = "、".join(map(str, WITHIN))
            yield Misfit(("within",), Text(f"只统计 {known} 秒", f"the export is counted for {known} seconds"))
        if not 0 < self.target <= 1:
            yield Misfit(("target",), Text("应当大于 0，不超过 1", "must be above 0 and at most 1"))
        if self.per_mille <= 0:
            yield Misfit(("per_mille",), Text("应当大于 0", "must be above 0"))
        for fact in self.reads():
            if fact not in facts:
                yield Misfit((), Text(f"没有声明事实 '{fact}'", f"no fact '{fact}' is declared"))
