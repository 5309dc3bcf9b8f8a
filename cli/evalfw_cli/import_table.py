"""``evalfw rubric import``: from an official table to a draft rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evalfw import Language, PluginHost, Text
from evalfw.foundation import listing, path_ref, plain, verbatim, visible
from evalfw.maintaining import Draft, Outline, import_table, patterns_of
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host


def import_rubric(
    file: Path, output: Path, id: str | None, title: str | None, like: str | None, force: bool, language: Language
) -> int:
    """Write a draft rubric, and tell what was understood and what was not. Raises EvalfwError."""
    host = load_host()
    made = import_table(file, output, host, id, title, like, force)
    told = [*_read_by(file, host), *_told(made.outline, made.draft, made.hidden, output)]
    return print_lines(visible(text.read(language)) for text in told)


def _read_by(file: Path, host: PluginHost) -> Iterator[Text]:
    """The plugin of others that has read *file*; nothing if evalfw did."""
    author = host.table_readers.author(file.suffix.lower())
    if author not in [plugin.author for plugin in host.plugins if plugin.is_builtin]:
        yield Text(f"表格由插件 {author} 读出", f"the table was read by plugin {author}")


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
