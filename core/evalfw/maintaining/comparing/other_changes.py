"""The rest of a rubric: head, grades, gates, models, scales, conversions, reconciliations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

from evalfw.foundation import NOTHING, Text, listing, shown, verbatim
from evalfw.language import FactView, expression_words
from evalfw.maintaining.comparing.alike import alike
from evalfw.maintaining.comparing.changes import Level, OtherChange
from evalfw.rubric import Across, Gate, Grade, Model, Reconciliation, Rubric, gate_effect

_HEAD: tuple[tuple[str, Level], ...] = (
    ("title", "patch"),
    ("issuer", "patch"),
    ("period", "patch"),
    ("source", "patch"),
    ("note", "patch"),
    ("full_mark", "major"),
    ("places", "major"),
    ("grade_by", "major"),
    ("valid_from", "patch"),
    ("valid_to", "patch"),
)


class _Sort(NamedTuple):
    """A sort of entry: its key, old and new ones, and how much one that is new, gone or changed matters."""

    key: str
    old: Mapping[str, object]
    new: Mapping[str, object]
    added: Level
    gone: Level


def other_changes(
    old: Rubric, new: Rubric, facts: Mapping[str, str], nodes: Mapping[str, str]
) -> Iterator[OtherChange]:
    """Everything but indicators and facts; *facts* and *nodes* give new ids by old ones."""
    for key, level in _HEAD:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield OtherChange(key, "", level, _shown(before), _shown(after))
    names = {**facts, **nodes}
    if not alike(old.aggregate, new.aggregate, names):
        yield OtherChange("aggregate", "", "major", old.aggregate.words(str), new.aggregate.words(str))
    if not alike(old.grades, new.grades):
        yield OtherChange("grade", "", "major" if old.grades else "minor", _grades(old.grades), _grades(new.grades))
    sorts = (
        _Sort(
            "across",
            {each.fact: each for each in old.across},
            {each.fact: each for each in new.across},
            "major",
            "major",
        ),
        _Sort("gate", _by_id(old.gates), _by_id(new.gates), "major", "major"),
        _Sort("model", _by_id(old.models), _by_id(new.models), "minor", "major"),
        _Sort("scale", old.scales, new.scales, "minor", "major"),
        _Sort("conversion", old.conversions, new.conversions, "minor", "major"),
        _Sort(
            "reconciliation",
            {each.id: each for each in old.reconciliations},
            {each.id: each for each in new.reconciliations},
            "minor",
            "minor",
        ),
    )
    for sort in sorts:
        yield from _entries(sort, names, old, new)


def _by_id(entries: Iterable[Gate | Model]) -> Mapping[str, object]:
    return {each.id: each for each in entries}


def _entries(sort: _Sort, names: Mapping[str, str], before: Rubric, after: Rubric) -> Iterator[OtherChange]:
    for id, entry in sort.new.items():
        if id not in sort.old:
            yield OtherChange(sort.key, id, sort.added, NOTHING, _words(entry, after))
        elif not alike(sort.old[id], entry, names):
            level = "patch" if _only_words(sort.old[id], entry, names) else sort.gone
            yield OtherChange(sort.key, id, level, _words(sort.old[id], before), _words(entry, after))
    for id, entry in sort.old.items():
        if id not in sort.new:
            yield OtherChange(sort.key, id, sort.gone, _words(entry, before), NOTHING)


def _only_words(old: object, new: object, names: Mapping[str, str]) -> bool:
    """Whether nothing but titles, labels, sentences and notes differ."""
    kind = type(old)
    if kind is not type(new) or not attrs.has(kind):
        return False
    keys = [field.name for field in attrs.fields(kind) if field.name not in ("title", "label", "criterion", "note")]
    return all(alike(getattr(old, key), getattr(new, key), names) for key in keys)


def _words(entry: object, rubric: Rubric) -> Text:
    """What *entry* of *rubric* says: its title, and of a gate its condition and what follows, of a reconciliation its relation."""
    title, view = _title(entry), FactView(rubric.facts, {})
    if isinstance(entry, Gate):
        where = rubric.by_id[entry.at].name if entry.at else Text("总分", "the total")
        said = expression_words(entry.when.root, view) + Text(" → ", " → ") + where + Text("：", ": ")
        return title + Text("：", ": ") + said + gate_effect(entry.action, entry.points, entry.grade)
    if isinstance(entry, Reconciliation):
        return title + Text("：", ": ") + expression_words(entry.relation.root, view)
    if isinstance(entry, Across):
        names = [FactView(rubric.facts, {}).name(fact) for fact in (entry.fact, entry.of)]
        by = f"，按 {entry.by}", f", by {entry.by}"
        said = Text(f"{names[0].zh} = {entry.how}（{names[1].zh}）", f"{names[0].en} = {entry.how} ({names[1].en})")
        return said + Text(*by) if entry.by else said
    if isinstance(entry, Model):
        return title + Text("：", ": ") + entry.aggregate.words(lambda id: rubric.by_id[id].title)
    return title


def _title(entry: object) -> Text:
    """The title, label or id of *entry*, whichever it has; a scale has a method ``label``."""
    named = (getattr(entry, key, "") for key in ("title", "label", "id"))
    return verbatim(next((each for each in named if isinstance(each, str) and each), ""))


def _shown(value: object) -> Text:
    return verbatim(shown(value) if isinstance(value, Fraction) else str(value))


def _grades(grades: tuple[Grade, ...]) -> Text:
    return listing(
        Text(f"{grade.words(shown).zh}为{grade.label}", f"{grade.words(shown).en}: {grade.label}") for grade in grades
    )
