"""The grade of a total, and what gates do to it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from evalfw.foundation import ZERO
from evalfw.language import Combined, Range
from evalfw.rubric import Grade, Rubric
from evalfw.scoring.gate_result import GateResult


def graded_bounds(total: Combined, weights: Range, rubric: Rubric) -> Range | None:
    """
    What the grades of *rubric* look at: the total, or what it would be if all of the full mark counted; None where nothing counts.

    Args:
        total: The total.
        weights: The full marks that may count in the end.
        rubric: The rubric.
    """
    least, most = weights.least or ZERO, weights.most or ZERO
    if rubric.full_mark and not most:
        return None
    if rubric.grade_by == "points" or not rubric.full_mark:
        return total.bounds
    low, high = total.bounds.least, total.bounds.most
    return Range(
        None if low is None else _rated(low, most if low >= 0 else least, rubric.full_mark),
        None if high is None else _rated(high, least if high >= 0 else most, rubric.full_mark),
    )


def _rated(points: Fraction, of: Fraction, full: Fraction) -> Fraction | None:
    """*points* of *of* as points of *full*; None where they are of nothing."""
    return points * full / of if of else ZERO if not points else None


def reached_grades(bounds: Range, rubric: Rubric, gates: Iterable[GateResult]) -> tuple[str, ...]:
    """Every grade that the total may have, lowest first."""
    graded = bounds.clipped(ZERO, rubric.full_mark)  # a bonus beyond the full mark keeps the best grade
    ordered = [grade.label for grade in by_total(rubric.grades)]
    reached = {grade.label for grade in rubric.grades if _may_be(grade, graded)}
    for gate in sorted(gates, key=lambda gate: gate.action != "force_grade"):  # a cap holds for a forced grade as well
        if gate.state == "clear" or gate.grade is None:
            continue
        limit = ordered.index(gate.grade)
        if gate.action == "force_grade":
            moved = {gate.grade}
        else:
            moved = {ordered[min(ordered.index(label), limit)] for label in reached}
        reached = moved if gate.state == "fired" else reached | moved
    return tuple(label for label in ordered if label in reached)


def by_total(grades: tuple[Grade, ...]) -> list[Grade]:
    """*grades* from the lowest total to the highest."""
    return sorted(grades, key=lambda grade: (grade.low is not None, grade.low))


def _may_be(grade: Grade, bounds: Range) -> bool:
    """Whether some total within *bounds* has the grade."""
    ends = [end for end in (bounds.least, bounds.most) if end is not None]
    if any(grade.contains(end) for end in ends):
        return True
    inner = [end for end in grade.ends() if bounds.contains(end)]
    between = [(low + high) / 2 for low, high in zip(sorted(inner), sorted(inner)[1:], strict=False)]
    return any(grade.contains(total) for total in (*inner, *between))
