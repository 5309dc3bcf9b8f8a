"""Where tables come from: Parquet and Arrow files as they are; CSV, workbooks and databases by way of a Parquet file beside the result."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from evalfw.foundation import RequestError, Text, listing, verbatim

CHUNK = 50_000
"""Rows that are taken at a time where a source gives them one by one."""

MOST_KEPT = 10**15
"""From here on workbooks do not keep every digit of a number."""

SQL = "sql:"
"""What an address of a database begins with; the name of an environment variable follows, then the query."""

RAGGED = "~ragged"
"""The column that says of a row of a text file that it has more cells than the head."""

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


def take_in(data: str, target: Path, environment: Mapping[str, str] = os.environ) -> None:
    """
    Write the table that *data* addresses as Parquet to *target*; cells of text files are texts.

    Raises:
        RequestError: It cannot be read.
    """
    if data.startswith(SQL):
        _from_chunks(_queried(data.removeprefix(SQL), environment), target)
        return
    path = _there(data)
    match path.suffix.lower():
        case ".csv" | ".tsv" | ".txt":
            _from_csv(path, target)
        case ".xlsx" | ".xlsm":
            _from_chunks(_workbook(path), target)
        case _:
            known = ".parquet、.csv、.arrow、.xlsx"
            raise RequestError(
                Text(
                    f"读不了 {data}：批量计分读 {known} 和 sql:",
                    f"cannot read {data}: a batch reads {known.replace('、', ', ')} and sql:",
                )
            )


def _from_csv(path: Path, target: Path) -> None:
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    encoded = _in_utf8(path, target)
    with encoded.open(encoding="utf-8-sig", newline="") as stream:
        given = next(csv.reader(stream, delimiter=separator), [])
    heads = heads_of(given, path.as_posix())
    if not any(heads):
        raise RequestError(Text(f"{path} 第一行没有列名", f"{path}: the first row names no columns"))
    try:
        frame = pl.scan_csv(encoded, separator=separator, infer_schema=False, encoding="utf8")
        frame.rename(dict(zip(frame.collect_schema().names(), heads, strict=True))).sink_parquet(target)
    except pl.exceptions.PolarsError:
        _from_chunks(_ragged(encoded, separator, heads), target)


def _ragged(path: Path, separator: str, heads: list[str]) -> Rows:
    """The rows of a CSV some of whose rows have more cells than its head: of these nothing is taken but the first cell, and what is wrong."""
    names, chunk = [*heads, RAGGED], list[tuple[object, ...]]()
    used = [at for at, name in enumerate(names) if name]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=separator)
        next(rows)
        for row in rows:
            cells: list[str | None] = [cell or None for cell in row[: len(heads)]]
            cells += [None] * (len(heads) - len(cells))
            if len(row) > len(heads):
                cells = [cells[0], *[None] * (len(heads) - 1)]
            whole = [*cells, f"{len(row)} > {len(heads)}" if len(row) > len(heads) else None]
            chunk.append(tuple(whole[at] for at in used))
            if len(chunk) == CHUNK:
                yield [names[at] for at in used], chunk
                chunk = []
    yield [names[at] for at in used], chunk


def _in_utf8(path: Path, target: Path) -> Path:
    """*path*, or a copy of it in UTF-8 where it is in GB 18030, as Excel writes CSV in Chinese."""
    import codecs

    with path.open("rb") as stream:
        start = stream.read(2)
    if not start:
        raise RequestError(Text(f"{path} 是空文件", f"{path} is empty"))
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise RequestError(
            Text(f"{path} 是 UTF-16：请另存为“CSV UTF-8”", f"{path} is in UTF-16: save it as CSV in UTF-8")
        )
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
            return path
        except UnicodeDecodeError:
            pass
    copy = target.with_suffix(".utf8.csv")
    try:
        with path.open(encoding="gb18030", newline="") as given, copy.open("w", encoding="utf-8", newline="") as made:
            while text := given.read(1 << 20):
                made.write(text)
    except UnicodeDecodeError:
        raise RequestError(
            Text(f"{path} 既不是 UTF-8 也不是 GB 18030", f"{path} is neither UTF-8 nor GB 18030")
        ) from None
    return copy


def _workbook(path: Path) -> Rows:
    """The first sheet of a workbook, whose first row names the columns; cells as Excel has them."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # it fails in many ways at what is no workbook
        raise RequestError(Text(f"读不了 {path}：{error}", f"cannot read {path}: {error}")) from None
    rows = book.worksheets[0].iter_rows(values_only=True)
    head = next(rows, ())
    names = heads_of(head, path.as_posix())
    used = [at for at, name in enumerate(names) if name]
    chunk: list[tuple[object, ...]] = []
    for row in rows:
        if any(cell is not None for cell in row):
            chunk.append(tuple(_kept(row[at]) if at < len(row) else None for at in used))
        if len(chunk) == CHUNK:
            yield [names[at] for at in used], chunk
            chunk = []
    yield [names[at] for at in used], chunk


def _kept(cell: object) -> object:
    """*cell* of a workbook; a number of more than fifteen digits, which it has not kept, as a text that is neither a number nor an id."""
    return f"{cell:.14E}" if isinstance(cell, int | float) and abs(cell) >= MOST_KEPT else cell


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
        from sqlalchemy import create_engine, text
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise RequestError(Text("读数据库要装 evalfw[sql]", "databases need the extra evalfw[sql]")) from None
    if written.startswith("postgresql://"):
        written = written.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        with create_engine(written).connect() as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=CHUNK).execute(text(query))
            names = heads_of(result.keys(), "sql:")
            while rows := result.fetchmany(CHUNK):
                yield names, [tuple(row) for row in rows]
            yield names, []
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
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{Decimal(f'{cell:.15g}'):f}"
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    if isinstance(cell, list | dict | tuple):
        import json

        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
