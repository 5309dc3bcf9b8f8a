"""Compare two rubrics: what was added, removed, moved, renamed, reweighted, reworded, and what that does to points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from evalfw.foundation import Text
from evalfw.language import FactDeclaration
from evalfw.maintaining.comparing.alike import alike
from evalfw.maintaining.comparing.behaviour import Behaviour, compare_behaviour
from evalfw.maintaining.comparing.changes import LEVELS, IndicatorChange, IndicatorWay, Level, RubricDiff
from evalfw.maintaining.comparing.fact_changes import common_facts, fact_changes, unit_rates
from evalfw.maintaining.comparing.matching import Matched, match
from evalfw.maintaining.comparing.other_changes import other_changes
from evalfw.maintaining.comparing.reading import Side
from evalfw.maintaining.comparing.settings import settings_changes
from evalfw.rubric import Indicator, Rubric

_LEVEL_OF: Mapping[IndicatorWay, Level] = {
    "added": "major",
    "removed": "major",
    "renamed": "major",  # self-scores and overrides name the id
    "moved": "major",
    "reordered": "patch",
    "retitled": "patch",
    "reweighted": "major",
    "reworded": "patch",
    "rule": "patch",  # what it does to points is told by its behaviour
    "settings": "patch",  # each setting has a level of its own
}


def compare_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """
    Everything in which *new* differs from *old*.

    Rules that changed are compared for all values of their facts: with witnesses where they differ, or a proof that they do not.
    """
    nodes = match(old.by_id, ((node.id, node.was) for node in new.indicators), is_tree=True)
    facts = match(old.facts, ((fact.id, fact.was) for fact in new.facts.values()))
    changes = list(_indicator_changes(old, new, nodes, facts))
    told = {change.id: change for change in changes if change.old is not None and change.new is not None}
    leaves = [
        new_id for old_id, new_id in nodes.pairs.items() if old.by_id[old_id].is_leaf and new.by_id[new_id].is_leaf
    ]
    unchanged = sum(id not in told or _gives_the_same(told[id].behaviour) for id in leaves)
    return RubricDiff(
        old=old,
        new=new,
        indicators=tuple(changes),
        facts=tuple(fact_changes(old, new, facts)),
        others=tuple(other_changes(old, new, facts.pairs, nodes.pairs)),
        astray=(*nodes.astray, *facts.astray),
        compared=len(leaves),
        unchanged=unchanged,
    )


def _gives_the_same(behaviour: Behaviour | None) -> bool:
    return behaviour is None or behaviour.verdict == "same"


def _indicator_changes(old: Rubric, new: Rubric, nodes: Matched, facts: Matched) -> Iterator[IndicatorChange]:
    before = {new_id: old_id for old_id, new_id in nodes.pairs.items()}
    common = common_facts(old, new, facts)
    names = {old_id: new_id for old_id, new_id in facts.pairs.items() if old_id != new_id}
    units = unit_rates(old, new, facts)
    reordered = _reordered(old, new, nodes)
    for node in new.indicators:
        if node.id in before:
            change = _change(old.by_id[before[node.id]], node, nodes.pairs, common, names, units, node.id in reordered)
            if change is not None:
                yield change
        else:
            yield IndicatorChange(None, node, ("added",), "major")
    for id in nodes.removed:
        yield IndicatorChange(old.by_id[id], None, ("removed",), "major")


def _reordered(old: Rubric, new: Rubric, nodes: Matched) -> set[str]:
    """New ids of nodes that stand elsewhere among those that were beside them before."""
    found: set[str] = set()
    for parent in (None, *new.by_id):
        now = [node.id for node in new.children(parent) if node.id in nodes.pairs.values()]
        was = [nodes.pairs[node.id] for node in old.indicators if nodes.pairs.get(node.id) in now]
        found |= {id for at, id in enumerate(now) if was[at] != id}
    return found


def _change(
    old: Indicator,
    new: Indicator,
    pairs: Mapping[str, str],
    facts: Mapping[str, FactDeclaration | Text],
    names: Mapping[str, str],
    units: Mapping[str, Fraction | None],
    reordered: bool,
) -> IndicatorChange | None:
    ways: list[IndicatorWay] = []
    parent = pairs.get(old.parent, "") if old.parent is not None else None
    if new.parent != parent:
        ways.append("moved")
    elif old.id.rpartition(".")[2] != new.id.rpartition(".")[2]:
        ways.append("renamed")
    ways += ["reordered"] if reordered and not ways else []
    ways += ["retitled"] if old.title != new.title else []
    ways += ["reweighted"] if (old.weight, old.share) != (new.weight, new.share) else []
    ways += ["reworded"] if _sentences(old) != _sentences(new) else []
    is_counted_otherwise = old.is_leaf and not units.keys().isdisjoint(Side(old, names).own_reads)
    ways += ["rule"] if is_counted_otherwise or not alike(old.rule, new.rule, names) else []
    settings = tuple(settings_changes(old, new, names))
    ways += ["settings"] if settings else []
    if not ways:
        return None
    behaviour: Behaviour | None = None
    asks: tuple[str, ...] = ()
    reads_the_same = True
    if old.is_leaf and new.is_leaf and {"rule", "reweighted", "settings"} & set(ways):
        factors = {fact: rate for fact, rate in units.items() if rate is not None}
        sides = Side(old, names, factors), Side(new, {})
        asks = tuple(fact for fact in sides[1].reads if fact not in sides[0].reads)
        reads_the_same = set(sides[0].reads) == set(sides[1].reads)  # otherwise evidence that lacks one fares otherwise
        behaviour = _behaviour(*sides, facts)
    levels = [_LEVEL_OF[way] for way in ways] + [level for _, level in settings]
    levels += ["patch" if behaviour is None or (_gives_the_same(behaviour) and reads_the_same) else "major"]
    level = max(levels, key=LEVELS.index)
    return IndicatorChange(old, new, tuple(ways), level, behaviour, asks, tuple(said for said, _ in settings))


def _sentences(node: Indicator) -> tuple[str, str, str]:
    return node.description, node.criterion, node.note


def _behaviour(old: Side, new: Side, facts: Mapping[str, FactDeclaration | Text]) -> Behaviour:
    declared: dict[str, FactDeclaration] = {}
    for fact in dict.fromkeys((*old.reads, *new.reads)):
        found = facts[fact]
        if isinstance(found, Text):
            return Behaviour("not_proved", (), found)
        declared[fact] = attrs.evolve(found, id=fact)
    return compare_behaviour(old, new, declared)
