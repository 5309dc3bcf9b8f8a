"""Changes of an evidence folder: files, attachments and the history, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evalfw.evidence.attachments.store import Store
from evalfw.evidence.collecting.folder import HISTORY_FILE, Collected
from evalfw.evidence.history.recording import further, standing
from evalfw.evidence.history_entry import Entry
from evalfw.evidence.model import ENTRIES, EvidencePart
from evalfw.evidence.opened import EvidenceFolder
from evalfw.foundation import changing, write_together


def history_after(collected: Collected, parts: Sequence[EvidencePart], by: str, at: str) -> tuple[Entry, ...]:
    """The entries that the history of *collected* lacks once the folder holds *parts*; recorded by *by* at the moment *at*."""
    return further(collected.history or (), standing(parts), by, at)


def history_file(root: Path, collected: Collected, added: Sequence[Entry]) -> dict[Path, bytes]:
    """The history with *added* at its end; nothing if that is nothing."""
    if not added:
        return {}
    lines = [entry.line() + b"\n" for entry in (*(collected.history or ()), *added)]
    return {root / HISTORY_FILE: b"".join(lines)}


def part_file(part: EvidencePart) -> str:
    """Name of the file that *part* was read from, without its folder; empty if it holds nothing."""
    first = next((entry for name in ENTRIES for entry in getattr(part, name)), None)
    return "" if first is None else str(first.origin.file.rpartition("/")[2])


def write_folder(files: Mapping[Path, bytes], store: Store | None, history: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write it all. Raises OutputError: nothing was changed. Returns what was written."""
    attached = store.files() if store is not None else {}
    return write_together({**attached, **files, **history})


def record_history(folder: EvidenceFolder, by: str, at: str) -> tuple[int, int]:
    """
    Add to the history what has been changed by hand since.

    Args:
        folder: The evidence folder.
        by: Who records it.
        at: When, as RFC 3339 in UTC.

    Returns:
        How many changes were recorded, and how many entries there are now.

    Raises:
        EvalfwError: The history is broken, or cannot be written.
    """
    with changing(folder.root):
        fresh = folder.read_again()
        added = history_after(fresh.collected, fresh.collected.parts, by, at)
        path = fresh.root / HISTORY_FILE
        write_together(history_file(fresh.root, fresh.collected, added) or ({} if path.exists() else {path: b""}))
    return len(added), len(fresh.collected.history or ()) + len(added)
