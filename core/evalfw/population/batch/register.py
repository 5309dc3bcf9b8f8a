"""``--units``: the register of the units that a table may hold."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from evalfw.foundation import RequestError, Text
from evalfw.population.batch.layout import UNIT_NAMES


def register_in(path: Path | None, unit: str) -> frozenset[str] | None:
    """
    The ids of the register at *path*, CSV or lines of text in UTF-8 or GB 18030; None without one.

    A first row that names a column for ids is a head, and that column holds them; else every row begins with one.

    Args:
        path: The file.
        unit: What the table calls its column of ids.

    Raises:
        RequestError: It cannot be read, or names nobody.
    """
    if path is None:
        return None
    rows = [row for row in csv.reader(StringIO(_text(path))) if any(cell.strip() for cell in row)]
    head = [cell.strip() for cell in rows[0]] if rows else []
    at = next((head.index(name) for name in (unit, *UNIT_NAMES) if name in head), None)
    ids = [row[at or 0].strip() for row in rows[0 if at is None else 1 :] if len(row) > (at or 0)]
    found = frozenset(each for each in ids if each)
    if not found:
        raise RequestError(Text(f"名册 {path} 里没有单位编号", f"the register {path} holds no id"))
    return found


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RequestError(Text(f"读不了名册 {path}：{error}", f"cannot read the register {path}: {error}")) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RequestError(
        Text(
            f"名册 {path} 要是 CSV 或文本文件，UTF-8 或 GB 18030",
            f"the register {path} must be CSV or text, in UTF-8 or GB 18030",
        )
    )
