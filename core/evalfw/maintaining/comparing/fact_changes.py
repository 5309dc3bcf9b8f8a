"""Facts that two rubrics declare differently, and the values that both accept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from evalfw.foundation import Text
from evalfw.language import FactDeclaration, converted, shift
from evalfw.maintaining.comparing.alike import alike
from evalfw.maintaining.comparing.changes import FactChange, Level
from evalfw.maintaining.comparing.matching import Matched
from evalfw.rubric import Rubric, used_facts

_WORDS = frozenset({"label", "supplied_by", "note", "better"})
"""Keys that no score hangs on."""


def fact_changes(old: Rubric, new: Rubric, matched: Matched) -> Iterator[FactChange]:
    """Facts that were added, removed, given another id, or declared otherwise."""
    before = {new_id: old_id for old_id, new_id in matched.pairs.items()}
    names = {old_id: new_id for old_id, new_id in matched.pairs.items() if old_id != new_id}
    used = used_facts(new)
    for fact in new.facts.values():
        if fact.id not in before:
            yield FactChange(None, fact, (), "minor" if fact.id not in used else "major")
            continue
        was = old.facts[before[fact.id]]
        keys = tuple(_changed_keys(was, fact, names))
        if keys:
            yield FactChange(was, fact, keys, _level(keys))
    for id in matched.removed:
        yield FactChange(old.facts[id], None, (), "major")


def _changed_keys(old: FactDeclaration, new: FactDeclaration, names: Mapping[str, str]) -> Iterator[str]:
    for field in attrs.fields(FactDeclaration):
        if field.name not in ("was", "id") and not alike(getattr(old, field.name), getattr(new, field.name), names):
            yield field.metadata.get("key", field.name)
    if old.id != new.id:
        yield "id"


def _level(keys: tuple[str, ...]) -> Level:
    if set(keys) <= _WORDS:
        return "patch"
    return "minor" if set(keys) <= {*_WORDS, "tolerance"} else "major"


def common_facts(old: Rubric, new: Rubric, matched: Matched) -> Mapping[str, FactDeclaration | Text]:
    """
    Every fact of either rubric by its new id, declared so that it has the values that both accept.

    A ``Text`` in place of a declaration says why no value can be meant by both.
    """
    before = {new_id: old_id for old_id, new_id in matched.pairs.items()}
    common: dict[str, FactDeclaration | Text] = {id: old.facts[id] for id in matched.removed}
    for fact in new.facts.values():
        common[fact.id] = _common(old.facts[before[fact.id]], fact) if fact.id in before else fact
    return common


def unit_factors(old: Rubric, new: Rubric, matched: Matched) -> dict[str, Fraction]:
    """Old ids of facts that are counted in another unit now → what a new value is multiplied by to be an old one."""
    pairs = ((old.facts[before], new.facts[after]) for before, after in matched.pairs.items())
    factors = {fact.id: _factor(fact, other) for fact, other in pairs if fact.unit != other.unit}
    return {id: factor for id, factor in factors.items() if factor is not None}


def _factor(old: FactDeclaration, new: FactDeclaration) -> Fraction | None:
    """How many of the old unit are one of the new; None if they measure different things."""
    factor = converted(Decimal(1), new.unit, old.unit)
    return None if factor is None else Fraction(factor)


def _common(old: FactDeclaration, new: FactDeclaration) -> FactDeclaration | Text:
    factor = _factor(old, new)
    if old.type != new.type or factor is None:
        return Text(
            f"“{new.label}”的类型或单位变了（{old.type} {old.unit} → {new.type} {new.unit}），没有可比的取值",
            f"{new.label} ({new.id}) is another type or unit now ({old.type} {old.unit} → {new.type} {new.unit})",
        )
    if old.fields.keys() != new.fields.keys():
        return Text(f"“{new.label}”的字段变了，没有可比的取值", f"{new.label} ({new.id}) has other fields now")
    choices = {choice: label for choice, label in new.choices.items() if choice in old.choices}
    nothing = Text(f"“{new.label}”没有两边都接受的取值", f"no value of {new.label} ({new.id}) is accepted by both")
    if not new.is_numeric:
        return attrs.evolve(new, choices=choices) if choices or not new.choices else nothing
    power = len(str(factor)) - 1 if factor >= 1 else 1 - len(str(1 / factor))  # units differ by a power of ten
    ends = [None if end is None else shift(end, -power) for end in (old.least, old.most)]
    least, most = _inner(ends[0], new.least, max), _inner(ends[1], new.most, min)
    if least is not None and most is not None and least > most:
        return nothing
    return attrs.evolve(new, least=least, most=most, places=max(min(old.scale + power, new.scale), 0))


def _inner(one: Decimal | None, other: Decimal | None, narrower: Callable[[list[Decimal]], Decimal]) -> Decimal | None:
    given = [end for end in (one, other) if end is not None]
    return narrower(given) if given else None
