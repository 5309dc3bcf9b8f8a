"""What a reviewer has to know, one family of findings a file. Each gives figures and, where it can, the points at stake."""

from evalfw.scoring.findings.claims import claim_findings
from evalfw.scoring.findings.derivations import derivation_findings
from evalfw.scoring.findings.exemptions import exemption_findings
from evalfw.scoring.findings.explanations import explanation_findings
from evalfw.scoring.findings.gaps import gap_findings
from evalfw.scoring.findings.gates import gate_findings
from evalfw.scoring.findings.grading import grade_findings
from evalfw.scoring.findings.open_items import open_findings
from evalfw.scoring.findings.overrides import override_findings
from evalfw.scoring.findings.reconciliations import reconciliation_findings
from evalfw.scoring.findings.standing import standing_findings

__all__ = [
    "claim_findings",
    "derivation_findings",
    "exemption_findings",
    "explanation_findings",
    "gap_findings",
    "gate_findings",
    "grade_findings",
    "open_findings",
    "override_findings",
    "reconciliation_findings",
    "standing_findings",
]
