"""Self-scores (自评分) that differ from what scoring gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.exact import shown
from evalfw.model.evidence import TOTAL, Evidence
from evalfw.model.report import Finding
from evalfw.scoring.tree import Scored
from evalfw.text import Text


def claim_findings(evidence: Evidence, scored: Scored) -> Iterator[Finding]:
    """``claim.differs``: an indicator, a subtotal or the total is claimed with other points than it got."""
    for result in scored.results:
        if result.claim is None or result.claim == result.points:
            continue
        if result.state in ("not_applicable", "waived"):
            continue
        claimed = shown(result.claim)
        got = (
            Text("未定", "open") if result.points is None else Text(f"{shown(result.points)} 分", shown(result.points))
        )
        yield Finding(
            code="claim.differs",
            severity="warning",
            message=Text(
                f"{result.name.zh}：自评 {claimed} 分，计分结果 {got.zh}",
                f"{result.name.en}: self-score {claimed}, scored {got.en}",
            ),
            indicators=(result.id,),
            at_stake=None if result.points is None else abs(result.claim - result.points),
        )
    total = evidence.claims.get(TOTAL)
    if total is not None and Fraction(total.points) != scored.total.points:
        claimed, got_total = shown(Fraction(total.points)), shown(scored.total.points)
        yield Finding(
            code="claim.differs",
            severity="warning",
            message=Text(
                f"总分：自评 {claimed} 分，计分结果 {got_total} 分", f"total: self-score {claimed}, scored {got_total}"
            ),
            at_stake=abs(Fraction(total.points) - scored.total.points),
        )
