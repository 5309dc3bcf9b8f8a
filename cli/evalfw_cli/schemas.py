"""JSON Schemas beside the files that name them, so that editors find them without a network."""

from __future__ import annotations

import json
from pathlib import Path

from evalfw import PluginHost
from evalfw.maintaining.schema import Subject, schema_of
from evalfw_cli.outputs import write_file


def schema_text(subject: Subject, host: PluginHost) -> str:
    """The schema of a sort of file, with what the installed plugins add."""
    return json.dumps(schema_of(subject, host.vocabulary), ensure_ascii=False, indent=2) + "\n"


def write_schema_beside(path: Path, subject: Subject, host: PluginHost) -> str:
    """
    Write the schema into the folder of *path*; what is there already is replaced, for it is always the same.

    Returns:
        What ``#:schema`` says in the file.

    Raises:
        OutputError: It cannot be written.
    """
    name = f"{subject}.schema.json"
    write_file(path.parent / name, schema_text(subject, host).encode("utf-8"))
    return f"./{name}"
