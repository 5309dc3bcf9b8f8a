"""Whether conditions hold: of an indicator that may not apply to the subject at all, of a gate."""

from __future__ import annotations

from evalfw.foundation import PluginError
from evalfw.language import BoundsAlgebra, Expression, truth_of
from evalfw.rubric import Indicator
from evalfw.scoring.table import FactTable


def answers_of(condition: Expression, table: FactTable) -> frozenset[bool]:
    """Every answer that *condition* may still have; both if a function of a plugin fails in it."""
    try:
        return truth_of(condition.root, BoundsAlgebra(table.values))
    except PluginError:
        return frozenset({True, False})


def may_apply(node: Indicator, table: FactTable) -> bool | None:
    """Whether the condition of *node* holds; None while that cannot be told. Without a condition it applies."""
    if node.applies_when is None:
        return True
    answers = answers_of(node.applies_when, table)
    return None if len(answers) > 1 else True in answers
