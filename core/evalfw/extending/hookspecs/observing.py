"""Hooks that observe: they are told what happens, and return nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw.extending.hookspecs.marks import hookspec

if TYPE_CHECKING:
    from evalfw.evidence import Evidence
    from evalfw.rubric import Rubric
    from evalfw.scoring import IndicatorResult, Report


@hookspec
def evalfw_rubric_loaded(rubric: Rubric) -> None:
    """
    Observe that a rubric was loaded.

    Called by ``evalfw run``, once, before evidence is looked at.

    Args:
        rubric: The rubric, overlays laid over it. Read-only.

    Returns:
        Nothing; anything else is told as a failure, and changes nothing.

    Failure:
        It is told on stderr; the run goes on.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_evidence_collected(evidence: Evidence, rubric: Rubric) -> None:
    """
    Observe that evidence was collected and checked.

    Called by ``evalfw run``, once, before anything is scored.

    Args:
        evidence: All of it. Read-only.
        rubric: The rubric that it is for.

    Returns:
        Nothing; anything else is told as a failure, and changes nothing.

    Failure:
        It is told on stderr; the run goes on.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_indicator_scored(result: IndicatorResult, report: Report) -> None:
    """
    Observe the result of one indicator.

    Called by ``evalfw run`` for each node of the rubric, in its order, when all are scored.

    Args:
        result: The result. Read-only.
        report: The report that it is part of.

    Returns:
        Nothing; anything else is told as a failure, and changes nothing.

    Failure:
        It is told on stderr, once; the run goes on, and the plugin is told of no further indicator.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_run_finished(report: Report, outputs: Sequence[Path]) -> None:
    """
    Observe that a run is done: to upload, to notify, to keep a log.

    Called by ``evalfw run``, once, when everything is written.

    Args:
        report: The report. Read-only.
        outputs: The files that were written; none if the report went to stdout.

    Returns:
        Nothing; anything else is told as a failure, and changes nothing.

    Failure:
        It is told on stderr; the exit code stays as it was.
    """
    raise AssertionError("a specification is never called")


@hookspec
def evalfw_plugin_failed(author: str, what: str, message: str) -> None:
    """
    Observe that a plugin has failed.

    Called by ``evalfw run`` at its end, for each failure of any plugin in it: while plugins were loaded, while it scored, or of an observer.

    Args:
        author: The plugin: ``id (distribution version)``.
        what: What was called, such as ``points`` or ``format xlsx``; ``load`` for a plugin that was not loaded.
        message: What went wrong, in English.

    Returns:
        Nothing; what it returns is not looked at.

    Failure:
        It is told on stderr, and to no observer.
    """
    raise AssertionError("a specification is never called")
