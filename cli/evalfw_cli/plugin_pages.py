"""``evalfw plugin list`` and ``evalfw plugin show``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evalfw import Language, PluginHost, RequestError, Text
from evalfw.extending import Plugin
from evalfw.foundation import in_columns, nearest, verbatim, visible, width_of, wrapped
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_whatever_loads

WIDTH = 100
HEADS = {
    "zh": ("插件", "分发包", "版本", "提供"),
    "en": ("plugin", "distribution", "version", "brings"),
}


def list_plugins(language: Language) -> int:
    """Every plugin: what it brings, or why it brings nothing."""
    host = load_whatever_loads()

    def lines() -> Iterator[str]:
        heads = [(plugin.id, plugin.distribution, plugin.version) for plugin in host.plugins]
        columns = list(in_columns([HEADS[language], *((*head, "|") for head in heads)]))
        yield columns[0]
        for plugin, line in zip(host.plugins, columns[1:], strict=True):
            first = visible(line.removesuffix("|"))
            indent = width_of(first)
            for number, each in enumerate(_brings(host, plugin, max(WIDTH - indent, 40), language)):
                yield (first if number == 0 else " " * indent) + each
        for conflict in host.conflicts:
            yield f"! {visible(conflict.message().read(language))}"

    return print_lines(line.rstrip() for line in lines())


def _brings(host: PluginHost, plugin: Plugin, width: int, language: Language) -> list[str]:
    """What *plugin* brings, or why nothing, in lines of *width* columns."""
    if plugin.failure is not None:
        return list(wrapped(visible(f"! {plugin.failure.read(language)}"), width))
    if plugin.off is not None:
        return list(wrapped(visible(f"- {plugin.off.read(language)}"), width))
    lines = [""]
    for each in map(visible, host.brought_by(plugin)):
        longer = f"{lines[-1]}, {each}" if lines[-1] else each
        if lines[-1] and width_of(longer) >= width:
            lines[-1] += ","
            lines.append(each)
        else:
            lines[-1] = longer
    return lines


def show_plugin(id: str, language: Language) -> int:
    """
    All there is to know about the plugin *id*.

    Raises:
        RequestError: There is no such plugin.
    """
    host = load_whatever_loads()
    plugins = find_plugins(host, id)

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def lines() -> Iterator[str]:
        for plugin in plugins:
            yield f"{plugin.id}  {plugin.doc}".rstrip()
            state = plugin.failure or plugin.off or Text("已加载", "loaded")
            rows = [
                (say("分发包", "distribution"), f"{plugin.distribution} {plugin.version}".strip()),
                (say("模块", "module"), plugin.module),
                (say("插件接口", "interface"), plugin.api or say("没有写明", "not stated")),
                (say("状态", "state"), state.read(language)),
            ]
            rows += [(say("提供", "brings"), each) for each in host.brought_by(plugin)]
            rows += [(say("注意", "note"), warning) for warning in plugin.warnings]
            rows += [
                (say("冲突", "conflict"), conflict.message().read(language))
                for conflict in host.conflicts
                if plugin.author in conflict.authors
            ]
            yield from (f"  {visible(line)}" for line in in_columns([row for row in rows if row[1]]))

    return print_lines(lines())


def find_plugins(host: PluginHost, id: str) -> list[Plugin]:
    """The plugins called *id*, of which several may be there. Raises RequestError: there is none."""
    plain = id.removeprefix("./")
    found = [
        plugin for plugin in host.plugins if plain in (plugin.id, plugin.distribution, plugin.id.removesuffix("/"))
    ]
    if not found:
        what = Text(f"没有插件 '{id}'", f"there is no plugin '{id}'")
        hint = nearest(id, {plugin.id for plugin in host.plugins})
        if Path(id).exists():
            hint = Text(f"文件要用 --plugin {id} 加载", f"load the file with --plugin {id}")
        raise RequestError(what if hint is None else what + verbatim(" — ") + hint)
    return found
