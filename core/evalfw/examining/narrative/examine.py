"""Every check of the written report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evalfw.evidence import Evidence
from evalfw.examining.narrative.counts import count_observations
from evalfw.examining.narrative.facts import fact_observations
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.narrative.scores import score_observations
from evalfw.examining.narrative.spans import span_observations
from evalfw.examining.narrative.sums import sum_observations
from evalfw.examining.narrative.wording import wording_observations
from evalfw.examining.observation import Observation
from evalfw.rubric import Rubric
from evalfw.scoring import FactTable, Report


def narrative_observations(
    passages: tuple[Passage, ...], rubric: Rubric, evidence: Evidence, report: Report, table: FactTable
) -> Iterator[Observation]:
    """
    What in the written report does not agree with the facts, the rubric, the scores, or itself.

    Args:
        passages: The report.
        rubric: What it is scored under.
        evidence: The evidence.
        report: The evidence as it is scored.
        table: The facts as they are known.
    """
    values = known_values(table)
    points = {result.id: result.points for result in report.indicators if result.points is not None}
    total = report.total.bounds.single if report.total.is_made else None
    terms = [node.title for node in rubric.indicators]
    year = None if evidence.period is None else evidence.period.last.year
    yield from fact_observations(passages, table.declarations, evidence.statements, values, year)
    yield from sum_observations(passages)
    yield from count_observations(passages, rubric)
    yield from score_observations(passages, rubric, evidence.claims, points, total)
    yield from span_observations(passages, evidence.period)
    yield from wording_observations(passages, terms)


def known_values(table: FactTable) -> Mapping[str, tuple[Fraction, ...]]:
    """The values of numeric facts: every one that is stated, or the one that follows from others."""
    known: dict[str, tuple[Fraction, ...]] = {}
    for id, fact in table.declarations.items():
        if not fact.is_numeric:
            continue
        stated = tuple(value for value in table.stated_values(id) if isinstance(value, Fraction))
        value = table.known(id)
        derived = (value,) if isinstance(value, Fraction) else ()
        if stated or derived:
            known[id] = stated or derived
    return known
