"""JSON Schemas beside the files that name them, so that editors find them without a network."""

from __future__ import annotations

import json
from pathlib import Path

from evalfw.foundation import write_file
from evalfw.maintaining.schema.generate import Subject, schema_of
from evalfw.rubric import Vocabulary


def schema_text(subject: Subject, vocabulary: Vocabulary) -> str:
    """The schema of a sort of file, with what *vocabulary* adds."""
    return json.dumps(schema_of(subject, vocabulary), ensure_ascii=False, indent=2) + "\n"


def write_schema_beside(path: Path, subject: Subject, vocabulary: Vocabulary) -> str:
    """
    Write the schema into the folder of *path*; what is there already is replaced, for it is always the same.

    Returns:
        What ``#:schema`` says in the file.

    Raises:
        OutputError: It cannot be written.
    """
    name = f"{subject}.schema.json"
    write_file(path.parent / name, schema_text(subject, vocabulary).encode("utf-8"))
    return f"./{name}"
