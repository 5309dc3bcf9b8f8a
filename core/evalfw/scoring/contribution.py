"""Who took part in a report."""

from __future__ import annotations

from typing import NamedTuple


class Contribution(NamedTuple):
    """A plugin that took part: its id, distribution and version."""

    id: str
    distribution: str
    version: str

    @property
    def author(self) -> str:
        """``id (distribution version)``, as it is named beside what it touched."""
        return author_of(self.id, self.distribution, self.version)


def author_of(id: str, distribution: str, version: str) -> str:
    """A plugin with its distribution, as it is named everywhere; one that is no distribution by its path alone."""
    named = f"{distribution} {version}".strip()
    return f"{id} ({named})" if named and named != id else id
