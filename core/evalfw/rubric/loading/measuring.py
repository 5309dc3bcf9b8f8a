"""What a rubric says, in units: numbers in the unit of the fact that they are compared with, expressions whose operands meet in one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import attrs

from evalfw.foundation import Misfit, Problem, Text
from evalfw.language import (
    PLAIN,
    STANDARD,
    STANDARD_UNITS,
    DayNumber,
    Expression,
    ExpressionError,
    FactDeclaration,
    FactTarget,
    MonthNumber,
    Stated,
    Targeted,
    Unit,
    UnitDeclaration,
    Units,
    amount_and_unit,
    at_column,
    in_unit,
    in_units,
    type_of,
    unlike,
)
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.structures import Reconciliation

T = TypeVar("T")
DAYS = STANDARD_UNITS.read("天")
"""The unit of differences of dates."""


def put_in_units(resolved: Resolved, known: tuple[UnitDeclaration, ...]) -> list[Problem]:
    """
    Everything in *resolved* brought into units.

    Args:
        resolved: The chain, laid over one another.
        known: Units that plugins add.

    Returns:
        What cannot be, or meets something that it cannot be compared with.
    """
    problems = list(_unit_problems(resolved, known))
    declared = (*known, *(unit for unit, _ in resolved.units.values()))
    units = resolved.known_units = STANDARD_UNITS if problems else Units(declared)
    facts = {id: counted_in(fact, units) for id, (fact, _) in resolved.facts.items()}
    for id, (_, place) in resolved.facts.items():
        fact, misfits = fact_in_units(facts[id], facts, units)
        resolved.facts[id] = fact, place
        problems += [place.problem(misfit.path, misfit.what, misfit.hint) for misfit in misfits]
    for id, (reconciliation, place) in resolved.reconciliations.items():
        relation, misfits = relation_in_units(reconciliation, facts, units)
        resolved.reconciliations[id] = relation, place
        problems += [place.problem(misfit.path, misfit.what, misfit.hint) for misfit in misfits]
    tables: tuple[dict[str, tuple[Any, Any]], ...] = (resolved.gates, resolved.models)
    for table in tables:
        for id, (entry, place) in table.items():
            moved, misfits = _in_units(entry, facts, units)
            table[id] = moved, place
            problems += [place.problem(misfit.path, misfit.what, misfit.hint) for misfit in misfits]
    for id, indicator in resolved.indicators.items():
        resolved.indicators[id], misfits = _in_units(indicator, facts, units)
        places = resolved.indicator_places[id]
        problems += [places[str(each.path[0])].problem(each.path, each.what, each.hint) for each in misfits]
    for key in ("aggregate", "grade"):
        value, place = resolved.newest(key)
        if value is not None:
            resolved.settled[key], misfits = _in_units(value, facts, units)
            problems += [place.problem(misfit.path, misfit.what, misfit.hint) for misfit in misfits]
    return problems


def counted_in(fact: FactDeclaration, units: Units) -> FactDeclaration:
    """*fact*, whose values may name *units*."""
    if units == STANDARD_UNITS:
        return fact
    fields = {name: attrs.evolve(field, units=units) for name, field in fact.fields.items()}
    return attrs.evolve(fact, fields=fields, units=units)


def fact_in_units(
    fact: FactDeclaration, facts: Mapping[str, FactDeclaration], units: Units
) -> tuple[FactDeclaration, list[Misfit]]:
    """*fact* with its limits, its tolerance and what is derived in its own unit, and what is wrong about that."""
    walk = _Walk(facts, units)
    return walk.inside(fact, fact.measure, (), derivation=fact.measure), walk.misfits


def relation_in_units(
    reconciliation: Reconciliation, facts: Mapping[str, FactDeclaration], units: Units
) -> tuple[Reconciliation, list[Misfit]]:
    """*reconciliation* with both sides in one unit, that of its tolerance, and what is wrong about that."""
    walk = _Walk(facts, units)
    relation = walk.expression(reconciliation.relation, ("relation",))
    moved = attrs.evolve(reconciliation, relation=relation)
    if isinstance(moved.tolerance, Stated):
        moved = attrs.evolve(moved, tolerance=walk.number(moved.tolerance, relation.unit or PLAIN, ("tolerance",)))
    return moved, walk.misfits


def _in_units(value: T, facts: Mapping[str, FactDeclaration], units: Units) -> tuple[T, list[Misfit]]:
    walk = _Walk(facts, units)
    return walk.of(value, None, ()), walk.misfits


class _Walk:
    """Through a rule, or whatever else a rubric holds."""

    def __init__(self, facts: Mapping[str, FactDeclaration], units: Units) -> None:
        self.facts = facts
        self.units = units
        self.misfits: list[Misfit] = []

    def of(self, value: Any, unit: Unit | None, path: tuple[str | int, ...]) -> Any:
        """*value*, whose numbers are compared with something in *unit*; None where they are compared with nothing that has one."""
        if isinstance(value, Expression):
            return self.expression(value, path)
        if isinstance(value, Stated):
            return self.number(value, unit, path)
        if isinstance(value, tuple) and type(value) is tuple:
            parts = [self.of(each, unit, (*path, number)) for number, each in enumerate(value)]
            return value if all(new is old for new, old in zip(parts, value, strict=True)) else tuple(parts)
        if not attrs.has(type(value)) or isinstance(value, FactDeclaration):
            return value
        if isinstance(fact := getattr(value, "fact", None), str):
            if fact not in self.facts:
                return value  # told by itself
            unit = DAYS if self.facts[fact].type == "date" else self.facts[fact].measure
        return self.target(self.inside(value, unit, path), path)

    def inside(self, value: T, unit: Unit | None, path: tuple[str | int, ...], derivation: Unit | None = None) -> T:
        """*value*, an attrs instance, with its parts in units."""
        changes = {}
        for field in attrs.fields(type(value)):  # type: ignore[arg-type] # it is one
            old, key = getattr(value, field.name), field.metadata.get("key", field.name)
            if isinstance(old, MonthNumber):
                new: Any = self.day(old, value, key, (*path, key))
            elif isinstance(old, Expression):
                new = self.expression(old, (*path, key), derivation)
            else:
                new = self.of(old, unit, (*path, key))
            if new is not old:
                changes[field.alias or field.name] = new
        return attrs.evolve(value, **changes) if changes else value  # type: ignore[misc]

    def expression(self, value: Expression, path: tuple[str | int, ...], wanted: Unit | None = None) -> Expression:
        try:
            type_of(value, self.facts)
        except ExpressionError:
            return value  # told by itself
        try:
            return in_units(value, self.facts, self.units, wanted)
        except ExpressionError as error:
            self.misfits.append(Misfit(path, *at_column(error)))
            return value

    def number(self, value: Stated, unit: Unit | None, path: tuple[str | int, ...]) -> Any:
        if unit is None:
            what = f"这里的数不带单位，写的是“{value.unit}”", f"no unit is expected here, got '{value.unit}'"
            self.misfits.append(Misfit(path, Text(*what)))
            return value
        moved = in_unit(value, self.units.read(value.unit), unit)
        if isinstance(moved, Text):
            self.misfits.append(Misfit(path, moved))
            return value
        return moved

    def day(self, month: MonthNumber, holder: Any, key: str, path: tuple[str | int, ...]) -> DayNumber:
        """The day of *month* that counts as *key* of *holder*: of an upper end the last that is still in it, of a lower end the first."""
        side = getattr(holder, "side", "") if key == "target" else key
        if side in ("to", "above"):
            return DayNumber(month.last)
        if side not in ("from", "below"):
            what = (
                "这里的月份说不清是哪一天，请写日期",
                "a day is needed: which day of the month counts is not said here",
            )
            self.misfits.append(Misfit(path, Text(*what)))
        return DayNumber(month)

    def target(self, rule: Any, path: tuple[str | int, ...]) -> Any:
        """*rule* with a target that is a fact in the unit of what is compared with it."""
        if not isinstance(rule, Targeted) or not isinstance(rule.target, str) or rule.target not in self.facts:
            return rule
        own, other = self.facts[rule.fact].measure, self.facts[rule.target].measure
        rate = other.rate(own)
        if rate is None:
            self.misfits.append(Misfit((*path, "target"), unlike(other, own)))
        if rate is None or rate == 1:
            return rule
        return attrs.evolve(rule, target=FactTarget(rule.target, rate))


def _unit_problems(resolved: Resolved, known: tuple[UnitDeclaration, ...]) -> Iterator[Problem]:
    """Units that are known already, and those that are said to be something that is not known."""
    standard = {name for names in STANDARD.values() for name in names}
    there = Units(known)
    for unit, place in resolved.units.values():
        if unit.name in standard or there.is_known(unit.name):
            yield place.problem("name", Text(f"单位“{unit.name}”已经有了", f"unit '{unit.name}' is known already"))
        given = amount_and_unit(unit.equals)
        if unit.equals and (given is None or given[0] <= 0 or not given[1]):
            what = Text('应当是数量和单位，如 "50千克"', 'expected an amount and a unit, such as "50千克"')
            yield place.problem("is", what)
        there = Units((*there.declared, unit))
