"""Workbooks as people and programs change them; for tests of reading them back."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

FIRST = 7
"""Row of the first line of a sheet, as people count."""


def typed(path: Path, cells: Mapping[str, object], name: str = "") -> Path:
    """*path* with ``sheet!cell`` → value typed into it; under another *name*, if one is given."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value  # type: ignore[assignment]
    saved = path.with_name(name) if name else path
    book.save(saved)
    return saved


def row_of(path: Path, sheet: str, id: str) -> int:
    """The row of the line *id*."""
    page = openpyxl.load_workbook(path)[sheet]
    return next(number for number in range(FIRST, page.max_row + 1) if page.cell(number, 1).value == id)


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] | None = None
) -> None:
    """Each member of the archive at *path* as *change* makes it of name and content (None leaves it out), and *more* members."""
    before = path.with_suffix(".before")
    shutil.move(path, before)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = change(member.filename, old.read(member))
            if content is not None:
                new.writestr(member.filename, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    before.unlink()


def in_sheet(number: int, pattern: str, replacement: str) -> Callable[[str, bytes], bytes]:
    """A change of the XML of sheet *number*."""

    def change(name: str, content: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{number}.xml":
            return content
        changed, count = re.subn(pattern, replacement, content.decode("utf-8"))
        assert count, pattern
        return changed.encode("utf-8")

    return change
