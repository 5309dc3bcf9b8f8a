"""
The plugin host.

pluggy carries registration. evalfw keeps its own loading loop: one broken distribution must not abort the others, two of
one name must not silently shadow each other, and every result keeps its author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import NamedTuple, TypeVar

import attrs
import pluggy

from evalfw import hookspecs
from evalfw.aggregates import CORE_AGGREGATORS, AggregatorKind
from evalfw.collecting.collector import Collector
from evalfw.errors import RequestError, nearest
from evalfw.expressions import CORE_FUNCTIONS, Function
from evalfw.importing.tables import TableReader
from evalfw.loading.catalogue import Catalogue, RubricFolder, list_rubrics
from evalfw.loading.rubric_file import Vocabulary
from evalfw.model.report import Contribution
from evalfw.plugins.discovery import Found, find_plugins
from evalfw.plugins.registered import Conflict, Registered, register
from evalfw.rendering import Renderer
from evalfw.rules import CORE_KINDS
from evalfw.rules.rule import RuleKind
from evalfw.text import Text, listing, verbatim

CORE = "evalfw"

T = TypeVar("T")


@attrs.define(eq=False, repr=False)
class Plugin:
    """
    An installed plugin.

    Attributes:
        id: Name of its entry point.
        distribution: Distribution that declares it, and its version.
        version: As above.
        module: What the entry point names.
        failure: Why it brings nothing; None if all went well.
    """

    id: str
    distribution: str
    version: str
    module: str
    failure: Text | None = None

    @property
    def author(self) -> str:
        """``id (distribution version)``."""
        return f"{self.id} ({self.distribution} {self.version})".replace("( ", "(").replace(" )", ")")


class PluginHost(NamedTuple):
    """
    Everything that plugins brought.

    Attributes:
        plugins: All found, in order of name, failed ones included.
        kinds: Rule kinds by id, evalfw's own first.
        aggregators: Aggregators by id, evalfw's own first.
        functions: Functions of expressions by id, evalfw's own first.
        collectors: By file suffix.
        renderers: By format.
        table_readers: By file suffix.
        rubrics: The catalogue.
    """

    plugins: tuple[Plugin, ...]
    kinds: Registered[RuleKind]
    aggregators: Registered[AggregatorKind]
    functions: Registered[Function]
    collectors: Registered[Collector]
    renderers: Registered[Renderer]
    table_readers: Registered[TableReader]
    rubrics: Catalogue

    @property
    def vocabulary(self) -> Vocabulary:
        """What rubric files may name."""
        return Vocabulary(self.kinds, self.aggregators, self.functions)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """The plugins that were loaded, for the report."""
        return tuple(
            Contribution(id=plugin.id, distribution=plugin.distribution, version=plugin.version)
            for plugin in self.plugins
            if plugin.failure is None
        )

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every id that several plugins claim."""
        sorts = (self.kinds, self.aggregators, self.functions, self.collectors, self.renderers, self.table_readers)
        return tuple(conflict for registered in sorts for conflict in registered.conflicts.values())

    def brought_by(self, plugin: Plugin) -> tuple[str, ...]:
        """What *plugin* registered, such as ``renderer text`` or ``rubric nanjing/2021``."""
        named = (
            ("rule", self.kinds),
            ("aggregator", self.aggregators),
            ("function", self.functions),
            ("collector", self.collectors),
            ("renderer", self.renderers),
            ("table", self.table_readers),
        )
        brought = [
            f"{sort} {id}" for sort, registered in named for id in registered if registered.author(id) == plugin.author
        ]
        brought += [f"rubric {source.id}" for source in self.rubrics.sources if source.by == plugin.author]
        return tuple(brought)

    def renderer(self, format: str) -> Renderer:
        """
        The renderer of *format*.

        Raises:
            RequestError: There is none. The message names plugins that failed, for one of them may have brought it.
            PluginError: Several plugins claim it.
        """
        if format in self.renderers:
            return self.renderers[format]
        known = listing(verbatim(each) for each in self.renderers)
        hint = nearest(format, self.renderers) or Text(f"可用的有 {known.zh}", f"there are: {known.en}")
        failed = [plugin for plugin in self.plugins if plugin.failure is not None]
        lost = Text("", "")
        if failed:
            named = listing(verbatim(plugin.author) for plugin in failed)
            lost = Text(f"；加载失败的插件：{named.zh}", f"; plugins that failed to load: {named.en}")
        raise RequestError(
            Text(f"没有输出格式 '{format}'", f"no output format '{format}'") + verbatim(" — ") + hint + lost
        )


