"""What stands on the tree of a rubric: policies, gates, models, grades, reconciliations."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

import attrs

from evalfw.language import Aggregator, Expression, Interval

Absence = Literal["exclude", "reweight", "full", "zero", "cohort_mean"]
"""
The policies of the trade for what does not apply (不适用). ``exclude``: left out of points and of the full mark · ``reweight``: its
weight is spread over the others beside it · ``full``: counts as full marks · ``zero``: counts as no points · ``cohort_mean``: counts
as the mean of the units that it does apply to, which a fact gives.
"""


Spreading = Literal["in_proportion", "equally"]
"""How weight that is spread over others goes to them: in proportion to their own, or in equal parts."""


class Policy(NamedTuple):
    """
    What an indicator without points does to the node above it.

    Attributes:
        missing: For indicators that are missing, pending or in error: ``zero``, ``exclude``, or ``error``: a missing
            indicator makes the run provisional. The bounds tell what may still come.
        not_applicable: For indicators that do not concern the subject, or are waived.
        cohort_mean: The fact that gives the points of ``cohort_mean``; empty otherwise.
        spread: How ``reweight`` spreads the weight.
    """

    missing: Literal["zero", "exclude", "error"] = "zero"
    not_applicable: Absence = "exclude"
    cohort_mean: str = ""
    spread: Spreading = "in_proportion"


GateAction = Literal["to_zero", "cap_score", "cap_grade", "force_grade", "block_publication"]
ON_POINTS: tuple[GateAction, ...] = ("to_zero", "cap_score")
"""Actions on the points of an indicator, or of the total; the others concern the total only."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Gate:
    """
    A condition that overrides what was earned (一票否决).

    Attributes:
        id: Stable id, used in findings.
        title: What it is called.
        criterion: The official sentence, verbatim.
        when: The condition; the gate is open while it cannot be told.
        action: ``to_zero``: the indicator *at*, or the total, gets nothing · ``cap_score``: no more than *points* ·
            ``cap_grade``: no better than *grade* · ``force_grade``: exactly *grade* · ``block_publication``: the report must not
            be handed in.
        at: Id of the indicator; empty for the total.
        points: For ``cap_score``.
        grade: For ``cap_grade`` and ``force_grade``.
    """

    id: str
    title: str
    when: Expression
    action: GateAction
    criterion: str = ""
    at: str = ""
    points: Decimal | None = None
    grade: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Model:
    """
    Another figure made of the same results.

    Attributes:
        id: Stable id.
        title: What it is called.
        aggregate: How it is made.
        at: Id of the node whose parts it is made of; empty for the top.
    """

    id: str
    title: str
    aggregate: Aggregator
    at: str = ""


By = Literal["points", "rate"]
"""
What grades are drawn and units are compared by. ``points``: the total as it is · ``rate``: the total as a share of the full mark that counts,
times the full mark of the rubric (得分率折算), so that what does not apply lowers no grade and no place.
"""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Grade(Interval):
    """A label (优良中差) for the totals in an interval; the interval says which ends are closed."""

    label: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Reconciliation:
    """
    A relation between facts that has to hold (勾稽关系).

    Attributes:
        id: Stable id, used in findings.
        label: What the relation says, in Chinese.
        relation: A comparison, such as ``a + b = c`` or ``a <= b``.
        tolerance: Largest difference between the two sides that still counts as equal, in their unit.
        note: Why the relation matters, where that is not plain.
    """

    id: str
    label: str
    relation: Expression
    tolerance: Decimal = Decimal(0)
    note: str = ""
