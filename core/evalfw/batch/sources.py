"""Where tables come from: Parquet and Arrow files as they are; CSV, workbooks and databases by way of a Parquet file beside the result."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from evalfw.errors import RequestError
from evalfw.text import Text

CHUNK = 50_000
"""Rows that are taken at a time where a source gives them one by one."""

SQL = "sql:"
"""What an address of a database begins with; the name of an environment variable follows, then the query."""

ARROW = (".arrow", ".feather", ".ipc")


def is_direct(data: str) -> bool:
    """Whether *data* is read where it lies."""
    return data.lower().endswith((".parquet", *ARROW)) or Path(data).is_dir()


def scan(data: str) -> pl.LazyFrame:
    """The table in *data*, which ``is_direct``. Raises RequestError: there is no such file, or it is none."""
    path = _there(data)
    if path.is_dir():
        return pl.scan_parquet(path / "**/*.parquet")
    return pl.scan_ipc(path) if path.suffix.lower() in ARROW else pl.scan_parquet(path)


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
    try:
        frame = pl.scan_csv(encoded, separator=separator, infer_schema=False, encoding="utf8")
        frame.sink_parquet(target)
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise RequestError(Text(f"读不了 {path}：{first}", f"cannot read {path}: {first}")) from None


def _in_utf8(path: Path, target: Path) -> Path:
    """*path*, or a copy of it in UTF-8 where it is in GB 18030, as Excel writes CSV in Chinese."""
    import codecs

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


Rows = Iterator[tuple[Sequence[str], list[tuple[object, ...]]]]
"""Names of the columns with some rows, again and again."""


def _workbook(path: Path) -> Rows:
    """The first sheet of a workbook, whose first row names the columns; cells as Excel has them."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # it fails in many ways at what is no workbook
        raise RequestError(Text(f"读不了 {path}：{error}", f"cannot read {path}: {error}")) from None
    rows = book.worksheets[0].iter_rows(values_only=True)
    head = next(rows, ())
    names = ["" if name is None else str(name).strip() for name in head]
    used = [at for at, name in enumerate(names) if name]
    chunk: list[tuple[object, ...]] = []
    for row in rows:
        if any(cell is not None for cell in row):
            chunk.append(tuple(row[at] if at < len(row) else None for at in used))
        if len(chunk) == CHUNK:
            yield [names[at] for at in used], chunk
            chunk = []
    yield [names[at] for at in used], chunk


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
            names = list(result.keys())
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
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    if isinstance(cell, list | dict | tuple):
        import json

        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
