"""Small changes to what stands around the rules: gates, grades, limits, derivations, conditions, aggregators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import attrs

from evalfw.foundation import ZERO, plain, shown
from evalfw.language import Binary, Expression, Node
from evalfw.maintaining.cases.mutants import Mutant, variants, with_nodes
from evalfw.rubric import Gate, Grade, Indicator, Rubric
from evalfw.scoring import by_total

ONE = Fraction(1)


def mutants_around(rubric: Rubric) -> Iterator[Mutant]:
    """Every mutant of *rubric* that leaves rules and weights as they are and could be loaded."""
    yield from _of_gates(rubric)
    yield from _of_grades(rubric)
    yield from _of_limits(rubric)
    yield from _of_derivations(rubric)
    yield from _of_conditions(rubric)
    yield from _of_aggregators(rubric)


def _of_gates(rubric: Rubric) -> Iterator[Mutant]:
    labels = [grade.label for grade in by_total(rubric.grades)]

    def changed(gate: Gate, what: str, **keys: Any) -> Mutant:
        new = attrs.evolve(gate, **keys)
        gates = tuple(new if each is gate else each for each in rubric.gates)
        return Mutant(f"gate {gate.id}: {what.strip()}", attrs.evolve(rubric, gates=gates), at=gate.at)

    for gate in rubric.gates:
        for what, when in variants(gate.when, rubric.facts, ONE, "when"):
            yield changed(gate, what, when=when)
        if gate.points is not None:
            for points in (gate.points + 1, gate.points - 1):
                if points >= 0:
                    yield changed(gate, f"points {plain(gate.points)} -> {plain(points)}", points=points)
        if gate.grade is not None:
            at = labels.index(gate.grade)
            for other in labels[max(at - 1, 0) : at] + labels[at + 1 : at + 2]:
                yield changed(gate, f"grade {gate.grade} -> {other}", grade=other)


def _of_grades(rubric: Rubric) -> Iterator[Mutant]:
    """The edge between two grades moved by a point, or handed to the other one."""
    for lower, upper in pairwise(by_total(rubric.grades)):
        edge = upper.low
        if edge is None:
            continue
        closed = upper.above is None
        for moved, is_closed in ((edge + 1, closed), (edge - 1, closed), (edge, not closed)):
            grades = {lower.label: _below(lower, moved, is_closed), upper.label: _from(upper, moved, is_closed)}
            if all(each.problem() is None for each in grades.values()):
                what = (
                    f"{plain(edge)} -> {plain(moved)}"
                    if moved != edge
                    else f"{plain(edge)} {'to' if closed else 'from'} {lower.label}"
                )
                new = tuple(grades.get(each.label, each) for each in rubric.grades)
                yield Mutant(f"grade {upper.label}: {what}", attrs.evolve(rubric, grades=new), at="")


def _below(grade: Grade, edge: Decimal, above_is_closed: bool) -> Grade:
    return attrs.evolve(grade, below=edge if above_is_closed else None, to=None if above_is_closed else edge)


def _from(grade: Grade, edge: Decimal, is_closed: bool) -> Grade:
    return attrs.evolve(grade, from_=edge if is_closed else None, above=None if is_closed else edge)


def _of_limits(rubric: Rubric) -> Iterator[Mutant]:
    """The limits of bonus and malus."""
    for node in rubric.indicators:
        if not node.extra:
            continue
        for key in ("least", "most"):
            end: Fraction | None = getattr(node.limits, key)
            for moved in () if end is None else (end + 1, end - 1):
                limits = attrs.evolve(node.limits, **{key: moved})
                if limits.least is None or limits.most is None or limits.least <= limits.most:
                    what = f"{node.id}: limits {shown(end or ZERO)} -> {shown(moved)}"
                    yield Mutant(what, with_nodes(rubric, {node.id: attrs.evolve(node, limits=limits)}), at=node.id)


def _of_derivations(rubric: Rubric) -> Iterator[Mutant]:
    for fact in rubric.facts.values():
        if fact.derivation is not None:
            for what, derivation in variants(fact.derivation, rubric.facts, ONE, "derivation"):
                facts = {**rubric.facts, fact.id: attrs.evolve(fact, derivation=derivation)}
                yield Mutant(f"fact {fact.id}: {what}", attrs.evolve(rubric, facts=MappingProxyType(facts)))


def _of_conditions(rubric: Rubric) -> Iterator[Mutant]:
    """Own conditions under which nodes apply; that of a node is part of those of all below it."""
    for node, own in own_conditions(rubric):
        for what, changed in variants(Expression("", own), rubric.facts, ONE, "applies_when"):
            below = [each for each in rubric.indicators if each.id == node.id or each.id.startswith(f"{node.id}.")]
            nodes = {
                each.id: attrs.evolve(each, applies_when=_with(each.applies_when, own, changed.root))
                for each in below
                if each.applies_when is not None
            }
            yield Mutant(f"{node.id}: {what}", with_nodes(rubric, nodes), at=node.id)


def own_conditions(rubric: Rubric) -> Iterator[tuple[Indicator, Node]]:
    """Nodes with a condition of their own, and that condition without those of the nodes above."""
    for node in rubric.indicators:
        above = None if node.parent is None else rubric.by_id[node.parent].applies_when
        if node.applies_when is None:
            continue
        root = node.applies_when.root
        if above is None:
            yield node, root
        elif isinstance(root, Binary) and root != above.root:
            yield node, root.right


def _with(condition: Expression, old: Node, new: Node) -> Expression:
    """*condition* with *new* in place of *old*, one of the conditions that it is made of."""

    def replaced(node: Node) -> Node:
        if node is old:
            return new
        if isinstance(node, Binary) and node.operator == "and":
            return attrs.evolve(node, left=replaced(node.left), right=replaced(node.right))
        return node

    return attrs.evolve(condition, root=replaced(condition.root))


def _of_aggregators(rubric: Rubric) -> Iterator[Mutant]:
    """Parameters of aggregators: caps, floors, how many count, weights of risks; how one counts."""

    def each(aggregate: Any, at: str, make: Callable[[Any], Rubric]) -> Iterator[Mutant]:
        for what, changed in variants(aggregate, rubric.facts, ONE, ""):
            try:
                yield Mutant(f"{at or 'total'}: aggregate {what.lstrip('.')}", make(changed), at=at)
            except (ValueError, ZeroDivisionError):
                continue

    def of_node(node: Indicator) -> Callable[[Any], Rubric]:
        return lambda changed: with_nodes(rubric, {node.id: attrs.evolve(node, aggregate=changed)})

    for node in rubric.indicators:
        if node.aggregate is not None:
            yield from each(node.aggregate, node.id, of_node(node))
    yield from each(rubric.aggregate, "", lambda changed: attrs.evolve(rubric, aggregate=changed))
