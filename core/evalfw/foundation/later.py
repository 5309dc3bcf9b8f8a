"""The names of a face, each imported from its module when it is first asked for, so that no wing is imported as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module


def face_of(package: str, listed: str) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """
    ``__getattr__`` and ``__dir__`` of the package *package*.

    Args:
        package: Its name.
        listed: A line for each module, below the package: ``module: Name Name …``; ``Name=own`` for one that is called otherwise there.
    """
    homes: dict[str, tuple[str, str]] = {}
    for line in listed.strip().splitlines():
        module, _, names = line.partition(":")
        for each in names.split():
            public, _, own = each.partition("=")
            homes[public] = (module.strip(), own or public)

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, own = homes[name]
        found: object = getattr(import_module(f"{package}.{module}"), own)
        setattr(sys.modules[package], name, found)
        return found

    return find, lambda: sorted(homes)
