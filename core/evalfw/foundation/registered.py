"""Descriptors by id, each with its author; two authors of one id are a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from evalfw.foundation.errors import PluginError
from evalfw.foundation.text import NOTHING, Text, verbatim

T = TypeVar("T")

CORE = "evalfw"
"""The author of what evalfw itself brings."""


class Sort(NamedTuple):
    """What descriptors of one sort are called: in ``prefer_plugins`` and listings, and in sentences."""

    key: str
    name: Text


RULE = Sort("rule", Text("规则类型", "rule kind"))
AGGREGATOR = Sort("aggregator", Text("汇总方式", "aggregator"))
FUNCTION = Sort("function", Text("函数", "function"))
UNIT = Sort("unit", Text("单位", "unit"))
COLLECTOR = Sort("collector", Text("采集器的文件类型", "file type of collectors"))
RENDERER = Sort("renderer", Text("输出格式", "output format"))
VIEW = Sort("view", Text("视图", "view"))
TABLE = Sort("table", Text("表格文件类型", "table file type"))
SOURCE = Sort("source", Text("来源类型", "kind of source"))
TEXT = Sort("text", Text("文档文件类型", "document file type"))
LINT = Sort("lint", Text("检查", "lint"))
COMMAND = Sort("command", Text("命令", "command"))

SORTS = (
    *(
        sort.key
        for sort in (RULE, AGGREGATOR, FUNCTION, UNIT, COLLECTOR, SOURCE, TEXT, RENDERER, VIEW, TABLE, LINT, COMMAND)
    ),
    "rubric",
)
"""The first words of keys of ``prefer_plugins``; rubrics are registered by folder."""


class Conflict(NamedTuple):
    """An id that is claimed more than once. ``authors`` name plugin and distribution, in order of plugin name."""

    sort: Sort
    id: str
    authors: tuple[str, ...]

    def message(self) -> Text:
        """What is wrong, and the line that settles it."""
        both = verbatim(" / ".join(self.authors))
        name = self.sort.name
        what = Text(
            f"{name.zh} '{self.id}' 有不止一个插件提供：{both.zh}",
            f"{name.en} '{self.id}' is provided by several plugins: {both.en}",
        )
        if len(set(self.authors)) == 1:
            return Text(
                f"{name.zh} '{self.id}' 注册了两次：{both.zh}", f"{name.en} '{self.id}' is registered twice: {both.en}"
            )
        last = id_of(self.authors[-1])
        if CORE in self.authors:
            line = f'no_plugins = ["{last}"]'
            return what + Text(
                f"；evalfw 自带的不能替换，请在 evalfw.toml 写 {line}",
                f"; evalfw's own cannot be replaced: write {line} in evalfw.toml",
            )
        first = id_of(self.authors[0])
        line = f'prefer_plugins = {{ "{self.sort.key} {self.id}" = "{first}" }}'
        longer = NOTHING
        if self.sort in (COLLECTOR, TABLE, TEXT):
            longer = Text(
                f"；或让插件用更长的后缀，如 .xx{self.id}",
                f"; or let the plugin claim a longer ending, such as .xx{self.id}",
            )
        return what + Text(f"；请在 evalfw.toml 写明用哪一个：{line}", f"; say which in evalfw.toml: {line}") + longer


class Registered(Mapping[str, T], Generic[T]):
    """
    What plugins registered of one sort, by id. Asking for an id in conflict raises ``PluginError``.

    Attributes:
        sort: What the entries are called.
        entries: id → descriptor and author, in order of registration.
        conflicts: By id.
        lost: Plugins that bring nothing, of which one may have brought what is looked for; empty if there are none.
    """

    def __init__(
        self,
        sort: Sort,
        entries: Mapping[str, tuple[T, str]],
        conflicts: Mapping[str, Conflict],
        lost: Text = NOTHING,
    ) -> None:
        self.sort = sort
        self.entries = entries
        self.conflicts = conflicts
        self.lost = lost

    def __getitem__(self, id: str) -> T:
        if id in self.conflicts:
            raise PluginError(self.conflicts[id].message())
        return self.entries[id][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def of(self, author: str) -> list[T]:
        """What *author* registered and is used."""
        return [descriptor for descriptor, by in self.entries.values() if by == author]

    def author(self, id: str) -> str:
        """Plugin and distribution that registered *id*."""
        return self.entries[id][1]


def register(
    sort: Sort, offered: Iterable[tuple[str, T, str]], prefer: Mapping[str, str] | None = None, lost: Text = NOTHING
) -> Registered[T]:
    """
    *offered* (id, descriptor, author) by id. Of an id in conflict the first stands in the listing only.

    Args:
        sort: What the descriptors are called.
        offered: In order of plugin name, evalfw's own first.
        prefer: The plugin or distribution that is meant where several claim an id, by ``sort id``.
        lost: Plugins that bring nothing.
    """
    given = list(offered)
    preferred = {
        id: name for key, name in (prefer or {}).items() for word, _, id in [key.partition(" ")] if word == sort.key
    }
    entries: dict[str, tuple[T, str]] = {}
    authors: dict[str, tuple[str, ...]] = {}
    for id, descriptor, author in given:
        if id in preferred and not is_of(author, preferred[id]) and not _is_contested(id, given, preferred[id]):
            continue
        entries.setdefault(id, (descriptor, author))
        authors[id] = (*authors.get(id, ()), author)
    conflicts = {id: Conflict(sort, id, named) for id, named in authors.items() if len(named) > 1}
    return Registered(sort, entries, conflicts, lost)


def _is_contested(id: str, given: list[tuple[str, T, str]], preferred: str) -> bool:
    """Whether preferring a plugin settles nothing: evalfw's own cannot be replaced, and it has to offer the id."""
    authors = [author for each, _, author in given if each == id]
    return CORE in authors or not any(is_of(author, preferred) for author in authors)


def is_of(author: str, name: str) -> bool:
    """Whether *author* (``id (distribution version)``, or a path) is the plugin or the distribution called *name*."""
    id = id_of(author)
    inside = author[len(id) :].removeprefix(" (").removesuffix(")")
    return name in (id, inside, inside.rpartition(" ")[0])


def id_of(author: str) -> str:
    """The plugin that *author* names: a path may hold brackets, but does not end with one."""
    return author.partition(" (")[0] if author.endswith(")") else author


def settled(known: Mapping[str, T]) -> list[tuple[str, T]]:
    """The entries of *known* that nobody disputes."""
    if not isinstance(known, Registered):
        return list(known.items())
    return [(id, descriptor) for id, (descriptor, _) in known.entries.items() if id not in known.conflicts]


def lost_of(known: Mapping[str, object]) -> Text:
    """What to add to a message that *known* lacks something: plugins that bring nothing; empty if there are none."""
    return known.lost if isinstance(known, Registered) else NOTHING
