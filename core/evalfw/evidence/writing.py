"""Parts of evidence as TOML: one key on a line, in the order of the classes, so that versions can be compared line by line."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from evalfw.evidence.model import EvidencePart, Source
from evalfw.evidence.provenance import Taken
from evalfw.foundation import toml_value

TABLES = {
    "statements": "fact",
    "claims": "claim",
    "overrides": "override",
    "exemptions": "exemption",
    "explanations": "explanation",
    "remarks": "remark",
}
"""Field of a part → the table that its entries are written as."""

_FIRST = ("id", "indicator", "value", "low", "high", "points", "text")
"""Keys that are written before the others: what it is about, and what is said."""


def part_text(part: EvidencePart, head: str) -> str:
    """
    *part* as a TOML file.

    Args:
        part: Its declarations and reconciliations are not written: they are made by hand.
        head: Comment at the top, without ``#``; several lines if need be.
    """
    lines = [f"# {line}" for line in head.splitlines()]
    for name, table in TABLES.items():
        for entry in getattr(part, name):
            lines += ["", f"[[{table}]]", *_keys(entry)]
    return "\n".join(lines) + "\n"


def _keys(entry: Source) -> Iterator[str]:
    written: dict[str, object] = {}
    for field in attrs.fields(type(entry)):
        key, value = field.metadata.get("key", field.name), getattr(entry, field.name)
        if key and value is not None and value != field.default:
            written[key] = _taken(value) if isinstance(value, Taken) else value
    for key in sorted(written, key=lambda each: _FIRST.index(each) if each in _FIRST else len(_FIRST)):
        yield f"{key} = {toml_value(written[key])}"


def _taken(taken: Taken) -> dict[str, object]:
    fields = {field.name: (getattr(taken, field.name), field.default) for field in attrs.fields(Taken)}
    return {name: value for name, (value, default) in fields.items() if value != default}
