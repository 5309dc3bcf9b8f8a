"""The grade of the total in columns: the lowest and the highest that it may have, after the gates that concern it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from evalfw.population.columns.gating import GateTerms, Standing
from evalfw.population.columns.terms import Term, Terms
from evalfw.rubric import Rubric
from evalfw.scoring import by_total


class GradeTerms(NamedTuple):
    """Grades from the lowest total to the highest, and the places of the lowest and the highest that are reached; null without any."""

    labels: tuple[str, ...]
    low: Term
    high: Term


def grade_terms(
    rubric: Rubric, standing: Standing, weight: Term, gates: Iterable[GateTerms], unit: int, t: Terms
) -> GradeTerms:
    """
    The grades that the total may have.

    Args:
        rubric: The rubric.
        standing: The total with its limits, after gates.
        weight: The full mark that counts once nothing is open; where it is none, there is no grade.
        gates: The gates.
        unit: How many of the integers make one point.
        t: Makes terms.

    The intervals of grades are next to each other, which is checked when a rubric is loaded, so that all between two that are reached are.
    """
    ordered = by_total(rubric.grades)
    labels = tuple(grade.label for grade in ordered)
    if not ordered or not rubric.aggregate.makes_figure:
        return GradeTerms((), t.null("int"), t.null("int"))
    full, none, places = int(rubric.full_mark * unit), t.value(0), []
    by_rate = rubric.grade_by == "rate" and bool(full)
    of = weight if by_rate else t.value(full)
    ends = [
        t.lesser(t.greater(t.fill(end, instead), none), of)
        for end, instead in ((standing.low, none), (standing.high, of))
    ]
    for end in ends:
        place = t.value(len(ordered) - 1)
        for number in range(len(ordered) - 2, -1, -1):
            above = ordered[number + 1]
            assert above.low is not None  # only the lowest grade may be open below
            edge = Fraction(above.low) * unit
            before = t.less if above.above is None else t.at_most
            got, wanted = (t.multiply(end, t.value(edge.denominator)), t.value(edge.numerator))
            if by_rate:
                got, wanted = t.multiply(got, t.value(full)), t.multiply(wanted, weight)
            place = t.when(before(got, wanted), t.value(number), place)
        places.append(place)
    low, high = places
    for gate, fired, is_open, _ in sorted(gates, key=lambda each: each.gate.action != "force_grade"):
        if gate.grade is None:
            continue
        limit = t.value(labels.index(gate.grade))
        if gate.action == "force_grade":
            moved_low, moved_high = limit, limit
        else:
            moved_low, moved_high = t.lesser(low, limit), t.lesser(high, limit)
        low, high = (
            t.when(fired, moved_low, t.when(is_open, t.lesser(low, moved_low), low)),
            t.when(fired, moved_high, t.when(is_open, t.greater(high, moved_high), high)),
        )
    if full:
        counts = t.less(none, weight)
        low, high = (t.when(counts, each, t.null("int")) for each in (low, high))
    return GradeTerms(labels, low, high)
