"""
The files that a rubric is made of, in the order in which they are laid over one another.

    base < extends < department overlay < project overlay < command line

An overlay is a rubric file whose ``extends`` leads to a file that is in the chain already. Overlays may stand side by side over one
edition; then the order of their roles decides. An overlay that brings files of its own along must join the chain at its end:
otherwise two branches of one edition (a diamond) would be mixed, and neither author would get what they wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evalfw.foundation import Document, KeyPath, Origin, Problem, RubricError, Text, verbatim
from evalfw.rubric.identity import LayerInfo, Role, RubricIdentity
from evalfw.rubric.loading.catalogue import Catalogue, RubricSource
from evalfw.rubric.loading.entries import RubricFile
from evalfw.rubric.loading.rubric_file import Vocabulary, read_rubric_file

MAX_EXTENSIONS = 10
MAX_LAYERS = 30

OVERLAY_ROLES: tuple[Role, ...] = ("department", "project", "command_line")
"""In order of precedence, weakest first."""


class Overlay(NamedTuple):
    """A file to be laid over a rubric, and where it stands."""

    source: RubricSource
    role: Role


class Layer(NamedTuple):
    """
    One file of the chain.

    Attributes:
        source, file, document: The file.
        depth: 0 for the base; grows with each layer.
        role: Where it stands.
        below: The layer that it extends; None for the base.
    """

    source: RubricSource
    file: RubricFile
    document: Document
    depth: int
    role: Role
    below: Layer | None

    @property
    def content(self) -> tuple[dict[str, object], ...]:
        """The data of the layer and of all it extends, base first."""
        return (*(self.below.content if self.below is not None else ()), dict(self.document.data))

    @property
    def identity(self) -> RubricIdentity:
        """What the file says with all it extends."""
        return RubricIdentity(self.file.id, self.file.version, self.content)

    @property
    def info(self) -> LayerInfo:
        """The layer, as a rubric names it."""
        return LayerInfo(
            self.identity, self.file.status, self.role, self.document.shown, self.source.path, self.source.by
        )


class Place(NamedTuple):
    """Where a value was written."""

    layer: Layer
    path: KeyPath

    @property
    def origin(self) -> Origin:
        """The place, for messages."""
        return Origin(self.layer.document.shown, None, self.layer.document, self.path)

    def problem(self, key: str | tuple[str | int, ...], what: Text, hint: Text | None = None) -> Problem:
        """A problem at *key* below the place."""
        below = (key,) if isinstance(key, str) else key
        return self.layer.document.problem((*self.path, *below), what, hint)


def read_chain(
    source: RubricSource, catalogue: Catalogue, vocabulary: Vocabulary, overlays: Iterable[Overlay] = ()
) -> tuple[Layer, ...]:
    """
    *source* with all it extends and everything laid over it, base first.

    Raises:
        RubricError: A file cannot be read, extends itself, does not belong to the chain, or was released and then changed.
    """
    layers: list[Layer] = []
    _append(layers, source, None, catalogue, vocabulary)
    for role in OVERLAY_ROLES:
        for overlay in overlays:
            if overlay.role == role:
                _append(layers, overlay.source, role, catalogue, vocabulary)
    changed = next((problem for layer in layers if (problem := _seal_problem(layer)) is not None), None)
    if changed is not None:
        raise RubricError([changed])  # what extends it has changed with it
    return tuple(layers)


def _append(
    layers: list[Layer], source: RubricSource, role: Role | None, catalogue: Catalogue, vocabulary: Vocabulary
) -> None:
    """Add *source* to *layers*, with what it extends and is not there yet."""
    read: list[tuple[RubricSource, RubricFile, Document]] = []
    joins: Layer | None = None
    while True:
        file, document = read_rubric_file(source.path, source.shown, vocabulary)
        if any(_same_file(layer.source, source) for layer in layers):
            what = Text("同一个文件叠加了两次", "the same file is laid over itself")
            raise RubricError([document.problem((), what)])
        read.append((source, file, document))
        if file.extends is None:
            if role is not None:
                raise RubricError([_not_in_chain(read, layers)])
            break
        source = _extended(source, file.extends, document, catalogue)
        if any(_same_file(earlier, source) for earlier, _, _ in read):
            what = Text(f"评分表扩展了自己：{file.extends}", f"the rubric extends itself: {file.extends}")
            raise RubricError([document.problem(("extends",), what)])
        joins = next((layer for layer in layers if _same_file(layer.source, source)), None)
        if joins is not None:
            break
        if len(read) > MAX_EXTENSIONS:
            what = Text(f"扩展层次太多：最多 {MAX_EXTENSIONS} 层", f"too many extensions: at most {MAX_EXTENSIONS}")
            raise RubricError([document.problem(("extends",), what)])
    if joins is not None and joins is not layers[-1] and len(read) > 1:
        raise RubricError([_diamond(read, joins, layers)])
    if len(layers) + len(read) > MAX_LAYERS:
        what = Text(f"叠加的文件太多：最多 {MAX_LAYERS} 个", f"too many layers: at most {MAX_LAYERS}")
        raise RubricError([read[0][2].problem((), what)])
    below = joins
    for each, file, document in reversed(read):
        own = role or ("base" if below is None else "extends")
        below = Layer(each, file, document, len(layers), own, below)
        layers.append(below)


def _extended(source: RubricSource, extends: str, document: Document, catalogue: Catalogue) -> RubricSource:
    try:
        return catalogue.find(extends, below=source.path.parent)
    except RubricError as error:
        told = [document.problem(("extends",), problem.what, problem.hint) for problem in error.problems]
        raise RubricError(told) from None


def _same_file(one: RubricSource, other: RubricSource) -> bool:
    return one.path.resolve() == other.path.resolve()


def _named(layers: Iterable[Layer]) -> str:
    return " ← ".join(layer.file.id for layer in layers)


def _not_in_chain(read: list[tuple[RubricSource, RubricFile, Document]], layers: list[Layer]) -> Problem:
    _, file, document = read[0]
    base = next(layer for layer in reversed(layers) if layer.role in ("base", "extends")).file.id
    if file.extends is None:
        what = Text("要叠加的文件没有写 extends", "a file that is laid over a rubric names it with 'extends'")
        return document.problem((), what, verbatim(f'extends = "{base}"'))
    what = Text(f"它没有扩展评分表 '{base}'", f"it does not extend rubric '{base}'")
    return document.problem(("extends",), what, verbatim(f'extends = "{base}"'))


def _diamond(read: list[tuple[RubricSource, RubricFile, Document]], joins: Layer, layers: list[Layer]) -> Problem:
    _, file, document = read[-1]
    other = layers[joins.depth + 1]
    what = Text(
        f"'{file.id}' 和 '{other.file.id}' 都扩展 '{joins.file.id}'，是两个分支，不能叠加（{_named(layers)}）",
        f"'{file.id}' and '{other.file.id}' both extend '{joins.file.id}': two branches, not one chain ({_named(layers)})",
    )
    hint = Text(
        f"让 '{file.id}' 扩展 '{layers[-1].file.id}'，或者只用其中一个",
        f"let '{file.id}' extend '{layers[-1].file.id}', or use one of the two",
    )
    return document.problem(("extends",), what, hint)


def _seal_problem(layer: Layer) -> Problem | None:
    """What is wrong with a file whose content is no longer what was released under its version."""
    file, document = layer.file, layer.document
    if file.sha256 is None:
        return None
    if layer.identity.sha256 == file.sha256:
        return None
    what = Text(
        f"内容与发布时不同，版本却还是 {file.version}：已发布的评分表不能改",
        f"the content is not what was released as version {file.version}: a released rubric is never edited",
    )
    hint = Text(
        "恢复原文件；要更正就提高 version、删去 sha256，再用 evalfw rubric release 发布",
        "restore the file; to correct it, raise 'version', remove 'sha256' and release it anew: evalfw rubric release",
    )
    return document.problem(("sha256",), what, hint)
