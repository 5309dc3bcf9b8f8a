"""``evalfw evidence template``: workbooks for the divisions to fill in."""

from __future__ import annotations

from pathlib import Path

from evalfw import Evidence, Language, Problem, RequestError, Rubric, Text, load_rubric
from evalfw.evidence.checking.arrangement import unknown_names
from evalfw.evidence.divisions import Assignment
from evalfw.foundation.writing.files import write_together
from evalfw.rubric.arrangement import Division
from evalfw_cli.evidence.opened import open_evidence
from evalfw.evidence.workbooks.layout import divisions_to_write, plan_workbook
from evalfw.evidence.workbooks.writing import workbook_bytes
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host

_UNFIT = '\\/:*?"<>|'


def write_templates(
    given: Path | None, ref: str | None, by: str | None, output: Path, force: bool, language: Language
) -> int:
    """
    Write one workbook for each division, or one for all, into the folder *output*.

    Args:
        given: The evidence folder, whose divisions are meant and whose answers are filled in; the one here if None.
        ref: The rubric; that of the evidence if None.
        by: ``division``, or None for one workbook.
        output: The folder.
        force: Whether workbooks that are there already may be written over.
        language: Of messages; workbooks are in Chinese.

    Raises:
        EvalfwError: There is no rubric, no division, or a workbook is there already; nothing is written then.
    """
    if by not in (None, "division"):
        raise RequestError(Text(f"--by 只能是 division，写的是 '{by}'", f"--by: expected division, got '{by}'"))
    rubric, evidence, divisions, unknown = _meant(given, ref)
    for problem in unknown:
        tell(problem.read(language))
    if rubric.waiting:
        raise RequestError(
            Text(
                "评分表还有待补充的指标，先在 indicators.toml 写好",
                "the rubric still waits for indicators: complete indicators.toml first",
            )
        )
    assignment = Assignment(rubric, divisions, evidence.declarations if evidence is not None else None)
    if by == "division" and not assignment.divisions:
        raise RequestError(
            Text(
                "没有写哪个处室填什么：在 evidence.toml 用 [[division]] 写明（id、name、facts、indicators）",
                "nobody is told what to supply: say it in evidence.toml with [[division]] (id, name, facts, indicators)",
            )
        )
    wanted: tuple[Division | None, ...] = divisions_to_write(assignment) if by == "division" else (None,)
    files = {}
    for division in wanted:
        plan = plan_workbook(rubric, evidence, division, assignment)
        name = _file_name(division.title if division is not None else rubric.identity.id)
        path = output / f"{name}.xlsx"
        if path in files and division is not None:  # two divisions of one name
            path = output / f"{name}（{_file_name(division.id)}）.xlsx"
        files[path] = workbook_bytes(plan)
    there = [path for path, content in files.items() if path.exists() and path.read_bytes() != content]
    if there and not force:
        named = "、".join(path.as_posix() for path in there)
        raise RequestError(
            Text(
                f"文件已经存在，可能有人填过，没有写入：{named}；确要覆盖请加 --force",
                f"already there and perhaps filled in, nothing was written: {named}; to write over them add --force",
            )
        )
    write_together(files)
    for path in files:
        tell(Text(f"已写入 {path.as_posix()}", f"wrote {path.as_posix()}").read(language))
    return 0


def _meant(
    given: Path | None, ref: str | None
) -> tuple[Rubric, Evidence | None, tuple[Division, ...], tuple[Problem, ...]]:
    """The rubric, with the evidence, the divisions, and what they name in vain, where there is evidence."""
    from evalfw_cli.meant import find_meant

    meant = find_meant(given)
    if meant.evidence is not None:
        opened = open_evidence(given, ref)
        file, document = opened.collected.file, opened.collected.document
        facts = {**opened.rubric.facts, **opened.evidence.declarations}
        unknown = (
            each for each in unknown_names(file, document, opened.rubric, facts) if each.path.startswith("division")
        )
        return opened.rubric, opened.evidence, file.division, tuple(unknown)
    if ref is None:
        raise RequestError(Text("请用 --rubric 指定评分表", "give a rubric with --rubric"))
    host = load_host(meant.project)
    return load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary), None, (), ()


def _file_name(title: str) -> str:
    return "".join("-" if each in _UNFIT else each for each in title).strip(". ") or "workbook"
