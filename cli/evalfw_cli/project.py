"""A project folder: ``evalfw.toml`` says which rubric and which evidence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from evalfw import is_there

PROJECT_FILE = "evalfw.toml"
EVIDENCE_FOLDER = "evidence"
EVIDENCE_FILE = "evidence.toml"


class Project(NamedTuple):
    """
    What ``evalfw.toml`` says.

    Attributes:
        folder: Where the file lies; paths start from there.
        rubric: The rubric, as in ``--rubric``; None if it names none.
        evidence: The evidence folder.
        department, project: Rubric files that are laid over the rubric, weakest first.
    """

    folder: Path
    rubric: str | None
    evidence: Path
    department: tuple[Path, ...] = ()
    project: tuple[Path, ...] = ()


def read_project(folder: Path) -> Project | None:
    """
    The project in *folder*; None if there is no ``evalfw.toml``.

    Raises:
        EvidenceError: The file is not in order.
    """
    path = folder / PROJECT_FILE
    if not is_there(path):
        return None
    from evalfw_cli.project_file import ProjectFile, read_project_file

    file: ProjectFile = read_project_file(path, PROJECT_FILE)
    return Project(
        folder,
        file.rubric,
        Path(file.evidence or EVIDENCE_FOLDER),
        tuple(folder / each for each in file.overlay.department),
        tuple(folder / each for each in file.overlay.project),
    )


def project_around(evidence: Path) -> Project | None:
    """
    The project whose evidence folder *evidence* is; None if there is none.

    Raises:
        EvidenceError: ``evalfw.toml`` beside it is not in order.
    """
    folder = evidence.resolve().parent
    project = read_project(folder)
    if project is None or (folder / project.evidence).resolve() != evidence.resolve():
        return None
    return project
