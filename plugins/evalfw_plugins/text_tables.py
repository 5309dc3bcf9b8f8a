"""Official tables as TSV or CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from evalfw import Cell, Problem, RubricError, Table, Text
from evalfw.foundation import MAX_TABLE_BYTES, read_text

MAX_ROWS, MAX_COLUMNS = 5000, 60
"""Most of a table that is looked at; an annex has some 50 rows and ten columns."""


def text_tables(path: Path, shown: str) -> Sequence[Table]:
    """
    The one table of the file at *path*.

    Raises:
        RubricError: Unreadable, or not in the form.
    """
    text = read_text(path, shown, RubricError, most=MAX_TABLE_BYTES)
    tabs = path.suffix.lower() == ".tsv"
    stream = StringIO(text, newline="")
    if tabs:  # quotation marks of a TSV file are those of the sentences
        reader = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(stream, strict=True)
    rows: list[list[tuple[str, int]]] = []
    try:
        rows = [[(cell, reader.line_num) for cell in row] for row in reader]
    except csv.Error as error:
        what = Text(f"表格格式错误：{error}", f"not a table: {error}")
        raise RubricError([Problem(shown, reader.line_num, "", what)]) from None
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
