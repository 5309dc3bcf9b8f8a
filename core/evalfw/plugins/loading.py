"""
Load plugins: import each, register its hooks, ask for descriptors.

pluggy carries registration. evalfw keeps its own loading loop: one broken distribution must not abort the others, two of
one name must not silently shadow each other, and every result keeps its author.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pluggy

from evalfw.errors import EvalfwError, nearest
from evalfw.guarding import Guard, PluginFaultError
from evalfw.hookspecs import HOOKS, PROJECT, SPECIFICATIONS
from evalfw.model.contribution import author_of
from evalfw.plugins.checking import checked
from evalfw.plugins.discovery import Found, find_plugins, in_order
from evalfw.plugins.interface import ATTRIBUTE, interface_problem
from evalfw.plugins.plugin import Plugin, is_builtin
from evalfw.plugins.settings import PluginSettings
from evalfw.plugins.tracing import tracer
from evalfw.text import Text, verbatim

if TYPE_CHECKING:
    from pluggy._hooks import HookimplOpts

T = TypeVar("T")


class Implementation(NamedTuple):
    """A hook as one plugin has it: whose, which function, and the arguments that it takes."""

    plugin: Plugin
    function: Callable[..., object]
    arguments: tuple[str, ...]

    def call(self, hook: str, given: Mapping[str, object]) -> object:
        """What it gives. Raises what the guard of the plugin raises."""
        return self.plugin.guard(hook, self.function, **{name: given[name] for name in self.arguments})


class Loaded(NamedTuple):
    """Plugins in order of name, and their hooks, in that order, by name of the hook."""

    plugins: tuple[Plugin, ...]
    hooks: Mapping[str, tuple[Implementation, ...]]

    def descriptors(self, hook: str, kind: type[T]) -> list[tuple[T, Plugin]]:
        """What each plugin returns from *hook*, with the plugin. A plugin that fails in it brings nothing at all."""
        offered: list[tuple[T, Plugin]] = []
        for each in self.hooks[hook]:
            if each.plugin.is_loaded:
                try:
                    returned = each.plugin.guard(hook, each.function)
                    given = each.plugin.guard(hook, checked, returned, kind, hook)
                except EvalfwError as error:
                    each.plugin.failure = _did_not_load(error)
                else:
                    offered += ((descriptor, each.plugin) for descriptor in given)
                    each.plugin.empty += () if given else (hook,)
        return offered


def load(found: Iterable[Found] | None, settings: PluginSettings) -> Loaded:
    """
    Import and register plugins.

    Args:
        found: Those that are there; None: all that are installed.
        settings: Which of them are to be loaded, and which files and folders besides.

    Raises:
        RequestError: *settings* name a plugin or a file that is not there.
    """
    manager = pluggy.PluginManager(PROJECT)
    for module in SPECIFICATIONS:
        manager.add_hookspecs(module)
    there = found_with(find_plugins() if found is None else found, settings)
    settings.check_names(there)
    trace = tracer()
    plugins = []
    for each in there:
        author = author_of(each.id, each.distribution, each.version)
        is_direct = each.has_own_limits or is_builtin(each.distribution, each.module)
        seconds = None if is_direct else settings.seconds
        plugin = Plugin(each.id, each.distribution, each.version, each.module, Guard(author, seconds, trace))
        plugin.off = settings.off_because(each)
        plugin.paths = each.paths
        plugins.append(plugin)
        if plugin.off is None and not _is_used_twice(manager, plugin, plugins):
            _load(manager, each, plugin)
    by_id = {plugin.id: plugin for plugin in plugins if plugin.is_loaded}
    hooks = {hook: tuple(_implementations(manager, hook, by_id)) for hook in HOOKS}
    return Loaded(tuple(plugins), hooks)


def found_with(found: Iterable[Found], settings: PluginSettings) -> list[Found]:
    """*found* and the files, folders and programs that *settings* name, in order. Raises RequestError: one is not there."""
    there = list(found)
    if settings.files or settings.given or settings.processes:
        from evalfw.plugins.files import found_at, found_process  # seldom needed

        files = {path.resolve(): found_at(path, "project") for path in settings.files}
        files |= {
            path.resolve(): found_at(path, "given") for path in settings.given
        }  # one that both name is one plugin
        there += files.values()
        there += [found_process(entry, folder) for entry, folder in settings.processes]
        there = list(in_order(there))
    return there


def _is_used_twice(manager: pluggy.PluginManager, plugin: Plugin, plugins: list[Plugin]) -> bool:
    """Whether the name of *plugin* is that of an earlier one too; then neither of them is loaded."""
    same = [other for other in plugins if other.id == plugin.id and other.off is None]
    if len(same) == 1:
        return False
    authors = verbatim(" / ".join(other.author for other in same))
    line = f'no_plugins = ["{same[-1].distribution}"]'
    failure = Text(
        f"插件名 '{plugin.id}' 重复：{authors.zh}；请在 evalfw.toml 写明不用哪一个：{line}",
        f"plugin name '{plugin.id}' is used twice: {authors.en}; say in evalfw.toml which is not meant: {line}",
    )
    for other in same:
        other.failure = failure
        if manager.has_plugin(other.id):
            manager.unregister(name=other.id)
    return True


def _load(manager: pluggy.PluginManager, found: Found, plugin: Plugin) -> None:
    try:
        module = plugin.guard("import", found.load)
    except EvalfwError as error:
        plugin.failure = _did_not_load(error)
        return
    plugin.doc = (module.__doc__ or "").strip().partition("\n")[0]
    declared = getattr(module, ATTRIBUTE, None)
    plugin.api = declared if isinstance(declared, str) else ""
    plugin.failure = interface_problem(declared) if declared is not None else None
    plugin.failure = plugin.failure or _hook_problem(manager, module)
    if plugin.failure is None:
        _register(manager, module, plugin)


def _register(manager: pluggy.PluginManager, module: ModuleType, plugin: Plugin) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            manager.register(module, name=plugin.id)
        except pluggy.PluginValidationError as error:
            said = str(error).rpartition("\n")[2]
            plugin.failure = Text(f"钩子不对：{said}", f"a hook is wrong: {said}")
            if manager.has_plugin(plugin.id):
                manager.unregister(name=plugin.id)
    plugin.warnings = tuple(str(each.message) for each in caught)


def _did_not_load(error: EvalfwError) -> Text:
    said = error.said if isinstance(error, PluginFaultError) else error.message
    hook = f" {error.what}" if isinstance(error, PluginFaultError) and error.what in HOOKS else ""
    return Text(f"加载失败：{f'{hook} {said.zh}'.lstrip()}", f"did not load:{hook} {said.en}")


def _hook_problem(manager: pluggy.PluginManager, module: ModuleType) -> Text | None:
    """What is wrong with the hooks of *module*: a misspelt one would never be called and its author never know."""
    for name in vars(module):
        options: HookimplOpts | None = manager.parse_hookimpl_opts(module, name)
        if options is None and name in HOOKS and callable(getattr(module, name)):
            return Text(
                f"{name} 前面缺少 @evalfw.hookimpl，不会被调用",
                f"{name} lacks @evalfw.hookimpl and would never be called",
            )
        if options is None:
            continue
        hook = options["specname"] or name
        if hook not in HOOKS and not options["optionalhook"]:
            hint = nearest(hook, HOOKS)
            what = Text(f"没有钩子 '{hook}'", f"there is no hook '{hook}'")
            return what if hint is None else what + verbatim(" — ") + hint
        for option in ("wrapper", "hookwrapper", "tryfirst", "trylast"):
            if options[option]:
                return Text(
                    f"钩子 {name}：不能用 {option}，次序只看插件名，结果不能被改写",
                    f"hook {name}: {option} is not available: order is by name, and no result can be rewritten",
                )
    return None


def _implementations(manager: pluggy.PluginManager, hook: str, by_id: Mapping[str, Plugin]) -> Iterator[Implementation]:
    found = {each.plugin_name: each for each in getattr(manager.hook, hook).get_hookimpls()}
    for id, plugin in by_id.items():
        if id in found:
            yield Implementation(plugin, found[id].function, tuple(found[id].argnames))
