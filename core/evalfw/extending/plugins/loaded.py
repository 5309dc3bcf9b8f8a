"""Plugins loaded into a host: each asked for what it brings, all of it by id and with its author."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from evalfw.evidence import Collector, SourceKind, TextReader
from evalfw.extending.command import Command
from evalfw.extending.hookspecs import DECIDING, OBSERVING
from evalfw.extending.plugins.discovery import Found
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.loading import Loaded, load
from evalfw.extending.plugins.plugin import Plugin
from evalfw.extending.plugins.settings import PluginSettings, from_environment
from evalfw.foundation import (
    AGGREGATOR,
    COLLECTOR,
    COMMAND,
    CORE,
    FUNCTION,
    LINT,
    NOTHING,
    RENDERER,
    RULE,
    SOURCE,
    TABLE,
    TEXT,
    UNIT,
    VIEW,
    Guard,
    PluginError,
    Registered,
    Sort,
    TableReader,
    Text,
    register,
    verbatim,
)
from evalfw.language import (
    AggregatorKind,
    Function,
    RuleKind,
    UnitDeclaration,
    guarded_function,
)
from evalfw.reporting import Renderer, View
from evalfw.rubric import (
    LintCheck,
    RubricFolder,
    RubricSource,
    list_rubrics,
    source_at,
)

T = TypeVar("T")


def load_plugins(found: Iterable[Found] | None = None, settings: PluginSettings | None = None) -> PluginHost:
    """
    Load plugins.

    Args:
        found: The plugins to choose from; all that are installed if None.
        settings: Which of them are loaded, and which files besides; as the environment says if None.

    Raises:
        RequestError: *settings* name a plugin or a file that is not there.
    """
    chosen = from_environment() if settings is None else settings
    loaded = load(found, chosen)
    kinds = loaded.descriptors("evalfw_rule_kinds", RuleKind)
    aggregators = loaded.descriptors("evalfw_aggregators", AggregatorKind)
    functions = loaded.descriptors("evalfw_functions", Function)
    units = loaded.descriptors("evalfw_units", UnitDeclaration)
    collectors = loaded.descriptors("evalfw_collectors", Collector)
    renderers = loaded.descriptors("evalfw_renderers", Renderer)
    views = loaded.descriptors("evalfw_views", View)
    readers = loaded.descriptors("evalfw_table_readers", TableReader)
    sources = loaded.descriptors("evalfw_sources", SourceKind)
    texts = loaded.descriptors("evalfw_text_readers", TextReader)
    lints = loaded.descriptors("evalfw_lints", LintCheck)
    commands = loaded.descriptors("evalfw_commands", Command)
    folders = loaded.descriptors("evalfw_rubrics", RubricFolder)
    lost = lost_words(loaded.plugins)

    def registered(
        sort: Sort,
        offered: Iterable[tuple[T, Plugin]],
        names: Callable[[T], Iterable[str]],
        guarded: Callable[[T, Guard], T],
    ) -> Registered[T]:
        own_first = sorted(offered, key=lambda each: not each[1].is_core)
        brought = [
            (name, each, CORE) if plugin.is_core else (name, guarded(each, plugin.guard), plugin.author)
            for each, plugin in own_first
            if plugin.is_loaded  # one that failed in another hook brings nothing
            for name in names(each)
        ]
        return register(sort, brought, chosen.prefer, lost)

    return PluginHost(
        plugins=loaded.plugins,
        kinds=registered(RULE, kinds, lambda k: (k.id,), lambda k, guard: k._replace(guard=guard)),
        aggregators=registered(AGGREGATOR, aggregators, lambda a: (a.id,), lambda a, guard: a._replace(guard=guard)),
        functions=registered(FUNCTION, functions, lambda f: (f.id,), guarded_function),
        units=registered(UNIT, units, lambda u: (u.name,), lambda u, guard: u),
        collectors=registered(COLLECTOR, collectors, lambda c: c.suffixes, lambda c, guard: c._replace(guard=guard)),
        renderers=registered(RENDERER, renderers, lambda r: (r.id,), lambda r, guard: r._replace(guard=guard)),
        views=registered(VIEW, views, lambda v: (v.key,), lambda v, guard: v._replace(guard=guard)),
        table_readers=registered(TABLE, readers, lambda r: r.suffixes, lambda r, guard: r._replace(guard=guard)),
        sources=registered(SOURCE, sources, lambda s: (s.id,), lambda s, guard: s._replace(guard=guard)),
        text_readers=registered(TEXT, texts, lambda r: r.suffixes, lambda r, guard: r._replace(guard=guard)),
        lints=registered(LINT, lints, lambda c: (c.id,), lambda c, guard: c._replace(guard=guard)),
        commands=registered(COMMAND, commands, lambda c: (c.id,), lambda c, guard: c._replace(guard=guard)),
        rubrics=list_rubrics(
            ((folder, plugin.author) for folder, plugin in folders if plugin.is_loaded),
            prefer={
                key.removeprefix("rubric "): name for key, name in chosen.prefer.items() if key.startswith("rubric ")
            },
            resolve=_resolver(loaded),
            lost=lost,
        ),
        hooks={hook: loaded.hooks[hook] for hook in (*OBSERVING, *DECIDING)},
    )


def _resolver(loaded: Loaded) -> Callable[[str], RubricSource | None] | None:
    implementations = loaded.hooks["evalfw_resolve_rubric"]
    if not implementations:
        return None

    def resolve(ref: str) -> RubricSource | None:
        for each in implementations:
            answer = each.call("evalfw_resolve_rubric", {"ref": ref}) if each.plugin.is_loaded else None
            if answer is None:
                continue
            if not isinstance(answer, Path):
                said = f"evalfw_resolve_rubric: {type(answer).__name__}"
                raise PluginError(
                    Text(
                        f"插件 {each.plugin.author} 出错：{said}，应当是 Path",
                        f"plugin {each.plugin.author} failed: {said}, expected Path",
                    )
                )
            return source_at(answer, each.plugin.author)
        return None

    return resolve


def lost_words(plugins: Iterable[Plugin]) -> Text:
    """``；没有加载的插件：甲（为什么）``, for messages that something is lacking; empty if all were loaded."""
    lost = [
        verbatim(plugin.author) + Text("：", ": ") + (plugin.failure or plugin.off or NOTHING)
        for plugin in plugins
        if not plugin.is_loaded
    ]
    if not lost:
        return NOTHING
    return Text("；没有加载的插件：", "; plugins that were not loaded: ") + Text.joined(lost, "；", "; ")
