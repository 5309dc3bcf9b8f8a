"""What lints say."""

from __future__ import annotations

from typing import Literal, NamedTuple

from evalfw.foundation import Problem

LintSeverity = Literal["warning", "info"]


class Lint(NamedTuple):
    """
    One thing to know.

    Attributes:
        code: Stable name, listed in docs/command-line.md.
        severity: ``warning``: look at it; ``info``: worth knowing.
        problem: Place and message.
        indicators: Ids concerned.
        by: The plugin that says so; empty for evalfw itself.
    """

    code: str
    severity: LintSeverity
    problem: Problem
    indicators: tuple[str, ...]
    by: str = ""
