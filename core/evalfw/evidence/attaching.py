"""``evalfw evidence attach``: keep documents in the evidence folder, each once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalfw import EvidenceError, Language, Problem, Text, well_formed
from evalfw.evidence.attachments.digests import Algorithm
from evalfw.evidence.attachments.store import MAX_BYTES, Store
from evalfw.foundation.reading.files import UNREADABLE
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.writing.files import write_together
from evalfw.foundation.writing.folder import changing
from evalfw_cli.clock import today
from evalfw_cli.evidence.opened import open_evidence
from evalfw_cli.outputs import print_lines


def attach(
    files: Sequence[Path],
    given: Path | None,
    ref: str | None,
    by: str,
    note: str,
    algorithm: Algorithm,
    language: Language,
) -> int:
    """
    Store *files* in ``attachments/`` and print what each is called there; what is there already is not stored again.

    Raises:
        EvalfwError: A file cannot be read or is too large; nothing is stored then.
    """
    opened = open_evidence(given, ref)
    problems: list[Problem] = []
    with changing(opened.root):
        store = Store(opened.root, opened.shown, algorithm)
        named = []
        for path in files:
            shown = well_formed(path.as_posix())
            try:
                if path.stat().st_size > MAX_BYTES:
                    mib = MAX_BYTES // 1024 // 1024
                    problems.append(
                        Problem(shown, None, "", Text(f"附件太大：最多 {mib} MB", f"too large: at most {mib} MB"))
                    )
                    continue
                content = path.read_bytes()
            except OSError as error:
                problems.append(Problem(shown, None, "", UNREADABLE + reason_of(error)))
                continue
            named.append((store.add(content, well_formed(path.name), by, today(), note), shown))
        if problems:
            raise EvidenceError(problems)
        write_together(store.files())
    return print_lines(f"{file}  {shown}" for file, shown in named)
