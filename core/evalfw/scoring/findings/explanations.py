"""Deviations that have to be explained, and are not (偏差原因)."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.foundation import Text, shown
from evalfw.language import expression_words
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring.applying import answers_of
from evalfw.scoring.report import Finding, IndicatorResult
from evalfw.scoring.table import FactTable


def explanation_findings(rubric: Rubric, table: FactTable, results: tuple[IndicatorResult, ...]) -> Iterator[Finding]:
    """``explanation.missing``: the rubric demands an explanation, and there is none."""
    for result in results:
        node = rubric.by_id[result.id]
        if result.explanation or result.state in ("not_applicable", "waived"):
            continue
        why = _demand(node, result, table)
        if why is not None:
            yield Finding(
                code="explanation.missing",
                severity="warning",
                message=result.name
                + Text(
                    f"：{why.zh}，应当说明偏差原因和改进措施，但没有说明",
                    f": {why.en}, so the deviation has to be explained, and is not",
                ),
                indicators=(result.id,),
            )


def _demand(node: Indicator, result: IndicatorResult, table: FactTable) -> Text | None:
    """Why an explanation is demanded; None if it is not."""
    condition = node.explain_when
    if condition is not None and answers_of(condition, table) == frozenset({True}):
        return expression_words(condition.root, table.view)
    if not node.explain_lost or not result.is_leaf:
        return None
    if result.points is not None and result.points < result.weight:
        lost = shown(result.weight - result.points)
        return Text(f"失 {lost} 分", f"{lost} points are lost")
    return Text("待人裁定", "a person has to decide") if result.state == "pending" else None
