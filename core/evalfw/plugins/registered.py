"""Descriptors by id, each with its author; two authors of one id are a conflict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from evalfw.errors import PluginError
from evalfw.text import Text, verbatim

T = TypeVar("T")


class Conflict(NamedTuple):
    """An id that several plugins claim. ``authors`` name plugin and distribution, in order of plugin name."""

    sort: Text
    id: str
    authors: tuple[str, ...]

    def message(self) -> Text:
        """What is wrong, and how to settle it."""
        both = verbatim(" / ".join(self.authors))
        return Text(
            f"{self.sort.zh} '{self.id}' 有不止一个插件提供：{both.zh}；请卸载其中一个（pip uninstall 分发包名）",
            f"{self.sort.en} '{self.id}' is provided by several plugins: {both.en}; uninstall one of them "
            "(pip uninstall DISTRIBUTION)",
        )


class Registered(Mapping[str, T], Generic[T]):
    """
    What plugins registered of one sort, by id. Asking for an id in conflict raises ``PluginError``.

    Attributes:
        sort: What the entries are called.
        entries: id → descriptor and author, in order of registration.
        conflicts: By id.
    """

    def __init__(self, sort: Text, entries: Mapping[str, tuple[T, str]], conflicts: Mapping[str, Conflict]) -> None:
        self.sort = sort
        self.entries = entries
        self.conflicts = conflicts

    def __getitem__(self, id: str) -> T:
        if id in self.conflicts:
            raise PluginError(self.conflicts[id].message())
        return self.entries[id][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def author(self, id: str) -> str:
        """Plugin and distribution that registered *id*."""
        return self.entries[id][1]


def register(sort: Text, offered: Iterator[tuple[str, T, str]]) -> Registered[T]:
    """*offered* (id, descriptor, author) by id. Of an id in conflict the first stands in the listing only."""
    entries: dict[str, tuple[T, str]] = {}
    authors: dict[str, tuple[str, ...]] = {}
    for id, descriptor, author in offered:
        entries.setdefault(id, (descriptor, author))
        authors[id] = (*authors.get(id, ()), author)
    conflicts = {id: Conflict(sort, id, named) for id, named in authors.items() if len(named) > 1}
    return Registered(sort, entries, conflicts)
