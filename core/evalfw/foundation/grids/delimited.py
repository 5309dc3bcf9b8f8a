"""Delimited text (CSV, TSV), read line by line, so that its length does not matter; quotes are strict."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from evalfw.foundation.grids.encoding import encoding_of
from evalfw.foundation.grids.line import Line, TableFaultError, as_meant
from evalfw.foundation.text import Text

DELIMITERS = (",", "\t", ";", "|", "，")
SAMPLE = 20
"""Lines that are looked at to find the delimiter."""

MAX_FIELD = 1024 * 1024
MARK = "\ufeff"
_SAID = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


class Delimited(NamedTuple):
    """
    How a text file is written.

    Attributes:
        encoding: As Python names it.
        delimiter: Between cells.
        said: Whether its first line says so (``sep=;``), and so is no row.
    """

    encoding: str
    delimiter: str
    said: bool = False


def form_of(path: Path, encoding: str = "", delimiter: str = "") -> Delimited:
    """
    How the text file at *path* is written.

    Args:
        path: The file.
        encoding: One of ``ENCODINGS``; empty: it is found.
        delimiter: One character; empty: what ``sep=`` says, a tab in a file called ``.tsv``, or what gives the first lines most columns.

    Raises:
        TableFaultError: It is no text. Also OSError.
    """
    found = encoding_of(path, encoding)
    with path.open(encoding=found, newline="") as stream:
        sample = [line for line in (stream.readline(MAX_FIELD) for _ in range(SAMPLE)) if line.strip()]
    first = sample[0].strip().lstrip(MARK).strip(",;\t ") if sample else ""
    said = _SAID.fullmatch(sample[0].strip().lstrip(MARK).rstrip()) or _SAID.fullmatch(first)
    if delimiter:
        return Delimited(found, delimiter, said is not None)
    if said is not None:
        return Delimited(found, said[1], True)
    if path.suffix.lower() == ".tsv":
        return Delimited(found, "\t")
    return Delimited(found, max(DELIMITERS, key=lambda each: _fit(sample, each)))


def _fit(sample: Sequence[str], delimiter: str) -> tuple[bool, int]:
    try:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter)]
    except csv.Error:
        return False, 0
    return len(set(widths)) == 1 and bool(widths) and widths[0] > 1, max(widths, default=0)


def delimited_lines(path: Path, form: Delimited) -> Iterator[Line]:
    """
    The rows of the text file at *path*, blank ones among them, with the line that each begins in.

    Raises:
        TableFaultError: While it is read: a quote that is never closed, text behind a closing one, what is no text. Also OSError.
    """
    csv.field_size_limit(MAX_FIELD)
    with path.open("rb") as raw:
        stream = TextIOWrapper(raw, encoding=form.encoding, newline="")
        reader = csv.reader(stream, delimiter=form.delimiter, strict=True)
        begins = 1
        try:
            for at, cells in enumerate(reader):
                number, begins = begins, reader.line_num + 1
                if at == 0:
                    if form.said:
                        continue
                    yield Line(number, tuple(as_meant(cell.lstrip(MARK)) for cell in cells))
                    continue
                yield Line(number, tuple(map(as_meant, cells)))
        except csv.Error as error:
            raise _broken(begins, reader.line_num, str(error)) from None
        except UnicodeDecodeError:
            what = f"附近不是 {form.encoding} 文本", f"not {form.encoding} text near here"
            raise TableFaultError(Text(*what), None, begins) from None


def _broken(begins: int, line: int, error: str) -> TableFaultError:
    if "field larger" in error:
        what = Text("有一格太长，多半是引号没有合上", "a cell is too long: a quote is probably never closed")
    elif "NUL" in error:
        return TableFaultError(
            Text("里有空字符：文件损坏", "it holds null characters: the file is damaged"), None, line
        )
    elif line > begins:
        what = Text(f"引号没有合上（读到第 {line} 行）", f"a quote is not closed (read on to line {line})")
    else:
        what = Text("引号后面还有字，或引号没有合上", "text behind a closing quote, or a quote that is never closed")
    hint = Text("格子里的引号要写成两个，整格再加引号", "double the quotes within a cell, and put the cell in quotes")
    return TableFaultError(what, hint, begins)
