"""Which facts a rubric uses, and what for."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.language import Expression, facts_in
from evalfw.rubric.model import Rubric


def used_facts(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """
    Every fact that something of *rubric* reads → the ids of what reads it, in the order of the rubric.

    Readers are indicators (by rule, condition, aggregator or policy), gates, models, derived facts and reconciliations.
    """
    found: dict[str, list[str]] = {}
    for fact, reader in _readings(rubric):
        readers = found.setdefault(fact, [])
        if reader not in readers:
            readers.append(reader)
    return {fact: tuple(readers) for fact, readers in found.items()}


def _readings(rubric: Rubric) -> Iterator[tuple[str, str]]:
    for node in rubric.indicators:
        read = [*(node.rule.reads() if node.rule is not None else ()), *_in(node.applies_when), *_in(node.explain_when)]
        read += node.aggregate.reads() if node.aggregate is not None else ()
        read += [node.policy.cohort_mean] if node.policy.cohort_mean else []
        yield from ((fact, node.id) for fact in read)
    yield from ((fact, "total") for fact in rubric.aggregate.reads())
    for gate in rubric.gates:
        yield from ((fact, gate.id) for fact in _in(gate.when))
    for model in rubric.models:
        yield from ((fact, model.id) for fact in model.aggregate.reads())
    for fact in rubric.facts.values():
        yield from ((source, fact.id) for source in _in(fact.derivation))
    for across in rubric.across:
        yield across.of, across.fact
        yield from [(across.by, across.fact)] if across.by in rubric.facts else []
    for relation in rubric.reconciliations:
        yield from ((fact, relation.id) for fact in _in(relation.relation))


def _in(expression: Expression | None) -> Iterator[str]:
    return (ref.id for ref in facts_in(expression.root)) if expression is not None else iter(())