def load_plugins(found: Iterable[Found] | None = None) -> PluginHost:
    """
    Load every installed plugin.

    Args:
        found: The plugins to load; all that are installed if None.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    plugins = []
    for each in find_plugins() if found is None else found:
        plugin = Plugin(each.id, each.distribution, each.version, each.module)
        plugins.append(plugin)
        _load(manager, each, plugin, plugins)
    _report_unknown_hooks(manager, plugins)
    by_id = {plugin.id: plugin for plugin in plugins}

    def offered(hook: str, kind: type[T]) -> Iterator[tuple[T, str]]:
        return _descriptors(manager, by_id, hook, kind)

    core = [(kind.id, kind, CORE) for kind in CORE_KINDS]
    kinds = [(kind.id, kind, by) for kind, by in offered("evalfw_rule_kinds", RuleKind)]
    core_aggregators = [(kind.id, kind, CORE) for kind in CORE_AGGREGATORS]
    aggregators = [(kind.id, kind, by) for kind, by in offered("evalfw_aggregators", AggregatorKind)]
    core_functions = [(function.id, function, CORE) for function in CORE_FUNCTIONS]
    functions = [(function.id, function, by) for function, by in offered("evalfw_functions", Function)]
    collectors = [
        (suffix, collector, by)
        for collector, by in offered("evalfw_collectors", Collector)
        for suffix in collector.suffixes
    ]
    renderers = [(renderer.id, renderer, by) for renderer, by in offered("evalfw_renderers", Renderer)]
    readers = [
        (suffix, reader, by)
        for reader, by in offered("evalfw_table_readers", TableReader)
        for suffix in reader.suffixes
    ]
    folders = list(offered("evalfw_rubrics", RubricFolder))
    return PluginHost(
        plugins=tuple(plugins),
        kinds=register(Text("规则类型", "rule kind"), iter([*core, *kinds])),
        aggregators=register(Text("汇总方式", "aggregator"), iter([*core_aggregators, *aggregators])),
        functions=register(Text("函数", "function"), iter([*core_functions, *functions])),
        collectors=register(Text("文件类型", "file type"), iter(collectors)),
        renderers=register(Text("输出格式", "output format"), iter(renderers)),
        table_readers=register(Text("表格文件类型", "table file type"), iter(readers)),
        rubrics=list_rubrics(folders),
    )


def _load(manager: pluggy.PluginManager, found: Found, plugin: Plugin, earlier: list[Plugin]) -> None:
    same = [other for other in earlier if other is not plugin and other.id == plugin.id]
    if same:
        authors = verbatim(" / ".join(other.author for other in (*same, plugin)))
        failure = Text(
            f"插件名 '{plugin.id}' 重复：{authors.zh}；请卸载其中一个",
            f"plugin name '{plugin.id}' is used twice: {authors.en}; uninstall one of them",
        )
        for other in (*same, plugin):
            other.failure = failure
            if manager.has_plugin(other.id):
                manager.unregister(name=other.id)
        return

    def register_module() -> None:
        manager.register(found.load(), name=plugin.id)

    _isolated(plugin, register_module)


def _isolated(plugin: Plugin, action: Callable[[], T]) -> T | None:
    """The result of *action*; None, and the failure kept with *plugin*, if it raises anything at all but an interrupt."""
    try:
        return action()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin may even call sys.exit
        said = f"{type(error).__name__}: {error}"
        plugin.failure = Text(f"加载失败：{said}", f"did not load: {said}")
        return None


def _report_unknown_hooks(manager: pluggy.PluginManager, plugins: list[Plugin]) -> None:
    """A misspelt hook would never be called and its author never know."""
    known = [name for name in vars(hookspecs) if name.startswith("evalfw_")]
    for plugin in plugins:
        module = manager.get_plugin(plugin.id)
        for name in vars(module) if isinstance(module, ModuleType) else ():
            if manager.parse_hookimpl_opts(module, name) is None or name in known:
                continue
            hint = nearest(name, known)
            what = Text(f"没有钩子 '{name}'", f"there is no hook '{name}'")
            plugin.failure = what if hint is None else what + verbatim(" — ") + hint
            manager.unregister(name=plugin.id)
            break


def _descriptors(
    manager: pluggy.PluginManager, plugins: dict[str, Plugin], hook: str, kind: type[T]
) -> Iterator[tuple[T, str]]:
    """What each plugin returns from *hook*, one plugin after the other in order of name, with its author."""
    implementations = {each.plugin_name: each.function for each in getattr(manager.hook, hook).get_hookimpls()}
    for id, plugin in plugins.items():
        if id not in implementations or plugin.failure is not None:
            continue

        def call(function: Callable[[], object] = implementations[id]) -> list[T]:
            offered = []
            for descriptor in _listed(function(), kind):
                if not isinstance(descriptor, kind):
                    raise TypeError(f"{hook} gave {type(descriptor).__name__}, expected {kind.__name__}")
                offered.append(descriptor)
            return offered

        for descriptor in _isolated(plugin, call) or ():
            yield descriptor, plugin.author


def _listed(returned: object, kind: type[object]) -> Iterable[object]:
    """What a hook returned, as several things: it may return many, one (a tuple itself), or nothing."""
    if returned is None:
        return ()
    if isinstance(returned, kind) or not isinstance(returned, Iterable):
        return (returned,)
    return returned
