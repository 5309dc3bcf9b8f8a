"""From leaves to the total: sums within limits, the denominator, bounds, and the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from evalfw.algebra import Range
from evalfw.exact import ZERO
from evalfw.model.evidence import Evidence
from evalfw.model.report import IndicatorResult, State, Total
from evalfw.model.rubric import Grade, Indicator, Policy, Rubric
from evalfw.scoring.leaf import score_leaf
from evalfw.scoring.table import FactTable
from evalfw.text import NOTHING

ATTENTION: tuple[State, ...] = ("error", "missing", "pending", "scored", "waived", "not_applicable")
"""States from the one that most needs attention to the one that needs none."""


class Scored(NamedTuple):
    """Results in rubric order, and the total."""

    results: tuple[IndicatorResult, ...]
    total: Total


class _Share(NamedTuple):
    """What a node gives to the one above it."""

    points: Fraction
    weight: Fraction
    bounds: Range


def score_tree(
    rubric: Rubric, table: FactTable, evidence: Evidence, as_of: date | None, unchanged: Mapping[str, IndicatorResult]
) -> Scored:
    """
    Score every node of *rubric*.

    Args:
        rubric: The rubric.
        table: The facts.
        evidence: For overrides, exemptions and claims.
        as_of: The day on which those are judged.
        unchanged: Results of leaves that are known already, to be taken as they are.
    """
    results: dict[str, IndicatorResult] = {}
    shares: dict[str, _Share] = {}
    below: dict[str | None, list[str]] = {}
    for node in reversed(rubric.indicators):  # children before parents
        if node.rule is not None:
            known = unchanged.get(node.id)
            result = known or score_leaf(node, node.rule, rubric, table, evidence, as_of)
            shares[node.id] = _leaf_share(result, rubric.policy)
        else:
            children = below.get(node.id, [])
            shares[node.id] = _sum(node.limits, (shares[child] for child in children))
            result = _inner(node, shares[node.id], [results[child] for child in children], evidence)
        results[node.id] = result
        below.setdefault(node.parent, []).append(node.id)
    top = _sum(Range(None, None), (shares[child] for child in below.get(None, [])))
    ordered = tuple(results[node.id] for node in rubric.indicators)
    return Scored(ordered, _total(top, rubric))


def _leaf_share(result: IndicatorResult, policy: Policy) -> _Share:
    nothing = Range(ZERO, ZERO)
    if result.state == "scored":
        assert result.points is not None  # that is what scored means
        return _Share(result.points, result.weight, result.bounds)
    if result.state in ("not_applicable", "waived"):
        match policy.not_applicable:
            case "exclude":
                return _Share(ZERO, ZERO, nothing)
            case "full":
                return _Share(result.weight, result.weight, Range(result.weight, result.weight))
            case "zero":
                return _Share(ZERO, result.weight, nothing)
    if policy.missing == "exclude":
        return _Share(ZERO, ZERO, result.bounds)
    nearest_to_none = Range(ZERO, ZERO).clipped(result.bounds.least, result.bounds.most).least
    assert nearest_to_none is not None  # a finite number clipped stays finite
    return _Share(nearest_to_none, result.weight, result.bounds)


def _sum(limits: Range, shares: Iterable[_Share]) -> _Share:
    """The shares added up. Limits hold for the sum, as the cap on 加减分项 does; a regular node is within its own."""
    points, weight, least, most = ZERO, ZERO, ZERO, ZERO
    endless_below = endless_above = False
    for share in shares:
        points += share.points
        weight += share.weight
        endless_below |= share.bounds.least is None
        endless_above |= share.bounds.most is None
        least += share.bounds.least or ZERO
        most += share.bounds.most or ZERO
    bounds = Range(None if endless_below else least, None if endless_above else most)
    clipped = Range(points, points).clipped(limits.least, limits.most).least
    assert clipped is not None  # a finite number clipped stays finite
    return _Share(clipped, weight, bounds.clipped(limits.least, limits.most))


def _inner(node: Indicator, share: _Share, children: list[IndicatorResult], evidence: Evidence) -> IndicatorResult:
    claim = evidence.claims.get(node.id)
    return IndicatorResult(
        id=node.id,
        parent=node.parent,
        level=node.level,
        title=node.title,
        description=node.description,
        criterion=node.criterion,
        note=node.note,
        extra=node.extra,
        weight=share.weight,
        points=share.points,
        bounds=share.bounds,
        state=min((child.state for child in children), key=ATTENTION.index),
        rule_kind="",
        rule_words=NOTHING,
        branch=None,
        because=NOTHING,
        facts=(),
        override=None,
        claim=None if claim is None else Fraction(claim.points),
    )


def _total(top: _Share, rubric: Rubric) -> Total:
    graded = top.bounds.clipped(ZERO, rubric.full_mark)  # a bonus beyond the full mark keeps the best grade
    reached = tuple(grade.label for grade in _by_total(rubric.grades) if _may_be(grade, graded))
    return Total(
        points=top.points,
        weight=top.weight,
        bounds=top.bounds,
        grade=reached[0] if len(reached) == 1 else None,
        grades=reached,
    )


def _by_total(grades: tuple[Grade, ...]) -> list[Grade]:
    return sorted(grades, key=lambda grade: (grade.low is not None, grade.low))


def _may_be(grade: Grade, bounds: Range) -> bool:
    """Whether some total within *bounds* has the grade."""
    ends = [end for end in (bounds.least, bounds.most) if end is not None]
    if any(grade.contains(end) for end in ends):
        return True
    inner = [end for end in grade.ends() if bounds.contains(end)]
    between = [(low + high) / 2 for low, high in zip(sorted(inner), sorted(inner)[1:], strict=False)]
    return any(grade.contains(total) for total in (*inner, *between))
