"""Where a value was taken from (取数来源)."""

from __future__ import annotations

import attrs

from evalfw.foundation import Text


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Taken:
    """
    Where a value was taken from, so that anybody can look it up again. ``taken`` in files; filled in by what read the value.

    Attributes:
        collector: What read it: ``toml``, ``csv``, ``workbook``, ``sql``, ….
        file: The file; empty for a database.
        sheet: Sheet of a workbook.
        cell: Cell of the sheet, such as ``G5``; a place in the data otherwise.
        row: Row of a table, from 1, the header included.
        query: The query, with its parameters left as names.
        database: Name of the environment variable that holds the address of the database: never the address itself.
        digest: Hash of the file, or of the rows that the query gave: ``sha256:…`` or ``sm3:…``.
    """

    collector: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    query: str = ""
    database: str = ""
    digest: str = ""

    def words(self) -> Text:
        """The place, for people: ``决算.xlsx，收支表!D12``."""
        at = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        named = self.file or self.database
        zh = [named, at, f"第 {self.row} 行" if self.row is not None else ""]
        en = [named, at, f"row {self.row}" if self.row is not None else ""]
        return Text("，".join(each for each in zh if each), ", ".join(each for each in en if each))
