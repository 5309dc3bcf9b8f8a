"""Small changes to a rubric: a threshold, a closure, a comparator, a side, points, a weight; in rules and in all that stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, get_args, get_origin

import attrs

from evalfw.foundation import as_decimal, plain
from evalfw.language import (
    Binary,
    Call,
    Choose,
    Condition,
    Constant,
    DayNumber,
    Expression,
    FactDeclaration,
    Given,
    Interval,
    OfList,
    Place,
    Range,
    Rounded,
    Unary,
)
from evalfw.rubric import Indicator, Rubric

_COMPARED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=", "and": "or", "or": "and"}
_CLOSURES = (("above", "from_"), ("from_", "above"), ("below", "to"), ("to", "below"))
_POINTS = frozenset(
    {"points", "points_each", "points_by_tier", "share", "floor", "base", "full", "worth", "least", "most", "judge"}
)
"""Fields that hold points or shares of points; other numbers of a rule are values of its facts."""

_UNITS: Mapping[str, Fraction] = {
    "ratio": Fraction(1, 100),
    "money": Fraction(1),
    "count": Fraction(1),
    "number": Fraction(1),
}
_TENTH = Fraction(1, 10)


class Mutant(NamedTuple):
    """
    A rubric with one slip of the pen in it.

    Attributes:
        id: What people and declarations of equivalent mutants call it: where it is, and what was changed to what.
        rubric: The rubric as changed.
        indicator: The leaf of which the rule or the weight was changed; empty for anything else.
        at: The node at which something else was changed, and above which it shows; empty for the total, None for anywhere.
    """

    id: str
    rubric: Rubric
    indicator: str = ""
    at: str | None = None

    @property
    def node(self) -> Indicator:
        """The leaf as changed. Only where one was."""
        return self.rubric.by_id[self.indicator]


def with_nodes(rubric: Rubric, changed: Mapping[str, Indicator]) -> Rubric:
    """*rubric* with some indicators *changed*, by id."""
    return attrs.evolve(rubric, indicators=tuple(changed.get(node.id, node) for node in rubric.indicators))


def rule_mutants(rubric: Rubric) -> Iterator[Mutant]:
    """Every mutant of the rules and weights of *rubric* that could be loaded."""
    for leaf in rubric.leaves:
        rule = leaf.rule
        assert rule is not None  # that is what a leaf is
        for what, changed in variants(rule, rubric.facts, _unit_of(rule, rubric.facts), ""):
            if not list(changed.misfits(leaf.weight, rubric.facts)):
                node = attrs.evolve(leaf, rule=changed)
                yield Mutant(f"{leaf.id}: {what.lstrip('.')}", with_nodes(rubric, {leaf.id: node}), leaf.id)
        if leaf.weight > 0:
            weight = leaf.weight + 1
            heavier = attrs.evolve(leaf, weight=weight, share=weight, limits=Range(leaf.limits.least, weight))
            what = f"{leaf.id}: weight {_shown(leaf.weight)} -> {_shown(weight)}"
            yield Mutant(what, with_nodes(rubric, {leaf.id: heavier}), leaf.id)


def _shown(value: Fraction | Decimal) -> str:
    decimal = as_decimal(Fraction(value))
    return str(value) if decimal is None else plain(decimal)


def _unit_of(rule: object, facts: Mapping[str, FactDeclaration]) -> Fraction:
    """By how much a threshold is moved: one percentage point, one piece, one unit of money."""
    fact = facts.get(getattr(rule, "fact", ""))
    return Fraction(1) if fact is None else _UNITS.get(fact.type, Fraction(1))


def variants(value: Any, facts: Mapping[str, FactDeclaration], unit: Fraction, at: str) -> Iterator[tuple[str, Any]]:
    """*value* with one thing changed in it, each with what was changed where."""
    if isinstance(value, Expression):
        for what, root in expression_variants(value.root, facts):
            yield f"{at} {what}", attrs.evolve(value, root=root)
    elif isinstance(value, DayNumber):
        for day in (DayNumber(value + 1), DayNumber(value - 1)):
            yield f"{at} {date.fromordinal(int(value))} -> {date.fromordinal(int(day))}", day
    elif isinstance(value, Decimal):
        for step in (unit, -unit):
            changed = as_decimal(Fraction(value) + step)
            assert changed is not None  # a decimal and a step of few decimals
            yield f"{at} {_shown(value)} -> {_shown(changed)}", changed
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from ((f"{at} {value} -> {value + step}", value + step) for step in (1, -1))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            for what, changed in variants(each, facts, unit, f"{at}[{number + 1}]"):
                yield what, (*value[:number], changed, *value[number + 1 :])
    elif isinstance(value, Mapping):
        for key, each in value.items():
            for what, changed in variants(each, facts, unit, f"{at}.{key}"):
                yield what, {**value, key: changed}
    elif not isinstance(value, type) and attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            step = _TENTH if field.name in _POINTS else unit
            spelt = f"{at}.{field.metadata.get('key', field.name)}"
            for what, changed in _field_variants(getattr(value, field.name), field, facts, step, spelt):
                yield what, attrs.evolve(value, **{field.alias or field.name: changed})
        if isinstance(value, Interval):
            yield from _closures(value, at)


def _field_variants(
    value: Any, field: Any, facts: Mapping[str, FactDeclaration], unit: Fraction, at: str
) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str) and get_origin(field.type) is Literal:
        yield from ((f"{at} {value} -> {other}", other) for other in get_args(field.type) if other != value)
    else:
        yield from variants(value, facts, unit, at)


def _closures(interval: Interval, at: str) -> Iterator[tuple[str, Any]]:
    for name, other in _CLOSURES:
        end = getattr(interval, name)
        if end is not None:
            changed = attrs.evolve(interval, **{name: None, other: end})
            yield f"{at} {name.strip('_')} {_shown(end)} -> {other.strip('_')} {_shown(end)}", changed


def expression_variants(node: Any, facts: Mapping[str, FactDeclaration]) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Binary):
        if node.operator in _COMPARED:
            other = _COMPARED[node.operator]
            yield f"{node.operator} -> {other} (column {node.column})", attrs.evolve(node, operator=other)
        for side in ("left", "right"):
            for what, changed in expression_variants(getattr(node, side), facts):
                yield what, attrs.evolve(node, **{side: changed})
    elif isinstance(node, Unary):
        if node.operator == "not":
            yield f"not -> (nothing) (column {node.column})", node.operand
        for what, changed in expression_variants(node.operand, facts):
            yield what, attrs.evolve(node, operand=changed)
    elif isinstance(node, Given):
        yield f"known -> not known (column {node.column})", Unary("not", node, node.column)
    elif isinstance(node, Call | Rounded):
        for number, operand in enumerate(node.operands):
            for what, changed in expression_variants(operand, facts):
                yield (
                    what,
                    attrs.evolve(node, operands=(*node.operands[:number], changed, *node.operands[number + 1 :])),
                )
    elif isinstance(node, Choose):
        for part in ("condition", "held", "failed"):
            for what, changed in expression_variants(getattr(node, part), facts):
                yield what, attrs.evolve(node, **{part: changed})
    elif isinstance(node, Place):
        for what, changed in expression_variants(node.own, facts):
            yield what, attrs.evolve(node, own=changed)
    elif isinstance(node, OfList):
        for number, condition in enumerate(node.where):
            for what, altered in _condition_variants(condition, facts):
                yield what, attrs.evolve(node, where=(*node.where[:number], altered, *node.where[number + 1 :]))
    elif isinstance(node, Constant):
        step = Fraction(1) if node.value.denominator == 1 else Fraction(1, 100)
        for moved in (node.value + step, node.value - step):
            what = f"{node.written} -> {_shown(moved)} (column {node.column})"
            yield what, attrs.evolve(node, value=moved, written=_shown(moved))


def _condition_variants(condition: Condition, facts: Mapping[str, FactDeclaration]) -> Iterator[tuple[str, Condition]]:
    """*condition* with another sign, or another number."""
    if condition.sign in _COMPARED and isinstance(condition.value, Constant):
        other = _COMPARED[condition.sign]
        yield f"{condition.sign} -> {other} (column {condition.column})", attrs.evolve(condition, sign=other)
    for what, changed in expression_variants(condition.value, facts):
        yield what, attrs.evolve(condition, value=changed)
