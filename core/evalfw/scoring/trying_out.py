"""Everything that it takes to score again with other facts, for a rubric and the evidence it was scored with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from evalfw.evidence import Evidence
from evalfw.foundation import PluginError
from evalfw.language import (
    Aggregator,
    Expression,
    FactType,
    NotDecidedError,
    Part,
    Range,
    facts_in,
    machine_form,
    number_of,
    truth_of,
)
from evalfw.rubric import ON_POINTS, Indicator, Rubric
from evalfw.scoring.report import Report
from evalfw.scoring.table import FactTable, inputs_first, tabulate
from evalfw.scoring.tree import Scored, score_tree
from evalfw.scoring.trying.formula import DEEPEST, Formula, FormulaAlgebra, depth_of, facts_of
from evalfw.scoring.trying.model import TryFact, TryGate, TryLeaf, TryNode, TryOther, TryPart, WhatIf

CHANGEABLE: frozenset[FactType] = frozenset({"bool", "ratio", "money", "count", "number", "choice", "date"})


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
    fixed = _with_inputs(_facts_that_shape(rubric), table)
    gates = tuple(_gates(rubric, algebra))
    on_points = [gate.at for gate in rubric.gates if gate.action in ON_POINTS]
    unread = {at for at in on_points if on_points.count(at) != sum(gate.at == at for gate in gates)}
    leaves = tuple(each for each in _leaves(rubric, report, algebra) if each.id not in unread)
    others = tuple(_others(rubric, report, {leaf.id for leaf in leaves}))
    derived = dict(_derived(table, algebra))
    readers: list[tuple[str, ...]] = [leaf.reads for leaf in leaves] + [other.reads for other in others]
    readers += [gate.reads for gate in gates]
    read = _with_inputs((fact for reads in readers for fact in reads), table)
    facts = tuple(_fact(id, table, derived.get(id), id not in fixed) for id in inputs_first(declarations) if id in read)
    return WhatIf(
        facts=facts,
        leaves=leaves,
        others=others,
        nodes=tuple(node._replace(made="fixed") if node.id in unread else node for node in _nodes(rubric, scored)),
        gates=gates,
        grades=() if any(gate.grade for gate in rubric.gates) else rubric.grades,
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


def _with_inputs(facts: Iterable[str], table: FactTable) -> set[str]:
    """*facts*, and those that they are derived from."""
    found = {fact for fact in facts if fact in table.declarations}
    while more := {each for fact in found for each in _inputs(fact, table)} - found:
        found |= more
    return found


def _inputs(fact: str, table: FactTable) -> tuple[str, ...]:
    """What *fact* is derived from; nothing where it is stated."""
    return () if fact in table.statements else tuple(_in(table.declarations[fact].derivation))


def _in(expression: Expression | None) -> Iterator[str]:
    return (ref.id for ref in facts_in(expression.root)) if expression is not None else iter(())


def _leaves(rubric: Rubric, report: Report, algebra: FormulaAlgebra) -> Iterator[TryLeaf]:
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
        if isinstance(formula, list) and facts_of(formula) and depth_of(formula) <= DEEPEST:
            yield TryLeaf(
                leaf.id,
                formula,
                leaf.weight,
                leaf.limits.least,
                leaf.limits.most,
                leaf.places,
                leaf.extra,
                leaf.policy.missing == "exclude",
                tuple(leaf.rule.reads()),
            )


def _others(rubric: Rubric, report: Report, known: set[str]) -> Iterator[TryOther]:
    """Leaves whose points hang on facts, and that are not among the *known* ones."""
    for result in report.leaves:
        leaf = rubric.by_id[result.id]
        decided = result.override is not None or result.state in ("not_applicable", "waived")
        if leaf.rule is not None and leaf.id not in known and not decided:
            yield TryOther(leaf.id, tuple(leaf.rule.reads()))


def _gates(rubric: Rubric, algebra: FormulaAlgebra) -> Iterator[TryGate]:
    for gate in rubric.gates:
        if gate.action not in ON_POINTS:
            continue
        try:
            when = truth_of(gate.when.root, algebra)
        except (NotDecidedError, PluginError):
            continue  # what it acts on stays as it was scored
        yield TryGate(gate.at, when, Fraction(gate.points or 0), tuple(_in(gate.when)))


def _derived(table: FactTable, algebra: FormulaAlgebra) -> Iterator[tuple[str, Formula]]:
    for id, declaration in table.declarations.items():
        if declaration.derivation is None or id in table.statements:
            continue
        try:
            yield id, number_of(declaration.derivation.root, algebra)
        except (NotDecidedError, PluginError):
            continue  # over a list that is unknown, or by a function of a plugin that failed


def _fact(id: str, table: FactTable, derived: Formula | None, is_free: bool) -> TryFact:
    fact, value = table.declarations[id], table.known(id)
    limits = fact.domain if fact.is_numeric else Range(None, None)
    return TryFact(
        id=id,
        label=fact.label,
        type=fact.type,
        unit=fact.unit,
        places=fact.scale if fact.is_numeric else 0,
        value=None if value is None or fact.type == "list" else machine_form(value),
        least=limits.least,
        most=limits.most,
        choices=fact.choices,
        derived=derived,
        is_open=is_free and derived is None and fact.type in CHANGEABLE,
        reads=_inputs(id, table),
    )


def _nodes(rubric: Rubric, scored: Scored) -> Iterator[TryNode]:
    for node in reversed(rubric.indicators):
        if node.aggregate is None:
            continue
        result = scored.parts[node.id]
        made = _made(node.aggregate, result.parts, node)
        limits = node.aggregate.own_limits.both(node.limits)
        yield TryNode(
            node.id,
            made,
            node.weight,
            limits.least,
            limits.most,
            node.places,
            result.points,
            tuple(map(_part, result.parts)),
        )
    top = [scored.parts[node.id] for node in rubric.children(None)]
    limits = rubric.aggregate.own_limits
    made = _made(rubric.aggregate, top, None)
    parts = tuple(map(_part, top))
    yield TryNode("", made, rubric.full_mark, limits.least, limits.most, rubric.places, scored.total.points, parts)


def _made(aggregate: Aggregator, parts: Iterable[Part], node: Indicator | None) -> str:
    if node is not None and node.applies_when is not None:
        return "fixed"
    if any(part.doubt or part.evenly or _is_left_out(part) for part in parts):
        return "fixed"
    return aggregate.adds or "fixed"


def _is_left_out(part: Part) -> bool:
    """Whether *part*, or one below it, is open and out of the full mark meanwhile: what is sure of it counts all the same."""
    return not part.is_decided and (not (part.weight or part.extra) or any(map(_is_left_out, part.parts)))


def _part(part: Part) -> TryPart:
    return TryPart(part.id, part.points, part.weight, part.share, part.spread, part.extra)
