"""Something in the evidence or in the written report that does not fit, with the place where it stands."""

from __future__ import annotations

from typing import NamedTuple

from evalfw.foundation import Text
from evalfw.scoring import Severity


class Observation(NamedTuple):
    """
    Something that ``evalfw evidence check`` found.

    Attributes:
        code: Stable name, such as ``narrative.sum``; listed in docs/evidence-checks.md.
        severity: ``error``: cannot stay · ``warning``: does not fit · ``info``: worth a look.
        place: ``file:line``; empty where it has no place.
        message: What does not fit, with figures.
        quote: The words concerned.
    """

    code: str
    severity: Severity
    place: str
    message: Text
    quote: str = ""
