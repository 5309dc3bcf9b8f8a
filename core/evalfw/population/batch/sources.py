"""Where tables come from: Parquet and Arrow files as they are; CSV, workbooks and databases by way of a Parquet file beside the result."""

from __future__ import annotations

import codecs
import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from evalfw.evidence import OnlyReadingError, expect_asking, only_reading, url_for_reading
from evalfw.foundation import (
    BOOKS,
    TEXTS,
    Line,
    RequestError,
    TableFaultError,
    Tell,
    Text,
    form_of,
    is_blank,
    is_foot,
    is_plain_text,
    listing,
    open_grid,
    plain,
    reason_of,
    verbatim,
)

CHUNK = 50_000
"""Rows that are taken at a time where a source gives them one by one."""

SECONDS = 24 * 3600
"""How long a query may take; a table of all units is read at leisure."""

SQL = "sql:"
"""What an address of a database begins with; the name of an environment variable follows, then the query."""

RAGGED = "~amiss"
"""The column that says what is amiss with a row as a whole, in both languages."""

LINE = "~line"
"""The column of the line that a row stands in, as editors and spreadsheets count."""

BETWEEN, OWN = "\x1f", frozenset({RAGGED, LINE})
"""What stands between the two languages in the first; the columns that the file itself does not have."""

ARROW = (".arrow", ".feather", ".ipc")

Rows = Iterator[tuple[Sequence[str], list[tuple[object, ...]]]]
"""Names of the columns with some rows, again and again."""


def is_remote(data: str) -> bool:
    """Whether *data* is the address of Parquet in a store that Polars reads: ``s3://…``, ``gs://…``, ``az://…``, ``https://…``."""
    return re.match(r"[a-z0-9+.-]+://", data) is not None and not data.startswith(SQL)


def is_direct(data: str) -> bool:
    """Whether *data* is read where it lies."""
    return is_remote(data) or data.lower().endswith((".parquet", *ARROW)) or Path(data).is_dir()


def scan(data: str) -> pl.LazyFrame:
    """The table in *data*, which ``is_direct``. Raises RequestError: there is no such file, or it is none."""
    path = data if is_remote(data) else _there(data)
    try:
        if isinstance(path, str):
            table = pl.scan_parquet(f"{path}**/*.parquet" if path.endswith("/") else path)
        elif path.is_dir():
            table = pl.scan_parquet(path / "**/*.parquet")
        else:
            table = pl.scan_ipc(path) if path.suffix.lower() in ARROW else pl.scan_parquet(path)
        names = table.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        raise RequestError(Text(f"读不了 {path}：{first}", f"cannot read {path}: {first}")) from None
    heads = heads_of(names, data)
    return table.rename(dict(zip(names, heads, strict=True))) if heads != names else table


def heads_of(names: Iterable[object], where: str) -> list[str]:
    """
    Names of columns without blanks around them and breaks within; ``None`` is no name.

    Raises:
        RequestError: Two are the same.
    """
    heads = ["" if name is None else re.sub(r"\s*[\r\n]+\s*", "", str(name)).strip() for name in names]
    doubled = [name for name, count in Counter(heads).items() if name and count > 1]
    if doubled:
        named = listing(map(verbatim, doubled))
        raise RequestError(
            Text(
                f"{where}：列名重复：{named.zh}；请只留一列",
                f"{where}: columns of one name: {named.en}; keep one of them",
            )
        )
    return heads


def _there(data: str) -> Path:
    path = Path(data)
    if not path.exists():
        raise RequestError(Text(f"没有文件 {data}", f"there is no file {data}"))
    return path


def take_in(data: str, target: Path, tell: Tell, environment: Mapping[str, str] = os.environ) -> None:
    """
    Write the table that *data* addresses as Parquet to *target*; cells are texts, and each row knows its line in the file.

    Args:
        data: A file, or ``sql:VARIABLE QUERY``.
        target: The file of Parquet.
        tell: Told what a person should know of the table.
        environment: Where addresses of databases are.

    Raises:
        RequestError: It cannot be read.
    """
    if data.startswith(SQL):
        _from_chunks(_queried(data.removeprefix(SQL), environment), target)
        return
    path = _there(data)
    suffix = path.suffix.lower()
    if suffix not in (*TEXTS, *BOOKS):
        known = ".parquet、.csv、.arrow、.xlsx"
        raise RequestError(
            Text(
                f"读不了 {data}：批量计分读 {known} 和 sql:",
                f"cannot read {data}: a batch reads {known.replace('、', ', ')} and sql:",
            )
        )
    try:
        if suffix not in TEXTS or not _as_a_whole(path, target):
            _line_by_line(path, target, tell)
    except TableFaultError as fault:
        raise RequestError(Text(f"{path}：{fault.said.zh}", f"{path}: {fault.said.en}")) from None
    except OSError as error:
        raise RequestError(Text(f"读不了 {path}：", f"cannot read {path}: ") + reason_of(error)) from None


