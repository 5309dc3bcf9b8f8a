"""What a collector is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from evalfw.model.evidence import EvidencePart


class Collector(NamedTuple):
    """
    Reads one sort of file, as a plugin registers it.

    Collectors do not see the rubric: what is measured must not depend on what earns points.

    Attributes:
        id: Stable id, named beside every fact it read.
        suffixes: File name endings it claims, lower case, such as ``.csv``.
        collect: Reads a file, given its path and its name in messages. Raises EvidenceError with every problem.
    """

    id: str
    suffixes: tuple[str, ...]
    collect: Callable[[Path, str], EvidencePart]
