"""Everything that plugins brought, by id and with its author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from evalfw.evidence import Collector, SourceKind, TextReader
from evalfw.extending.command import Command
from evalfw.extending.plugins.loading import Implementation
from evalfw.extending.plugins.plugin import Plugin
from evalfw.foundation import (
    CORE,
    Conflict,
    Registered,
    RequestError,
    TableReader,
    Text,
    listing,
    nearest,
    verbatim,
)
from evalfw.language import (
    AggregatorKind,
    Function,
    RuleKind,
    UnitDeclaration,
)
from evalfw.reporting import Renderer, RenderOptions, View
from evalfw.rubric import (
    Catalogue,
    LintCheck,
    Overlay,
    Rubric,
    Vocabulary,
    load_rubric,
)
from evalfw.scoring import Contribution, Report

T = TypeVar("T")

USUAL_OPTIONS = RenderOptions()

USUAL = ("text", "html", "xlsx", "json")
"""Forms of views that come first where they are listed."""


class PluginHost(NamedTuple):
    """
    Everything that plugins brought.

    Attributes:
        plugins: All found, in order of name, those that failed or were not loaded included.
        kinds: Rule kinds by id, evalfw's own first.
        aggregators: Aggregators by id, evalfw's own first.
        functions: Functions of expressions by id, evalfw's own first.
        units: Units that texts may name, by name, besides the standard ones.
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
    units: Registered[UnitDeclaration]
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
        agreed = tuple(unit for name, (unit, _) in self.units.entries.items() if name not in self.units.conflicts)
        known: dict[str, Text | None] = {}
        for plugin in self.plugins:
            for name in (plugin.id, Path(plugin.id).stem):  # of a file the name without its suffix
                if known.get(name, plugin.failure) is not None or name not in known:
                    known[name] = plugin.failure or plugin.off
        return Vocabulary(self.kinds, self.aggregators, self.functions, agreed, known)

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
            if plugin.is_loaded and not plugin.is_core  # the version of evalfw itself is in every report
        )

    @property
    def sorts(self) -> tuple[Registered[object], ...]:
        """What was registered, sort by sort."""
        named = (self.kinds, self.aggregators, self.functions, self.units, self.collectors, self.renderers, self.views)
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
            if registered.author(id) == (CORE if plugin.is_core else plugin.author)
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

    def document(self, what: object, format: str, options: RenderOptions = USUAL_OPTIONS) -> bytes:
        """
        *what* in *format*: the bytes that ``evalfw`` writes to a file.

        Args:
            what: A report; or a comparison, a cohort, a difference of rubrics and whatever else has views.
            format: Name of the format, as in ``--format``.
            options: Language, width and the like.

        Raises:
            RequestError: There is no such format for it.
            PluginError: Several plugins claim it, or it failed.
        """
        if isinstance(what, Report):
            return self.renderer(format).rendered(what, options)
        (view,) = self.views_of(type(what), (format,))
        return view.shown(what, options)

    def views_of(self, of: type, formats: Iterable[str]) -> tuple[View, ...]:
        """
        The views of instances of *of* in *formats*, each once.

        Raises:
            RequestError: There is none for one of the formats.
            PluginError: Several plugins claim it.
        """
        there = [key.removeprefix(f"{of.__name__} ") for key in self.views if key.startswith(f"{of.__name__} ")]
        there.sort(key=lambda format: USUAL.index(format) if format in USUAL else len(USUAL))
        wanted = tuple(dict.fromkeys(formats))
        for format in wanted:
            if format not in there:
                known = listing(map(verbatim, there))
                what = Text(f"没有格式 '{format}'；可用的有 {known.zh}", f"no format '{format}'; known: {known.en}")
                raise RequestError(what + self.views.lost)
        return tuple(self.views[f"{of.__name__} {format}"] for format in wanted)
