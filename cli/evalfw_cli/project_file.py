"""The form of ``evalfw.toml``; loaded only where there is one."""

from __future__ import annotations

from pathlib import Path

import attrs

from evalfw import EvidenceError, read_toml, structure


@attrs.frozen(kw_only=True)
class OverlayPaths:
    """
    Rubric files that are laid over the rubric, weakest first; paths start from the folder of ``evalfw.toml``.

    Attributes:
        department: What the department changes for all its evaluations.
        project: What this evaluation changes; ``indicators.toml`` of the evidence is one of these without being listed.
    """

    department: tuple[str, ...] = ()
    project: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ProjectFile:
    """
    The keys of ``evalfw.toml``.

    Attributes:
        rubric: The rubric, as in ``--rubric``.
        evidence: The evidence folder.
        overlay: What is laid over the rubric.
    """

    rubric: str | None = None
    evidence: str | None = None
    overlay: OverlayPaths = attrs.field(factory=OverlayPaths)


def read_project_file(path: Path, shown: str) -> ProjectFile:
    """
    The project file at *path*, called *shown* in messages.

    Raises:
        EvidenceError: It is not in order.
    """
    return structure(read_toml(path, shown, EvidenceError), ProjectFile, EvidenceError)
