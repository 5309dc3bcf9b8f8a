"""The plugins that a command line means: what is installed, what the project says, and the options that every command takes."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path

from evalfw import PluginError, PluginHost, Text, load_plugins
from evalfw.extending import PluginSettings, Project, read_project
from evalfw_cli.plugin_options import PluginOptions

OPTIONS: ContextVar[PluginOptions] = ContextVar("evalfw_plugin_options")
"""The options of the command line that is being run."""


def load_host(project: Project | None = None) -> PluginHost:
    """
    The plugins for a command, which does not go on without those that are asked for.

    Args:
        project: The project that the command is about; that of the working folder if None.

    Raises:
        EvidenceError: ``evalfw.toml`` is not in order.
        RequestError: A plugin or file is named that is not there.
        PluginError: One that ``--plugin`` or ``evalfw.toml`` names does not load.
    """
    host = load_whatever_loads(project)
    failed = [plugin for plugin in host.plugins if plugin.is_asked_for and plugin.failure is not None]
    if failed:
        said = (plugin.told_failure for plugin in failed)
        hint = Text(
            " — 它是 --plugin 或 evalfw.toml 点名要的，没有它不往下做；细看：evalfw plugin show",
            " — --plugin or evalfw.toml asks for it, and nothing is done without it; see evalfw plugin show",
        )
        raise PluginError(Text.joined(said, "\n", "\n") + hint)
    return host


def load_whatever_loads(project: Project | None = None) -> PluginHost:
    """The same for commands that tell how plugins stand."""
    return load_plugins(settings=settings_now(project or read_project(Path())))


def is_locked() -> bool:
    """Whether the command line says ``--locked``."""
    return OPTIONS.get(PluginOptions()).locked


def settings_now(project: Project | None) -> PluginSettings:
    """What *project* and the command line that is being run say about plugins."""
    from evalfw.extending import from_environment

    base, options = from_environment() if project is None else project.plugins, OPTIONS.get(PluginOptions())
    return base._replace(
        given=tuple(Path(path) for path in options.files),
        no_others=options.no_others,
        off=tuple(_once((*base.off, *options.off))),
    )


def _once(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)
