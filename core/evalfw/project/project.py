"""A project folder: ``evalfw.toml`` says which rubric and which evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evalfw.plugins.settings import PluginSettings, from_environment
from evalfw.reading.files import is_there

if TYPE_CHECKING:
    from evalfw.project.project_file import ProjectFile

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
        is_evaluation: Whether it names a rubric or evidence; one that does not only sets plugins.
        plugins: Which plugins are loaded, and which files and programs besides; what the environment says included.
    """

    folder: Path
    rubric: str | None
    evidence: Path
    department: tuple[Path, ...] = ()
    project: tuple[Path, ...] = ()
    is_evaluation: bool = True
    plugins: PluginSettings = PluginSettings()


def read_project(folder: Path) -> Project | None:
    """
    The project in *folder*; None if there is no ``evalfw.toml``.

    Raises:
        EvidenceError: The file is not in order.
    """
    path = folder / PROJECT_FILE
    if not is_there(path):
        return None
    from evalfw.project.project_file import read_project_file

    file = read_project_file(path, PROJECT_FILE)
    return Project(
        folder,
        file.rubric,
        Path(file.evidence or EVIDENCE_FOLDER),
        tuple(folder / each for each in file.overlay.department),
        tuple(folder / each for each in file.overlay.project),
        file.rubric is not None or file.evidence is not None,
        _plugin_settings(file, folder),
    )


def _plugin_settings(file: ProjectFile, folder: Path) -> PluginSettings:
    settings = from_environment()._replace(
        files=tuple(folder / each for each in file.plugins),
        processes=tuple((entry, folder) for entry in file.process),
        off=file.no_plugins,
        allowed=file.allow_plugins,
        prefer=file.prefer_plugins,
    )
    return settings if file.plugin_seconds is None else settings._replace(seconds=float(file.plugin_seconds))


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
