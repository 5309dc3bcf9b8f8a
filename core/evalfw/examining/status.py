"""What is supplied, what is missing, what waits for a person, what contradicts itself; and what each is worth in points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.evidence import NOBODY, Assignment, EvidenceFolder
from evalfw.foundation import ZERO
from evalfw.rubric import Division
from evalfw.scoring import FactTable, IndicatorResult, Report, tabulate

Want = Literal["missing", "conflicting", "ranged", "judgement"]
"""``missing`` 缺 · ``conflicting`` 说法不一 · ``ranged`` 只知道范围 · ``judgement`` 待裁定: an indicator waits for a person."""


class OpenItem(NamedTuple):
    """
    Something that is still to come.

    Attributes:
        want: What is wrong with it.
        id: The fact; the indicator, where a person has to decide.
        label: Its name.
        division: Who has to see to it.
        worth: Points that hang on it: by how much the indicators that read it may still move, together.
        indicators: These indicators.
        conditional: Whether those points hang on other open items as well.
    """

    want: Want
    id: str
    label: str
    division: Division
    worth: Fraction
    indicators: tuple[str, ...]
    conditional: bool


class DivisionStatus(NamedTuple):
    """
    How far a division is.

    Attributes:
        division: Which.
        asked: Facts it supplies.
        supplied: Of these, those that are known.
        missing, conflicting: Of these, the others.
        pending: Indicators of its that wait for a person.
        worth: Points that hang on what is open, each indicator counted once.
    """

    division: Division
    asked: int
    supplied: int
    missing: int
    conflicting: int
    pending: int
    worth: Fraction


class Status(NamedTuple):
    """
    How far the evidence is.

    Attributes:
        divisions: In their order; last those of nobody, if there are any.
        items: What is open, most points first.
        leaves: The indicators, in order, with who answers for each.
    """

    divisions: tuple[DivisionStatus, ...]
    items: tuple[OpenItem, ...]
    leaves: tuple[tuple[IndicatorResult, Division], ...]


def status_of(report: Report, table: FactTable, assignment: Assignment) -> Status:
    """
    How far the evidence is.

    Args:
        report: The evidence as it is scored now.
        table: The facts as they are known.
        assignment: Who supplies what.
    """
    open_leaves = {result.id: result for result in report.leaves if result.is_open}
    items = [*_facts(open_leaves, table, assignment), *_judgements(open_leaves, table, assignment)]
    items.sort(key=lambda item: (-item.worth, item.conditional))
    everybody = [*assignment.divisions, NOBODY]
    divisions = (_of_division(division, items, open_leaves, table, assignment) for division in everybody)
    leaves = tuple((result, assignment.of_indicator(result.id)) for result in report.leaves)
    return Status(tuple(each for each in divisions if each.asked or each.pending), tuple(items), leaves)


def span(result: IndicatorResult) -> Fraction:
    """By how many points *result* may still move; 0 where that is not bounded."""
    least, most = result.bounds.least, result.bounds.most
    return ZERO if least is None or most is None else most - least


def _want(table: FactTable, fact: str) -> Want | None:
    wants: dict[str, Want] = {"missing": "missing", "disputed": "conflicting", "ranged": "ranged"}
    return wants.get(table.standings[fact])


def _facts(open_leaves: dict[str, IndicatorResult], table: FactTable, assignment: Assignment) -> Iterator[OpenItem]:
    readers: dict[str, list[str]] = {}
    for id in open_leaves:
        leaf = assignment.rubric.by_id[id]
        for fact in leaf.rule.reads() if leaf.rule is not None else ():
            if fact in table.standings:
                readers.setdefault(fact, []).append(id)
    for fact, declaration in table.declarations.items():
        want = _want(table, fact)
        if want is None or (fact not in readers and want == "missing"):
            continue
        leaves = readers.get(fact, [])
        others = any(
            other != fact and leaf in readers[other] and _want(table, other) for other in readers for leaf in leaves
        )
        yield OpenItem(
            want,
            fact,
            declaration.label,
            assignment.of_fact(fact),
            sum((span(open_leaves[leaf]) for leaf in leaves), ZERO),
            tuple(leaves),
            others,
        )


def _judgements(
    open_leaves: dict[str, IndicatorResult], table: FactTable, assignment: Assignment
) -> Iterator[OpenItem]:
    """Indicators of which every fact is known, or none is needed, and that still wait for a person."""
    for id, result in open_leaves.items():
        leaf = assignment.rubric.by_id[id]
        reads = leaf.rule.reads() if leaf.rule is not None else ()
        if result.state == "pending" and not any(_want(table, fact) for fact in reads if fact in table.standings):
            yield OpenItem("judgement", id, result.title, assignment.of_indicator(id), span(result), (id,), False)


def _of_division(
    division: Division,
    items: list[OpenItem],
    open_leaves: dict[str, IndicatorResult],
    table: FactTable,
    assignment: Assignment,
) -> DivisionStatus:
    facts = [
        fact.id
        for fact in assignment.facts_of(division)
        if fact.derivation is None or table.standings[fact.id] != "derived"
    ]
    own = [item for item in items if item.division.id == division.id]
    leaves = {leaf for item in own for leaf in item.indicators}
    standings = [table.standings[fact] for fact in facts]
    return DivisionStatus(
        division,
        len(facts),
        sum(standing in ("stated", "derived") for standing in standings),
        sum(standing in ("missing", "ranged") for standing in standings),
        standings.count("disputed"),
        sum(1 for item in own if item.want == "judgement"),
        sum((span(open_leaves[leaf]) for leaf in leaves), ZERO),
    )


def folder_status(folder: EvidenceFolder, report: Report) -> Status:
    """How far the evidence of *folder* is, which *report* scores."""
    evidence = folder.evidence
    assignment = Assignment(folder.rubric, folder.collected.file.division, evidence.declarations)
    return status_of(report, tabulate(assignment.facts, evidence.statements, evidence.adjudications), assignment)
