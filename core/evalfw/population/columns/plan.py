"""A rubric compiled for a table: what has to be worked out, as terms over the canonical columns of the table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from evalfw.foundation import ZERO, as_decimal
from evalfw.language import Part, Range
from evalfw.population.columns.facts import MOST_POWER, TableFacts
from evalfw.population.columns.findings import findings_term
from evalfw.population.columns.gating import GateTerms, Standing, through_gates
from evalfw.population.columns.grading import grade_terms
from evalfw.population.columns.leaves import Decisions, exemption_column, override_column
from evalfw.population.columns.lists import ListNumber
from evalfw.population.columns.outputs import FINDINGS, TOTAL, Output
from evalfw.population.columns.reading import NotInColumnsError
from evalfw.population.columns.ruling import Asked, Leftover
from evalfw.population.columns.ruling_terms import in_units
from evalfw.population.columns.terms import Term, Terms, TooWideError
from evalfw.population.columns.tree import TreeTerms
from evalfw.rubric import Model, Rubric, blank_part
from evalfw.scoring import by_total

GUARDS = tuple(10**power for power in (MOST_POWER, 13, 12, 11, 10, 9))
"""Limits for numbers that have none by declaration, in their smallest unit; rows beyond are worked out by themselves."""

ODD = "~odd"
"""The column that says that scoring was asked for the whole row."""


@attrs.frozen
class Plan:
    """
    What has to be worked out for every row.

    Attributes:
        rubric: The rubric.
        given: The facts that the table has a column for.
        decisions: The decisions of people that it has columns for.
        unit: How many of the integers that stand for points make one point.
        labels: Grades, from the lowest total to the highest.
        lists: Numbers that have to be made of lists before.
        leftovers: Leaves of which scoring is asked in some rows, or in all.
        odd: Where scoring is asked for the whole row.
        outputs: The columns that come out, in order.
    """

    rubric: Rubric
    given: frozenset[str]
    decisions: Decisions
    unit: int
    labels: tuple[str, ...]
    lists: tuple[ListNumber, ...]
    leftovers: tuple[Leftover, ...]
    odd: Term
    outputs: tuple[Output, ...]

    @property
    def has_odd_rows(self) -> bool:
        """Whether scoring may be asked for whole rows: their figures keep to no limits that are known beforehand."""
        return not (self.odd.is_value and not self.odd.value)

    @property
    def inputs(self) -> dict[str, str]:
        """Name → sort of every canonical column that says something about a unit; ``list`` where its items are in a column of their own."""
        return _inputs(self.rubric, self.given, self.decisions)


def _inputs(rubric: Rubric, given: frozenset[str], decisions: Decisions) -> dict[str, str]:
    sorts = {}
    for fact in (each for each in rubric.facts if each in given):
        kind = rubric.facts[fact].type
        sorts[fact] = {"bool": "bool", "choice": "text", "text": "text", "list": "list"}.get(kind, "int")
    sorts |= {override_column(leaf): "int" for leaf in sorted(decisions.overrides)}
    return sorts | {exemption_column(leaf): "text" for leaf in sorted(decisions.exemptions)}


def make_plan(rubric: Rubric, given: frozenset[str], decisions: Decisions) -> Plan:
    """
    The plan of *rubric* for a table.

    Args:
        rubric: The rubric.
        given: The facts that the table has a column for.
        decisions: The decisions of people that it has columns for.
    """
    unit = unit_of(rubric)
    best: Plan | None = None
    asked: Asked = {}
    for guard in GUARDS:
        try:
            plan = _plan_within(rubric, given, decisions, unit, guard, asked)
        except (NotInColumnsError, TooWideError):
            continue
        if best is None or _left(plan) < _left(best):
            best = plan
        if not _left(best):
            break
    return plan_by_rows(rubric, given, decisions) if best is None else best


def _left(plan: Plan) -> int:
    """How many leaves are worked out row by row altogether."""
    return sum(each.is_whole for each in plan.leftovers)


def unit_of(rubric: Rubric) -> int:
    """How many of the integers that stand for points, weights and limits of *rubric* make one point."""
    values: list[Fraction | Decimal | None] = [rubric.full_mark]
    for node in rubric.indicators:
        values += [node.weight, node.share, node.limits.least, node.limits.most]
    values += [gate.points for gate in rubric.gates]
    for aggregate in (
        rubric.aggregate,
        *(each.aggregate for each in rubric.indicators),
        *(m.aggregate for m in rubric.models),
    ):
        values += [getattr(aggregate, name, None) for name in ("cap", "floor", "modifier")]
    values += [level.points for scale in rubric.scales.values() for level in scale.levels]
    most = max((node.places for node in rubric.indicators), default=rubric.places)
    for value in values:
        exact = as_decimal(Fraction(value or 0))
        if exact is not None:
            most = max(most, -int(exact.as_tuple().exponent))
    return int(10 ** max(most, rubric.places))


def labels_of(rubric: Rubric) -> tuple[str, ...]:
    """Grades, from the lowest total to the highest; none where there is no total."""
    return tuple(grade.label for grade in by_total(rubric.grades)) if rubric.aggregate.makes_figure else ()


def _plan_within(
    rubric: Rubric, given: frozenset[str], decisions: Decisions, unit: int, guard: int, asked: Asked
) -> Plan:
    t = Terms()
    facts = TableFacts(t, rubric.facts, given, guard)
    tree = TreeTerms(rubric, facts, decisions, unit, t, asked)
    outputs = list(_nodes(tree, rubric))
    labels, figures = _figures(tree, rubric, unit, t)
    outputs += figures
    outputs += [Output(f"gate.{each.gate.id}:state", _gate_state(each, t)) for each in tree.gates]
    findings, odd = findings_term(rubric, tree, TableFacts(t, rubric.facts, given, 10**MOST_POWER), t)
    if labels and rubric.grade_by == "points":  # as grades go by points of the whole full mark
        counts = next(each.term for each in figures if each.name == f"{TOTAL}:weight")
        shrunk = t.less(counts, t.value(in_units(rubric.full_mark, unit)))
        findings = t.add(findings, t.number_of(t.holds(shrunk)))
    rows = Leftover(None, odd, tuple(_inputs(rubric, given, decisions)), {FINDINGS: f"~{FINDINGS}"}, False)
    findings = t.when(odd, t.column(rows.columns[FINDINGS], "int", 0, 10_000), findings)
    outputs.append(Output(FINDINGS, findings))
    return Plan(
        rubric=rubric,
        given=given,
        decisions=decisions,
        unit=unit,
        labels=labels,
        lists=tuple(facts.lists.asked),
        leftovers=(*tree.leftovers, *([] if odd.is_value and not odd.value else [rows])),
        odd=tree.odd,
        outputs=tuple(outputs),
    )


def _nodes(tree: TreeTerms, rubric: Rubric) -> Iterator[Output]:
    for node in rubric.indicators:
        result = tree.results[node.id]
        yield Output(f"{node.id}:points", result.points)
        yield Output(f"{node.id}:state", result.state)
        if result.branch is not None:
            yield Output(f"{node.id}:branch", result.branch, is_code=True)
        if result.weight is not None:
            yield Output(f"{node.id}:weight", result.weight)
        yield Output(f"{node.id}:low", result.low)
        yield Output(f"{node.id}:high", result.high)


def _figures(tree: TreeTerms, rubric: Rubric, unit: int, t: Terms) -> tuple[tuple[str, ...], list[Output]]:
    """The total with its grade, and the figures of other models; with the labels of grades."""
    endless = Range(None, None)
    made, weight, at_end = tree.combine(
        rubric.aggregate, tree.below(None), rubric.full_mark, endless, rubric.places, False
    )
    total = through_gates(made, tree.gates, "", unit, t)
    grades = grade_terms(rubric, total, at_end, tree.gates, unit, t)
    outputs = list(_figure(TOTAL, total, weight))
    outputs += [Output(f"{TOTAL}:grade_low", grades.low), Output(f"{TOTAL}:grade_high", grades.high)]
    for model in rubric.models:
        full = full_mark_of(rubric, model)
        made, weight, _ = tree.combine(
            model.aggregate, tree.below(model.at or None), full, endless, rubric.places, False
        )
        outputs += _figure(f"model.{model.id}", made, weight)
    return grades.labels, outputs


def full_mark_of(rubric: Rubric, model: Model) -> Fraction:
    """The full mark of another figure of *rubric*, where everything counts."""
    return model.aggregate.full_mark(_blank(rubric, model.at or None), None) or ZERO


def _blank(rubric: Rubric, id: str | None) -> list[Part]:
    """The parts of the node *id* before anything is earned."""
    return [
        blank_part(node.id, node.weight, node.share, node.extra, node.risk, _blank(rubric, node.id))
        for node in rubric.children(id)
    ]


def _figure(id: str, standing: Standing, weight: Term) -> Iterator[Output]:
    yield Output(f"{id}:points", standing.points)
    yield Output(f"{id}:weight", weight)
    yield Output(f"{id}:low", standing.low)
    yield Output(f"{id}:high", standing.high)


def _gate_state(gate: GateTerms, t: Terms) -> Term:
    return t.when(gate.fired, t.value(1), t.when(gate.is_open, t.value(2), t.value(0)))


def plan_by_rows(rubric: Rubric, given: frozenset[str], decisions: Decisions) -> Plan:
    """The plan of a rubric that has no column reading, or is not worth one: scoring is asked for every row."""
    null = Terms().null("int")
    names = []
    for node in rubric.indicators:
        names += [
            f"{node.id}:{what}" for what in ("points", "state", "branch" if node.is_leaf else "weight", "low", "high")
        ]
    figures = (TOTAL, *(f"model.{model.id}" for model in rubric.models))
    names += [f"{id}:{what}" for id in figures for what in ("points", "weight", "low", "high")]
    names += [f"{TOTAL}:grade_low", f"{TOTAL}:grade_high", *(f"gate.{gate.id}:state" for gate in rubric.gates)]
    names.append(FINDINGS)
    return Plan(
        rubric=rubric,
        given=given,
        decisions=decisions,
        unit=unit_of(rubric),
        labels=labels_of(rubric),
        lists=(),
        leftovers=(),
        odd=Terms().value(True),
        outputs=tuple(Output(name, null, is_code=name.endswith(":branch")) for name in names),
    )
