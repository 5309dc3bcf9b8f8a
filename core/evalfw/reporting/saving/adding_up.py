"""Whether the figures of a saved report fit together: points within bounds and full marks, sums that are those of their parts."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.foundation import ZERO, Problem, Text, shown
from evalfw.scoring import IndicatorResult, Report


def contradictions(report: Report, named: str) -> Iterator[Problem]:
    """What does not fit in *report*, called *named* in messages."""
    for result in report.indicators:
        yield from _within(result, named)
    if any(gate.state != "clear" for gate in report.gates) or report.total.failure.zh:
        return
    below: dict[str | None, list[IndicatorResult]] = {}
    for result in report.indicators:
        below.setdefault(result.parent, []).append(result)
    for result in report.indicators:
        parts = below.get(result.id, [])
        if (
            parts
            and not result.rule_words.zh
            and result.points is not None
            and result.state not in ("error", "not_applicable")
        ):
            yield from _sum(result.id, result.points, parts, named)
    if report.total.is_made and report.total.is_sum:
        yield from _sum("total", report.total.points, below.get(None, []), named)


def _within(result: IndicatorResult, named: str) -> Iterator[Problem]:
    points, bounds = result.points, result.bounds
    if points is None:
        return
    over = not result.extra and result.is_leaf and points > max(result.weight, ZERO) and result.state == "scored"
    sure = bounds.single is not None and points != bounds.single
    if over or (sure and result.state == "scored" and result.is_leaf):
        what = (
            f"{shown(points)} 分与分值或上下限不符",
            f"{shown(points)} points fit neither the full mark nor the bounds",
        )
        yield Problem(named, None, f"indicators[{result.id}].points", Text(*what))


def _sum(id: str, points: object, parts: list[IndicatorResult], named: str) -> Iterator[Problem]:
    if any(part.state in ("not_applicable", "waived", "error") or part.points is None for part in parts):
        return  # what is left out, spread or open is no plain sum
    added = sum((part.points for part in parts if part.points is not None), ZERO)
    if points != added:
        what = f"与下级之和 {shown(added)} 不符", f"is not {shown(added)}, which its parts add up to"
        yield Problem(named, None, f"{id}.points", Text(*what))
