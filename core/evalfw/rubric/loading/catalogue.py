"""Which rubrics there are, and how one is addressed: by id, by unambiguous alias, or by path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from evalfw.foundation import NOTHING, Problem, RubricError, Text, id_of, is_of, is_there, listing, nearest, verbatim
from evalfw.rubric.loading.rubric_file import read_rubric_head

RUBRIC_FILE = "rubric.toml"


class RubricFolder(NamedTuple):
    """A folder of rubrics, as a plugin registers it: every ``rubric.toml`` below it is one edition."""

    path: Path


class RubricSource(NamedTuple):
    """
    A rubric that can be loaded.

    Attributes:
        id, version, status, superseded_by, title, issuer, period, extends, aliases: As the file says.
        path: The file.
        shown: Its name in messages: package and place in it, not where the package lies on this machine.
        by: Plugin and distribution that brought it; empty for a path.
        problem: Why the file cannot be used; None if its head is in order.
    """

    id: str
    path: Path
    shown: str
    version: str = ""
    status: str = "draft"
    superseded_by: str = ""
    title: str = ""
    issuer: str = ""
    period: str = ""
    extends: str = ""
    aliases: tuple[str, ...] = ()
    by: str = ""
    problem: Problem | None = None


class Catalogue(NamedTuple):
    """
    Every rubric that plugins brought, sorted by id.

    Attributes:
        sources: The rubrics.
        prefer: The plugin or distribution that is meant where several bring one id, by id.
        resolve: Asks plugins for what none has brought; None if no plugin can be asked.
        lost: Plugins that bring nothing, of which one may have brought what is looked for.
    """

    sources: tuple[RubricSource, ...]
    prefer: Mapping[str, str] = MappingProxyType({})
    resolve: Callable[[str], RubricSource | None] | None = None
    lost: Text = NOTHING

    @property
    def usable(self) -> tuple[RubricSource, ...]:
        """The rubrics whose files are in order."""
        return tuple(source for source in self.sources if source.problem is None)

    def find(self, ref: str, below: Path | None = None) -> RubricSource:
        """
        The rubric that *ref* addresses.

        Args:
            ref: An id (``nanjing/2021``), an alias (``2021``), or the path of a file or folder (``./2022.toml``). Where a
                text could be both, ids and aliases come first; ``./`` makes it a path.
            below: Folder that relative paths start from; the working folder if None.

        Raises:
            RubricError: There is none, or several claim the alias or id.
            PluginError: A plugin that was asked for it failed.
        """
        if _looks_like_path(ref):
            return _from_path(ref, below)
        claimed = [source for source in self.usable if source.id == ref]
        claimed = claimed or [source for source in self.usable if ref in source.aliases]
        meant = [source for source in claimed if source.id in self.prefer and is_of(source.by, self.prefer[source.id])]
        claimed = meant if len(meant) == 1 else claimed
        if len(claimed) == 1:
            return claimed[0]
        if not claimed and is_there((below or Path()) / ref):
            return _from_path(ref, below)
        if claimed:
            named = listing(verbatim(f"{source.id} ({source.by}: {source.shown})") for source in claimed)
            what = Text(f"“{ref}” 不止一个：{named.zh}", f"'{ref}' is ambiguous: {named.en}")
            hint = Text("用完整的编号或文件路径指明一个", "name one by its full id, or by path")
            if len({source.id for source in claimed}) == 1:
                line = f'prefer_plugins = {{ "rubric {claimed[0].id}" = "{id_of(claimed[0].by)}" }}'
                hint = Text(
                    f"用文件路径指明一个，或在 evalfw.toml 写 {line}",
                    f"name one by path, or write in evalfw.toml {line}",
                )
            raise RubricError([Problem("", None, "", what, hint)])
        if self.resolve is not None and (found := self.resolve(ref)) is not None:
            return found
        beside = (below or Path()) / f"{ref}.toml"
        if is_there(beside):
            what, hint = (
                Text(f"没有评分表 “{ref}”", f"no rubric '{ref}'"),
                Text(f"文件要写成 ./{ref}.toml", f"write the file as ./{ref}.toml"),
            )
            raise RubricError([Problem("", None, "", what, hint)])
        raise RubricError([self._unknown(ref), *(source.problem for source in self.sources if source.problem)])

    def _unknown(self, ref: str) -> Problem:
        names = [name for source in self.usable for name in (source.id, *source.aliases)]
        ids = listing(verbatim(source.id) for source in self.usable)
        listed = Text(f"现有：{ids.zh}", f"there are: {ids.en}") if self.usable else None
        what = Text(f"没有评分表 “{ref}”", f"no rubric '{ref}'")
        return Problem("", None, "", what + self.lost, nearest(ref, names) or listed)


def list_rubrics(
    folders: Iterable[tuple[RubricFolder, str]],
    prefer: Mapping[str, str] = MappingProxyType({}),
    resolve: Callable[[str], RubricSource | None] | None = None,
    lost: Text = NOTHING,
) -> Catalogue:
    """
    The rubrics below *folders*, each given with the name of the plugin that brought it.

    A file that cannot be read is kept with its problem, so that it can be listed; it is fatal only where it is needed. The other
    arguments are the attributes of ``Catalogue``.
    """
    sources = []
    for folder, by in folders:
        for path in sorted(folder.path.rglob(RUBRIC_FILE)):
            shown = f"{folder.path.name}/{path.relative_to(folder.path).as_posix()}"
            source = _from_file(path, shown, by)
            if source is not None:
                sources.append(source)
    return Catalogue(tuple(sorted(sources, key=lambda source: (source.id, source.shown))), prefer, resolve, lost)


def source_at(path: Path, by: str) -> RubricSource:
    """The rubric at *path*, a file or its folder, that the plugin *by* has named. Raises RubricError: there is none."""
    source = _from_path(str(path), None)
    return source._replace(by=by)


def _from_file(path: Path, shown: str, by: str) -> RubricSource | None:
    try:
        head = read_rubric_head(path, shown)
    except RubricError as error:
        return RubricSource(id=path.parent.name, path=path, shown=shown, by=by, problem=error.problems[0])
    if head is None:
        return None
    aliases = head.get("aliases")
    return RubricSource(
        id=str(head.get("id", "")),
        path=path,
        shown=shown,
        version=str(head.get("version", "")),
        status=str(head.get("status", "draft")),
        superseded_by=str(head.get("superseded_by", "")),
        title=str(head.get("title", "")),
        issuer=str(head.get("issuer", "")),
        period=str(head.get("period", "")),
        extends=str(head.get("extends", "")),
        aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (),
        by=by,
    )


def _looks_like_path(ref: str) -> bool:
    return (
        ref.endswith((".toml", *_TABLES)) or ref.startswith((".", "/", "~")) or "\\" in ref or Path(ref).is_absolute()
    )


_TABLES = frozenset({".xlsx", ".xls", ".docx", ".doc", ".pdf", ".csv", ".tsv"})


def _from_path(ref: str, below: Path | None) -> RubricSource:
    path = Path(ref)
    with suppress(RuntimeError):  # no such user: then it is no home folder
        path = path.expanduser()
    if below is not None and not path.is_absolute():
        path = below / path
    if is_there(path) and path.is_dir():
        path = path / RUBRIC_FILE
    if not is_there(path):
        what = Text("没有这个评分表文件", "no such rubric file")
        raise RubricError([Problem(str(path), None, "", what)])
    if path.suffix.lower() in _TABLES:
        what = Text("这是表格文件，不是评分表", "this is a table, not a rubric")
        hint = Text("先写成评分表：evalfw rubric import", "draft a rubric from it: evalfw rubric import")
        raise RubricError([Problem(str(path), None, "", what, hint)])
    return RubricSource(id="", path=path, shown=str(path))
