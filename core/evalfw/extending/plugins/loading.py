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

from evalfw.extending.hookspecs import HOOKS, PROJECT, SPECIFICATIONS
from evalfw.extending.interface import ATTRIBUTE, interface_problem
from evalfw.extending.plugins.checking import checked
from evalfw.extending.plugins.discovery import Found, find_plugins, in_order
from evalfw.extending.plugins.plugin import Plugin, is_builtin
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.extending.plugins.tracing import tracer
from evalfw.foundation import VERSION, EvalfwError, Guard, PluginFaultError, Text, WrongResultError, nearest, verbatim
from evalfw.scoring import author_of

if TYPE_CHECKING:
    from pluggy._hooks import HookimplOpts

T = TypeVar("T")

OWN_KINDS = Found("kinds", "evalfw.extending.own_kinds", "evalfw", VERSION)
"""Always there, also where none of the other packages of evalfw is."""


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
                    given = each.plugin.guard(hook, checked, returned, kind)
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
    there = found_with((OWN_KINDS, *(find_plugins() if found is None else found)), settings)
    settings.check_names(there)
    trace = tracer()
    plugins = []
    for each in there:
        author = author_of(each.id, each.distribution, each.version)
        is_direct = each.has_own_limits or is_builtin(each.distribution, each.module)
        seconds = None if is_direct else settings.seconds
        plugin = Plugin(each.id, each.distribution, each.version, each.module, Guard(author, seconds, trace))
        plugin.off = settings.off_because(each)
        plugin.paths, plugin.is_asked_for = each.paths, each.origin != "installed"
        plugins.append(plugin)
        if plugin.off is None and not _is_used_twice(manager, plugin, plugins):
            _load(manager, each, plugin)
    by_id = {plugin.id: plugin for plugin in plugins if plugin.is_loaded}
    hooks = {hook: tuple(_implementations(manager, hook, by_id)) for hook in HOOKS}
    return Loaded(tuple(plugins), hooks)


def found_with(found: Iterable[Found], settings: PluginSettings) -> list[Found]:
    """*found* and the files, folders and programs that *settings* name, in order. Raises RequestError: one is not there."""
    there = list(in_order(found))
    if settings.files or settings.given or settings.processes:
        from evalfw.extending.plugins.files import found_at, found_process  # seldom needed

        files = {path.resolve(): found_at(path, "project") for path in settings.files}
        files |= {
            path.resolve(): found_at(path, "given") for path in settings.given
        }  # one that both name is one plugin
        there += files.values()
        there += [found_process(entry, folder) for entry, folder in settings.processes]
        there = list(in_order(there))
    return there


def _is_used_twice(manager: pluggy.PluginManager, plugin: Plugin, plugins: list[Plugin]) -> bool:
    """Whether *plugin* cannot be loaded for its name; of several plugins of others with one name none is."""
    same = [other for other in plugins if other.id == plugin.id and other.off is None]
    if len(same) == 1:
        return False
    authors = verbatim(" / ".join(other.author for other in same))
    if any(other.is_builtin for other in same):
        failure = Text(
            f"插件名 '{plugin.id}' 是 evalfw 自带的：{authors.zh}；请改名",
            f"plugin name '{plugin.id}' is evalfw's own: {authors.en}; rename it",
        )
    else:
        line = f'no_plugins = ["{same[-1].distribution}"]'
        failure = Text(
            f"插件名 '{plugin.id}' 重复：{authors.zh}；请在 evalfw.toml 写明不用哪一个：{line}",
            f"plugin name '{plugin.id}' is used twice: {authors.en}; say in evalfw.toml which is not meant: {line}",
        )
    for other in same:
        if not other.is_builtin:
            other.failure = failure
            if manager.has_plugin(other.id) and not any(each.is_builtin for each in same):
                manager.unregister(name=other.id)
    return plugin.failure is not None


class _Described(NamedTuple):
    """What the module of a plugin says of itself, looked at once."""

    doc: str
    declared: object
    problem: Text | None


def _load(manager: pluggy.PluginManager, found: Found, plugin: Plugin) -> None:
    """Import and register *plugin*; all that its code may have a say in goes through its guard."""
    try:
        module = plugin.guard("import", found.load)
        described = plugin.guard("import", _described, manager, module)
        plugin.doc = described.doc
        plugin.api = described.declared if isinstance(described.declared, str) else ""
        plugin.failure = described.problem
        if plugin.failure is None:
            plugin.warnings = plugin.guard("import", _register, manager, module, plugin.id)
    except EvalfwError as error:
        plugin.failure = _outdated(found) or _did_not_load(error)


def _outdated(found: Found) -> Text | None:
    """Why a module that cannot be imported is too old: it may want names that are not there any more. None if it is not."""
    from evalfw.extending.plugins.sources import declared_in  # only for what has failed

    declared = declared_in(found)
    return None if declared is None else interface_problem(declared)


def _described(manager: pluggy.PluginManager, module: ModuleType) -> _Described:
    doc = module.__doc__ if isinstance(module.__doc__, str) else ""
    declared = getattr(module, ATTRIBUTE, None)
    problem = None if declared is None else interface_problem(declared)
    return _Described(doc.strip().partition("\n")[0], declared, problem or _hook_problem(manager, module))


def _register(manager: pluggy.PluginManager, module: ModuleType, id: str) -> tuple[str, ...]:
    """Register *module*; what pluggy warns of. Raises WrongResultError: a hook does not fit, or the module is registered."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            manager.register(module, name=id)
        except pluggy.PluginValidationError as error:
            if manager.has_plugin(id):
                manager.unregister(name=id)
            said = str(error).rpartition("\n")[2]
            raise WrongResultError(Text(f"钩子不对：{said}", f"a hook is wrong: {said}")) from error
        except ValueError as error:
            other = manager.get_name(module) or ""
            raise WrongResultError(
                Text(
                    f"模块 {module.__name__} 已由插件 {other} 登记",
                    f"module {module.__name__} is registered by plugin {other}",
                )
            ) from error
    return tuple(str(each.message) for each in caught)


def _did_not_load(error: EvalfwError) -> Text:
    said = error.said if isinstance(error, PluginFaultError) else error.message
    hook = f" {error.what}" if isinstance(error, PluginFaultError) and error.what in HOOKS else ""
    return Text(f"加载失败：{f'{hook} {said.zh}'.lstrip()}", f"did not load:{hook} {said.en}")


def _hook_problem(manager: pluggy.PluginManager, module: ModuleType) -> Text | None:
    """What is wrong with the hooks of *module*: a misspelt one would never be called and its author never know."""
    seen: set[str] = set()
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
        if hook in seen:
            return Text(f"钩子 {hook} 写了两次", f"hook {hook} is there twice")
        seen.add(hook)
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
