"""A table in whatever file it comes."""

from __future__ import annotations

from pathlib import Path

from evalfw.foundation.grids.book import FOREIGN, OLDER, sheet_lines
from evalfw.foundation.grids.delimited import delimited_lines, form_of
from evalfw.foundation.grids.heading import with_heads
from evalfw.foundation.grids.line import Grid, TableFaultError, Tell
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.text import Text

TEXTS = (".csv", ".tsv", ".txt")
BOOKS = (".xlsx", ".xlsm", *OLDER, *FOREIGN)


def open_grid(path: Path, tell: Tell, sheet: str = "", header: int | None = None) -> Grid:
    """
    The table in the file at *path*, with its headings.

    Args:
        path: Text or a workbook.
        tell: Told of whatever a person should know.
        sheet: Of a workbook, the sheet; empty: the first that is not hidden.
        header: The line of the headings, if somebody says so.

    Raises:
        TableFaultError: It cannot be read. Also while lines are read.
    """
    try:
        if path.suffix.lower() in BOOKS:
            if not path.is_file():
                raise TableFaultError(Text("没有这个文件", "there is no such file"))
            opened = sheet_lines(path, tell, sheet)
            return with_heads(opened.lines, tell, opened.name, header)
        return with_heads(delimited_lines(path, form_of(path)), tell, "", header)
    except OSError as error:
        raise TableFaultError(Text("读不了：", "cannot be read: ") + reason_of(error)) from None
