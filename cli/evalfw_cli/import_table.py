"""``evalfw rubric import``: from an official table to a draft rubric."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from evalfw import (
    Language,
    PluginFaultError,
    PluginHost,
    Problem,
    RequestError,
    RubricError,
    RubricSource,
    Table,
    Text,
    is_there,
    listing,
    load_rubric,
    plain,
    verbatim,
    visible,
    well_formed,
)
from evalfw.maintaining.importing.draft import Draft, draft_rubric, patterns_of
from evalfw.maintaining.importing.entries import Outline
from evalfw.maintaining.importing.header import find_header
from evalfw.maintaining.importing.last_year import Earlier
from evalfw.maintaining.importing.outline import read_outline
from evalfw.maintaining.importing.writing import Head, rubric_text
from evalfw.rubric.loading.flattening import flatten
from evalfw_cli.outputs import make_folder, path_ref, print_lines, write_file
from evalfw_cli.plugins import load_host
from evalfw_cli.schemas import write_schema_beside


class ImportRequest(NamedTuple):
    """What the command line asked for; see ``evalfw rubric import --help``."""

    file: Path
    output: Path
    id: str | None
    title: str | None
    like: str | None
    force: bool
    language: Language


def import_table(request: ImportRequest) -> int:
    """
    Write a draft rubric, and tell what was understood and what was not.

    Raises:
        RubricError: The table is not in order: nothing is written.
        RequestError: No reader for such a file; the output is there already.
        OutputError: The output cannot be written.
    """
    if is_there(request.output) and not request.force:
        raise RequestError(
            Text(
                f"文件已经存在：{request.output}（用 --force 覆盖）",
                f"already there: {request.output} (--force overwrites it)",
            )
        )
    host = load_host()
    shown = well_formed(request.file.as_posix())
    tables = _read(request.file, shown, host)
    outline = read_outline(tables, shown)
    draft = draft_rubric(outline, _earlier(request.like, host))
    make_folder(request.output.parent)
    schema = write_schema_beside(request.output, "rubric", host)
    title = request.title or _title(tables) or request.output.stem
    year = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", title)
    head = Head(
        id=well_formed(request.id or request.output.stem),
        title=well_formed(title),
        period=year.group() if year else "",
        source=well_formed(request.file.name),
        schema=schema,
    )
    content = rubric_text(draft, head).encode("utf-8")
    _check(content, request.output, host)
    write_file(request.output, content)
    hidden = [each for table in tables if table.name not in outline.other_tables for each in table.hidden]
    told = [*_read_by(request.file, host), *_told(outline, draft, hidden, request.output)]
    return print_lines(visible(text.read(request.language)) for text in told)


def _read_by(file: Path, host: PluginHost) -> Iterator[Text]:
    """The plugin of others that has read *file*; nothing if evalfw did."""
    author = host.table_readers.author(file.suffix.lower())
    if author not in [plugin.author for plugin in host.plugins if plugin.is_builtin]:
        yield Text(f"表格由插件 {author} 读出", f"the table was read by plugin {author}")


def _check(content: bytes, output: Path, host: PluginHost) -> None:
    """What is about to be written is a rubric in order. Raises RubricError otherwise; then nothing is written."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / output.name
        path.write_bytes(content)
        load_rubric(RubricSource(id="", path=path, shown=output.as_posix()), host.rubrics, host.vocabulary)


def _read(file: Path, shown: str, host: PluginHost) -> Sequence[Table]:
    suffix = file.suffix.lower()
    if suffix not in host.table_readers:
        known = listing(verbatim(each) for each in host.table_readers)
        raise RequestError(
            Text(
                f"读不了 {suffix or '无后缀'} 文件；可读的有 {known.zh}",
                f"cannot read {suffix or 'such'} files; readable: {known.en}",
            )
            + host.table_readers.lost
        )
    if not is_there(file):
        raise RubricError([Problem(shown, None, "", Text("没有这个文件", "no such file"))])
    try:
        return host.table_readers[suffix].tables(file, shown)
    except PluginFaultError as error:
        raise RubricError([Problem(shown, None, "", error.message)]) from error


def _earlier(ref: str | None, host: PluginHost) -> Earlier | None:
    if ref is None:
        return None
    source = host.rubrics.find(ref)
    rubric = load_rubric(source, host.rubrics, host.vocabulary)
    return Earlier(rubric, flatten(rubric, source, host.rubrics, host.vocabulary))


def _title(tables: Sequence[Table]) -> str:
    """What is printed above the header, if it names a table of indicators."""
    for table in tables:
        header = find_header(table)
        for row in table.rows[: header.row] if header is not None else ():
            for cell in row:
                if "指标" in cell.text or "自评" in cell.text:
                    return "".join(cell.text.split())
    return ""


def _told(outline: Outline, draft: Draft, hidden: Sequence[str], output: Path) -> Iterator[Text]:
    leaves, todo = draft.leaves, [leaf for leaf in draft.leaves if leaf.is_todo]
    levels = len(draft.nodes) - len(leaves)
    sums = Text("；没有印出小计", "; no subtotals are printed")
    if outline.checked:
        sums = Text(
            f"；核对了 {outline.checked} 个印出的小计，全部相符",
            f"; {outline.checked} printed subtotals checked, all agree",
        )
    counted = Text(
        f"读到 {len(leaves)} 项指标、{levels} 个上级指标，分值合计 {plain(draft.full_mark)}",
        f"{len(leaves)} indicators below {levels} others, {plain(draft.full_mark)} points",
    )
    yield counted + sums
    if outline.unread:
        named = listing(verbatim(each) for each in outline.unread)
        yield Text(f"没有读的列：{named.zh}", f"columns that were not read: {named.en}")
    if outline.other_tables:
        named = listing(verbatim(each) for each in outline.other_tables)
        yield Text(f"没有读的表：{named.zh}", f"tables that were not read: {named.en}")
    if hidden:
        named = listing(verbatim(each) for each in hidden[:20]) + verbatim("…" if len(hidden) > 20 else "")
        yield Text(f"没有读的隐藏行列：{named.zh}", f"hidden rows and columns that were not read: {named.en}")
    for place, text in outline.passed_over:
        yield Text(f"跳过一行（{place}）：{text}", f"passed over ({place}): {text}")
    for first, again in outline.namesakes:
        yield Text(
            f"同一上级下有两个“{again.title}”（{first.place} 和 {again.place}），请核对是不是重复",
            f"“{again.title}” stands twice below one indicator ({first.place} and {again.place}): is one of them a copy?",
        )
    count = len(leaves) - len(todo)
    share = 100 * count // len(leaves)
    yield Text(f"认出 {count} 条规则（{share}%）：", f"{count} rules understood ({share} %):")
    for pattern, number in patterns_of(draft):
        yield Text(f"  {number:>3}  {pattern}", f"  {number:>3}  {pattern}")
    if todo:
        yield Text(f"没有认出 {len(todo)} 条，写成 todo，要自己写：", f"{len(todo)} not understood, written as todo:")
    for leaf in todo:
        sentence = leaf.entry.criterion.replace("\n", "；")
        said = f"  {leaf.entry.place}  {leaf.id}  {leaf.entry.title}：{sentence}"
        yield verbatim(said)
    noted = sum(bool(leaf.note) for leaf in leaves)
    if noted:
        yield Text(
            f"有 {noted} 条在 note 里写了所取的读法，请核对",
            f"{noted} have a note with the reading chosen: look at them",
        )
    yield Text(
        f"已写入 {output}；接着：evalfw rubric lint {path_ref(output)}",
        f"wrote {output}; next: evalfw rubric lint {path_ref(output)}",
    )