def _line_by_line(path: Path, target: Path, tell: Tell) -> None:
    """Every line looked at: what is amiss with one is kept beside it, and sums and notes are left out."""
    grid = open_grid(path, tell)
    heads = heads_of(grid.heads, path.as_posix())
    names = [*(name for name in heads if name), LINE, RAGGED]
    used = [at for at, name in enumerate(heads) if name]
    is_text = path.suffix.lower() in TEXTS
    left_out: list[int] = []

    def rows() -> Rows:
        chunk: list[tuple[object, ...]] = []
        for line in grid.lines:
            if is_foot(line.cells):
                left_out.append(line.number)
                continue
            amiss = line.amiss or (_unlike(line, len(heads)) if is_text else None)
            cells = [line.cells[at] if at < len(line.cells) else None for at in used]
            if amiss is not None:
                cells = [cells[0] if cells else None, *[None] * (len(cells) - 1)]
            chunk.append((*cells, line.number, None if amiss is None else f"{amiss.zh}{BETWEEN}{amiss.en}"))
            if len(chunk) == CHUNK:
                yield names, chunk
                chunk = []
        yield names, chunk

    _from_chunks(rows(), target)
    if left_out:
        numbers = "、".join(map(str, left_out[:5])) + ("…" if len(left_out) > 5 else "")
        tell(
            Text(
                f"合计、注之类的行不是单位，没有读：第 {numbers} 行",
                f"sums and notes are no units and were left out: lines {numbers}",
            )
        )


def _unlike(line: Line, width: int) -> Text | None:
    """What is wrong with a row of text that has more cells than the head, or fewer."""
    cells = len(line.cells)
    if cells > width and any(not is_blank(cell) for cell in line.cells[width:]):
        return Text(
            f"这一行有 {cells} 格，表头只有 {width} 格：数字里的逗号要加引号，或去掉",
            f"the row has {cells} cells under {width} headings: put numbers with commas in quotes, or leave the commas out",
        )
    if cells < width:
        return Text(
            f"这一行只有 {cells} 格，表头有 {width} 格：缺的格也要有逗号",
            f"the row has {cells} cells under {width} headings: empty cells need their commas too",
        )
    return None


def _as_a_whole(path: Path, target: Path) -> bool:
    """Whether Polars could take the text at *path* as it is: one head in its first line, every row as long, nothing that is not plain."""
    form = form_of(path)
    if form.encoding != "utf-8-sig" or form.said or not form.delimiter.isascii():
        return False
    with path.open("rb") as stream:
        first = stream.readline().removeprefix(codecs.BOM_UTF8)
    if first.startswith(codecs.BOM_UTF8) or b"\r" in first.rstrip(b"\r\n"):
        return False
    given = next(csv.reader([first.decode("utf-8")], delimiter=form.delimiter), [])
    heads = heads_of(given, path.as_posix())
    if len(heads) < 2 or not all(heads) or not is_plain_text(path, form.delimiter.encode(), len(heads)):
        return False
    try:
        frame = pl.scan_csv(
            path, separator=form.delimiter, infer_schema=False, encoding="utf8", row_index_name=LINE, row_index_offset=2
        )
        schema = frame.collect_schema().names()
        frame = frame.rename(dict(zip(schema, [LINE, *heads], strict=True)))
        if _has_foot(frame, heads):
            return False
        frame.select(*heads, LINE).sink_parquet(target)
    except (pl.exceptions.PolarsError, ValueError):
        return False
    return True


def _has_foot(frame: pl.LazyFrame, heads: Sequence[str]) -> bool:
    """Whether a row may be a sum, a note, or a second row of headings: then each is looked at by itself."""
    first = pl.col(heads[0])
    odd = first.is_null() | first.str.contains(r"(?i)计|总|平均|注|说明|来源|人[:：]|total|sum|average|note|source|#")
    return bool(frame.select(odd.any()).collect(engine="streaming").item())


def _queried(address: str, environment: Mapping[str, str]) -> Rows:
    """The rows of a query: ``VARIABLE SELECT …``, where the environment variable holds the address of the database."""
    variable, _, query = address.strip().partition(" ")
    written = environment.get(variable, "")
    if not query.strip():
        said = Text(
            "sql: 后面写环境变量的名字和查询", "after 'sql:' stand the name of an environment variable and a query"
        )
        raise RequestError(
            said + Text("，如 sql:FINANCE_DB SELECT * FROM units", ", such as sql:FINANCE_DB SELECT * FROM units")
        )
    if not written:
        raise RequestError(Text(f"环境变量 {variable} 没有设置", f"the environment variable {variable} is not set"))
    try:
        from sqlalchemy import create_engine, make_url, text
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise RequestError(Text("读数据库要装 evalfw[sql]", "databases need the extra evalfw[sql]")) from None
    try:
        expect_asking(query)
        engine = create_engine(url_for_reading(make_url(written)))
        with engine.connect() as opened, only_reading(opened, SECONDS) as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=CHUNK).execute(text(query))
            names = heads_of(result.keys(), "sql:")
            while rows := result.fetchmany(CHUNK):
                yield names, [tuple(row) for row in rows]
            yield names, []
    except OnlyReadingError as error:
        raise RequestError(error.said) from None
    except SQLAlchemyError as error:
        first = str(error).splitlines()[0]
        raise RequestError(Text(f"查询失败：{first}", f"the query failed: {first}")) from None


def _from_chunks(chunks: Rows, target: Path) -> None:
    """Write *chunks* as Parquet, every cell as a text."""
    made: list[Path] = []
    names: Sequence[str] = ()
    for names, rows in chunks:
        texts = {name: [_text(row[at]) for row in rows] for at, name in enumerate(names)}
        part = target.with_suffix(f".{len(made)}.chunk")
        pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String)).write_parquet(part)
        made.append(part)
    frame = pl.scan_parquet(made) if made else pl.LazyFrame()
    frame.sink_parquet(target)
    for part in made:
        part.unlink()


def _text(cell: object) -> str | None:
    """*cell* as a file of evidence would write it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, Decimal):
        return plain(cell)
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    if isinstance(cell, list | dict | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
