"""Gates (一票否决) that fired, or may still fire."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.foundation import Text
from evalfw.rubric import gate_effect
from evalfw.scoring.gate_result import GateResult
from evalfw.scoring.report import Finding


def gate_findings(gates: tuple[GateResult, ...]) -> Iterator[Finding]:
    """``gate.fired`` (an error where it blocks publication) and ``gate.open``."""
    for gate in gates:
        if gate.state == "clear":
            continue
        effect = gate_effect(gate.action, gate.points, gate.grade)
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
