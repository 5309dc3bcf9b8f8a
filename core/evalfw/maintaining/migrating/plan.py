"""What becomes of each entry of evidence under another edition. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from evalfw.evidence import (
    TOTAL,
    Claim,
    Collected,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Remark,
    Source,
    Statement,
)
from evalfw.foundation import NOTHING, Text, listing, plain, shown, verbatim
from evalfw.language import FactDeclaration, ValueFaultError, facts_in, read_stated
from evalfw.maintaining.comparing.changes import FactChange, IndicatorChange, RubricDiff
from evalfw.maintaining.comparing.compare import compare_rubrics
from evalfw.maintaining.comparing.matching import match
from evalfw.rubric import Rubric, used_facts

Status = Literal["kept", "renamed", "attention", "retired"]
"""
``kept`` as it is · ``renamed``: with another id · ``attention``: carried, and a person has to look at it · ``retired``: no longer asked,
and put aside.
"""


class Item(NamedTuple):
    """
    An entry of evidence.

    Attributes:
        entry: The entry; ``entry.origin`` says where it was read.
        sort: Key of evidence files: ``fact``, ``claim``, ``override``, ``exemption``, ``explanation``, ``remark``.
        id: The fact or indicator that it is about; of a remark the first one.
        new_id: Its id in the new edition; empty if it has none there.
        status: What becomes of it.
        why: What a person has to look at, or why it is no longer asked; empty otherwise.
    """

    entry: Source
    sort: str
    id: str
    new_id: str
    status: Status
    why: Text = NOTHING


class Plan(NamedTuple):
    """
    Attributes:
        old, new: The editions.
        items: In order of file.
        asked: Facts that the new edition needs and that the old one did not know.
        facts, nodes: New ids of facts and of indicators by old ones.
        by_hand: What else a person has to look at.
    """

    old: Rubric
    new: Rubric
    items: tuple[Item, ...]
    asked: tuple[FactDeclaration, ...]
    facts: Mapping[str, str]
    nodes: Mapping[str, str]
    by_hand: tuple[Text, ...]

    def of(self, status: Status) -> tuple[Item, ...]:
        """The entries of one status."""
        return tuple(item for item in self.items if item.status == status)


def plan_migration(collected: Collected, old: Rubric, new: Rubric) -> Plan:
    """
    What becomes of *collected*, gathered for *old*, under *new*.

    Args:
        collected: From ``collect``; checked against *old*.
        old: The edition that it was gathered for.
        new: The edition to carry it to.
    """
    planner = _Planner(old, new)
    items = [item for part in collected.parts for item in planner.items(part)]
    stated = {item.new_id for item in items if item.sort == "fact"}
    known = {*planner.facts.values(), *stated}
    asked = tuple(
        fact for id, fact in new.facts.items() if id in planner.used and id not in known and not fact.derivation
    )
    return Plan(old, new, tuple(items), asked, planner.facts, planner.nodes, tuple(planner.by_hand(collected)))


class _Planner:
    def __init__(self, old: Rubric, new: Rubric) -> None:
        self.old, self.new = old, new
        self.diff: RubricDiff = compare_rubrics(old, new)
        self.facts = match(old.facts, ((fact.id, fact.was) for fact in new.facts.values())).pairs
        self.nodes = match(old.by_id, ((node.id, node.was) for node in new.indicators), is_tree=True).pairs
        self.used, self.was_used = used_facts(new), used_facts(old)
        self.changed_facts: Mapping[str, FactChange] = {
            change.new.id: change for change in self.diff.facts if change.new is not None and change.old is not None
        }
        self.changed_nodes: Mapping[str, IndicatorChange] = {
            change.new.id: change
            for change in self.diff.indicators
            if change.new is not None and change.old is not None
        }
        self.is_next = old.edition.id != new.edition.id

    def items(self, part: EvidencePart) -> Iterator[Item]:
        own = {fact.id: fact for fact, _ in part.declarations}
        for statement in part.statements:
            yield self.fact(statement, own)
        for claim in part.claims:
            yield self.claim(claim)
        for override in part.overrides:
            yield self.decision(override, "override", override.indicator)
        for exemption in part.exemptions:
            yield self.decision(exemption, "exemption", exemption.indicator)
        for explanation in part.explanations:
            yield self.decision(explanation, "explanation", explanation.indicator)
        for remark in part.remarks:
            yield self.remark(remark)

    def fact(self, statement: Statement, own: Mapping[str, FactDeclaration]) -> Item:
        id = statement.fact
        if id not in self.old.facts:
            clash = id in self.new.facts
            why = Text(
                "证据自己声明的事实，新评分表也声明了", "declared by the evidence, and now by the rubric as well"
            )
            return Item(statement, "fact", id, id, "attention" if clash else "kept", why if clash else NOTHING)
        new_id = self.facts.get(id)
        if new_id is None:
            return Item(statement, "fact", id, "", "retired", Text("新评分表不再要求", "no longer asked"))
        whys = list(self.fact_faults(statement, self.new.facts[new_id]))
        status: Status = "attention" if whys else "renamed" if new_id != id else "kept"
        return Item(statement, "fact", id, new_id, status, listing(whys) if whys else NOTHING)

    def fact_faults(self, statement: Statement, fact: FactDeclaration) -> Iterator[Text]:
        if fact.id not in self.used and statement.fact in self.was_used:
            yield Text("新评分表声明了它，但不再有规则读它", "it is declared, and nothing reads it any more")
        change = self.changed_facts.get(fact.id)
        keys = (
            []
            if change is None
            else [key for key in change.keys if key in ("type", "unit", "choices", "fields", "derivation")]
        )
        if keys:
            named = ", ".join(keys)
            yield Text(f"事实的声明变了：{named}", f"the fact is declared otherwise: {named}")
        try:
            read_stated(fact, statement.value, statement.low, statement.high)
        except ValueFaultError as fault:
            yield fault.what

    def claim(self, claim: Claim) -> Item:
        if claim.indicator == TOTAL:
            why = Text("总分的自评分要按新评分表重新填", "the self-score of the total has to be given anew")
            changed = not self.diff.is_empty
            return Item(claim, "claim", TOTAL, TOTAL, "attention" if changed else "kept", why if changed else NOTHING)
        item = self.decision(claim, "claim", claim.indicator)
        if not item.new_id:
            return item
        most = self.new.by_id[item.new_id].limits.most
        if most is not None and claim.points > most:
            why = Text(
                f"自评分 {plain(claim.points)} 超过新的分值 {shown(most)}",
                f"{plain(claim.points)} is more than the weight {shown(most)}",
            )
            return item._replace(status="attention", why=listing([each for each in (item.why, why) if each.zh]))
        return item

    def decision(self, entry: Claim | Override | Exemption | Explanation, sort: str, id: str) -> Item:
        new_id = self.nodes.get(id, "")
        if not new_id:
            return Item(
                entry, sort, id, "", "retired", Text("新评分表没有这个指标", "there is no such indicator any more")
            )
        whys = list(self.node_changes(new_id))
        if sort in ("override", "exemption") and self.is_next:
            whys.append(Text("是为上一版作出的决定", "it was decided for the other edition"))
        status: Status = "attention" if whys else "renamed" if new_id != id else "kept"
        return Item(entry, sort, id, new_id, status, listing(whys) if whys else NOTHING)

    def node_changes(self, id: str) -> Iterator[Text]:
        change = self.changed_nodes.get(id)
        ways = () if change is None else change.ways
        for way, said in (
            ("reweighted", Text("分值变了", "the weight changed")),
            ("reworded", Text("文字变了", "the words changed")),
            ("rule", Text("规则变了", "the rule changed")),
            ("settings", Text("设置变了", "its settings changed")),
        ):
            if way in ways and not (way == "reworded" and change is not None and _same_criterion(change)):
                yield said

    def remark(self, remark: Remark) -> Item:
        gone = [id for id in remark.indicators if id not in self.nodes]
        renamed = any(self.nodes.get(id, id) != id for id in remark.indicators)
        first = next(iter(remark.indicators), "")
        if gone:
            named = listing(verbatim(id) for id in gone)
            why = Text(
                f"新评分表没有 {named.zh}，已从这条里去掉",
                f"there is no {named.en} any more; it is left out of the remark",
            )
            return Item(remark, "remark", first, self.nodes.get(first, first), "attention", why)
        return Item(remark, "remark", first, self.nodes.get(first, first), "renamed" if renamed else "kept")

    def by_hand(self, collected: Collected) -> Iterable[Text]:
        moved = {id for id in self.old.facts if self.facts.get(id) != id}
        for part in collected.parts:
            own = [(fact.id, fact.derivation) for fact, _ in part.declarations]
            own += [(each.id, each.relation) for each, _ in part.reconciliations]
            for id, expression in own:
                gone = [ref.id for ref in facts_in(expression.root) if ref.id in moved] if expression else []
                if gone:
                    named = listing(verbatim(each) for each in dict.fromkeys(gone))
                    yield Text(
                        f"证据声明的 '{id}' 读的 {named.zh} 变了",
                        f"'{id}' of the evidence reads {named.en}, which changed",
                    )
        if self.is_next and collected.file.period is not None:
            span = f"{collected.file.period.first}～{collected.file.period.last}"
            yield Text(f"period 还是 {span}", f"'period' still is {span}")
        if self.is_next and collected.file.as_of is not None:
            yield Text(f"as_of 还是 {collected.file.as_of}", f"'as_of' still is {collected.file.as_of}")
        if self.is_next and collected.narrative:
            count = len(collected.narrative)
            yield Text(
                f"narrative 的 {count} 节是上一版的报告",
                f"the {count} sections of the narrative are those of the other edition",
            )


def _same_criterion(change: IndicatorChange) -> bool:
    """Whether only the description or the note has other words."""
    return change.old is not None and change.new is not None and change.old.criterion == change.new.criterion
