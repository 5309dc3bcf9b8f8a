"""The form of ``evalfw.toml``; loaded only where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import attrs

from evalfw.extending.processes.entry import MOST_SECONDS, ProcessEntry
from evalfw.foundation import (
    SORTS,
    Document,
    EvidenceError,
    KeyPath as DocumentPath,
    Problem,
    Text,
    listing,
    nearest,
    read_toml,
    structure,
    verbatim,
)
from evalfw.rubric import Layout, form_problems, pattern_problems


@attrs.frozen(kw_only=True)
class OverlayPaths:
    """
    Rubric files that are laid over the rubric, weakest first; paths start from the folder of ``evalfw.toml``.

    Attributes:
        department: What the department changes for all its evaluations.
        project: What this evaluation changes; ``indicators.toml`` of the evidence is one of these without being listed.
    """

    department: tuple[str, ...] = ()
    project: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ProjectFile:
    """
    The keys of ``evalfw.toml``.

    Attributes:
        rubric: The rubric, as in ``--rubric``.
        evidence: The evidence folder.
        overlay: What is laid over the rubric.
        plugins: Single files with plugins (``./rules.py``) and folders of rubrics; paths start from the folder of ``evalfw.toml``.
        allow_plugins: The installed plugins of others that may be loaded, by name of plugin or distribution; all if not given.
        no_plugins: Plugins that are not loaded.
        prefer_plugins: The plugin that is meant where several bring the same: ``"rule stars" = "mybureau"``.
        plugin_seconds: How long one call into a plugin of others may take.
        layout: How reports are laid out, over what the rubric says, key by key.
        process: Programs that read evidence files or score rules; see docs/plugins/processes.md.
    """

    rubric: str | None = None
    evidence: str | None = None
    overlay: OverlayPaths = attrs.field(factory=OverlayPaths)
    plugins: tuple[str, ...] = ()
    allow_plugins: tuple[str, ...] | None = None
    no_plugins: tuple[str, ...] = ()
    prefer_plugins: dict[str, str] = attrs.field(factory=dict)
    plugin_seconds: Decimal | None = None
    process: tuple[ProcessEntry, ...] = ()
    layout: Layout | None = None


def read_project_file(path: Path, shown: str) -> tuple[ProjectFile, Document]:
    """
    The project file at *path*, called *shown* in messages, with its document.

    Raises:
        EvidenceError: It is not in order.
    """
    document = read_toml(path, shown, EvidenceError)
    file = structure(document, ProjectFile, EvidenceError)
    problems = list(_problems(document, file))
    if problems:
        raise EvidenceError(problems)
    return file, document


def _problems(document: Document, file: ProjectFile) -> Iterator[Problem]:
    if file.plugin_seconds is not None and not 0 < file.plugin_seconds <= MOST_SECONDS:
        what = Text(f"应当大于 0，不超过 {MOST_SECONDS} 秒", f"must be above 0 and at most {MOST_SECONDS} seconds")
        yield document.problem(("plugin_seconds",), what)
    for key in file.prefer_plugins:
        sort, _, id = key.partition(" ")
        if sort not in SORTS or not id:
            what = Text(f"'{key}' 应当写成 \"rule stars\" 这样", f"'{key}' is not of the form \"rule stars\"")
            named = listing(verbatim(each) for each in SORTS)
            hint = nearest(sort, SORTS) or Text(f"前一个词是 {named.zh} 之一", f"the first word is one of {named.en}")
            yield document.problem(("prefer_plugins", key), what, hint)
    if file.layout is not None:

        def tell(path: DocumentPath, what: Text, hint: Text | None) -> Problem:
            return document.problem(("layout", *path), what, hint)

        yield from pattern_problems(file.layout, tell)
        yield from form_problems(file.layout, tell)
    seen: set[str] = set()
    for number, entry in enumerate(file.process):
        if entry.id in seen:
            what = Text(f"编号 '{entry.id}' 用了两次", f"id '{entry.id}' is used twice")
            yield document.problem(("process", number, "id"), what)
        seen.add(entry.id)
        for key, what in entry.faults():
            yield document.problem(("process", number, key), what)
