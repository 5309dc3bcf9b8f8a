"""An evidence folder in hand: read, checked, and ready to be worked with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from evalfw.evidence.checking.evidence import check_evidence
from evalfw.evidence.citing.reader import TextReader
from evalfw.evidence.collecting.collector import Collector
from evalfw.evidence.collecting.folder import Collected, collect
from evalfw.evidence.model import Evidence
from evalfw.evidence.sources.source import SourceKind
from evalfw.foundation import TableReader
from evalfw.language import FactDeclaration
from evalfw.rubric import Catalogue, Overlay, Rubric, Vocabulary


class Means(Protocol):
    """What files are read with; the plugins bring it, and ``PluginHost`` is one."""

    @property
    def rubrics(self) -> Catalogue:
        """The rubrics that are there."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What rubric files may name."""

    @property
    def collectors(self) -> Mapping[str, Collector]:
        """Collectors by file suffix."""

    @property
    def sources(self) -> Mapping[str, SourceKind]:
        """Kinds of sources by id."""

    @property
    def text_readers(self) -> Mapping[str, TextReader]:
        """Readers of documents by file suffix."""

    @property
    def table_readers(self) -> Mapping[str, TableReader]:
        """Readers of tables by file suffix."""

    def load(self, ref: str, overlays: Iterable[Overlay] = (), below: Path | None = None) -> Rubric:
        """The rubric that *ref* addresses, with *overlays*; a path starts from *below*. Raises RubricError."""


class EvidenceFolder(NamedTuple):
    """
    An evidence folder in hand.

    Attributes:
        root: The folder.
        shown: Its name in messages.
        means: What it was read with.
        rubric: The rubric it is for, completed by its own indicators.
        collected: What was read.
        evidence: The same, checked.
    """

    root: Path
    shown: str
    means: Means
    rubric: Rubric
    collected: Collected
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<EvidenceFolder {self.shown}: {self.evidence.subject.name}, {self.rubric.identity.id}>"

    @property
    def declarations(self) -> Mapping[str, FactDeclaration]:
        """Every fact that the rubric or the evidence declares, by id."""
        return {**self.rubric.facts, **self.evidence.declarations}

    def read_again(self) -> EvidenceFolder:
        """The folder as it is now. Raises EvidenceError."""
        return self.with_collected(collect(self.root, self.means.collectors, self.shown))

    def with_collected(self, collected: Collected) -> EvidenceFolder:
        """The folder as if *collected* were all that it holds. Raises EvidenceError."""
        return self._replace(collected=collected, evidence=check_evidence(collected, self.rubric))
