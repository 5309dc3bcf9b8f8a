"""Everything that it takes to score again with other facts, for a rubric and the evidence it was scored with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.aggregates.aggregator import Part
from evalfw.aggregates.total import Sum
from evalfw.aggregates.weighted_mean import WeightedMean
from evalfw.algebra import Range
from evalfw.expressions import Expression, facts_in, number_of, truth_of
from evalfw.facts import machine_form
from evalfw.facts.declaration import FactType
from evalfw.model.evidence import Evidence
from evalfw.model.report import Report
from evalfw.model.rubric import Indicator, Rubric
from evalfw.model.structures import Grade
from evalfw.scoring.table import FactTable, inputs_first, tabulate
from evalfw.scoring.tree import Scored, score_tree
from evalfw.trying.formula import Formula, FormulaAlgebra, facts_of

CHANGEABLE: frozenset[FactType] = frozenset({"bool", "ratio", "money", "count", "number", "choice", "date"})


class TryFact(NamedTuple):
    """
    A fact that formulas read.

    Attributes:
        id, label, type, unit: As declared.
        places: Decimals that a number may have.
        value: In machine form; None while it is unknown.
        least, most: Limits of a number.
        choices: Values of a choice, with their labels.
        derived: How it follows from others, where it is not stated.
        is_open: Whether it may be changed.
    """

    id: str
    label: str
    type: FactType
    unit: str
    places: int
    value: str | None
    least: Fraction | None
    most: Fraction | None
    choices: Mapping[str, str]
    derived: Formula | None
    is_open: bool


class TryLeaf(NamedTuple):
    """
    A leaf whose points follow from facts.

    Attributes:
        id: The leaf.
        formula: What its rule awards.
        weight: Its full mark.
        least, most: Its limits.
        places: Decimals of its points.
        is_extra: Whether it stands outside the full mark.
        is_left_out: Whether it leaves the full mark while it is open.
    """

    id: str
    formula: Formula
    weight: Fraction
    least: Fraction | None
    most: Fraction | None
    places: int
    is_extra: bool
    is_left_out: bool


class TryPart(NamedTuple):
    """What a node is made of: as in ``Part``; the points are those that were scored."""

    id: str
    points: Fraction
    weight: Fraction
    share: Fraction
    spread: Fraction
    is_extra: bool


class TryNode(NamedTuple):
    """
    A node, or (empty id) the total.

    Attributes:
        id: The node.
        made: ``sum``, ``mean``, or ``fixed``: made in a way that is not worked out again, so that it stays as it was scored.
        full: Its full mark.
        least, most: Its limits.
        places: Decimals it is rounded to if something was divided.
        points: As scored.
        parts: What it is made of.
    """

    id: str
    made: str
    full: Fraction
    least: Fraction | None
    most: Fraction | None
    places: int
    points: Fraction
    parts: tuple[TryPart, ...]


class TryGate(NamedTuple):
    """A gate on points: where it acts, its condition, and the most that is left."""

    at: str
    when: Formula
    cap: Fraction


class WhatIf(NamedTuple):
    """
    All of it.

    Attributes:
        facts: Inputs before what is derived from them.
        leaves: By what can be worked out; any other leaf stays as it was scored.
        nodes: Children before parents; the total last.
        gates: In order.
        grades: In the order of the rubric; with the full mark they are read by.
        full: The full mark of the rubric.
        most_places: Decimals that a sum may keep.
    """

    facts: tuple[TryFact, ...]
    leaves: tuple[TryLeaf, ...]
    nodes: tuple[TryNode, ...]
    gates: tuple[TryGate, ...]
    grades: tuple[Grade, ...]
    full: Fraction
    most_places: int


def what_if(rubric: Rubric, evidence: Evidence, report: Report) -> WhatIf:
    """
    What it takes to try out other facts.

    Args:
        rubric, evidence: What was scored.
        report: What came out.
    """
    declarations = {**rubric.facts, **evidence.declarations}
    table = tabulate(declarations, evidence.statements, evidence.adjudications)
    scored = score_tree(rubric, table, evidence, report.as_of, {})
    algebra = FormulaAlgebra(table.values)
    fixed = set(_facts_that_shape(rubric))
    leaves = tuple(_leaves(rubric, report, algebra, fixed))
    gates = tuple(_gates(rubric, algebra))
    derived = dict(_derived(table, algebra))
    read = frozenset().union(*(facts_of(leaf.formula) for leaf in leaves), *(facts_of(gate.when) for gate in gates))
    while more := frozenset().union(*(facts_of(derived[fact]) for fact in read if fact in derived)) - read:
        read |= more
    facts = tuple(_fact(id, table, derived.get(id), id not in fixed) for id in inputs_first(declarations) if id in read)
    return WhatIf(
        facts=facts,
        leaves=leaves,
        nodes=tuple(_nodes(rubric, scored)),
        gates=gates,
        grades=rubric.grades,
        full=rubric.full_mark,
        most_places=max((node.places for node in rubric.indicators), default=rubric.places),
    )


def _facts_that_shape(rubric: Rubric) -> Iterator[str]:
    """Facts on which it hangs what counts at all: conditions of nodes, what aggregators and policies read."""
    for node in rubric.indicators:
        yield from _in(node.applies_when)
        yield from () if node.aggregate is None else node.aggregate.reads()
        yield node.policy.cohort_mean
    yield from rubric.aggregate.reads()


def _in(expression: Expression | None) -> Iterator[str]:
    return (ref.id for ref in facts_in(expression.root)) if expression is not None else iter(())


def _leaves(rubric: Rubric, report: Report, algebra: FormulaAlgebra, fixed: set[str]) -> Iterator[TryLeaf]:
    results = {result.id: result for result in report.indicators}
    for leaf in rubric.leaves:
        result = results[leaf.id]
        if leaf.rule is None or result.override is not None or result.state in ("not_applicable", "waived", "error"):
            continue
        if leaf.applies_when is not None and result.state == "missing":
            continue  # it may be the condition that is open
        try:
            formula = leaf.rule.points(algebra, leaf.weight)
        except Exception:  # opaque, from a plugin, or over a list that is unknown: it stays as it was scored
            continue
        if isinstance(formula, list) and facts_of(formula) - fixed:
            yield TryLeaf(
                leaf.id,
                formula,
                leaf.weight,
                leaf.limits.least,
                leaf.limits.most,
                leaf.places,
                leaf.extra,
                leaf.policy.missing == "exclude",
            )


def _gates(rubric: Rubric, algebra: FormulaAlgebra) -> Iterator[TryGate]:
    for gate in rubric.gates:
        if gate.action not in ("to_zero", "cap_score"):
            continue
        try:
            yield TryGate(gate.at, truth_of(gate.when.root, algebra), Fraction(gate.points or 0))
        except Exception:  # as above
            continue


def _derived(table: FactTable, algebra: FormulaAlgebra) -> Iterator[tuple[str, Formula]]:
    for id, declaration in table.declarations.items():
        if declaration.derivation is None or id in table.statements:
            continue
        try:
            yield id, number_of(declaration.derivation.root, algebra)
        except Exception:  # as above
            continue


def _fact(id: str, table: FactTable, derived: Formula | None, is_free: bool) -> TryFact:
    fact, value = table.declarations[id], table.known(id)
    limits = fact.domain if fact.is_numeric else Range(None, None)
    return TryFact(
        id=id,
        label=fact.label,
        type=fact.type,
        unit=fact.unit,
        places=fact.scale if fact.is_numeric else 0,
        value=None if value is None else machine_form(value),
        least=limits.least,
        most=limits.most,
        choices=fact.choices,
        derived=derived,
        is_open=(is_free and derived is None and fact.derivation is None) or (is_free and id in table.statements),
    )


def _nodes(rubric: Rubric, scored: Scored) -> Iterator[TryNode]:
    for node in reversed(rubric.indicators):
        if node.aggregate is None:
            continue
        result = scored.parts[node.id]
        made = _made(node.aggregate, result.parts, node)
        limits = node.limits
        least, most = _limits(node.aggregate, limits)
        yield TryNode(
            node.id, made, node.weight, least, most, node.places, result.points, tuple(map(_part, result.parts))
        )
    top = [scored.parts[node.id] for node in rubric.children(None)]
    least, most = _limits(rubric.aggregate, Range(None, None))
    made = _made(rubric.aggregate, top, None)
    parts = tuple(map(_part, top))
    yield TryNode("", made, rubric.full_mark, least, most, rubric.places, scored.total.points, parts)


def _made(aggregate: object, parts: Iterable[Part], node: Indicator | None) -> str:
    if node is not None and node.applies_when is not None:
        return "fixed"
    if any(part.doubt or _is_left_out(part) for part in parts):
        return "fixed"
    return "sum" if type(aggregate) is Sum else "mean" if type(aggregate) is WeightedMean else "fixed"


def _is_left_out(part: Part) -> bool:
    """Whether *part*, or one below it, is open and out of the full mark meanwhile: what is sure of it counts all the same."""
    return not part.is_decided and (not (part.weight or part.extra) or any(map(_is_left_out, part.parts)))


def _limits(aggregate: object, limits: Range) -> tuple[Fraction | None, Fraction | None]:
    """The limits of a node, with the cap and the floor of a sum."""
    floor, cap = getattr(aggregate, "floor", None), getattr(aggregate, "cap", None)
    leasts = [end for end in (limits.least, None if floor is None else Fraction(floor)) if end is not None]
    mosts = [end for end in (limits.most, None if cap is None else Fraction(cap)) if end is not None]
    return max(leasts, default=None), min(mosts, default=None)


def _part(part: Part) -> TryPart:
    return TryPart(part.id, part.points, part.weight, part.share, part.spread, part.extra)
