"""Helpers for tests of rubrics and plugins; our own tests use them first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw.evidence import GivenValue, evidence_of
from evalfw.rubric import Rubric
from evalfw.scoring import Report, score

if TYPE_CHECKING:
    from evalfw.extending.plugins import PluginHost


def score_facts(rubric: Rubric, facts: Mapping[str, GivenValue], as_of: date | None = None) -> Report:
    """The report for *facts* alone; every other fact is missing."""
    return score(rubric, evidence_of(rubric, facts), as_of)


def rubric_at(path: Path, host: PluginHost | None = None) -> Rubric:
    """
    The rubric in the file at *path*.

    Args:
        path: The file.
        host: The plugins; those that are installed if None.

    Raises:
        RubricError: It is not in order.
    """
    from evalfw.extending.plugins import load_plugins
    from evalfw.rubric import RubricSource, load_rubric

    plugins = load_plugins() if host is None else host
    return load_rubric(RubricSource(id="", path=path, shown=path.name), plugins.rubrics, plugins.vocabulary)


def trial_reports(host: PluginHost | None = None) -> list[Report]:
    """Reports of a made-up rubric for tests of renderers: everything known, nothing known, and a case for a person to decide."""
    from evalfw.extending.conformance.trials import reports
    from evalfw.extending.plugins import load_plugins

    return reports(load_plugins() if host is None else host)


def broken_contract(name: str) -> list[str]:
    """
    In what the installed plugin *name* breaks the contract, in English, as ``evalfw plugin check`` says it; nothing if it keeps it.

    It is checked in a process of its own. What could not be tried for want of examples counts as broken.

    Raises:
        LookupError: There is no such plugin.
    """
    from evalfw.extending.conformance import check_in_process
    from evalfw.extending.plugins import PluginSettings
    from evalfw.extending.plugins.discovery import find_plugins

    found = [each for each in find_plugins() if each.id == name]
    if not found:
        raise LookupError(f"no plugin {name!r} is installed")
    checks = check_in_process(name, found[0].distribution, PluginSettings())
    return [f"{each.code} {each.about}: {each.message.en}" for each in checks if each.outcome != "kept"]
