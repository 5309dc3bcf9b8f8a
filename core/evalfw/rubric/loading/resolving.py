"""A rubric file with everything it extends, laid over one another by id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import attrs

from evalfw.foundation import Text, nearest
from evalfw.language import Conversion, FactDeclaration, Scale, UnitDeclaration
from evalfw.rubric.loading.catalogue import Catalogue, RubricSource
from evalfw.rubric.loading.chain import Layer, Overlay, Place, read_chain
from evalfw.rubric.loading.entries import IndicatorEntry, PolicyEntry
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.loading.rubric_file import Vocabulary, id_used_twice
from evalfw.rubric.structures import Gate, Model, Reconciliation

Named = TypeVar("Named", FactDeclaration, Reconciliation, Gate, Model, Scale, Conversion, UnitDeclaration)


def resolve(
    source: RubricSource, catalogue: Catalogue, vocabulary: Vocabulary, overlays: Iterable[Overlay] = ()
) -> Resolved:
    """
    Read *source*, all it extends, and what is laid over it.

    Raises:
        RubricError: A file cannot be read, extends itself, or does not belong to the chain.
    """
    layers = read_chain(source, catalogue, vocabulary, tuple(overlays))
    resolved = Resolved(layers)
    for layer in layers:
        _lay_over(resolved, layer)
    resolved.indicators = _in_tree_order(resolved.indicators)
    if _says_was(resolved):
        from evalfw.rubric.loading.renaming import retire_facts, was_problems  # most rubrics have nothing renamed

        retire_facts(resolved)
        resolved.problems += was_problems(resolved)
    return resolved


def _says_was(resolved: Resolved) -> bool:
    return any(entry.was for entry in resolved.indicators.values()) or any(
        fact.was for fact, _ in resolved.facts.values()
    )


def _lay_over(resolved: Resolved, layer: Layer) -> None:
    for number, dropped in enumerate(layer.file.drop):
        _drop(resolved, dropped, Place(layer, ("drop", number)))
    seen: set[str] = set()
    for number, entry in enumerate(layer.file.indicator):
        place = Place(layer, ("indicator", number))
        if entry.id in seen:
            resolved.problems.append(place.problem("id", id_used_twice(entry.id)))
            continue
        seen.add(entry.id)
        _lay_indicator(resolved, entry, place)
    for dropped in layer.file.drop:
        _drop_empty_above(resolved, dropped)
    resolved.inherited_facts.update(fact.id for fact in layer.file.fact if fact.id in resolved.facts)
    _lay_by_id(resolved, resolved.facts, layer, "fact", layer.file.fact)
    _lay_by_id(resolved, resolved.reconciliations, layer, "reconciliation", layer.file.reconciliation)
    _lay_by_id(resolved, resolved.gates, layer, "gate", layer.file.gate)
    _lay_by_id(resolved, resolved.models, layer, "model", layer.file.model)
    _lay_by_id(resolved, resolved.scales, layer, "scale", layer.file.scale)
    _lay_by_id(resolved, resolved.conversions, layer, "conversion", layer.file.conversion)
    _lay_by_id(resolved, resolved.units, layer, "unit", layer.file.unit)
    for fact, made in layer.file.across.items():
        resolved.across[fact] = made.of_fact(fact), Place(layer, ("across", fact))
    _lay_policy(resolved, "", layer.file.policy, Place(layer, ("policy",)))


def _lay_policy(resolved: Resolved, id: str, policy: PolicyEntry | None, place: Place) -> None:
    """Key by key: what a newer file does not say stays."""
    for key in ("missing", "not_applicable", "cohort_mean", "spread") if policy is not None else ():
        value = getattr(policy, key)
        if value is not None:
            resolved.policies.setdefault(id, {})[key] = (value, place)


def _lay_by_id(
    resolved: Resolved, known: dict[str, tuple[Named, Place]], layer: Layer, key: str, entries: tuple[Named, ...]
) -> None:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        place = Place(layer, (key, number))
        if entry.id in seen:
            resolved.problems.append(place.problem("id", id_used_twice(entry.id)))
            continue
        seen.add(entry.id)
        if entry.id in known:
            resolved.replaced.setdefault((key, entry.id, ""), []).append(known[entry.id][1])
        known[entry.id] = (entry, place)


def _drop(resolved: Resolved, dropped: str, place: Place) -> None:
    gone = [id for id in resolved.indicators if id == dropped or id.startswith(f"{dropped}.")]
    if not gone:
        what = Text(f"要删除的指标 '{dropped}' 不存在", f"'{dropped}' is to be dropped, but there is no such indicator")
        resolved.problems.append(place.problem((), what, nearest(dropped, resolved.indicators)))
    resolved.dropped.update(gone)
    for id in gone:
        del resolved.indicators[id], resolved.indicator_places[id]
        resolved.policies.pop(id, None)
    resolved.touch(dropped, place.layer.depth)


def _drop_empty_above(resolved: Resolved, dropped: str) -> None:
    """An indicator whose last part is dropped, and that got no new one, goes with it."""
    parent = dropped.rpartition(".")[0]
    while parent and parent in resolved.indicators and resolved.indicators[parent].rule is None:
        if any(id.startswith(f"{parent}.") for id in resolved.indicators):
            return
        del resolved.indicators[parent], resolved.indicator_places[parent]
        resolved.policies.pop(parent, None)
        resolved.dropped.add(parent)
        parent = parent.rpartition(".")[0]


def _lay_indicator(resolved: Resolved, entry: IndicatorEntry, place: Place) -> None:
    given = {
        field.name: value for field in attrs.fields(IndicatorEntry) if (value := getattr(entry, field.name)) is not None
    }
    if entry.was:
        from evalfw.rubric.loading.renaming import take_over

        wrong = take_over(resolved, entry, place)
        if wrong is not None:
            resolved.problems.append(wrong)
            return
    places = resolved.indicator_places.setdefault(entry.id, {})
    for key in given:
        if key in places and key != "id":
            resolved.replaced.setdefault(("indicator", entry.id, key), []).append(places[key])
    places.update(dict.fromkeys(given, place))
    inherited = resolved.indicators.get(entry.id)
    if inherited is None and entry.title is None and place.layer.depth > 0:
        what = Text(
            f"没有可以修改的指标 '{entry.id}'；若要新增，请写 title",
            f"there is no indicator '{entry.id}' to change; give 'title' to add one",
        )
        resolved.problems.append(place.problem("id", what, nearest(entry.id, resolved.indicators)))
        del resolved.indicator_places[entry.id]
        return
    resolved.indicators[entry.id] = entry if inherited is None else attrs.evolve(inherited, **given)
    _lay_policy(resolved, entry.id, entry.policy, Place(place.layer, (*place.path, "policy")))
    if inherited is None or "weight" in given:
        resolved.touch(entry.id, place.layer.depth)


def _in_tree_order(entries: dict[str, IndicatorEntry]) -> dict[str, IndicatorEntry]:
    """Entries so that each follows its parent, siblings in the order in which they were first written."""
    below: dict[str | None, list[str]] = {}
    for id in entries:
        parent = id.rpartition(".")[0]
        below.setdefault(parent if parent and parent in entries else None, []).append(id)
    ordered: dict[str, IndicatorEntry] = {}
    pending = list(reversed(below.get(None, [])))
    while pending:
        id = pending.pop()
        ordered[id] = entries[id]
        pending += reversed(below.get(id, []))
    return ordered
