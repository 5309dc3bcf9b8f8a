"""Readers of official tables: XLSX, DOCX, TSV and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evalfw import Table, TableReader, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_table_readers() -> Iterable[TableReader]:
    """XLSX, DOCX, TSV and CSV."""
    return [
        TableReader("xlsx", (".xlsx",), read_xlsx),
        TableReader("docx", (".docx",), read_docx),
        TableReader("text", (".tsv", ".csv"), read_text_table),
    ]


def read_xlsx(path: Path, shown: str) -> Sequence[Table]:
    """Each sheet."""
    from evalfw_plugins.office_tables import xlsx_tables

    return xlsx_tables(path, shown)


def read_docx(path: Path, shown: str) -> Sequence[Table]:
    """Each table of the document."""
    from evalfw_plugins.office_tables import docx_tables

    return docx_tables(path, shown)


def read_text_table(path: Path, shown: str) -> Sequence[Table]:
    """The file; columns are separated by tabs (.tsv) or commas (.csv)."""
    from evalfw_plugins.text_tables import text_tables

    return text_tables(path, shown)
