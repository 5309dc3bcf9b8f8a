"""Gates (一票否决) that fired, or may still fire."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.exact import shown
from evalfw.model.report import Finding, GateResult
from evalfw.text import Text


def gate_findings(gates: tuple[GateResult, ...]) -> Iterator[Finding]:
    """``gate.fired`` (an error where it blocks publication) and ``gate.open``."""
    for gate in gates:
        if gate.state == "clear":
            continue
        effect = _effect(gate)
        if gate.state == "fired":
            message = Text(
                f"一票否决“{gate.title}”：{gate.because.zh}，{effect.zh}",
                f"gate “{gate.title}” ({gate.id}): {gate.because.en}; {effect.en}",
            )
            yield Finding(
                code="gate.fired",
                severity="error" if gate.action == "block_publication" else "warning",
                message=message,
                indicators=(gate.at,) if gate.at else (),
            )
        else:
            message = Text(
                f"一票否决“{gate.title}”未定：{gate.because.zh}；一旦成立，{effect.zh}",
                f"gate “{gate.title}” ({gate.id}) is open: {gate.because.en}; if it holds, {effect.en}",
            )
            yield Finding(
                code="gate.open", severity="warning", message=message, indicators=(gate.at,) if gate.at else ()
            )


def _effect(gate: GateResult) -> Text:
    match gate.action:
        case "to_zero":
            return Text("不得分", "nothing is earned")
        case "cap_score":
            most = shown(gate.points) if gate.points is not None else "0"
            return Text(f"最多得 {most} 分", f"at most {most} points")
        case "cap_grade":
            return Text(f"等级不高于“{gate.grade}”", f"the grade is at most “{gate.grade}”")
        case "force_grade":
            return Text(f"等级定为“{gate.grade}”", f"the grade is “{gate.grade}”")
        case "block_publication":
            return Text("报告不得公布", "the report must not be published")
