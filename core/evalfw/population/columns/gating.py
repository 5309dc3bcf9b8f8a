"""Gates in columns: where each fires or is open, and what it does to points and their limits."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from evalfw.population.columns.conditions import condition_of
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.reading import NotInColumnsError
from evalfw.population.columns.terms import Term, Terms
from evalfw.rubric import ON_POINTS, Gate, Rubric


class GateTerms(NamedTuple):
    """A gate, where it has fired, where it is open, and the rows of which scoring has to be asked."""

    gate: Gate
    fired: Term
    is_open: Term
    odd: Term


class Standing(NamedTuple):
    """Points with their limits; null where there is none."""

    points: Term
    low: Term
    high: Term


def gate_terms(rubric: Rubric, facts: TableFacts, t: Terms) -> tuple[GateTerms, ...]:
    """Every gate of *rubric*."""
    made = []
    for gate in rubric.gates:
        condition = condition_of(gate.when, facts, t)
        made.append(GateTerms(gate, condition.holds, condition.is_open, condition.odd))
    return tuple(made)


def through_gates(standing: Standing, gates: Iterable[GateTerms], at: str, unit: int, t: Terms) -> Standing:
    """*standing* after the gates at *at*, in their order; an open gate widens the limits."""
    for gate, fired, is_open, _ in gates:
        if gate.at != at or gate.action not in ON_POINTS:
            continue
        exact = Fraction(gate.points or 0) * unit
        if exact.denominator != 1:
            raise NotInColumnsError
        cap = t.value(int(exact))
        capped_low = t.when(t.is_null(standing.low), standing.low, t.lesser(standing.low, cap))
        capped_high = t.when(t.is_null(standing.high), cap, t.lesser(standing.high, cap))
        standing = Standing(
            t.when(fired, t.lesser(standing.points, cap), standing.points),
            t.when(t.either(fired, is_open), capped_low, standing.low),
            t.when(fired, capped_high, standing.high),
        )
    return standing


def touches(gates: Iterable[GateTerms], at: str, t: Terms) -> Term:
    """Where a gate at *at* has fired or is open."""
    return t.some([t.either(each.fired, each.is_open) for each in gates if each.gate.at == at])
