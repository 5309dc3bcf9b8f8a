"""The rubric that a command line means, with what the project and the command line lay over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from evalfw.extending.plugins import PluginHost
from evalfw.extending.project import Project, read_project
from evalfw.foundation import RequestError, Text, nearest, verbatim
from evalfw.rubric import Overlay, Rubric, RubricSource, load_rubric, overlays_at


def overlays_of(project: Project | None, given: Iterable[str], host: PluginHost) -> tuple[Overlay, ...]:
    """
    What is laid over a rubric: the files that *project* names, and those *given* on the command line.

    Raises:
        RubricError: There is no such file.
    """
    catalogue = host.rubrics
    of_project = () if project is None else overlays_at(project.department, "department", catalogue)
    of_project += () if project is None else overlays_at(project.project, "project", catalogue)
    return (*of_project, *overlays_at(map(Path, given), "command_line", catalogue))


class Named(NamedTuple):
    """A rubric that a command line names: where it lies, what is laid over it, and itself."""

    source: RubricSource
    overlays: tuple[Overlay, ...]
    rubric: Rubric


def load_named(ref: str | None, given: Iterable[str], host: PluginHost) -> Named:
    """
    The rubric that *ref* addresses with the overlays *given*; without *ref* that of the project in the working folder, with
    the overlays of the project.

    Raises:
        EvalfwError: There is none, or it is not in order.
    """
    project = None if ref is not None else read_project(Path())
    ref = ref or (project.rubric if project is not None else None)
    if ref is None:
        raise RequestError(Text("请写明评分表（编号、别名或文件）", "name a rubric: id, alias or path"))
    source = host.rubrics.find(ref, below=None if project is None else project.folder)
    overlays = overlays_of(project, given, host)
    return Named(source, overlays, load_rubric(source, host.rubrics, host.vocabulary, overlays))


def indicators_below(id: str, rubric: Rubric) -> set[str]:
    """Ids of the indicator *id* and of all below it. Raises RequestError if there is no such indicator."""
    if id not in rubric.by_id:
        hint = nearest(id, rubric.by_id)
        what = Text(f"没有指标 '{id}'", f"there is no indicator '{id}'")
        raise RequestError(what if hint is None else what + verbatim(" — ") + hint)
    return {each for each in rubric.by_id if each == id or each.startswith(f"{id}.")}
