"""Facts taken from the sources that ``evidence.toml`` names, and kept in the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence.checking.arrangement import unknown_names
from evalfw.evidence.collecting.folder import FACTS
from evalfw.evidence.model import EvidencePart, Statement
from evalfw.evidence.opened import EvidenceFolder
from evalfw.evidence.sources.source import SourceKind, SourceRequest
from evalfw.evidence.sources.taking import take_facts
from evalfw.evidence.writing import part_text
from evalfw.foundation import (
    EvidenceError,
    PluginError,
    Problem,
    RequestError,
    Text,
    changing,
    listing,
    lost_of,
    nearest,
    verbatim,
    write_together,
)
from evalfw.language import ValueFaultError, read_stated
from evalfw.rubric import Collect

SUFFIX = ".collected.toml"


class TakenFrom(NamedTuple):
    """What was taken from a source: its id, how many facts, the file that holds them, whether that has changed, and what to know of the source."""

    id: str
    facts: int
    path: Path
    is_new: bool
    told: tuple[Text, ...] = ()


def collect_sources(
    folder: EvidenceFolder, environment: Mapping[str, str], only: Sequence[str] = ()
) -> tuple[TakenFrom, ...]:
    """
    Take the facts of every ``[[collect]]``, or of those named *only*.

    All sources are read before anything is written; if one of them fails, the evidence stays as it was.

    Args:
        folder: The evidence folder.
        environment: Where sources look up addresses and passwords that ``evidence.toml`` names.
        only: Ids of sources.

    Raises:
        EvalfwError: A source cannot be read, gives no value or several, or a value that does not fit its fact.
    """
    wanted = _wanted(folder, only)
    unknown = unknown_names(folder.collected.file, folder.collected.document, folder.rubric, folder.declarations)
    problems = [each for each in unknown if each.path.startswith("collect")]
    taken: dict[str, EvidencePart] = {}
    told: dict[str, tuple[Text, ...]] = {}
    if problems:
        raise EvidenceError(problems)
    for entry in wanted:
        try:
            statements, told[entry.id] = _statements(folder, entry, environment)
            taken[entry.id] = EvidencePart(statements=statements)
        except EvidenceError as error:
            problems += error.problems
        except PluginError as error:
            problems.append(Problem(_place(folder, entry.id), None, "", error.message))
    if problems:
        raise EvidenceError(problems)
    _check(folder, taken)
    paths = {entry.id: folder.root / FACTS / f"{entry.id}{SUFFIX}" for entry in wanted}
    with changing(folder.root):
        written = write_together({paths[id]: part_text(part, _HEAD).encode() for id, part in taken.items()})
    return tuple(
        TakenFrom(id, len(taken[id].statements), path, path in written, told[id]) for id, path in paths.items()
    )


_HEAD = "由 evalfw evidence collect 从 evidence.toml 写明的来源取得；改动会在下次采集时被覆盖。"


def _wanted(folder: EvidenceFolder, only: Sequence[str]) -> list[Collect]:
    entries = {entry.id: entry for entry in folder.collected.file.collect}
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


def _place(folder: EvidenceFolder, id: str) -> str:
    return f"{folder.shown}/evidence.toml: collect[{id}]"


def _statements(
    folder: EvidenceFolder, entry: Collect, environment: Mapping[str, str]
) -> tuple[tuple[Statement, ...], tuple[Text, ...]]:
    scheme, _, address = entry.source.partition(":")
    shown = _place(folder, entry.id)
    if scheme not in folder.means.sources:
        what = Text(f"没有来源类型 '{scheme}'", f"there is no kind of source '{scheme}'")
        raise EvidenceError(
            [Problem(shown, None, "from", what + lost_of(folder.means.sources), _kinds(folder.means.sources, scheme))]
        )
    request = SourceRequest(address, entry.options, folder.root, environment, shown)
    given = folder.means.sources[scheme].rows(request)
    return take_facts(entry, given, shown), tuple(dict.fromkeys(given.told))


def _kinds(sources: Mapping[str, SourceKind], scheme: str) -> Text:
    known = listing(verbatim(each) for each in sources)
    return nearest(scheme, sources) or Text(f"可用的有 {known.zh}", f"there are: {known.en}")


def _check(folder: EvidenceFolder, taken: dict[str, EvidencePart]) -> None:
    """Raise EvidenceError if a value that was taken does not fit its fact."""
    facts = folder.declarations

    def problems() -> Iterator[Problem]:
        for id, part in taken.items():
            for statement in part.statements:
                try:
                    read_stated(facts[statement.fact], statement.value, statement.low, statement.high)
                except ValueFaultError as fault:
                    at = statement.taken.words() if statement.taken is not None else verbatim("")
                    label = facts[statement.fact].label
                    what = Text(f"{label}：{fault.what.zh}（{at.zh}）", f"{label}: {fault.what.en} ({at.en})")
                    yield Problem(_place(folder, id), None, statement.fact, what, fault.hint)

    found = list(problems())
    if found:
        raise EvidenceError(found)
