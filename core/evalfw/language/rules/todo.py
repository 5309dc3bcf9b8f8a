"""Rule kind ``todo``: the sentence is there, its rule is still to be written."""

from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Text
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactView
from evalfw.language.rules.rule import Rule


@attrs.frozen
class Todo(Rule):
    """
    No rule yet: a person has to give the points, from none up to the weight. A rubric that has one cannot be released.

    Attributes:
        why: Why the rule could not be written, for whoever writes it.
    """

    kind: ClassVar[str] = "todo"
    is_written: ClassVar[bool] = False

    why: str = ""

    def reads(self) -> tuple[str, ...]:
        return ()

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        return a.judged(a.constant(ZERO), a.constant(weight)) if weight > 0 else a.cases(())

    def words(self, weight: Fraction, view: FactView) -> Text:
        return Text("规则还没有写", "the rule is still to be written") + self._reason()

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        return self.words(weight, view)

    def _reason(self) -> Text:
        return Text(f"（{self.why}）", f" ({self.why})") if self.why else Text("", "")
