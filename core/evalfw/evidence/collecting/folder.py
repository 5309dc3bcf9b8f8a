"""
A folder of evidence.

    evidence/
      indicators.toml   what completes the rubric, where it leaves something to the subject
      evidence.toml     subject, rubric, period; may hold facts, claims, overrides, exemptions and remarks itself
      facts/            more of the same, in files that a collector reads: TOML, JSON, CSV, …
      sources/          tables that facts are taken from
      attachments/      documents that entries cite, each stored once under its hash
      ratings/          what each rater gives, one file each
      narrative/        the sections of the written report, as Markdown, in order of file name
      history.jsonl     every change of points that people set, chained by hash
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from evalfw.evidence.collecting.collector import Collector
from evalfw.evidence.evidence_file import EvidenceFile, part_of, structure_evidence
from evalfw.evidence.model import ENTRIES, EvidencePart, Section, Source
from evalfw.evidence.provenance import Taken
from evalfw.foundation import (
    Document,
    EvidenceError,
    PluginError,
    Problem,
    Text,
    files_below,
    is_left_behind,
    is_there,
    listing,
    lost_of,
    read_text,
    read_toml,
    verbatim,
    well_formed,
)

if TYPE_CHECKING:
    from evalfw.evidence.attachment import Attachment
    from evalfw.evidence.history_entry import Entry

EVIDENCE_FILE = "evidence.toml"
HISTORY_FILE = "history.jsonl"
INDICATORS_FILE = "indicators.toml"
FACTS, NARRATIVE = "facts", "narrative"


class Collected(NamedTuple):
    """
    All that was read, before it is checked against a rubric.

    Attributes:
        file: What ``evidence.toml`` says.
        document: ``evidence.toml`` as it was parsed.
        parts: What each file holds, ``evidence.toml`` first; each entry says where it was taken from.
        narrative: The sections of the written report.
        history: Every change of points that people set; None if the folder keeps none.
        attachments: The documents that entries cite, as the index has them; not read without digests.
    """

    file: EvidenceFile
    document: Document
    parts: tuple[EvidencePart, ...]
    narrative: tuple[Section, ...]
    history: tuple[Entry, ...] | None = None
    attachments: tuple[Attachment, ...] = ()


def collect(
    path: Path, collectors: Mapping[str, Collector], shown: str | None = None, digests: bool = True
) -> Collected:
    """
    Read the evidence at *path*: a folder, or a single ``evidence.toml`` under any name.

    Args:
        path: The folder or file.
        collectors: By file suffix.
        shown: Name of *path* in messages and origins; as given if None.
        digests: Whether each entry gets the hash of its file; without, what nobody will look at costs nothing.

    Raises:
        EvidenceError: With every problem of every file.
    """
    named = well_formed(path.as_posix()) if shown is None else shown
    if not is_there(path):
        raise EvidenceError([Problem(named, None, "", Text("没有这个文件夹或文件", "no such folder or file"))])
    if not path.is_dir():
        return _collect_file(path, named, (), (), digests)
    if not (path / EVIDENCE_FILE).exists():
        what = Text(f"文件夹里没有 {EVIDENCE_FILE}", f"there is no {EVIDENCE_FILE} in the folder")
        hint = Text("用 evalfw init 新建一个", "start one with: evalfw init")
        raise EvidenceError([Problem(named, None, "", what, hint)])
    if not is_inside(path / EVIDENCE_FILE, path):
        raise EvidenceError([Problem(f"{named}/{EVIDENCE_FILE}", None, "", LEADS_OUT)])
    problems: list[Problem] = _misplaced(path, named, collectors)
    parts = []
    for file, collector in _claimed(path, named, collectors, problems):
        shown_file = _name(named, path, file)
        try:
            parts.append(taken_from(collector.part(file, shown_file), collector.id, file, path, digests))
        except EvidenceError as error:
            problems += error.problems
        except PluginError as error:
            problems.append(Problem(shown_file, None, "", error.message))
    sections = _narrative(path, named, problems)
    history = None
    try:
        history = _history(path / HISTORY_FILE, f"{named}/{HISTORY_FILE}")
    except EvidenceError as error:
        problems += error.problems
    attachments: tuple[Attachment, ...] = ()
    try:
        attachments = _attachments(path, named) if digests else ()
    except EvidenceError as error:
        problems += error.problems
    try:
        collected = _collect_file(path / EVIDENCE_FILE, f"{named}/{EVIDENCE_FILE}", tuple(parts), sections, digests)
    except EvidenceError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise EvidenceError(problems)
    return collected._replace(history=history, attachments=attachments)


def _collect_file(
    path: Path, shown: str, parts: tuple[EvidencePart, ...], sections: tuple[Section, ...], digests: bool
) -> Collected:
    document = read_toml(path, shown, EvidenceError)
    file = structure_evidence(document)
    own = taken_from(part_of(document, file), "toml", path, path.parent, digests)
    return Collected(file, document, (own, *parts), sections)


def taken_from(part: EvidencePart, collector: str, file: Path, root: Path, digests: bool) -> EvidencePart:
    """
    *part* with, in each entry, where it was taken from, unless the entry says that itself.

    Args:
        part: What was read.
        collector: Id of what read it.
        file: The file it was read from.
        root: The evidence folder.
        digests: Whether the hash of the file is worked out.
    """
    if not any(getattr(part, name) for name in ENTRIES):
        return part
    shown, digest = well_formed(file.relative_to(root).as_posix()), _digest(file) if digests else ""
    whole = Taken(collector=collector, file=shown, digest=digest)

    def placed(entry: Source) -> Source:
        if entry.taken is not None:
            return entry
        line = entry.origin.line
        taken = whole if line is None else Taken(collector=collector, file=shown, row=line, digest=digest)
        return attrs.evolve(entry, taken=taken)

    changed: dict[str, Any] = {name: tuple(map(placed, getattr(part, name))) for name in ENTRIES}
    return attrs.evolve(part, **changed)


def _digest(file: Path) -> str:
    from evalfw.evidence.attachments.digests import digest_of  # loads OpenSSL

    return digest_of(file)


def _history(path: Path, shown: str) -> tuple[Entry, ...] | None:
    """The history at *path*; None, and nothing is imported, where there is none."""
    if not is_there(path):
        return None
    from evalfw.evidence.history.reading import read_history

    return read_history(path, shown)


def _attachments(root: Path, named: str) -> tuple[Attachment, ...]:
    """What the index of attachments has; nothing is imported where there is none."""
    if not is_there(root / "attachments"):
        return ()
    from evalfw.evidence.attachments.store import read_index

    return read_index(root, named)


def _name(named: str, root: Path, file: Path) -> str:
    return well_formed(f"{named}/{file.relative_to(root).as_posix()}")


def _files(root: Path, named: str, name: str, problems: list[Problem]) -> list[Path]:
    """The files below the folder *name* of *root*; none, and *problems*, where not all of it can be read."""
    try:
        return files_below(root / name, f"{named}/{name}", EvidenceError)
    except EvidenceError as error:
        problems += error.problems
        return []


LEADS_OUT = Text("这个链接指向证据文件夹之外", "this link leads out of the evidence folder")


def is_inside(file: Path, root: Path) -> bool:
    """Whether *file*, links followed, lies in the evidence folder *root*."""
    return file.resolve().is_relative_to(root.resolve())


def _claimed(
    root: Path, named: str, collectors: Mapping[str, Collector], problems: list[Problem]
) -> list[tuple[Path, Collector]]:
    claimed = []
    for file in _files(root, named, FACTS, problems):
        shown = _name(named, root, file)
        if not is_inside(file, root):
            problems.append(Problem(shown, None, "", LEADS_OUT))
        elif (ending := _ending(file, collectors)) is not None:
            claimed.append((file, collectors[ending]))
        else:
            known = listing(verbatim(suffix) for suffix in sorted(collectors))
            what = Text(
                f"没有采集器读 {file.suffix or '无后缀'} 文件", f"no collector reads {file.suffix or 'such'} files"
            ) + lost_of(collectors)
            hint = Text(f"可读的有 {known.zh}", f"readable: {known.en}") if collectors else None
            problems.append(Problem(shown, None, "", what, hint))
    return claimed


def _ending(file: Path, collectors: Mapping[str, Collector]) -> str | None:
    """The longest ending of the name of *file* that a collector claims: ``.hotline.csv`` before ``.csv``."""
    endings = ("".join(file.suffixes[number:]).lower() for number in range(len(file.suffixes)))
    return next((ending for ending in endings if ending in collectors), None)


def _misplaced(root: Path, named: str, collectors: Mapping[str, Collector]) -> list[Problem]:
    """Data files beside ``evidence.toml``, which nobody would read."""
    what = Text(f"这里的数据文件不会被读取，请移到 {FACTS}/", f"data files here are not read: move it into {FACTS}/")
    return [
        Problem(_name(named, root, file), None, "", what)
        for file in sorted(root.iterdir())
        if file.is_file()
        and _ending(file, collectors) is not None
        and not is_left_behind(file.name)
        and file.name not in (EVIDENCE_FILE, INDICATORS_FILE)
    ]


def _narrative(root: Path, named: str, problems: list[Problem]) -> tuple[Section, ...]:
    sections = []
    for file in _files(root, named, NARRATIVE, problems):
        if file.suffix.lower() != ".md":
            continue
        if not is_inside(file, root):
            problems.append(Problem(_name(named, root, file), None, "", LEADS_OUT))
            continue
        try:
            shown = _name(named, root, file)
            markdown = read_text(file, shown, EvidenceError)
            sections.append(Section(name=well_formed(file.stem), markdown=markdown, shown=shown))
        except EvidenceError as error:
            problems += error.problems
    return tuple(sections)
