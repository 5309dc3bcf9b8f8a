"""``evalfw evidence import``: workbooks that came back go into the evidence folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from evalfw import EvidenceError, Language, Problem, RequestError, Text, well_formed
from evalfw.evidence.attachments.digests import Algorithm, digest_of_bytes
from evalfw.evidence.attachments.store import Store
from evalfw.evidence.collecting.folder import FACTS
from evalfw.evidence.writing import part_text
from evalfw.evidence.divisions import Assignment
from evalfw.foundation.reading.files import UNREADABLE
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.writing.folder import changing
from evalfw.evidence.merging import EVERYBODY, SUFFIX, Merging, Outcome
from evalfw_cli.evidence.opened import Opened, open_evidence, who
from evalfw.evidence.recording import history_after, history_file, part_file, write_folder
from evalfw.evidence.workbooks.answers import part_with
from evalfw.evidence.workbooks.lines import Filled
from evalfw.evidence.workbooks.reading import read_workbook
from evalfw_cli.outputs import tell
from evalfw_cli.report_errors import BAD_INPUT

CONFLICT = 4


def import_workbooks(
    files: Sequence[Path],
    given: Path | None,
    ref: str | None,
    replace: bool,
    by: str | None,
    algorithm: Algorithm,
    quiet: bool,
    language: Language,
) -> int:
    """
    Put what the workbooks *files* say into the evidence folder. The workbooks are only read.

    One that is not in order is not imported at all, and told with all its mistakes; the others are. Returns 3 if there was one, 4 if
    there are conflicts, else 0.

    Raises:
        EvalfwError: The folder is not in order, or cannot be written; it is then as it was.
    """
    opened = open_evidence(given, ref)
    found = list(_workbooks(files))
    if not found:
        raise RequestError(Text("没有找到工作簿（.xlsx）", "there are no workbooks (.xlsx)"))
    with changing(opened.root):
        return _import(opened.checked_again(), found, replace, who(by), algorithm, quiet, language)


def _import(
    opened: Opened,
    files: list[Path],
    replace: bool,
    by: str,
    algorithm: Algorithm,
    quiet: bool,
    language: Language,
) -> int:
    assignment = Assignment(opened.rubric, opened.collected.file.division, opened.evidence.declarations)
    merging = Merging(opened.rubric, assignment.facts, opened.collected.parts)
    store = Store(opened.root, opened.shown, algorithm)
    problems: list[Problem] = []
    touched: dict[str, str] = {}
    outcomes: list[tuple[Filled, Outcome]] = []
    for path in _watched(files, quiet, language):
        shown = well_formed(path.as_posix())
        try:
            filled = read_workbook(path, shown, opened.rubric, assignment, opened.evidence)
            content = path.read_bytes()
        except EvidenceError as error:
            problems += error.problems
            continue
        except OSError as error:
            problems.append(Problem(shown, None, "", UNREADABLE + reason_of(error)))
            continue
        outcome = merging.add(_with_sources(filled, content, store), replace)
        if outcome.changes:
            store.add(content, path.name, filled.supplied_by or filled.title, filled.supplied_on)
            touched[filled.division or EVERYBODY] = f"处室“{filled.title}”" if filled.title else "全部处室"
        outcomes.append((filled, outcome))
    parts = {division: part_with(merging.entries_of(division)) for division in touched}
    texts = {
        opened.root / FACTS / f"{division}{SUFFIX}": part_text(part, _HEAD.format(touched[division])).encode()
        for division, part in parts.items()
    }
    kept = [part for part in opened.collected.parts if not _is_of(part_file(part), touched)]
    added = history_after(opened.collected, [*kept, *parts.values()], by)
    write_folder(texts, store if touched else None, history_file(opened.root, opened.collected, added))
    return _tell(outcomes, problems, opened, language)


_HEAD = "由 evalfw evidence import 从{}的工作簿导入；要改请改工作簿再导入。"


def _is_of(file: str, divisions: dict[str, str]) -> bool:
    return file.endswith(SUFFIX) and file.removesuffix(SUFFIX) in divisions


def _workbooks(files: Sequence[Path]) -> Iterator[Path]:
    """*files*, and the workbooks that lie in those that are folders; without what programs leave beside open ones."""
    for file in files:
        if file.is_dir():
            yield from sorted(each for each in file.glob("*.xlsx") if not each.name.startswith(("~$", ".")))
        else:
            yield file


def _watched(files: list[Path], quiet: bool, language: Language) -> Iterator[Path]:
    """*files*, with a bar that shows how far it is, on a terminal."""
    if quiet or len(files) < 3 or sys.stderr is None or not sys.stderr.isatty():
        yield from files
        return
    import typer

    label = "导入" if language == "zh" else "importing"
    with typer.progressbar(files, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar


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


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + ("…" if len(names) > 5 else "")


def _tell(outcomes: list[tuple[Filled, Outcome]], problems: list[Problem], opened: Opened, language: Language) -> int:
    conflicts = 0
    for filled, outcome in outcomes:
        counts = (outcome.added, outcome.updated, outcome.cleared, outcome.unchanged)
        said = Text(
            f"{filled.file}：新增 {counts[0]}，更新 {counts[1]}，清空 {counts[2]}，未变 {counts[3]}",
            f"{filled.file}: {counts[0]} added, {counts[1]} updated, {counts[2]} cleared, {counts[3]} unchanged",
        )
        tell(said.read(language))
        if not filled.answers and not filled.remarks:
            tell(Text("  一格也没有填", "  nothing is filled in").read(language))
        if outcome.kept:
            names = _few(outcome.kept)
            kept = Text(
                f"  {len(outcome.kept)} 项以前填了、这次空着，仍保留：{names}（要以这次为准请加 --replace）",
                f"  {len(outcome.kept)} answers of before are empty here and are kept: {names} (--replace takes them away)",
            )
            tell(kept.read(language))
        if outcome.withdrawn:
            names = _few(outcome.withdrawn)
            withdrawn = Text(
                f"  {len(outcome.withdrawn)} 项清空了，而手工表里仍写着，请在那里改：{names}",
                f"  {len(outcome.withdrawn)} answers were cleared that tables kept by hand still give: {names}",
            )
            tell(withdrawn.read(language))
        for remark in filled.remarks:
            tell(f"  {remark.read(language)}")
        if filled.lacking:
            names = _few([opened.rubric.by_id[each].title for each in filled.lacking])
            count = len(filled.lacking)
            lacking = Text(
                f"  {count} 项自评低于分值而没有写原因：{names}",
                f"  {count} below full marks without a reason: {names}",
            )
            tell(lacking.read(language))
        for conflict in outcome.conflicts:
            conflicts += 1
            message = Text(
                f"  冲突：{conflict.about.zh}：{conflict.one.zh}；{conflict.other.zh}",
                f"  conflict: {conflict.about.en}: {conflict.one.en}; {conflict.other.en}",
            )
            tell(message.read(language))
    for problem in problems:
        tell(problem.read(language))
    refused = len({problem.file for problem in problems})
    summary = Text(
        f"导入 {len(outcomes)} 个工作簿"
        + (f"；{refused} 个有错，没有导入" if refused else "")
        + (f"；{conflicts} 处冲突" if conflicts else ""),
        f"{len(outcomes)} workbooks imported"
        + (f"; {refused} with mistakes were not" if refused else "")
        + (f"; {conflicts} conflicts" if conflicts else ""),
    )
    tell(summary.read(language))
    if conflicts:
        hint = Text(
            "事实的两种说法都保留了；自评分、认定分、原因只能有一个，留的是先有的。确认后在原处改好，或让处室重交并加 --replace（以同一处室后交的为准）",
            "of facts both are kept, of points and reasons the earlier; mend one of them, or import the corrected workbook with --replace (the later of one division counts)",
        )
        tell(hint.read(language))
    return BAD_INPUT if problems else CONFLICT if conflicts else 0
