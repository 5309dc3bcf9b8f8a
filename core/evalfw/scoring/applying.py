"""Whether an indicator applies to the subject at all."""

from __future__ import annotations

from evalfw.algebra import BoundsAlgebra
from evalfw.expressions import truth_of
from evalfw.model.rubric import Indicator
from evalfw.scoring.table import FactTable


def may_apply(node: Indicator, table: FactTable) -> bool | None:
    """Whether the condition of *node* holds; None while that cannot be told. Without a condition it applies."""
    if node.applies_when is None:
        return True
    answers = truth_of(node.applies_when.root, BoundsAlgebra(table.values))
    return None if len(answers) > 1 else True in answers
