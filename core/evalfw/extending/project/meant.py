"""Which project and which evidence a command line means."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from evalfw.extending.project import EVIDENCE_FILE, EVIDENCE_FOLDER, Project, project_around, read_project
from evalfw.foundation import is_there


class Meant(NamedTuple):
    """The project, and the evidence; None where there is none."""

    project: Project | None
    evidence: Path | None


def find_meant(given: Path | None) -> Meant:
    """
    What *given*, the EVIDENCE of a command line, stands for; without it what lies in the working folder.

    Raises:
        EvidenceError: ``evalfw.toml`` is not in order.
    """
    if given is not None and not is_there(given / EVIDENCE_FILE) and (project := read_project(given)) is not None:
        return Meant(project, given / project.evidence)  # a project folder stands for its evidence
    if given is not None:
        return Meant(project_around(given) or read_project(Path()), given)
    project = read_project(Path())
    if project is not None and project.is_evaluation:
        return Meant(project, project.evidence)
    return Meant(project, Path(EVIDENCE_FOLDER) if Path(EVIDENCE_FOLDER).is_dir() else None)
