"""A table as it is printed, whatever file it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.foundation.guarding import Guard, wrong_type


class Cell(NamedTuple):
    """
    A cell of a grid. A merged area is one cell with several places: each of them has the text, and the same anchor.

    Attributes:
        text: What is printed in it, line breaks included.
        place: Where it is, as its author finds it: ``附件1!C5``, ``表1第5行第3列``.
        anchor: Row and column (from 0) of the first place of the merged area; its own if it is not merged.
    """

    text: str
    place: str
    anchor: tuple[int, int]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.text.strip()


class Table(NamedTuple):
    """
    A grid of cells, all rows of one length.

    Attributes:
        name: Of the sheet, or which table of the document it is.
        rows: From the top.
        hidden: Rows and columns that are hidden, and so are no part of *rows*, as their author finds them: ``附件1!5:5``.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: tuple[str, ...] = ()


class TableReader(NamedTuple):
    """
    Reads the tables of one sort of file, as a plugin registers it.

    Attributes:
        id: Stable id.
        suffixes: File name endings it claims, lower case, such as ``.xlsx``.
        read: Reads a file, given its path and its name in messages. Raises RubricError: unreadable, too large.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, str], Sequence[Table]]
    guard: Guard | None = None

    def tables(self, path: Path, shown: str) -> tuple[Table, ...]:
        """
        The tables of the file at *path*, called *shown* in messages.

        Raises:
            RubricError: The file is unreadable or too large.
            PluginFaultError: The reader failed, or gave something else.
        """
        guard = self.guard or Guard(self.id, None)

        def work() -> tuple[Table, ...]:
            tables = tuple(self.read(path, shown))
            for table in tables:
                if not isinstance(table, Table) or not all(
                    isinstance(cell, Cell) for row in table.rows for cell in row
                ):
                    raise wrong_type(table, "Table")
            return tables

        return guard(f"table reader {self.id}", work)
