"""Deviations that have to be explained, and are not (偏差原因)."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.algebra import BoundsAlgebra
from evalfw.expressions import expression_words, truth_of
from evalfw.model.report import Finding, IndicatorResult
from evalfw.model.rubric import Rubric
from evalfw.scoring.table import FactTable
from evalfw.text import Text


def explanation_findings(rubric: Rubric, table: FactTable, results: tuple[IndicatorResult, ...]) -> Iterator[Finding]:
    """``explanation.missing``: the condition under which the rubric demands an explanation holds, and there is none."""
    for result in results:
        condition = rubric.by_id[result.id].explain_when
        if condition is None or result.explanation or result.state in ("not_applicable", "waived"):
            continue
        if truth_of(condition.root, BoundsAlgebra(table.values)) == frozenset({True}):
            when = expression_words(condition.root, table.view)
            yield Finding(
                code="explanation.missing",
                severity="warning",
                message=result.name
                + Text(
                    f"：{when.zh}，应当说明偏差原因和改进措施，但没有说明",
                    f": {when.en}, so the deviation has to be explained, and is not",
                ),
                indicators=(result.id,),
            )
