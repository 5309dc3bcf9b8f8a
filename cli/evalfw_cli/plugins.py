"""The plugins that a command line means: what is installed, what the project says, and the options that every command takes."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path

from evalfw import PluginHost, load_plugins
from evalfw.extending import PluginSettings, Project, read_project
from evalfw_cli.plugin_options import PluginOptions

OPTIONS: ContextVar[PluginOptions] = ContextVar("evalfw_plugin_options")
"""The options of the command line that is being run."""


def load_host(project: Project | None = None) -> PluginHost:
    """
    The plugins for a command.

    Args:
        project: The project that the command is about; that of the working folder if None.

    Raises:
        EvidenceError: ``evalfw.toml`` is not in order.
        RequestError: A plugin or file is named that is not there.
    """
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
