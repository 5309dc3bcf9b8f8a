"""What a gate did."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.foundation import Text
from evalfw.rubric import GateAction

GateState = Literal["fired", "open", "clear"]


class GateResult(NamedTuple):
    """
    What a gate (一票否决) did.

    Attributes:
        id, title, criterion, action, at, points, grade: As in the rubric.
        state: ``fired``, ``clear``, or ``open`` while its condition cannot be told.
        because: The condition, with the facts.
        facts: Ids of the facts it reads.
        by: Plugins that brought functions which its condition calls.
    """

    id: str
    title: str
    criterion: str
    action: GateAction
    at: str
    state: GateState
    because: Text
    points: Fraction | None
    grade: str | None
    facts: tuple[str, ...]
    by: tuple[str, ...] = ()
