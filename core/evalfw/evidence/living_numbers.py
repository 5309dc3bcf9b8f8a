"""
Living numbers: ``{{ … }}`` in the narrative stands for a fact or a score, so that a figure is written once.

    {{ budget.execution_rate }}     the value of a fact, as people read it; by its id, or by its label: {{ 预算执行率 }}
    {{ decision:points }}           the points of an indicator; also :weight, :lost, :rate, :scores
    {{ total:points }}              of the total; also :weight, :rate, :grade

Nothing is worked out, and there is nothing else: no expressions, no filters, no loops. What does not look like a name is left as it
stands. A name that nothing has is a mistake in the evidence, told with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evalfw.evidence.model import TOTAL
from evalfw.foundation import Text, listing, nearest, verbatim
from evalfw.language import FactDeclaration

_REFERENCE = re.compile(r"\{\{[ \t]*([^\W\d][^\s{}:*/+%'\"()\[\]|]*)(?::([a-z_]+))?[ \t]*\}\}")

OF_NODES = ("points", "weight", "lost", "rate", "scores")
OF_TOTAL = ("points", "weight", "rate", "grade")


class Reference(NamedTuple):
    """A reference in a text: the name, what of it (empty for a fact), its line from 1, and where it stands."""

    name: str
    part: str
    line: int
    start: int
    end: int


def references(markdown: str) -> Iterator[Reference]:
    """The references in *markdown*, in order."""
    for found in _REFERENCE.finditer(markdown):
        line = markdown.count("\n", 0, found.start()) + 1
        yield Reference(found.group(1), found.group(2) or "", line, found.start(), found.end())


def reference_fault(
    reference: Reference, facts: Mapping[str, FactDeclaration], indicators: Mapping[str, object]
) -> tuple[Text, Text | None] | None:
    """What is wrong with *reference*, with a hint; None if nothing is."""
    name, part = reference.name, reference.part
    if not part:
        labelled = [fact.id for fact in facts.values() if fact.label == name]
        if name in facts or len(labelled) == 1:
            return None
        if labelled:
            what = Text(f"有几个事实叫“{name}”", f"several facts are called “{name}”")
            ids = listing(verbatim(id) for id in labelled)
            return what, Text(f"请写编号：{ids.zh}", f"write the id: {ids.en}")
        known = [*facts, *(fact.label for fact in facts.values())]
        return Text(f"没有事实 '{name}'", f"there is no fact '{name}'"), nearest(name, known)
    if name != TOTAL and name not in indicators:
        what = Text(f"没有指标 '{name}'", f"there is no indicator '{name}'")
        return what, nearest(name, (*indicators, TOTAL))
    allowed = OF_TOTAL if name == TOTAL else OF_NODES
    if part not in allowed:
        named = listing(verbatim(f":{each}") for each in allowed)
        return Text(f"'{name}' 没有 :{part}", f"'{name}' has no :{part}"), Text(
            f"可用的有 {named.zh}", f"known: {named.en}"
        )
    return None
