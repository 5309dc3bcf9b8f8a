"""Read a history; the chain is checked on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from evalfw.evidence.history_entry import FIRST, Entry
from evalfw.foundation import MAX_TABLE_BYTES, EvidenceError, Problem, Text, is_there, read_text


def read_history(path: Path, shown: str) -> tuple[Entry, ...] | None:
    """
    The entries of the history at *path*, called *shown* in messages; None if there is no such file.

    Raises:
        EvidenceError: A line is no entry, or the chain is broken. The first such line is told: those after it cannot be judged.
    """
    if not is_there(path):
        return None
    text = read_text(path, shown, EvidenceError, most=MAX_TABLE_BYTES)
    entries: list[Entry] = []
    for number, line in enumerate(_lines(text), 1):
        entry = _entry(line)
        last = entries[-1].hash if entries else FIRST
        fault = _BROKEN if entry is None else _fault(entry, line, number, last)
        if entry is None or fault is not None:
            raise EvidenceError([Problem(shown, number, "", fault or _BROKEN, _HINT)])
        entries.append(entry)
    if text and not text.endswith("\n"):
        what = Text("最后一行没有写完", "the last line is not complete")
        raise EvidenceError([Problem(shown, len(entries), "", what, _HINT)])
    return tuple(entries)


_BROKEN = Text("不是一条留痕记录", "not an entry of a history")
_HINT = Text(
    "留痕只能追加；请从备份或 git 恢复这个文件", "a history is only added to: restore the file from git or a backup"
)


def _lines(text: str) -> Iterator[str]:
    return iter(text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else ())


def _entry(line: str) -> Entry | None:
    try:
        data = json.loads(line)
        entry = Entry(**data)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (entry.at, entry.by, entry.what, entry.about, entry.previous, entry.hash)
    states = (entry.before, entry.after)
    sound = type(entry.number) is int and all(isinstance(each, str) for each in texts)
    return entry if sound and all(each is None or isinstance(each, Mapping) for each in states) else None


def _fault(entry: Entry, line: str, number: int, last: str) -> Text | None:
    try:
        is_sound = entry.hashed().hash == entry.hash and entry.line().decode() == line
    except UnicodeEncodeError:  # an escape for half a character
        return _BROKEN
    if not is_sound:
        return Text("内容与它的哈希不符：这一行被改过", "does not match its own hash: the line was changed")
    if entry.previous != last:
        return Text(
            "接不上前一行：有行被删、被插入或换了位置",
            "does not follow the line before: a line was removed, added or moved",
        )
    if entry.number != number:
        return Text(f"编号是 {entry.number}，应为 {number}", f"is numbered {entry.number}, not {number}")
    return None
