"""The lock of a project: made, and held to."""

from __future__ import annotations

from pathlib import Path

from evalfw.extending.locking.differences import differences
from evalfw.extending.locking.lock_file import LOCK_FILE, Lock, read_lock, write_lock
from evalfw.extending.locking.pinning import pin_plugins, pin_rubric, pin_settings
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.extending.project.project import Project
from evalfw.foundation import VERSION, EvidenceError, Problem, write_file
from evalfw.rubric import Rubric


def lock_path(project: Project | None) -> Path:
    """Where the lock of *project* lies; without one it lies in the working folder."""
    return (Path() if project is None else project.folder) / LOCK_FILE


def make_lock(project: Project | None, host: PluginHost, rubric: Rubric, settings: PluginSettings) -> Lock:
    """
    Write the lock of *project*: *rubric*, every plugin and what *settings* say of them.

    Raises:
        OutputError: The file cannot be written.
    """
    made = _lock_of(host, rubric, settings)
    write_file(lock_path(project), write_lock(made).encode("utf-8"))
    return made


def check_lock(project: Project | None, host: PluginHost, rubric: Rubric, settings: PluginSettings) -> None:
    """Raise EvidenceError with every difference between the lock of *project* and what there is."""
    path = lock_path(project)
    shown = path.as_posix()
    locked, now = read_lock(path, shown), _lock_of(host, rubric, settings)
    found = [Problem(shown, None, "", each) for each in differences(locked, now)]
    if found:
        raise EvidenceError(found)


def _lock_of(host: PluginHost, rubric: Rubric, settings: PluginSettings) -> Lock:
    plugins, distributions = pin_plugins(host.plugins, VERSION)
    return Lock(settings=pin_settings(settings), rubric=pin_rubric(rubric), plugin=plugins, distribution=distributions)
