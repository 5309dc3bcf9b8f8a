"""What a gate (一票否决) does, in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from evalfw.foundation import Text, shown
from evalfw.rubric.structures import GateAction


def gate_effect(action: GateAction, points: Decimal | Fraction | None, grade: str | None) -> Text:
    """``最多得 3 分``, ``等级定为“差”``: what follows once the gate holds."""
    match action:
        case "to_zero":
            return Text("不得分", "nothing is earned")
        case "cap_score":
            most = shown(Fraction(points or 0))
            return Text(f"最多得 {most} 分", f"at most {most} points")
        case "cap_grade":
            return Text(f"等级不高于“{grade}”", f"the grade is at most “{grade}”")
        case "force_grade":
            return Text(f"等级定为“{grade}”", f"the grade is “{grade}”")
        case "block_publication":
            return Text("报告不得公布", "the report must not be published")
