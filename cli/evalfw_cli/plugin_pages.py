"""``evalfw plugin list``."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw import Language, visible
from evalfw_cli.outputs import in_columns, print_lines
from evalfw_cli.plugins import load_host


def list_plugins(language: Language) -> int:
    """Every installed plugin: what it brings, or why it brings nothing."""
    host = load_host()
    head = ("插件", "分发包", "版本", "提供") if language == "zh" else ("plugin", "distribution", "version", "brings")
    rows = []
    for plugin in host.plugins:
        if plugin.failure is not None:
            brought = f"! {plugin.failure.read(language)}"
        else:
            brought = ", ".join(host.brought_by(plugin))
        rows.append((plugin.id, plugin.distribution, plugin.version, visible(brought)))

    def lines() -> Iterator[str]:
        yield from in_columns([head, *rows])
        for conflict in host.conflicts:
            yield f"! {visible(conflict.message().read(language))}"

    return print_lines(lines())
