"""``evalfw rubric show --resolved``: one flat rubric file, every value with the file and line it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalfw import Language, PluginHost, Rubric, Text
from evalfw.extending import Named, indicators_below
from evalfw.foundation import toml_value, visible, width_of
from evalfw.rubric import ENTRIES, Table, Written, flatten, used_facts
from evalfw_cli.outputs import print_lines

WIDTH = 100
ROLES = {
    "base": Text("基础", "base"),
    "extends": Text("扩展", "extends"),
    "department": Text("部门叠加", "department overlay"),
    "project": Text("项目叠加", "project overlay"),
    "command_line": Text("命令行叠加", "command line"),
}
"""Names of roles, in order of precedence: each is laid over those before it."""


def show_resolved(named: Named, host: PluginHost, indicator: str | None, language: Language) -> int:
    """
    Print the rubric flat; only *indicator*, what is below it and the facts it reads, if one is given.

    Raises:
        EvalfwError: The rubric is not in order, or has no such indicator.
    """
    tables = flatten(named.rubric, named.source, host.rubrics, host.vocabulary, named.overlays)
    if indicator is not None:
        tables = tuple(_about(indicator, tables, named.rubric))
    return print_lines(_lines(tables, named.rubric, language))


def _about(id: str, tables: Iterable[Table], rubric: Rubric) -> Iterator[Table]:
    wanted = indicators_below(id, rubric)
    facts = {fact for fact, readers in used_facts(rubric).items() if wanted & set(readers)}
    for table in tables:
        if (table.sort == "indicator" and table.id in wanted) or (table.sort == "fact" and table.id in facts):
            yield table


def _lines(tables: Iterable[Table], rubric: Rubric, language: Language) -> Iterator[str]:
    order = " < ".join(name.read(language) for name in ROLES.values())
    yield Text(f"# 后者覆盖前者：{order}", f"# each is laid over those before it: {order}").read(language)
    for layer in rubric.layers:
        role = ROLES[layer.role].read(language)
        yield visible(f"# {role}: {layer.id} {layer.version} {layer.status}  {layer.shown}")
    for table in tables:
        if table.sort:
            yield ""
            yield f"[[{table.sort}]]" if table.sort in ENTRIES else f"[{table.sort}]"
        for value in table.values:
            yield from _value_lines(value, language)


def _value_lines(written: Written, language: Language) -> Iterator[str]:
    """The value, and behind it (or above, where that would be too long) its place; then what it replaced."""
    line = f"{written.key} = {toml_value(written.value)}"
    place = f"# {written.file}" + (f":{written.line}" if written.line is not None else "")
    if width_of(line) + width_of(place) + 2 > WIDTH:
        yield visible(place)
        yield line
    else:
        yield f"{line}  {visible(place)}"
    for value, file, number in written.replaced:
        instead = Text("原为", "in place of").read(language)
        yield visible(f"#   {instead} {toml_value(value)}  {file}" + (f":{number}" if number is not None else ""))
