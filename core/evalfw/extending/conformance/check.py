"""What one check found."""

from __future__ import annotations

from typing import Literal, NamedTuple

from evalfw.foundation import NOTHING, Text

Outcome = Literal["kept", "broken", "untried"]


class Check(NamedTuple):
    """
    One check of one thing that a plugin brings.

    Attributes:
        code: Which: ``registers``, ``interface``, ``documented``, ``lazy``, ``loads``, ``deterministic``, ``bounded``, ``safe_bounds``,
            ``monotone``, ``no_io``, ``strict_input``.
        about: What was checked, such as ``rule stars``; empty for the plugin as a whole.
        outcome: ``kept``; ``broken``; ``untried``, where there is nothing to try it with.
        message: What was found; empty if kept.
    """

    code: str
    about: str
    outcome: Outcome
    message: Text = NOTHING


def kept(code: str, about: str = "") -> Check:
    """The contract is kept."""
    return Check(code, about, "kept")


def broken(code: str, about: str, message: Text) -> Check:
    """The contract is broken."""
    return Check(code, about, "broken", message)


def untried(code: str, about: str, message: Text) -> Check:
    """There was nothing to try it with."""
    return Check(code, about, "untried", message)


def verdict(code: str, about: str, fault: Text | None) -> Check:
    """Kept without a *fault*."""
    return kept(code, about) if fault is None else broken(code, about, fault)
