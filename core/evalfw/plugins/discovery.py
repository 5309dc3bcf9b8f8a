"""Which plugins are installed: the entry points of the group ``evalfw``, in order of name."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

import attrs

GROUP = "evalfw"


@attrs.frozen
class Found:
    """An entry point, with the distribution that declares it. ``load`` imports the module."""

    id: str
    module: str
    distribution: str
    version: str
    entry_point: EntryPoint

    def load(self) -> ModuleType:
        """Import the module. Raises whatever the import raises."""
        module = self.entry_point.load()
        if not isinstance(module, ModuleType):
            raise TypeError(f"the entry point names {self.module}, which is not a module")
        return module


def find_plugins() -> tuple[Found, ...]:
    """Every installed plugin, sorted by name and distribution; nothing is imported."""
    found = []
    for entry_point in entry_points(group=GROUP):
        distribution = entry_point.dist
        name = "" if distribution is None else distribution.name
        version = "" if distribution is None else distribution.version
        found.append(Found(entry_point.name, entry_point.value, name, version, entry_point))
    return tuple(sorted(found, key=lambda each: (each.id, each.distribution)))
