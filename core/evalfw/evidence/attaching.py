"""Documents that entries cite, kept in the evidence folder, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence.attachments.digests import Algorithm
from evalfw.evidence.attachments.store import MAX_BYTES, Store
from evalfw.evidence.opened import EvidenceFolder
from evalfw.foundation import UNREADABLE, EvidenceError, Problem, Text, changing, reason_of, well_formed, write_together


class Attached(NamedTuple):
    """A document that is kept: its name in ``attachments/``, and the file that it came from."""

    file: str
    given: Path


def attach(
    folder: EvidenceFolder,
    files: Sequence[Path],
    by: str = "",
    on: date | None = None,
    note: str = "",
    algorithm: Algorithm = "sha256",
) -> tuple[Attached, ...]:
    """
    Store *files* in ``attachments/``; what is there already is not stored again.

    Args:
        folder: The evidence folder.
        files: Documents.
        by: Who brings them.
        on: When.
        note: What a reader should know about them.
        algorithm: The hash under which they are kept.

    Raises:
        EvalfwError: A file cannot be read or is too large; nothing is stored then.
    """
    problems: list[Problem] = []
    with changing(folder.root):
        store = Store(folder.root, folder.shown, algorithm)
        attached = []
        for path in files:
            shown = well_formed(path.as_posix())
            try:
                if path.stat().st_size > MAX_BYTES:
                    mib = MAX_BYTES // 1024 // 1024
                    what = Text(f"附件太大：最多 {mib} MB", f"too large: at most {mib} MB")
                    problems.append(Problem(shown, None, "", what))
                    continue
                content = path.read_bytes()
            except OSError as error:
                problems.append(Problem(shown, None, "", UNREADABLE + reason_of(error)))
                continue
            attached.append(Attached(store.add(content, well_formed(path.name), by, on, note), path))
        if problems:
            raise EvidenceError(problems)
        write_together(store.files())
    return tuple(attached)
