"""Whether a text is so plain that any reader takes it the same: found by counting bytes, many megabytes in a second."""

from __future__ import annotations

import re
from pathlib import Path

_PIECE = 16 * 1024 * 1024
_QUOTED = re.compile(rb'"[^"]*"')


def is_plain_text(path: Path, delimiter: bytes, width: int) -> bool:
    """
    Whether every line of the text at *path*, in UTF-8, has *width* cells with *delimiter* between them, and quotes stand around whole
    cells of one line only; without blank lines, returns alone, and what spreadsheets write to keep a text a text.
    """
    beside = re.compile(rb"[^" + re.escape(delimiter) + rb"\n\r\x00]\x00|\x00[^" + re.escape(delimiter) + rb"\n\r\x00]")
    between = lines = 0
    kept = b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            kept += piece
            end = _even(kept)
            if end <= 0:
                if len(kept) > 4 * _PIECE:
                    return False
                continue
            part, kept = kept[:end], kept[end:]
            counted = _counted(part, delimiter, beside)
            if counted is None:
                return False
            between, lines = between + counted[0], lines + counted[1]
    if kept:
        counted = _counted(kept if kept.endswith(b"\n") else kept + b"\n", delimiter, beside)
        if counted is None:
            return False
        between, lines = between + counted[0], lines + counted[1]
    return between == (width - 1) * lines


def _even(kept: bytes) -> int:
    """Behind the last line break that no quote is open at; 0 if there is none."""
    end = kept.rfind(b"\n") + 1
    while end and kept.count(b'"', 0, end) % 2:
        end = kept.rfind(b"\n", 0, end - 1) + 1
    return end


def _counted(part: bytes, delimiter: bytes, beside: re.Pattern[bytes]) -> tuple[int, int] | None:
    """How many delimiters and lines *part* has; None where it is not plain."""
    if b"\x00" in part or b"\n\n" in part or b"\n\r\n" in part or b"'" in part or b'="' in part:
        return None
    if part.count(b"\r") != part.count(b"\r\n"):
        return None
    if b'"' in part:
        lines = part.count(b"\n")
        part = _QUOTED.sub(b"\x00", part)
        if b'"' in part or beside.search(part) or part.count(b"\n") != lines:
            return None
    return part.count(delimiter), part.count(b"\n")
