"""Collectors for TOML, JSON and CSV files of an evidence folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evalfw import Collector, EvidenceError, EvidencePart, hookimpl
from evalfw.evidence import part_of, structure_part
from evalfw.foundation import read_json, read_toml

EVALFW_API = "2.0"


@hookimpl
def evalfw_collectors() -> Iterable[Collector]:
    """TOML, JSON and CSV."""
    return [
        Collector("toml", (".toml",), collect_toml, (b'fact = [{ id = "n", value = 1 }]\n',)),
        Collector("json", (".json",), collect_json, (b'{"fact": [{"id": "n", "value": 1}]}',)),
        Collector("csv", (".csv",), collect_csv, (b"fact,value\nn,1\n",)),
    ]


def collect_toml(path: Path, shown: str) -> EvidencePart:
    """The entries of a TOML file: ``[[fact]]``, ``[[claim]]``, ``[[override]]`` and so on."""
    document = read_toml(path, shown, EvidenceError)
    return part_of(document, structure_part(document))


def collect_json(path: Path, shown: str) -> EvidencePart:
    """The entries of a JSON file: an object with the lists ``fact``, ``claim``, ``override`` and so on."""
    document = read_json(path, shown, EvidenceError)
    return part_of(document, structure_part(document))


def collect_csv(path: Path, shown: str) -> EvidencePart:
    """The rows of a CSV table of facts or of self-scores."""
    from evalfw_plugins.csv_table import read_table

    return read_table(path, shown)
