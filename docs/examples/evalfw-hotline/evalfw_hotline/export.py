"""
The export of a hotline system: a CSV file in GBK (GB18030) with one call a row.

Two columns are read: ``是否接通`` (是 or 否) and ``等待秒数`` (until it was answered). All others stay where they are, numbers of callers
above all: what becomes evidence is counts, and the place they were counted in.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

from evalfw import EvidenceError, EvidencePart, Problem, Statement, Text
from evalfw.foundation import Origin

WITHIN = (5, 10, 15, 20, 30)
"""Seconds for which answered calls are counted."""

ANSWERED, WAITED = "是否接通", "等待秒数"
MAX_BYTES = 50_000_000
MOST_PROBLEMS = 100


def read_export(path: Path, shown: str) -> EvidencePart:
    """
    Counts of the calls in the export at *path*.

    Raises:
        EvidenceError: With every row that is not in order.
    """
    rows = csv.DictReader(StringIO(_text(path, shown)), strict=True)
    problems: list[Problem] = []
    waits: list[int | None] = []
    try:
        missing = [column for column in (ANSWERED, WAITED) if column not in (rows.fieldnames or ())]
        if missing:
            named = "、".join(missing)
            raise EvidenceError([Problem(shown, 1, "", Text(f"没有“{named}”这一列", f"there is no column {named}"))])
        for row in rows:
            try:
                waits.append(_wait(row))
            except ValueError as error:
                problems.append(Problem(shown, rows.line_num, "", Text(str(error), str(error))))
    except csv.Error as error:
        problems.append(Problem(shown, rows.line_num, "", Text(f"CSV 格式错误：{error}", f"not valid CSV: {error}")))
    if problems:
        raise EvidenceError(problems[:MOST_PROBLEMS])
    counts = {"hotline.calls": len(waits)}
    counts |= {f"hotline.within_{most}s": sum(wait is not None and wait <= most for wait in waits) for most in WITHIN}
    return EvidencePart(
        statements=tuple(
            Statement(
                fact=fact,
                value=Decimal(count),
                document=path.name,
                section=f"共 {len(waits)} 行",
                origin=Origin(shown),
            )
            for fact, count in counts.items()
        )
    )


def _text(path: Path, shown: str) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise EvidenceError([Problem(shown, None, "", Text("文件太大", "the file is too large"))])
    try:
        return path.read_bytes().decode("gb18030")
    except UnicodeDecodeError as error:
        what = Text("不是 GBK（GB18030）编码", "not encoded in GBK (GB18030)")
        hint = Text("从系统重新导出，不要另存为别的编码", "export it again, and do not save it in another encoding")
        raise EvidenceError([Problem(shown, None, f"{error.start}", what, hint)]) from None


def _wait(row: dict[str, str | None]) -> int | None:
    """Seconds until the call was answered; None if it was not. Raises ValueError, in words for the clerk."""
    answered, waited = ((row.get(column) or "").strip() for column in (ANSWERED, WAITED))
    if answered == "否":
        return None
    if answered != "是":
        raise ValueError(f"“{ANSWERED}”应当是 是 或 否，写的是 '{answered[:20]}'")
    if not (waited.isascii() and waited.isdigit() and len(waited) <= 6):
        raise ValueError(f"“{WAITED}”应当是秒数，写的是 '{waited[:20]}'")
    return int(waited)
