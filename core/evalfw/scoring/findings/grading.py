"""Grades that are drawn by points, where fewer points can be had than they were drawn for."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.foundation import Text, shown
from evalfw.rubric import Rubric
from evalfw.scoring.figures import Total
from evalfw.scoring.report import Finding


def grade_findings(rubric: Rubric, total: Total) -> Iterator[Finding]:
    """``grade.full_mark``: something does not apply and its weight is gone, while grades go by points of the whole full mark."""
    if not rubric.grades or rubric.grade_by == "rate" or not total.is_made or total.weight >= rubric.full_mark:
        return
    counts, whole = shown(total.weight), shown(rubric.full_mark)
    yield Finding(
        code="grade.full_mark",
        severity="warning",
        message=Text(
            f"计入的满分只有 {counts} 分，等级却按满分 {whole} 分的分数划：核对这个等级能不能用",
            f"only {counts} points count, while grades are drawn for {whole}: see whether this grade can stand",
        ),
        indicators=(),
    )
