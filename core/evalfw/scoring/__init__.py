"""
Rubric + evidence → report.

Pure: no file, no clock, no float; the same input gives the same report.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.scoring.applying import answers_of as answers_of
    from evalfw.scoring.contribution import Contribution as Contribution, author_of as author_of
    from evalfw.scoring.figures import ModelResult as ModelResult, Total as Total
    from evalfw.scoring.gate_result import GateResult as GateResult, GateState as GateState
    from evalfw.scoring.grading import by_total as by_total
    from evalfw.scoring.leaf import holds as holds, score_leaf as score_leaf
    from evalfw.scoring.nodes import UNWEIGHTED as UNWEIGHTED
    from evalfw.scoring.parts import is_left_out as is_left_out
    from evalfw.scoring.report import (
        OPEN as OPEN,
        AppliedOverride as AppliedOverride,
        FactUse as FactUse,
        Finding as Finding,
        IndicatorResult as IndicatorResult,
        Report as Report,
        Severity as Severity,
        State as State,
    )
    from evalfw.scoring.ruling import rule_on as rule_on
    from evalfw.scoring.table import FactTable as FactTable, tabulate as tabulate
    from evalfw.scoring.trying.formula import ARITY as ARITY, DEEPEST as DEEPEST, Formula as Formula
    from evalfw.scoring.trying.model import (
        TryFact as TryFact,
        TryGate as TryGate,
        TryLeaf as TryLeaf,
        TryNode as TryNode,
        TryOther as TryOther,
        TryPart as TryPart,
        WhatIf as WhatIf,
    )
    from evalfw.scoring.trying_out import what_if as what_if
    from evalfw.scoring.whole import score as score
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        applying: answers_of
        contribution: Contribution author_of
        figures: ModelResult Total
        gate_result: GateResult GateState
        grading: by_total
        leaf: holds score_leaf
        nodes: UNWEIGHTED
        parts: is_left_out
        report: AppliedOverride FactUse Finding IndicatorResult OPEN Report Severity State
        ruling: rule_on
        table: FactTable tabulate
        trying.formula: ARITY DEEPEST Formula
        trying.model: TryFact TryGate TryLeaf TryNode TryOther TryPart WhatIf
        trying_out: what_if
        whole: score
        """,
    )
