"""A workbook that came back: what it says."""

from __future__ import annotations

from pathlib import Path

from evalfw.evidence.divisions import Assignment
from evalfw.evidence.model import Evidence
from evalfw.evidence.workbooks.layout import plan_workbook
from evalfw.evidence.workbooks.lines import Filled, LinesReader
from evalfw.evidence.workbooks.opening import check_meta, division_of, meta_of, refuse_open
from evalfw.evidence.workbooks.raw import read_raw
from evalfw.rubric import Rubric


def read_workbook(
    path: Path, shown: str, rubric: Rubric, assignment: Assignment, evidence: Evidence, fast: bool | None = None
) -> Filled:
    """
    What the workbook at *path* says.

    Args:
        path: The file; it is only read.
        shown: Its name in messages.
        rubric: What it must have been made for.
        assignment: Who supplies what.
        evidence: The evidence it is for.
        fast: As in ``read_raw``.

    Raises:
        EvidenceError: It is no such workbook, was made for another rubric, or holds a mistake. With every problem.
    """
    refuse_open(path, shown)
    raw = read_raw(path, shown, fast)
    meta, sent = meta_of(raw, shown)
    check_meta(meta, rubric, evidence, shown)
    division = division_of(meta.get("division", ""), assignment, shown)
    plan = plan_workbook(rubric, None, division, assignment)
    return LinesReader(plan, raw, shown, path.name, sent).filled()
