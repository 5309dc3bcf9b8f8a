"""Official tables as TSV or CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from evalfw import MAX_TABLE_BYTES, Cell, Problem, RubricError, Table, Text, read_text


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
    width = max((len(row) for row in rows), default=0)
    padded = [row + [("", row[0][1] if row else 0)] * (width - len(row)) for row in rows]
    cells = tuple(
        tuple(Cell(text, f"第{line}行第{column + 1}列", (number, column)) for column, (text, line) in enumerate(row))
        for number, row in enumerate(padded)
    )
    return [Table(shown, cells)]
