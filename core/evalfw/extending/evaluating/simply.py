"""The same for programs: everything that is not said is found as a command in the working folder finds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from evalfw.evidence import EvidenceFolder
from evalfw.extending.evaluating.evaluating import Evaluation, EvaluationRequest, evaluate_meant
from evalfw.extending.evaluating.opening import open_meant
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loaded import load_plugins
from evalfw.extending.project.meant import Meant, find_meant


def evaluate(
    evidence: Path | str | None = None,
    rubric: str | None = None,
    *,
    overlays: Iterable[str] = (),
    as_of: date | None = None,
    host: PluginHost | None = None,
) -> Evaluation:
    """
    Score evidence, as ``evalfw run`` does.

    Args:
        evidence: An evidence folder, a project with one, or a single file; what lies in the working folder if None, and the sample of
            the rubric where there is nothing.
        rubric: Id, alias or path; that of the project or of the evidence if None.
        overlays: Files that are laid over it.
        as_of: The day by which exemptions and overrides are judged; as the evidence says if None.
        host: The plugins; those that are installed and those of the project if None.

    Raises:
        EvalfwError: There is no rubric or no evidence, or something in them is not in order; with every problem.
    """
    meant, plugins = _meant(evidence, host)
    return evaluate_meant(EvaluationRequest(meant, None, rubric, tuple(overlays), as_of), plugins)


def open_evidence(
    evidence: Path | str | None = None, rubric: str | None = None, *, host: PluginHost | None = None
) -> EvidenceFolder:
    """
    An evidence folder to work with: read, and checked against its rubric.

    Args:
        evidence: The folder, or a project with one; what lies in the working folder if None.
        rubric: Id, alias or path; that of the project or of the evidence if None.
        host: The plugins; those that are installed and those of the project if None.

    Raises:
        EvalfwError: There is no folder, or something in it is not in order; with every problem.
    """
    return open_meant(*_meant(evidence, host), rubric)


def _meant(evidence: Path | str | None, host: PluginHost | None) -> tuple[Meant, PluginHost]:
    meant = find_meant(None if evidence is None else Path(evidence))
    if host is not None:
        return meant, host
    return meant, load_plugins(settings=None if meant.project is None else meant.project.plugins)
