"""An official table written as a draft rubric."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from evalfw.evidence import Means
from evalfw.foundation import (
    PluginFaultError,
    Problem,
    RequestError,
    RubricError,
    Table,
    Text,
    is_there,
    listing,
    lost_of,
    make_folder,
    verbatim,
    well_formed,
    write_file,
)
from evalfw.maintaining.importing.draft import Draft, draft_rubric
from evalfw.maintaining.importing.entries import Outline
from evalfw.maintaining.importing.header import find_header
from evalfw.maintaining.importing.last_year import Earlier
from evalfw.maintaining.importing.outline import read_outline
from evalfw.maintaining.importing.writing import Head, rubric_text
from evalfw.maintaining.schema.beside import write_schema_beside
from evalfw.rubric import RubricSource, flatten, load_rubric


class ImportedTable(NamedTuple):
    """What was made of a table: what was read, what was understood, and rows and columns that are hidden and were left out."""

    outline: Outline
    draft: Draft
    hidden: tuple[str, ...]


def import_table(
    file: Path,
    output: Path,
    means: Means,
    id: str | None = None,
    title: str | None = None,
    like: str | None = None,
    force: bool = False,
) -> ImportedTable:
    """
    Write the table in *file* as a draft rubric to *output*.

    Args:
        file: XLSX, DOCX, TSV, CSV, or what plugins read.
        output: The rubric file.
        means: What tables and rubrics are read with.
        id: Of the rubric; the name of *output* if None.
        title: Of the rubric; that of the table if None.
        like: An edition whose ids and rules are kept where titles and sentences are the same.
        force: Whether a file that is there may be written over.

    Raises:
        RubricError: The table is not in order: nothing is written.
        RequestError: No reader for such a file; the output is there already.
        OutputError: The output cannot be written.
    """
    if is_there(output) and not force:
        raise RequestError(
            Text(
                f"文件已经存在：{output}（用 --force 覆盖）",
                f"already there: {output} (--force overwrites it)",
            )
        )
    shown = well_formed(file.as_posix())
    tables = _read(file, shown, means)
    outline = read_outline(tables, shown)
    draft = draft_rubric(outline, _earlier(like, means))
    make_folder(output.parent)
    schema = write_schema_beside(output, "rubric", means.vocabulary)
    named = title or _title(tables) or output.stem
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", named)
    head = Head(
        id=well_formed(id or output.stem),
        title=well_formed(named),
        period=year.group() if year else "",
        source=well_formed(file.name),
        schema=schema,
    )
    content = rubric_text(draft, head).encode("utf-8")
    _check(content, output, means)
    write_file(output, content)
    hidden = (each for table in tables if table.name not in outline.other_tables for each in table.hidden)
    return ImportedTable(outline, draft, tuple(hidden))


def _check(content: bytes, output: Path, means: Means) -> None:
    """What is about to be written is a rubric in order. Raises RubricError otherwise; then nothing is written."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / output.name
        path.write_bytes(content)
        load_rubric(RubricSource(id="", path=path, shown=output.as_posix()), means.rubrics, means.vocabulary)


def _read(file: Path, shown: str, means: Means) -> Sequence[Table]:
    suffix = file.suffix.lower()
    if suffix not in means.table_readers:
        known = listing(verbatim(each) for each in means.table_readers)
        raise RequestError(
            Text(
                f"读不了 {suffix or '无后缀'} 文件；可读的有 {known.zh}",
                f"cannot read {suffix or 'such'} files; readable: {known.en}",
            )
            + lost_of(means.table_readers)
        )
    if not is_there(file):
        raise RubricError([Problem(shown, None, "", Text("没有这个文件", "no such file"))])
    try:
        return means.table_readers[suffix].tables(file, shown)
    except PluginFaultError as error:
        raise RubricError([Problem(shown, None, "", error.message)]) from error


def _earlier(ref: str | None, means: Means) -> Earlier | None:
    if ref is None:
        return None
    source = means.rubrics.find(ref)
    rubric = load_rubric(source, means.rubrics, means.vocabulary)
    return Earlier(rubric, flatten(rubric, source, means.rubrics, means.vocabulary))


def _title(tables: Sequence[Table]) -> str:
    """What is printed above the header, if it names a table of indicators."""
    for table in tables:
        header = find_header(table)
        for row in table.rows[: header.row] if header is not None else ():
            for cell in row:
                if "指标" in cell.text or "自评" in cell.text:
                    return "".join(cell.text.split())
    return ""
