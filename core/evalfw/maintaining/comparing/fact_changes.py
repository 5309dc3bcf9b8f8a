"""Facts that two rubrics declare differently, and the values that both accept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from evalfw.foundation import Text
from evalfw.language import FactDeclaration
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


def unit_rates(old: Rubric, new: Rubric, matched: Matched) -> dict[str, Fraction | None]:
    """
    Old ids of facts that are counted in another unit now → what a new value is multiplied by to be an old one.

    None where the two units measure different things.
    """
    pairs = ((old.facts[before], new.facts[after]) for before, after in matched.pairs.items())
    rates = ((fact, other, other.measure.rate(fact.measure)) for fact, other in pairs)
    return {fact.id: rate for fact, other, rate in rates if rate != 1 or fact.unit != other.unit}


def _common(old: FactDeclaration, new: FactDeclaration) -> FactDeclaration | Text:
    rate = new.measure.rate(old.measure)
    if old.type != new.type or rate is None:
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
    least, most = (None if end is None else Fraction(end) / rate for end in (old.least, old.most))
    low = None if least is None else -_rounded_down(-least, new.scale)
    high = None if most is None else _rounded_down(most, new.scale)
    inner, outer = _inner(low, new.least, max), _inner(high, new.most, min)
    if inner is not None and outer is not None and inner > outer:
        return nothing
    one = rate * 10**old.scale  # what 1 is in the smallest unit of the old one
    places = next((each for each in range(new.scale, 0, -1) if (one / 10**each).denominator == 1), 0)
    return attrs.evolve(new, least=inner, most=outer, places=places)


def _rounded_down(end: Fraction, places: int) -> Decimal:
    """The greatest number of *places* decimals that is not above *end*."""
    return Decimal(int(end * 10**places // 1)).scaleb(-places)


def _inner(one: Decimal | None, other: Decimal | None, narrower: Callable[[list[Decimal]], Decimal]) -> Decimal | None:
    given = [end for end in (one, other) if end is not None]
    return narrower(given) if given else None
