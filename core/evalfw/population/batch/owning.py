"""What a batch may write over: results of batches, and nothing else."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from evalfw.foundation import RequestError, Text

MANIFEST = "_evalfw.json"
METADATA = "evalfw"
"""The key under which Parquet files say what they are."""

MARK = "evalfw.batch"
"""What the properties of a workbook say of where it comes from."""

TABLE, READABLE = ".parquet", (".csv", ".xlsx")
"""Suffixes of results: for programs, and for people."""

FIRST_HEADING = Text("单位编号", "unit")
"""Of a table for people."""


def is_readable(target: Path) -> bool:
    """Whether *target* is to be a table for people, by its suffix."""
    return target.suffix.lower() in READABLE


def expect_suffix(target: Path) -> None:
    """Raise RequestError unless the suffix of *target* is that of a result."""
    if target.suffix.lower() not in (TABLE, *READABLE):
        what = (
            f"-o {target.name}：结果是 .parquet，或给人看的 .csv、.xlsx",
            f"-o {target.name}: a result is .parquet, or for people .csv or .xlsx",
        )
        raise RequestError(Text(*what))


def expect_own(target: Path, force: bool) -> None:
    """Raise RequestError if something stands at *target* that may not be replaced: anything without *force*, and whatever no batch has made."""
    if not os.path.lexists(target):
        return
    if not force:
        raise RequestError(
            Text(f"{target} 已经存在；要覆盖请加 --force", f"{target} is there already; --force writes over it")
        )
    if not is_own(target):
        what = (
            f"{target} 不是批量计分的结果，加了 --force 也不覆盖；请换一个 -o",
            f"{target} is no result of a batch, and is not replaced even with --force; choose another -o",
        )
        raise RequestError(Text(*what))


def is_own(target: Path) -> bool:
    """Whether what stands at *target* was made by a batch."""
    import polars as pl

    try:
        if target.is_dir():
            return (target / MANIFEST).is_file()
        if is_readable(target):
            return _is_own_table(target)
        with target.open("rb") as stream:
            if stream.read(4) != b"PAR1":
                return False
        return METADATA in pl.read_parquet_metadata(target)
    except (OSError, pl.exceptions.PolarsError):
        return False


def _is_own_table(path: Path) -> bool:
    if path.suffix.lower() == ".xlsx":
        try:
            with zipfile.ZipFile(path) as archive:
                return f">{MARK}<".encode() in archive.read("docProps/core.xml")
        except (KeyError, zipfile.BadZipFile):
            return False
    with path.open("rb") as stream:
        start = stream.read(64)
    return any(start.startswith(f"\ufeff{FIRST_HEADING.read(language)},".encode()) for language in ("zh", "en"))
