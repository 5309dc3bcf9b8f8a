"""A project folder: ``evalfw.toml`` says which rubric and which evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs

from evalfw.extending.plugins.settings import PluginSettings, from_environment
from evalfw.foundation import EvidenceError, is_there

if TYPE_CHECKING:
    from evalfw.extending.project.project_file import ProjectFile
    from evalfw.foundation import Document
    from evalfw.rubric import Layout, Rubric
    from evalfw.scoring import Report

PROJECT_FILE = "evalfw.toml"
EVIDENCE_FOLDER = "evidence"
EVIDENCE_FILE = "evidence.toml"


class ProjectLayout(NamedTuple):
    """A layout, which keys of it are written, and the file."""

    layout: Layout
    table: Mapping[str, object]
    document: Document

    def over(self, rubric: Rubric) -> Rubric:
        """
        *rubric* with the keys that are written in place of its own.

        Raises:
            EvidenceError: They name facts or indicators that it does not have.
        """
        indicators = [node.id for node in rubric.indicators]
        return attrs.evolve(rubric, layout=self._over(rubric.layout, rubric.facts, indicators))

    def over_report(self, report: Report) -> Report:
        """*report*, a saved one, in the same way."""
        facts, nodes = [fact.id for fact in report.facts], [result.id for result in report.indicators]
        return report._replace(layout=self._over(report.layout, facts, nodes))

    def _over(self, below: Layout, facts: Iterable[str], indicators: Iterable[str]) -> Layout:
        from evalfw.rubric import laid_over, money_problems

        layout = laid_over(below, self.layout, self.table)
        if self.layout.annex.money is not None:
            problems = list(
                money_problems(
                    layout,
                    facts,
                    indicators,
                    lambda path, what, hint: self.document.problem(("layout", *path), what, hint),
                )
            )
            if problems:
                raise EvidenceError(problems)
        return layout


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
        layout: What it says of the layout of reports.
    """

    folder: Path
    rubric: str | None
    evidence: Path
    department: tuple[Path, ...] = ()
    project: tuple[Path, ...] = ()
    is_evaluation: bool = True
    plugins: PluginSettings = PluginSettings()
    layout: ProjectLayout | None = None


def read_project(folder: Path) -> Project | None:
    """
    The project in *folder*; None if there is no ``evalfw.toml``.

    Raises:
        EvidenceError: The file is not in order.
    """
    path = folder / PROJECT_FILE
    if not is_there(path):
        return None
    from evalfw.extending.project.project_file import read_project_file

    file, document = read_project_file(path, PROJECT_FILE)
    layout = document.data.get("layout")
    return Project(
        folder,
        file.rubric,
        Path(file.evidence or EVIDENCE_FOLDER),
        tuple(folder / each for each in file.overlay.department),
        tuple(folder / each for each in file.overlay.project),
        file.rubric is not None or file.evidence is not None,
        _plugin_settings(file, folder),
        ProjectLayout(file.layout, layout, document) if file.layout is not None and isinstance(layout, dict) else None,
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
