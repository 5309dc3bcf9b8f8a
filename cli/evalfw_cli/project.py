"""A project folder: ``evalfw.toml`` says which rubric and which evidence."""

from __future__ import annotations

from pathlib import Path

import attrs

from evalfw import EvidenceError, read_toml, structure

PROJECT_FILE = "evalfw.toml"
EVIDENCE_FOLDER = "evidence"


@attrs.frozen(kw_only=True)
class Project:
    """
    The keys of ``evalfw.toml``.

    Attributes:
        rubric: The rubric, as in ``--rubric``.
        evidence: The evidence folder, from the project folder.
    """

    rubric: str | None = None
    evidence: str = EVIDENCE_FOLDER


def read_project(folder: Path) -> Project | None:
    """
    The project in *folder*; None if there is no ``evalfw.toml``.

    Raises:
        EvidenceError: The file is not in order.
    """
    path = folder / PROJECT_FILE
    if not path.exists():
        return None
    return structure(read_toml(path, PROJECT_FILE, EvidenceError), Project, EvidenceError)
