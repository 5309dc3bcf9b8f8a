"""Official tables as TSV or CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalfw import Cell, Problem, RubricError, Table, Text
from evalfw.foundation import (
    MAX_TABLE_BYTES,
    UNREADABLE,
    TableFaultError,
    delimited_lines,
    expect_small,
    form_of,
    reason_of,
)

MAX_ROWS, MAX_COLUMNS = 5000, 60
"""Most of a table that is looked at; an annex has some 50 rows and ten columns."""


def text_tables(path: Path, shown: str) -> Sequence[Table]:
    """
    The one table of the file at *path*.

    Raises:
        RubricError: Unreadable, or not in the form.
    """
    expect_small(path, shown, RubricError, MAX_TABLE_BYTES)
    try:
        given = list(delimited_lines(path, form_of(path)))
    except TableFaultError as fault:
        raise RubricError([Problem(shown, fault.line, "", fault.what, fault.hint)]) from None
    except OSError as error:
        raise RubricError([Problem(shown, None, "", UNREADABLE + reason_of(error))]) from None
    rows = [[(str(cell), line.number) for cell in line.cells] for line in given]
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        what = Text(
            f"表太大：最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列",
            f"too large: at most {MAX_ROWS} rows and {MAX_COLUMNS} columns",
        )
        raise RubricError([Problem(shown, None, "", what)])
    width = max((len(row) for row in rows), default=0)
    padded = [row + [("", row[0][1] if row else 0)] * (width - len(row)) for row in rows]
    cells = tuple(
        tuple(Cell(text, f"第{line}行第{column + 1}列", (number, column)) for column, (text, line) in enumerate(row))
        for number, row in enumerate(padded)
    )
    return [Table(shown, cells)]
