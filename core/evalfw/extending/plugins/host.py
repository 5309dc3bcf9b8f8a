"""Everything that plugins brought, by id and with its author."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from evalfw.evidence import Collector, SourceKind, TextReader
from evalfw.extending.command import Command
from evalfw.extending.hookspecs import DECIDING, OBSERVING
from evalfw.extending.plugins.discovery import Found
from evalfw.extending.plugins.loading import Implementation, Loaded, load
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
    VIEW,
    Conflict,
    PluginError,
    Registered,
    RequestError,
    Sort,
    TableReader,
    Text,
    join,
    listing,
    nearest,
    register,
    verbatim,
)
from evalfw.language import (
    CORE_AGGREGATORS,
    CORE_FUNCTIONS,
    CORE_KINDS,
    AggregatorKind,
    Function,
    RuleKind,
    guarded_function,
)
from evalfw.reporting import Renderer, View
from evalfw.rubric import (
    Catalogue,
    LintCheck,
    Overlay,
    Rubric,
    RubricFolder,
    RubricSource,
    Vocabulary,
    list_rubrics,
    load_rubric,
    source_at,
)
from evalfw.scoring import Contribution

T = TypeVar("T")


class PluginHost(NamedTuple):
    """
    Everything that plugins brought.

    Attributes:
        plugins: All found, in order of name, those that failed or were not loaded included.
        kinds: Rule kinds by id, evalfw's own first.
        aggregators: Aggregators by id, evalfw's own first.
        functions: Functions of expressions by id, evalfw's own first.
        collectors: By file suffix.
        renderers: By format.
        views: By class and format.
        table_readers: By file suffix.
        sources: By id.
        text_readers: By file suffix.
        lints: By id.
        commands: By id.
        rubrics: The catalogue.
        hooks: Observing and deciding hooks, by name, each in order of plugin name.
    """

    plugins: tuple[Plugin, ...]
    kinds: Registered[RuleKind]
    aggregators: Registered[AggregatorKind]
    functions: Registered[Function]
    collectors: Registered[Collector]
    renderers: Registered[Renderer]
    views: Registered[View]
    table_readers: Registered[TableReader]
    sources: Registered[SourceKind]
    text_readers: Registered[TextReader]
    lints: Registered[LintCheck]
    commands: Registered[Command]
    rubrics: Catalogue
    hooks: Mapping[str, tuple[Implementation, ...]]

    @property
    def vocabulary(self) -> Vocabulary:
        """What rubric files may name."""
        return Vocabulary(self.kinds, self.aggregators, self.functions)

    def load(self, ref: str, overlays: Iterable[Overlay] = (), below: Path | None = None) -> Rubric:
        """
        The rubric that *ref* addresses.

        Args:
            ref: Its id, an alias or a path.
            overlays: What is laid over it.
            below: The folder that a path starts from; the working folder if None.

        Raises:
            RubricError: There is none, or it is not in order.
        """
        return load_rubric(self.rubrics.find(ref, below=below), self.rubrics, self.vocabulary, overlays)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """The plugins that were loaded, for the report."""
        return tuple(
            Contribution(id=plugin.id, distribution=plugin.distribution, version=plugin.version)
            for plugin in self.plugins
            if plugin.is_loaded
        )

    @property
    def sorts(self) -> tuple[Registered[object], ...]:
        """What was registered, sort by sort."""
        named = (self.kinds, self.aggregators, self.functions, self.collectors, self.renderers, self.views)
        read = (self.sources, self.text_readers, self.table_readers)
        return (*named, *read, self.lints, self.commands)  # type: ignore[return-value] # read only

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every id that is claimed more than once."""
        return tuple(conflict for registered in self.sorts for conflict in registered.conflicts.values())

    def brought_by(self, plugin: Plugin) -> tuple[str, ...]:
        """What *plugin* registered, such as ``renderer text`` or ``rubric nanjing/2021``, and what it observes or decides."""
        brought = [
            f"{registered.sort.key} {id}"
            for registered in self.sorts
            for id in registered
            if registered.author(id) == plugin.author
        ]
        brought += [f"rubric {source.id}" for source in self.rubrics.sources if source.by == plugin.author]
        brought += [
            f"hook {name}"
            for name, implementations in self.hooks.items()
            if any(each.plugin is plugin for each in implementations)
        ]
        return tuple(brought)

    def renderer(self, format: str) -> Renderer:
        """
        The renderer of *format*.

        Raises:
            RequestError: There is none. The message names plugins that bring nothing, for one of them may have brought it.
            PluginError: Several plugins claim it.
        """
        if format in self.renderers:
            return self.renderers[format]
        known = listing(verbatim(each) for each in self.renderers)
        hint = nearest(format, self.renderers) or Text(f"可用的有 {known.zh}", f"there are: {known.en}")
        if not self.renderers:
            hint = Text("没有任何插件提供输出格式", "no plugin brings any output format")
        raise RequestError(
            Text(f"没有输出格式 '{format}'", f"no output format '{format}'")
            + verbatim(" — ")
            + hint
            + self.renderers.lost
        )

    def views_of(self, of: type, formats: Iterable[str]) -> tuple[View, ...]:
        """
        The views of instances of *of* in *formats*, each once.

        Raises:
            RequestError: There is none for one of the formats.
            PluginError: Several plugins claim it.
        """
        there = [key.removeprefix(f"{of.__name__} ") for key in self.views if key.startswith(f"{of.__name__} ")]
        wanted = tuple(dict.fromkeys(formats))
        for format in wanted:
            if format not in there:
                known = listing(map(verbatim, there))
                what = Text(f"没有格式 '{format}'；可用的有 {known.zh}", f"no format '{format}'; known: {known.en}")
                raise RequestError(what + self.views.lost)
        return tuple(self.views[f"{of.__name__} {format}"] for format in wanted)


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
        own: Iterable[tuple[str, T]],
        offered: Iterable[tuple[T, Plugin]],
        names: Callable[[T], Iterable[str]],
        guarded: Callable[[T, Plugin], T],
    ) -> Registered[T]:
        brought = [
            (name, guarded(each, plugin), plugin.author)
            for each, plugin in offered
            if plugin.is_loaded  # one that failed in another hook brings nothing
            for name in names(each)
        ]
        return register(sort, [*((id, each, CORE) for id, each in own), *brought], chosen.prefer, lost)

    return PluginHost(
        plugins=loaded.plugins,
        kinds=registered(
            RULE, ((k.id, k) for k in CORE_KINDS), kinds, lambda k: (k.id,), lambda k, p: k._replace(guard=p.guard)
        ),
        aggregators=registered(
            AGGREGATOR,
            ((a.id, a) for a in CORE_AGGREGATORS),
            aggregators,
            lambda a: (a.id,),
            lambda a, p: a._replace(guard=p.guard),
        ),
        functions=registered(
            FUNCTION,
            ((f.id, f) for f in CORE_FUNCTIONS),
            functions,
            lambda f: (f.id,),
            lambda f, p: guarded_function(f, p.guard),
        ),
        collectors=registered(COLLECTOR, (), collectors, lambda c: c.suffixes, lambda c, p: c._replace(guard=p.guard)),
        renderers=registered(RENDERER, (), renderers, lambda r: (r.id,), lambda r, p: r._replace(guard=p.guard)),
        views=registered(VIEW, (), views, lambda v: (v.key,), lambda v, p: v._replace(guard=p.guard)),
        table_readers=registered(TABLE, (), readers, lambda r: r.suffixes, lambda r, p: r._replace(guard=p.guard)),
        sources=registered(SOURCE, (), sources, lambda s: (s.id,), lambda s, p: s._replace(guard=p.guard)),
        text_readers=registered(TEXT, (), texts, lambda r: r.suffixes, lambda r, p: r._replace(guard=p.guard)),
        lints=registered(LINT, (), lints, lambda c: (c.id,), lambda c, p: c._replace(guard=p.guard)),
        commands=registered(COMMAND, (), commands, lambda c: (c.id,), lambda c, p: c._replace(guard=p.guard)),
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
    return Text("；没有加载的插件：", "; plugins that were not loaded: ") + join(lost, "；", "; ")
