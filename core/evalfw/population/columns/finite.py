"""Facts of which only a few values matter: truths, choices, and texts that are compared with others."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.language import (
    Binary,
    Call,
    Choose,
    Converted,
    Node,
    Place,
    Rounded,
    Rule,
    Unary,
    expressions_of,
    text_comparison,
)
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.working import Cell
from evalfw.rubric import Indicator

MOST_COMBINATIONS = 4096
"""Combinations of truths and choices that are asked of scoring when a rubric is compiled."""

ANY_OTHER_TEXT = "\x01"
"""Stands for every text that a rule does not compare with."""


def finite_values(facts: TableFacts, fact: str, rule: Rule, leaf: Indicator) -> tuple[Cell, ...] | None:
    """Every value that matters of *fact*, null among them; None if it is a number, a list, or derived."""
    declaration = facts.declarations[fact]
    if declaration.derivation is not None:
        return None
    if fact not in facts.given and not declaration.is_numeric and declaration.type not in ("date", "list"):
        return (None,)
    if declaration.type == "bool":
        return (None, True, False)
    if declaration.type == "choice":
        return (None, *declaration.choices)
    if declaration.type == "text" and not rule.brought_by:
        expressions = [*expressions_of(rule), *([] if leaf.applies_when is None else [leaf.applies_when])]
        return (
            None,
            *dict.fromkeys(text for each in expressions for text in texts_in(each.root, fact)),
            ANY_OTHER_TEXT,
        )
    return None


def texts_in(node: Node, fact: str) -> Iterator[str]:
    """The texts that *fact* is compared with in *node*."""
    match node:
        case Binary() if (pair := text_comparison(node)) is not None:
            if pair[0].id == fact:
                yield pair[1].value
        case Binary():
            yield from texts_in(node.left, fact)
            yield from texts_in(node.right, fact)
        case Unary() | Converted():
            yield from texts_in(node.operand, fact)
        case Choose():
            for part in (node.condition, node.held, node.failed):
                yield from texts_in(part, fact)
        case Call() | Rounded():
            for part in node.operands:
                yield from texts_in(part, fact)
        case Place():
            yield from texts_in(node.own, fact)
        case _:
            return
