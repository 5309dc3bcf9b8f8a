"""``--by``: what units are compared by."""

from __future__ import annotations

from evalfw import RequestError, Text
from evalfw.rubric import By


def by_of(said: str) -> By:
    """What ``--by`` says. Raises RequestError: there is no such thing."""
    if said not in ("points", "rate"):
        raise RequestError(Text(f"--by 没有 '{said}'；可用 points、rate", f"--by: no '{said}'; known: points, rate"))
    return "rate" if said == "rate" else "points"
