"""Workbooks for the divisions to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalfw.evidence.divisions import Assignment
from evalfw.evidence.model import Evidence
from evalfw.evidence.workbooks.layout import divisions_to_write, plan_workbook
from evalfw.evidence.workbooks.writing import workbook_bytes
from evalfw.foundation import RequestError, Text, write_together
from evalfw.rubric import Division, Rubric

_UNFIT = '\\/:*?"<>|'


def write_templates(
    output: Path,
    rubric: Rubric,
    evidence: Evidence | None = None,
    divisions: Sequence[Division] = (),
    by_division: bool = False,
    force: bool = False,
) -> tuple[Path, ...]:
    """
    Write one workbook for each division, or one for all, into the folder *output*.

    Args:
        output: The folder.
        rubric: What is asked for.
        evidence: Answers that are filled in; none if None.
        divisions: Who supplies what.
        by_division: Whether each division gets a workbook of its own.
        force: Whether workbooks that are there already may be written over.

    Returns:
        The workbooks.

    Raises:
        EvalfwError: There is no division, or a workbook is there already; nothing is written then.
    """
    if rubric.waiting:
        raise RequestError(
            Text(
                "评分表还有待补充的指标，先在 indicators.toml 写好",
                "the rubric still waits for indicators: complete indicators.toml first",
            )
        )
    assignment = Assignment(rubric, divisions, evidence.declarations if evidence is not None else None)
    if by_division and not assignment.divisions:
        raise RequestError(
            Text(
                "没有写哪个处室填什么：在 evidence.toml 用 [[division]] 写明（id、name、facts、indicators）",
                "nobody is told what to supply: say it in evidence.toml with [[division]] (id, name, facts, indicators)",
            )
        )
    wanted: tuple[Division | None, ...] = divisions_to_write(assignment) if by_division else (None,)
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
    return tuple(files)


def _file_name(title: str) -> str:
    return "".join("-" if each in _UNFIT else each for each in title).strip(". ") or "workbook"
