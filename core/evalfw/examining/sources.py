"""Whether files from which facts were taken are still what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from evalfw.evidence import ENTRIES, Attachment, EvidencePart, algorithm_in, digest_of
from evalfw.examining.observation import Observation
from evalfw.foundation import EvidenceError, Text


def source_observations(
    parts: Iterable[EvidencePart], root: Path, attachments: tuple[Attachment, ...]
) -> Iterator[Observation]:
    """
    ``source.changed``: a file has another content than when facts were taken from it; ``source.missing``: it is gone.

    Workbooks that divisions sent are looked for among the attachments, by their hash.
    """
    stored = {entry.digest for entry in attachments}
    told: set[tuple[str, str]] = set()
    for part in parts:
        for name in ENTRIES:
            for entry in getattr(part, name):
                taken = entry.taken
                if taken is None or not taken.file or not taken.digest:
                    continue
                if (taken.file, taken.digest) in told:
                    continue
                told.add((taken.file, taken.digest))
                place = entry.origin.place
                path = root / taken.file
                try:
                    now = digest_of(path, algorithm_in(taken.digest)) if path.is_file() else ""
                except EvidenceError:
                    now = ""
                if not now and taken.digest in stored:
                    continue
                if not now:
                    what = Text(
                        f"取数的文件“{taken.file}”不见了", f"the file '{taken.file}' that facts were taken from is gone"
                    )
                    yield Observation("source.missing", "warning", place, what)
                elif now != taken.digest:
                    what = Text(
                        f"“{taken.file}”在取数之后改过；重新采集：evalfw evidence collect",
                        f"'{taken.file}' was changed after facts were taken from it; take them again: evalfw evidence collect",
                    )
                    yield Observation("source.changed", "warning", place, what)
