"""Hooks that decide: one plugin after the other is asked, until one gives an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw.extending.hookspecs.marks import hookspec

if TYPE_CHECKING:
    from evalfw.evidence import Adjudication, Statement
    from evalfw.language import FactDeclaration


@hookspec(firstresult=True)
def evalfw_resolve_rubric(ref: str) -> Path | None:
    """
    Say where the rubric lies that a reference means: for rubrics in a store of the department.

    Called when somebody asks for a rubric that is no path and that no plugin has registered under this id or alias.

    Args:
        ref: What was asked for, such as ``bureau/2023``.

    Returns:
        The path of a rubric file or of the folder of one. None means: not known here; the next plugin is asked.

    Failure:
        The request fails, unless a plugin before it has answered: which rubric is meant must not depend on a fault.
    """
    raise AssertionError("a specification is never called")


@hookspec(firstresult=True)
def evalfw_adjudicate(fact: FactDeclaration, statements: Sequence[Statement]) -> Adjudication | None:
    """
    Decide which of several statements of one fact counts (裁定).

    Called by ``evalfw run``, before anything is scored, for each fact whose statements disagree.

    Args:
        fact: What is stated.
        statements: All statements of it, each with its source. Read-only.

    Returns:
        One of *statements*, with a reason: the report tells both as a finding, with the name of the plugin. None means: not
        decided here; the next plugin is asked, and if none decides, the fact stays disputed and the indicator pending.

    Failure:
        It is told on stderr, and nothing counts as decided by this plugin. A statement that is none of *statements* is a failure too.
    """
    raise AssertionError("a specification is never called")
