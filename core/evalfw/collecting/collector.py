"""What a collector is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from evalfw.model.evidence import EvidencePart


@attrs.frozen(eq=False, repr=False)
class Collector:
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
