"""``evalfw plugin list`` and ``evalfw plugin show``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

from evalfw import Language, PluginHost, RequestError, Text
from evalfw.extending import SPECIFICATIONS, Plugin
from evalfw.foundation import called, in_columns, nearest, verbatim, visible, width_of, wrapped
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_whatever_loads

WIDTH = 100
HEADS = {
    "zh": ("插件", "分发包", "版本", "提供"),
    "en": ("plugin", "distribution", "version", "brings"),
}


def list_plugins(format: str, language: Language) -> int:
    """Every plugin: what it brings, or why it brings nothing. Raises RequestError: there is no such format."""
    host = load_whatever_loads()
    if format == "json":
        return print_lines(json.dumps(_as_data(host), ensure_ascii=False, indent=2).splitlines())
    if format != "text":
        raise RequestError(Text(f"-f 没有 '{format}'；可用 text、json", f"-f: no '{format}'; known: text, json"))

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


def _as_data(host: PluginHost) -> dict[str, object]:
    """The same for programs."""

    def said(text: Text | None) -> dict[str, str] | None:
        return None if text is None else {"zh": text.zh, "en": text.en}

    return {
        "format": "evalfw.plugins/1",
        "plugins": [
            {
                "id": plugin.id,
                "distribution": plugin.distribution,
                "version": plugin.version,
                "module": plugin.module,
                "interface": plugin.api,
                "state": "failed" if plugin.failure is not None else "off" if plugin.off is not None else "loaded",
                "why": said(plugin.failure or plugin.off),
                "asked_for": plugin.is_asked_for,
                "brings": list(host.brought_by(plugin)),
                "warnings": list(plugin.warnings),
            }
            for plugin in host.plugins
        ],
        "conflicts": [said(conflict.message()) for conflict in host.conflicts],
    }


SORTS_OF_HOOKS = (
    Text("登记：加载时叫一次，给出它带来的东西", "Registering: called once, when plugins are loaded"),
    Text("旁观：事情发生时告诉它，不返回什么", "Observing: told what happens, return nothing"),
    Text("裁决：一个一个问，直到有一个回答", "Deciding: asked one after the other until one answers"),
)


def list_hooks(language: Language) -> int:
    """Every hook with what it is given, sort by sort; what each means stands in the reference."""

    def lines() -> Iterator[str]:
        for words, module in zip(SORTS_OF_HOOKS, SPECIFICATIONS, strict=True):
            yield words.read(language)
            named = {name: hook for name, hook in vars(module).items() if name.startswith("evalfw_")}
            rows = [
                (f"  {name}({', '.join(signature(hook).parameters)})", (hook.__doc__ or "").strip().splitlines()[0])
                for name, hook in named.items()
            ]
            yield from in_columns(rows)

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
    named = {id, called(Path(id))}
    found = [
        plugin
        for plugin in host.plugins
        if not named.isdisjoint((plugin.id, plugin.distribution, plugin.id.removesuffix("/")))
    ]
    if not found:
        what = Text(f"没有插件 '{id}'", f"there is no plugin '{id}'")
        hint = nearest(id, {plugin.id for plugin in host.plugins})
        if Path(id).exists():
            hint = Text(f"文件要用 --plugin {id} 加载", f"load the file with --plugin {id}")
        raise RequestError(what if hint is None else what + verbatim(" — ") + hint)
    return found
