"""``--units``: the register of the units that a table may hold."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from evalfw.foundation import (
    BOOKS,
    Line,
    RequestError,
    TableFaultError,
    Text,
    delimited_lines,
    form_of,
    is_blank,
    is_foot,
    reason_of,
    sheet_lines,
)
from evalfw.population.batch.layout import UNIT_NAMES


def register_in(path: Path | None, unit: str) -> frozenset[str] | None:
    """
    The ids of the register at *path*, a workbook, CSV or lines of text; None without one.

    A row that names a column for ids is the head, and that column holds them, below it; without one every row begins with an id. Sums and
    notes are nobody.

    Args:
        path: The file.
        unit: What the table calls its column of ids.

    Raises:
        RequestError: It cannot be read, or names nobody.
    """
    if path is None:
        return None
    rows = [line for line in _lines(path) if not line.is_blank and not is_foot(line.cells)]
    names = (unit, *UNIT_NAMES)
    head = next((at for at, line in enumerate(rows[:10]) if any(cell in names for cell in line.cells)), None)
    column = (
        0 if head is None else next(at for name in names for at, cell in enumerate(rows[head].cells) if cell == name)
    )
    below = rows if head is None else rows[head + 1 :]
    amiss = next((line for line in below if line.amiss is not None), None)
    if amiss is not None and amiss.amiss is not None:
        said = TableFaultError(amiss.amiss, line=amiss.number).said
        raise RequestError(Text(f"读不了名册 {path}：{said.zh}", f"cannot read the register {path}: {said.en}"))
    ids = (line.cells[column] for line in below if len(line.cells) > column)
    found = frozenset(unicodedata.normalize("NFKC", str(each)).strip() for each in ids if not is_blank(each))
    if not found:
        raise RequestError(Text(f"名册 {path} 里没有单位编号", f"the register {path} holds no id"))
    return found


def _lines(path: Path) -> list[Line]:
    try:
        if path.suffix.lower() in BOOKS and path.is_file():
            return list(sheet_lines(path, lambda said: None).lines)
        return list(delimited_lines(path, form_of(path)))
    except TableFaultError as fault:
        said = fault.said
    except OSError as error:
        said = reason_of(error)
    raise RequestError(Text(f"读不了名册 {path}：{said.zh}", f"cannot read the register {path}: {said.en}"))
