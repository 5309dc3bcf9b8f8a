"""``was``: an indicator of an extension takes over the one it was, with everything below it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from evalfw.foundation import Problem, Text, listing, nearest, verbatim
from evalfw.language import Expression, Rule, facts_in
from evalfw.rubric.loading.chain import Place
from evalfw.rubric.loading.entries import IndicatorEntry
from evalfw.rubric.loading.resolved import Resolved


def take_over(resolved: Resolved, entry: IndicatorEntry, place: Place) -> Problem | None:
    """
    Give the indicator that *entry* says it was the id of *entry*; nothing if it says nothing, or is there already.

    Returns:
        What is wrong with ``was``: it leads nowhere, or several of its ids are still there.
    """
    if not entry.was or place.layer.depth == 0 or entry.id in resolved.indicators:
        return None
    there = [old for old in entry.was if old in resolved.indicators]
    if len(there) == 1:
        _rename(resolved, there[0], entry.id, place.layer.depth)
        return None
    if there:
        named = listing(verbatim(f"'{old}'") for old in there)
        what = Text(
            f"{named.zh} 都还在，合并成一个时要先删去", f"{named.en} are all still there: drop those it takes in"
        )
        return place.problem("was", what, Text("写进 drop", "list them in 'drop'"))
    if any(old in resolved.dropped for old in entry.was):
        return None  # written anew after it was dropped
    named = listing(verbatim(f"'{old}'") for old in entry.was)
    what = Text(f"没有 {named.zh}：was 没有指到任何指标", f"there is no {named.en}: 'was' leads nowhere")
    return place.problem("was", what, nearest(entry.was[0], resolved.indicators))


def _rename(resolved: Resolved, old: str, new: str, depth: int) -> None:
    def renamed(id: str) -> str:
        return new + id[len(old) :] if id == old or id.startswith(f"{old}.") else id

    resolved.indicators = {
        renamed(id): entry if id == renamed(id) else attrs.evolve(entry, id=renamed(id))
        for id, entry in resolved.indicators.items()
    }
    resolved.indicator_places = {renamed(id): places for id, places in resolved.indicator_places.items()}
    resolved.policies = {renamed(id): given for id, given in resolved.policies.items()}
    resolved.replaced = {
        (sort, renamed(id) if sort == "indicator" else id, key): places
        for (sort, id, key), places in resolved.replaced.items()
    }
    resolved.touched = {renamed(id): layer for id, layer in resolved.touched.items()}
    resolved.gates = {id: (attrs.evolve(gate, at=renamed(gate.at)), at) for id, (gate, at) in resolved.gates.items()}
    resolved.models = {
        id: (attrs.evolve(model, at=renamed(model.at)), at) for id, (model, at) in resolved.models.items()
    }
    resolved.touch(old, depth)
    resolved.touch(new, depth)


def retire_facts(resolved: Resolved) -> None:
    """Take away facts that another fact says it was, in an extension: nothing reads them any more."""
    renamed = [(fact, place) for fact, place in resolved.facts.values() if fact.was and place.layer.depth > 0]
    read = set(_reads(resolved)) if renamed else set()
    for fact, place in renamed:
        for old in fact.was:
            if old in resolved.facts and old not in read and resolved.facts[old][1].layer.depth < place.layer.depth:
                del resolved.facts[old]


def _reads(resolved: Resolved) -> Iterator[str]:
    conditions: list[Expression | None] = []
    for entry in resolved.indicators.values():
        yield from _read_by(entry.rule) if entry.rule is not None else ()
        yield from entry.aggregate.reads() if entry.aggregate is not None else ()
        conditions += [entry.applies_when, entry.explain_when]
    conditions += [gate.when for gate, _ in resolved.gates.values()]
    for model, _ in resolved.models.values():
        yield from model.aggregate.reads()
    aggregate, _ = resolved.newest("aggregate")
    yield from aggregate.reads() if aggregate is not None else ()
    conditions += [fact.derivation for fact, _ in resolved.facts.values()]
    conditions += [relation.relation for relation, _ in resolved.reconciliations.values()]
    for condition in conditions:
        yield from (ref.id for ref in facts_in(condition.root)) if condition is not None else ()
    for given in resolved.policies.values():
        yield from (value for key, (value, _) in given.items() if key == "cohort_mean")


def _read_by(rule: Rule) -> tuple[str, ...]:
    try:
        return rule.reads()
    except Exception:  # a rule may come from a plugin; that it fails is told where it is checked
        return ()


def was_problems(resolved: Resolved) -> Iterator[Problem]:
    """Ids of earlier editions that are still in use, or that two indicators, or two facts, say they were."""
    indicators = (
        (id, entry.was or (), resolved.indicator_places[id].get("was")) for id, entry in resolved.indicators.items()
    )
    yield from _claims(indicators, set(resolved.indicators))
    facts = ((id, fact.was, place) for id, (fact, place) in resolved.facts.items())
    yield from _claims(facts, set(resolved.facts))


def _claims(entries: Iterator[tuple[str, tuple[str, ...], Place | None]], there: set[str]) -> Iterator[Problem]:
    claimed: dict[str, str] = {}
    for id, earlier, place in entries:
        for old in earlier if place is not None else ():
            assert place is not None
            if old in there:
                what = Text(f"'{old}' 现在还在用", f"'{old}' is still in use")
                yield place.problem("was", what)
            elif old in claimed:
                what = Text(
                    f"'{claimed[old]}' 也说自己原来是 '{old}'", f"'{claimed[old]}' says that it was '{old}', too"
                )
                yield place.problem("was", what)
            claimed[old] = id
