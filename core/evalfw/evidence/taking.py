"""``evalfw evidence collect``: take facts from the sources that ``evidence.toml`` names, and keep them in the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from evalfw import (
    EvidenceError,
    EvidencePart,
    Language,
    PluginError,
    PluginHost,
    Problem,
    RequestError,
    Statement,
    Text,
)
from evalfw.evidence.checking.arrangement import unknown_names
from evalfw.evidence.collecting.folder import FACTS
from evalfw.evidence.sources import SourceRequest
from evalfw.evidence.sources.taking import take_facts
from evalfw.evidence.writing import part_text
from evalfw.foundation.errors import nearest
from evalfw.foundation.text import listing, verbatim
from evalfw.foundation.writing.files import write_together
from evalfw.foundation.writing.folder import changing
from evalfw.rubric.arrangement import Collect
from evalfw_cli.evidence.opened import Opened, open_evidence
from evalfw_cli.outputs import tell

SUFFIX = ".collected.toml"


def collect_sources(given: Path | None, ref: str | None, only: list[str], language: Language) -> int:
    """
    Take the facts of every ``[[collect]]``, or of those named *only*.

    All sources are read before anything is written; if one of them fails, the evidence stays as it was.

    Raises:
        EvalfwError: A source cannot be read, gives no value or several, or a value that does not fit its fact.
    """
    opened = open_evidence(given, ref)
    wanted = _wanted(opened, only)
    facts = {**opened.rubric.facts, **opened.evidence.declarations}
    unknown = unknown_names(opened.collected.file, opened.collected.document, opened.rubric, facts)
    problems = [each for each in unknown if each.path.startswith("collect")]
    taken: dict[str, EvidencePart] = {}
    if problems:
        raise EvidenceError(problems)
    for entry in wanted:
        try:
            taken[entry.id] = EvidencePart(statements=_statements(opened, entry))
        except EvidenceError as error:
            problems += error.problems
        except PluginError as error:
            problems.append(Problem(_place(opened, entry.id), None, "", error.message))
    if problems:
        raise EvidenceError(problems)
    _check(opened, taken)
    files = {opened.root / FACTS / f"{id}{SUFFIX}": part_text(part, _HEAD).encode() for id, part in taken.items()}
    with changing(opened.root):
        written = write_together(files)
    for entry in wanted:
        path = opened.root / FACTS / f"{entry.id}{SUFFIX}"
        count = len(taken[entry.id].statements)
        state = Text("已写入", "written to") if path in written else Text("没有变化：", "unchanged:")
        said = Text(f"{entry.id}：{count} 个事实，", f"{entry.id}: {count} facts, ") + state
        tell(f"{said.read(language)} {path.as_posix()}")
    return 0


_HEAD = "由 evalfw evidence collect 从 evidence.toml 写明的来源取得；改动会在下次采集时被覆盖。"


def _wanted(opened: Opened, only: list[str]) -> list[Collect]:
    entries = {entry.id: entry for entry in opened.collected.file.collect}
    if not entries:
        raise RequestError(
            Text("evidence.toml 没有写来源（[[collect]]）", "evidence.toml names no sources ([[collect]])")
        )
    for id in only:
        if id not in entries:
            hint = nearest(id, entries)
            what = Text(f"evidence.toml 没有来源 '{id}'", f"evidence.toml has no source '{id}'")
            raise RequestError(what if hint is None else what + verbatim(" — ") + hint)
    return [entry for entry in entries.values() if not only or entry.id in only]


def _place(opened: Opened, id: str) -> str:
    return f"{opened.shown}/evidence.toml: collect[{id}]"


def _statements(opened: Opened, entry: Collect) -> tuple[Statement, ...]:
    scheme, _, address = entry.source.partition(":")
    shown = _place(opened, entry.id)
    if scheme not in opened.host.sources:
        what = Text(f"没有来源类型 '{scheme}'", f"there is no kind of source '{scheme}'")
        raise EvidenceError(
            [Problem(shown, None, "from", what + opened.host.sources.lost, _kinds(opened.host, scheme))]
        )
    request = SourceRequest(address, entry.options, opened.root, os.environ, shown)
    return take_facts(entry, opened.host.sources[scheme].rows(request), shown)


def _kinds(host: PluginHost, scheme: str) -> Text:
    known = listing(verbatim(each) for each in host.sources)
    return nearest(scheme, host.sources) or Text(f"可用的有 {known.zh}", f"there are: {known.en}")


def _check(opened: Opened, taken: dict[str, EvidencePart]) -> None:
    """Raise EvidenceError if a value that was taken does not fit its fact."""
    from evalfw.language.facts.reading import ValueFaultError, read_amount

    facts = {**opened.rubric.facts, **opened.evidence.declarations}

    def problems() -> Iterator[Problem]:
        for id, part in taken.items():
            for statement in part.statements:
                try:
                    assert statement.value is not None
                    read_amount(facts[statement.fact], statement.value)
                except ValueFaultError as fault:
                    at = statement.taken.words() if statement.taken is not None else verbatim("")
                    label = facts[statement.fact].label
                    what = Text(f"{label}：{fault.what.zh}（{at.zh}）", f"{label}: {fault.what.en} ({at.en})")
                    yield Problem(_place(opened, id), None, statement.fact, what, fault.hint)

    found = list(problems())
    if found:
        raise EvidenceError(found)
