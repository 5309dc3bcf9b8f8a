"""A rubric drafted from a table: ids, rules where a sentence is understood, and a ``todo`` where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from evalfw.foundation import plain
from evalfw.maintaining.importing.entries import Entry, Outline
from evalfw.maintaining.importing.last_year import Earlier
from evalfw.maintaining.importing.sentences import Found, NeededFact, recognise
from evalfw.maintaining.importing.sentences.sentence import sentence_of

CARRIED = "与参照的评分表相同"
"""What a rule is called that was taken over with its sentence."""


@attrs.frozen
class DraftFact:
    """A fact as the file will declare it: its id, and its other keys."""

    id: str
    keys: Mapping[str, Any]


@attrs.frozen
class DraftNode:
    """
    A node as the file will have it.

    Attributes:
        id: Its id.
        entry: What the table prints.
        rule: Its rule, as a table of the file; None for inner nodes.
        pattern: How the sentence was understood; empty for a ``todo`` and for inner nodes.
        note: The reading chosen, or the note that was taken over.
        limits: Of 加减分项, where the table prints a cap.
        others: Further keys that were taken over with the rule.
    """

    id: str
    entry: Entry
    rule: Mapping[str, Any] | None = None
    pattern: str = ""
    note: str = ""
    limits: tuple[Decimal, Decimal] | None = None
    others: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def is_todo(self) -> bool:
        """Whether a person has to write the rule."""
        return self.rule is not None and not self.pattern


@attrs.frozen
class Draft:
    """
    Attributes:
        nodes: In the order of the table.
        facts: In the order in which rules need them.
        full_mark: What the rows add up to.
    """

    nodes: tuple[DraftNode, ...]
    facts: tuple[DraftFact, ...]
    full_mark: Decimal

    @property
    def leaves(self) -> tuple[DraftNode, ...]:
        """The rows."""
        return tuple(node for node in self.nodes if node.rule is not None)


def draft_rubric(outline: Outline, earlier: Earlier | None = None) -> Draft:
    """
    Draft a rubric.

    Args:
        outline: The table.
        earlier: An edition whose ids are kept for what has the same title in the same place, and whose rules are kept for what
            has the same sentence and weight.
    """
    drafter = _Drafter(earlier)
    for number, top in enumerate(outline.tops):
        drafter.node(top, None, None, _letter(number), None)
    full_mark = sum((top.total for top in outline.tops), Decimal(0))
    return Draft(tuple(drafter.nodes), tuple(drafter.facts.values()), full_mark)


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"n{number + 1}"


class _Drafter:
    def __init__(self, earlier: Earlier | None) -> None:
        self.earlier = earlier
        self.nodes: list[DraftNode] = []
        self.facts: dict[str, DraftFact] = {}
        self.used: set[str] = set()

    def node(self, entry: Entry, parent: str | None, before: str | None, step: str, floor: Decimal | None) -> None:
        """Add *entry* below *parent*; *before* is the earlier id of that, where it has one."""
        was = None if self.earlier is None else self.earlier.find(entry.title, entry.criterion, parent is None, before)
        id = self.free(
            was if was is not None and _fits(was, parent) else step if parent is None else f"{parent}.{step}"
        )
        limits = _limits(entry)
        floor = limits[0] if limits is not None else floor
        if entry.below:
            note = (
                f"表里印的是“不超过{limits[1]}分”，读作最少{limits[0]}分、最多{limits[1]}分，请核对" if limits else ""
            )
            self.nodes.append(DraftNode(id, entry, limits=limits, note=note))
            for number, below in enumerate(entry.below, 1):
                self.node(below, id, was, str(number), floor)
            return
        self.nodes.append(self.leaf(id, was, entry, limits, floor))

    def free(self, wanted: str) -> str:
        id, number = wanted, 2
        while id in self.used:
            id, number = f"{wanted}_{number}", number + 1
        self.used.add(id)
        return id

    def leaf(
        self, id: str, was: str | None, entry: Entry, limits: tuple[Decimal, Decimal] | None, floor: Decimal | None
    ) -> DraftNode:
        weight = entry.points or Decimal(0)
        if self.earlier is not None and was is not None and self.earlier.says_the_same(was, entry.criterion, weight):
            rule, others, facts = self.earlier.rule_of(was)
            for fact, keys in facts:
                self.facts.setdefault(fact, DraftFact(fact, keys))
            return DraftNode(id, entry, rule, CARRIED, limits=limits, others=others)
        if not entry.criterion:
            return DraftNode(id, entry, {"kind": "todo", "why": "表里没有评价要点"}, limits=limits)
        found = recognise(sentence_of(entry.criterion, entry.title, weight, floor, entry.target))
        if found is None:
            return DraftNode(id, entry, {"kind": "todo"}, note=_limits_note(limits), limits=limits)
        pattern, understood = found
        names = {fact.suffix: self.fact(id, was, fact, understood) for fact in understood.facts}
        rule = {"kind": understood.kind, **{key: _named(value, names) for key, value in understood.parameters.items()}}
        note = "；".join(each for each in (understood.note, _limits_note(limits)) if each)
        return DraftNode(id, entry, rule, pattern, note, limits)

    def fact(self, id: str, was: str | None, needed: NeededFact, understood: Found) -> str:
        """The id of a fact that a rule needs: the one that the earlier rule read, if there is one such, or a new one."""
        if self.earlier is not None and was is not None and len(understood.facts) == 1:
            known = self.earlier.only_fact(was, str(needed.declared["type"]))
            if known is not None:
                fact, keys = known
                self.facts.setdefault(fact, DraftFact(fact, keys))
                return fact
        fact, number = f"{id}.{needed.suffix}", 2
        while fact in self.facts:  # one that was taken over has this id
            fact, number = f"{id}.{needed.suffix}_{number}", number + 1
        self.facts[fact] = DraftFact(fact, {"label": needed.label, **needed.declared})
        return fact


def _fits(was: str, parent: str | None) -> bool:
    """Whether the earlier id stands below *parent*."""
    return was.rpartition(".")[0] == (parent or "")


def _limits(entry: Entry) -> tuple[Decimal, Decimal] | None:
    """Least and most points of 加减分项 for which a cap is printed."""
    if not entry.extra or entry.cap is None:
        return None
    adds, deducts = re.search(r"加|附加|奖", entry.title), re.search(r"减|扣|惩", entry.title)
    least = Decimal(0) if adds and not deducts else -entry.cap
    most = Decimal(0) if deducts and not adds else entry.cap
    return least, most


def _limits_note(limits: tuple[Decimal, Decimal] | None) -> str:
    if limits is None:
        return ""
    return f"表里印的上限读作最少{plain(limits[0])}分、最多{plain(limits[1])}分，请核对"


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """*value* with the ids of facts in place of their suffixes."""
    if isinstance(value, str):
        return re.sub(r"\{([a-z_0-9]+)\}", lambda found: names[found.group(1)], value)
    if isinstance(value, Mapping):
        return {key: _named(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_named(each, names) for each in value]
    return value


def patterns_of(draft: Draft) -> Iterator[tuple[str, int]]:
    """How many rows were understood by each pattern, the commonest first."""
    counts: dict[str, int] = {}
    for leaf in draft.leaves:
        if leaf.pattern:
            counts[leaf.pattern] = counts.get(leaf.pattern, 0) + 1
    yield from sorted(counts.items(), key=lambda each: (-each[1], each[0]))
