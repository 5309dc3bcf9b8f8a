"""The names of a face, each imported from its module when it is first asked for, so that no wing is imported as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module


def face_of(
    face: str, listed: str, modules: str = "", below: str = ""
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """
    ``__getattr__`` and ``__dir__`` of the module *face*.

    Args:
        face: Its name.
        listed: A line for each module: ``module: Name Name …``; ``Name=own`` for one that is called otherwise there.
        modules: Modules that are there without being imported.
        below: The package that modules lie in; the face itself if empty.
    """
    package = below or face
    homes: dict[str, tuple[str, str]] = {}
    for line in listed.strip().splitlines():
        module, _, names = line.partition(":")
        for each in names.split():
            public, _, own = each.partition("=")
            homes[public] = (module.strip(), own or public)

    def find(name: str) -> object:
        if name in modules.split():
            return import_module(f"{package}.{name}")
        if name not in homes:
            raise AttributeError(f"module {face!r} has no attribute {name!r}")
        module, own = homes[name]
        found: object = getattr(import_module(f"{package}.{module}"), own)
        setattr(sys.modules[face], name, found)
        return found

    return find, lambda: sorted((*homes, *modules.split()))
