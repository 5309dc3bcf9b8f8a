"""What two rubrics differ in: what they say, and for which facts they award other points."""

from evalfw.maintaining.comparing.behaviour import Behaviour, Witness
from evalfw.maintaining.comparing.bump import Bump, bump_of, claimed_bump
from evalfw.maintaining.comparing.changes import FactChange, IndicatorChange, OtherChange, RubricDiff
from evalfw.maintaining.comparing.compare import compare_rubrics

__all__ = [
    "Behaviour",
    "Bump",
    "FactChange",
    "IndicatorChange",
    "OtherChange",
    "RubricDiff",
    "Witness",
    "bump_of",
    "claimed_bump",
    "compare_rubrics",
]
