"""The form of ``evalfw.toml``; loaded only where there is one."""

from __future__ import annotations

from pathlib import Path

import attrs

from evalfw import EvidenceError, read_toml, structure


@attrs.frozen(kw_only=True)
class ProjectFile:
    """The keys of ``evalfw.toml``."""

    rubric: str | None = None
    evidence: str | None = None


def read_project_file(path: Path, shown: str) -> ProjectFile:
    """
    The project file at *path*, called *shown* in messages.

    Raises:
        EvidenceError: It is not in order.
    """
    return structure(read_toml(path, shown, EvidenceError), ProjectFile, EvidenceError)
