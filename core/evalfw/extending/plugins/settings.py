"""Which of the plugins that are there are to be loaded, and which one is meant where two bring the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from evalfw.extending.plugins.discovery import Found
from evalfw.extending.plugins.plugin import is_builtin
from evalfw.foundation import SECONDS, RequestError, Text, nearest, verbatim

if TYPE_CHECKING:
    from evalfw.extending.processes.entry import ProcessEntry

VARIABLE = "EVALFW_PLUGINS"

_NONE: Mapping[str, str] = MappingProxyType({})


class PluginSettings(NamedTuple):
    """
    What the command line, the environment and ``evalfw.toml`` say about plugins. A name is that of a plugin or of a distribution.

    Attributes:
        given: Single files and folders of rubrics from the command line; loaded in any case.
        files: The same from ``evalfw.toml``.
        processes: Programs from ``evalfw.toml``, each with the folder that it runs in.
        no_others: Whether only evalfw's own plugins are loaded, and those *given*.
        off: Names of plugins that are not loaded, evalfw's own included.
        named: Of the installed plugins of others only these are loaded (``EVALFW_PLUGINS``); None: all.
        allowed: The installed plugins of others that may be loaded (``allow_plugins``); None: all.
        prefer: The plugin that is meant where several bring the same, by ``sort id``, such as ``rule stars``.
        seconds: How long one call into a plugin of others may take.
    """

    given: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    processes: tuple[tuple[ProcessEntry, Path], ...] = ()
    no_others: bool = False
    off: tuple[str, ...] = ()
    named: tuple[str, ...] | None = None
    allowed: tuple[str, ...] | None = None
    prefer: Mapping[str, str] = _NONE
    seconds: float = SECONDS

    def off_because(self, found: Found) -> Text | None:
        """Why *found* is not to be loaded; None if it is."""
        if _is_one_of(found, self.off):
            return Text("已停用（no_plugins）", "switched off (no_plugins)")
        if found.origin == "given" or is_builtin(found.distribution, found.module):
            return None
        if self.no_others:
            return Text("已停用（--no-plugins）", "switched off (--no-plugins)")
        if found.origin == "project":
            return None
        if self.named is not None and not _is_one_of(found, self.named):
            return Text(f"不在 {VARIABLE} 之中", f"not named in {VARIABLE}")
        if self.allowed is not None and not _is_one_of(found, self.allowed):
            return Text("不在 evalfw.toml 的 allow_plugins 之中", "not in allow_plugins of evalfw.toml")
        return None

    def check_names(self, found: Iterable[Found]) -> None:
        """Raise RequestError for a name that no plugin has. A list of what is allowed may name what is not installed here."""
        known = {name for each in found for name in (each.id, each.distribution) if name}
        wanted = [
            *((name, "no_plugins") for name in self.off),
            *((name, VARIABLE) for name in self.named or ()),
            *((name, "prefer_plugins") for name in self.prefer.values()),
        ]
        for name, where in wanted:
            if not any(_same(name, each) for each in known):
                what = Text(
                    f"{where}：没有插件或分发包 '{name}'", f"{where}: there is no plugin or distribution '{name}'"
                )
                hint = nearest(name, known)
                raise RequestError(what if hint is None else what + verbatim(" — ") + hint)


def from_environment(environment: Mapping[str, str] = os.environ) -> PluginSettings:
    """What ``EVALFW_PLUGINS`` says: names, separated by commas; empty: no plugins of others; not set: all that are installed."""
    if VARIABLE not in environment:
        return PluginSettings()
    return PluginSettings(named=tuple(_names(environment[VARIABLE])))


def _names(text: str) -> Iterator[str]:
    return (name.strip() for name in text.split(",") if name.strip())


def _is_one_of(found: Found, names: Iterable[str]) -> bool:
    return any(_same(name, found.id) or (found.distribution and _same(name, found.distribution)) for name in names)


def _same(left: str, right: str) -> bool:
    """Whether two names are one: case and ``-`` or ``_`` do not matter (PEP 503)."""
    return left.lower().replace("_", "-") == right.lower().replace("_", "-")
