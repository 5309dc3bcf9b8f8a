"""The frozen data that flow from collect through score to render."""

from evalfw.model.contribution import Contribution
from evalfw.model.evidence import (
    Adjudication,
    Claim,
    Evidence,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Period,
    Remark,
    Section,
    Source,
    Statement,
    Subject,
)
from evalfw.model.figures import ModelResult, Total
from evalfw.model.gate_result import GateResult
from evalfw.model.report import AppliedOverride, FactUse, Finding, IndicatorResult, Report, Severity, State
from evalfw.model.rubric import Indicator, Rubric, RubricIdentity
from evalfw.model.structures import Grade, Policy, Reconciliation

__all__ = [
    "Adjudication",
    "AppliedOverride",
    "Claim",
    "Contribution",
    "Evidence",
    "EvidencePart",
    "Exemption",
    "Explanation",
    "FactUse",
    "Finding",
    "GateResult",
    "Grade",
    "Indicator",
    "IndicatorResult",
    "ModelResult",
    "Override",
    "Period",
    "Policy",
    "Reconciliation",
    "Remark",
    "Report",
    "Rubric",
    "RubricIdentity",
    "Section",
    "Severity",
    "Source",
    "State",
    "Statement",
    "Subject",
    "Total",
]
