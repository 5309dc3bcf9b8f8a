"""An earlier edition that a table is compared with: ids stay, and so do rules whose sentences have not changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evalfw.language import facts_in
from evalfw.rubric import Indicator, Rubric, Table


def _plain(text: str) -> str:
    """*text* without what differs between two prints of one sentence."""
    return re.sub(r"[\s，,；;。.：:“”\"'‘’（）()、]", "", text)


_PRINTED = frozenset(
    {"id", "title", "description", "criterion", "weight", "rule", "extra", "limits", "was", "supplied"}
)
"""Keys of an indicator that a table says itself, or that are about the file."""


class Earlier:
    """
    An earlier edition.

    Args:
        rubric: The edition.
        tables: Its values, as ``flatten`` gives them.
    """

    def __init__(self, rubric: Rubric, tables: Iterable[Table]) -> None:
        self.rubric = rubric
        self._raw: dict[tuple[str, str], dict[str, Any]] = {
            (table.sort, table.id): {each.key: each.value for each in table.values} for table in tables
        }

    def find(self, title: str, criterion: str, is_top: bool, parent: str | None) -> str | None:
        """
        The id of what had *title*.

        Args:
            title: The title.
            criterion: The sentence; empty for inner nodes.
            is_top: Whether it stands at the top.
            parent: Earlier id of the node above it, if that has one.
        """
        named = [node for node in self.rubric.indicators if _plain(node.title) == _plain(title)]
        beside = [node for node in named if (node.parent is None if is_top else node.parent == parent)]
        if len(beside) == 1:
            return beside[0].id
        same = [node for node in named if criterion and _plain(node.criterion) == _plain(criterion)]
        return same[0].id if len(same) == 1 else None

    def says_the_same(self, id: str, criterion: str, weight: Decimal) -> bool:
        """Whether the leaf *id* has this sentence and weight."""
        node = self._node(id)
        return node.is_leaf and _plain(node.criterion) == _plain(criterion) and node.weight == Fraction(weight)

    def rule_of(self, id: str) -> tuple[Mapping[str, Any], Mapping[str, Any], list[tuple[str, Mapping[str, Any]]]]:
        """
        The rule of *id* as its file writes it; its other keys that no table prints (note, conditions, decimals, policy); and the
        facts that it reads, with those they are derived from.
        """
        node = self._node(id)
        written = self._raw["indicator", id]
        others = {key: value for key, value in written.items() if key not in _PRINTED}
        return written["rule"], others, [(fact, self._keys(fact)) for fact in self._needed(node)]

    def only_fact(self, id: str, type: str) -> tuple[str, Mapping[str, Any]] | None:
        """The one fact that the rule of *id* reads, if it is of *type*."""
        node = self._node(id)
        reads = node.rule.reads() if node.rule is not None else ()
        if len(reads) != 1 or self.rubric.facts[reads[0]].type != type or self.rubric.facts[reads[0]].derivation:
            return None
        return reads[0], self._keys(reads[0])

    def _needed(self, node: Indicator) -> Iterable[str]:
        assert node.rule is not None
        pending, needed = list(node.rule.reads()), dict[str, None]()
        for condition in (node.applies_when, node.explain_when):
            pending += [ref.id for ref in facts_in(condition.root)] if condition is not None else []
        pending += [node.policy.cohort_mean] if node.policy.cohort_mean else []
        while pending:
            fact = pending.pop(0)
            if fact not in needed:
                needed[fact] = None
                derivation = self.rubric.facts[fact].derivation
                pending += [ref.id for ref in facts_in(derivation.root)] if derivation is not None else []
        return needed

    def _keys(self, fact: str) -> Mapping[str, Any]:
        return {key: value for key, value in self._raw["fact", fact].items() if key not in ("id", "was")}

    def _node(self, id: str) -> Indicator:
        return self.rubric.by_id[id]
