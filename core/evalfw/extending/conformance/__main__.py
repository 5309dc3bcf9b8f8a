"""The process in which one plugin is checked: what to check on stdin, what was found on stdout, both as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from evalfw.extending.conformance.asking import settings_from
from evalfw.extending.conformance.check import Check
from evalfw.extending.conformance.observers import check_observers
from evalfw.extending.conformance.others import (
    check_collector,
    check_lint,
    check_reader,
    check_renderer,
    check_rubrics,
    check_whole,
)
from evalfw.extending.conformance.rules import check_aggregator, check_function, check_rule_kind
from evalfw.extending.conformance.sources import check_source
from evalfw.extending.conformance.watching import Watch, watch_of_process
from evalfw.extending.plugins.discovery import Found, find_plugins
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loaded import load_plugins
from evalfw.extending.plugins.loading import found_with
from evalfw.extending.plugins.plugin import Plugin
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.foundation import EvalfwError, said_of


def main() -> int:
    """Check what stdin asks for."""
    asked = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    settings = settings_from(asked)
    for each in checks(asked["id"], asked["distribution"], settings):
        line = [each.code, each.about, each.outcome, each.message.zh, each.message.en]
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    sys.stdout.buffer.write(b"[]\n")  # the end: without it the process has been cut short
    return 0


def checks(id: str, distribution: str, settings: PluginSettings) -> Iterator[Check]:
    """Every check of the plugin *id* of *distribution*."""
    found = found_with(find_plugins(), settings)
    imported = _imported_by(next((each for each in found if (each.id, each.distribution) == (id, distribution)), None))
    watch = watch_of_process()
    host = load_plugins(settings=settings)
    plugin = next(each for each in host.plugins if (each.id, each.distribution) == (id, distribution))
    yield from check_whole(plugin, imported, _summary(plugin))
    if plugin.is_loaded:
        yield from _brought(plugin, host, watch)


def _brought(plugin: Plugin, host: PluginHost, watch: Watch) -> Iterator[Check]:
    for conflict in host.conflicts:
        if plugin.author in conflict.authors:
            yield Check("registers", f"{conflict.sort.key} {conflict.id}", "broken", conflict.message())
    for kind in host.kinds.of(plugin.author):
        yield from _safely(f"rule {kind.id}", check_rule_kind(kind, host, watch))
    for each in host.aggregators.of(plugin.author):
        yield from _safely(f"aggregator {each.id}", check_aggregator(each, host, watch))
    for function in host.functions.of(plugin.author):
        yield from check_function(function, watch)
    for collector in dict.fromkeys(host.collectors.of(plugin.author)):
        yield from check_collector(collector, watch)
    for reader in dict.fromkeys(host.table_readers.of(plugin.author)):
        yield from check_reader(f"table {reader.id}", reader.suffixes[0], reader.tables, watch)
    for source in host.sources.of(plugin.author):
        yield from check_source(source, watch)
    for text_reader in dict.fromkeys(host.text_readers.of(plugin.author)):
        yield from check_reader(f"text {text_reader.id}", text_reader.suffixes[0], text_reader.pages, watch)
    for renderer in host.renderers.of(plugin.author):
        yield from check_renderer(renderer, host, watch)
    for lint in host.lints.of(plugin.author):
        yield from check_lint(lint, host)
    yield from check_observers(plugin, host, watch)
    yield from check_rubrics(plugin, host)


def _safely(about: str, found: Iterator[Check]) -> Iterator[Check]:
    """*found*; if the plugin fails where the checks did not look for it, that is told and ends them."""
    try:
        yield from found
    except (EvalfwError, TypeError) as error:  # a class that is not there, or not complete
        yield Check("loads", about, "broken", said_of(error))


def _imported_by(found: Found | None) -> list[str]:
    """Modules of others than Python itself that importing the plugin imports, apart from its own."""
    before = set(sys.modules)
    if found is None or found.make is not None:
        return []  # the host imports it and tells what goes wrong
    try:
        found.load()
    except BaseException:  # told when it is loaded
        return []
    own = found.module.partition(".")[0]
    names = {name.partition(".")[0] for name in set(sys.modules) - before}
    return sorted(name for name in names if name not in sys.stdlib_module_names and name != own)


def _summary(plugin: Plugin) -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    if not plugin.module:
        return ""
    try:
        return metadata(plugin.distribution)["Summary"] or ""
    except (PackageNotFoundError, KeyError):
        return ""


if __name__ == "__main__":
    sys.exit(main())
