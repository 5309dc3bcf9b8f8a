"""Workbooks that came back go into the evidence folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs

from evalfw.evidence.attachments.digests import Algorithm, digest_of_bytes
from evalfw.evidence.attachments.store import Store
from evalfw.evidence.collecting.folder import FACTS
from evalfw.evidence.divisions import Assignment
from evalfw.evidence.merging import EVERYBODY, SUFFIX, Merging, Outcome
from evalfw.evidence.opened import EvidenceFolder
from evalfw.evidence.recording import history_after, history_file, part_file, write_folder
from evalfw.evidence.workbooks.answers import part_with
from evalfw.evidence.workbooks.choosing import Came, Take, one_of_each, workbooks_in
from evalfw.evidence.workbooks.lines import Filled
from evalfw.evidence.workbooks.reading import read_workbook
from evalfw.evidence.writing import part_text
from evalfw.foundation import (
    NOTHING,
    SILENT,
    UNREADABLE,
    EvidenceError,
    Problem,
    Progress,
    RequestError,
    Text,
    changing,
    listing,
    reason_of,
    verbatim,
    well_formed,
)


class Imported(NamedTuple):
    """
    What came of a set of workbooks.

    Attributes:
        workbooks: What each says and what came of it, those left out that were refused.
        problems: What is wrong with those that were refused.
        passed_over: Workbooks that were not taken because there is a newer one of the same division.
        others: What lies in the folders besides workbooks, and was not read.
    """

    workbooks: tuple[tuple[Filled, Outcome], ...]
    problems: tuple[Problem, ...]
    passed_over: tuple[Text, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many answers contradict others."""
        return sum(len(outcome.conflicts) for _, outcome in self.workbooks)

    @property
    def refused(self) -> int:
        """How many workbooks were refused."""
        return len({problem.file for problem in self.problems})


def import_workbooks(
    folder: EvidenceFolder,
    files: Sequence[Path],
    by: str,
    at: str,
    replace: bool = False,
    algorithm: Algorithm = "sha256",
    take: Take = "one",
    progress: Progress = SILENT,
) -> Imported:
    """
    Put what the workbooks *files* say into the evidence folder. The workbooks are only read.

    One that is not in order is not imported at all, and told with all its mistakes; the others are.

    Args:
        folder: The evidence folder.
        files: Workbooks, and folders of them.
        by: Who imports them, for the history.
        at: When, as RFC 3339 in UTC.
        replace: Whether each takes the place of what the same division has said before.
        algorithm: The hash under which workbooks and pictures are kept.
        take: Which of several workbooks of one division; none of them where there should be ``one``.
        progress: Told of each workbook.

    Raises:
        EvalfwError: There is no workbook, or the folder is not in order or cannot be written; it is then as it was.
    """
    found, others = workbooks_in(files)
    if not found:
        there = listing(map(verbatim, others))
        more = Text(f"；那里有：{there.zh}", f"; there are: {there.en}") if others else NOTHING
        raise RequestError(Text("没有找到工作簿（.xlsx）", "there are no workbooks (.xlsx)") + more)
    with changing(folder.root):
        imported = _import(folder.read_again(), found, replace, by, at, algorithm, take, progress)
    return imported._replace(others=others)


def _import(
    folder: EvidenceFolder,
    files: Sequence[Path],
    replace: bool,
    by: str,
    at: str,
    algorithm: Algorithm,
    take: Take,
    progress: Progress,
) -> Imported:
    assignment = Assignment(folder.rubric, folder.collected.file.division, folder.evidence.declarations)
    merging = Merging(folder.rubric, assignment.facts, folder.collected.parts)
    store = Store(folder.root, folder.shown, algorithm)
    problems: list[Problem] = []
    came: list[Came] = []
    for path in progress.over(files, Text("导入", "importing")):
        shown = well_formed(path.as_posix())
        try:
            filled = read_workbook(path, shown, folder.rubric, assignment, folder.evidence)
            content = path.read_bytes()
        except EvidenceError as error:
            problems += error.problems
            continue
        except OSError as error:
            problems.append(Problem(shown, None, "", UNREADABLE + reason_of(error)))
            continue
        came.append(Came(path, shown, filled, content))
    chosen = one_of_each(came, take)
    touched: dict[str, str] = {}
    outcomes: list[tuple[Filled, Outcome]] = []
    for each in chosen.taken:
        filled = each.filled
        outcome = merging.add(_with_sources(filled, each.content, store), replace)
        if outcome.changes:
            store.add(each.content, each.path.name, filled.supplied_by or filled.title, filled.supplied_on)
            touched[filled.division or EVERYBODY] = f"处室“{filled.title}”" if filled.title else "全部处室"
        outcomes.append((filled, outcome))
    parts = {division: part_with(merging.entries_of(division)) for division in touched}
    texts = {
        folder.root / FACTS / f"{division}{SUFFIX}": part_text(part, _HEAD.format(touched[division])).encode()
        for division, part in parts.items()
    }
    kept = [part for part in folder.collected.parts if not _is_of(part_file(part), touched)]
    added = history_after(folder.collected, [*kept, *parts.values()], by, at)
    write_folder(texts, store if touched else None, history_file(folder.root, folder.collected, added))
    return Imported(tuple(outcomes), (*problems, *chosen.problems), chosen.passed_over)


_HEAD = "由 evalfw evidence import 从{}的工作簿导入；要改请改工作簿再导入。"


def _is_of(file: str, divisions: Mapping[str, str]) -> bool:
    return file.endswith(SUFFIX) and file.removesuffix(SUFFIX) in divisions


def _with_sources(filled: Filled, content: bytes, store: Store) -> Filled:
    """*filled* with, in each answer, the hash of the workbook, who supplied it, and pictures as attachments."""
    digest = digest_of_bytes(content, store.algorithm)
    answers = {}
    for key, answer in filled.answers.items():
        entry = answer.entry
        file = entry.file
        if file in filled.images:
            name, picture = filled.images[file]
            file = store.add(picture, name, filled.supplied_by or filled.title, filled.supplied_on)
        assert entry.taken is not None
        taken = attrs.evolve(entry.taken, digest=digest)
        supplied = filled.supplied_by or filled.title
        answers[key] = answer._replace(
            entry=attrs.evolve(entry, taken=taken, file=file, supplied_by=supplied, supplied_on=filled.supplied_on)
        )
    return filled._replace(answers=answers)
