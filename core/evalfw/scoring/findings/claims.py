"""Self-scores (自评分) that differ from what scoring gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.evidence import TOTAL, Evidence
from evalfw.foundation import Text, shown, shown_span
from evalfw.language import Audience, Range
from evalfw.scoring.report import Finding
from evalfw.scoring.tree import Scored


def claim_findings(evidence: Evidence, scored: Scored) -> Iterator[Finding]:
    """
    ``claim.differs``: an indicator, a subtotal or the total is claimed with points that it did not get.

    While something is open, a claim that may still come true is no finding.
    """
    for result in scored.results:
        if result.claim is None or result.state in ("not_applicable", "waived"):
            continue
        audience = evidence.claims[result.id].audience
        yield from _compare(result.name, result.claim, result.bounds, (result.id,), audience)
    total = evidence.claims.get(TOTAL)
    if total is not None:
        yield from _compare(Text("总分", "total"), Fraction(total.points), scored.total.bounds, (), total.audience)


def _compare(
    name: Text, claim: Fraction, bounds: Range, indicators: tuple[str, ...], audience: Audience
) -> Iterator[Finding]:
    if bounds.contains(claim):
        return
    got = bounds.single
    result = shown_span(bounds.least, bounds.most) if got is None else shown(got)
    ends = [end for end in (bounds.least, bounds.most) if end is not None]
    yield Finding(
        code="claim.differs",
        severity="warning",
        message=Text(
            f"{name.zh}：自评 {shown(claim)} 分，计分结果 {result} 分",
            f"{name.en}: self-score {shown(claim)}, scored {result}",
        ),
        indicators=indicators,
        at_stake=min(abs(claim - end) for end in ends),
        audience=audience,
    )
