"""``evalfw lock``, and ``--locked``."""

from __future__ import annotations

from pathlib import Path

from evalfw import EvidenceError, Language, PluginHost, Problem, Project, Rubric, Text, __version__, read_project
from evalfw.extending.locking import (
    LOCK_FILE,
    Lock,
    differences,
    pin_plugins,
    pin_rubric,
    pin_settings,
    read_lock,
    write_lock,
)
from evalfw_cli.outputs import tell, write_file
from evalfw_cli.plugins import load_host, settings_now
from evalfw_cli.rubrics import load_named


def lock(ref: str | None, language: Language) -> int:
    """
    Write ``evalfw.lock`` beside ``evalfw.toml`` in the working folder: the rubric *ref*, or that of the project, and all plugins.

    Raises:
        EvalfwError: The rubric cannot be loaded, or the file not written.
    """
    project = read_project(Path())
    host = load_host(project)
    rubric = load_named(ref, (), host).rubric
    path = lock_path(project)
    made = _lock_of(project, host, rubric)
    write_file(path, write_lock(made).encode("utf-8"))
    files = sum(len(each.files) for each in made.distribution)
    said = Text(
        f"已写入 {path.as_posix()}：评分表 {len(made.rubric)} 个文件，插件 {len(made.plugin)} 个，程序文件 {files} 个",
        f"wrote {path.as_posix()}: {len(made.rubric)} rubric files, {len(made.plugin)} plugins, {files} program files",
    )
    tell(said.read(language))
    return 0


def lock_path(project: Project | None) -> Path:
    """Where the lock of *project* lies; without one it lies in the working folder."""
    return (Path() if project is None else project.folder) / LOCK_FILE


def check_lock(project: Project | None, host: PluginHost, rubric: Rubric) -> None:
    """Raise EvidenceError with every difference between the lock of *project*, and *rubric* and the plugins that there are."""
    path = lock_path(project)
    shown = path.as_posix()
    found = [
        Problem(shown, None, "", each) for each in differences(read_lock(path, shown), _lock_of(project, host, rubric))
    ]
    if found:
        raise EvidenceError(found)


def _lock_of(project: Project | None, host: PluginHost, rubric: Rubric) -> Lock:
    plugins, distributions = pin_plugins(host.plugins, __version__)
    settings = pin_settings(settings_now(project))
    return Lock(settings=settings, rubric=pin_rubric(rubric), plugin=plugins, distribution=distributions)
