"""A project folder: ``evalfw.toml`` says which rubric, which evidence, and which plugins."""

from evalfw.extending.project.project import (
    EVIDENCE_FILE,
    EVIDENCE_FOLDER,
    PROJECT_FILE,
    Project,
    project_around,
    read_project,
)

__all__ = ["EVIDENCE_FILE", "EVIDENCE_FOLDER", "PROJECT_FILE", "Project", "project_around", "read_project"]
