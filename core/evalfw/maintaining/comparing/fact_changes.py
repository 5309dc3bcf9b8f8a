"""Facts that two rubrics declare differently, and the values that both accept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

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


def unit_powers(old: Rubric, new: Rubric, matched: Matched) -> dict[str, int | None]:
    """
    Old ids of facts that are counted in another unit now → the power of ten by which a new value is multiplied to be an old one.

    None where the two units measure different things.
    """
    pairs = ((old.facts[before], new.facts[after]) for before, after in matched.pairs.items())
    return {fact.id: _power(fact, other) for fact, other in pairs if fact.unit != other.unit}


def _power(old: FactDeclaration, new: FactDeclaration) -> int | None:
    one = converted(Decimal(1), new.unit, old.unit)
    return None if one is None else one.adjusted()


def _common(old: FactDeclaration, new: FactDeclaration) -> FactDeclaration | Text:
    power = _power(old, new)
    if old.type != new.type or power is None:
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
    ends = [None if end is None else shift(end, -power) for end in (old.least, old.most)]
    least, most = _inner(ends[0], new.least, max), _inner(ends[1], new.most, min)
    if least is not None and most is not None and least > most:
        return nothing
    return attrs.evolve(new, least=least, most=most, places=max(min(old.scale + power, new.scale), 0))


def _inner(one: Decimal | None, other: Decimal | None, narrower: Callable[[list[Decimal]], Decimal]) -> Decimal | None:
    given = [end for end in (one, other) if end is not None]
    return narrower(given) if given else None
