"""What is in an expression: the facts, the functions, whatever else."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from evalfw.language.expressions.functions import Function
from evalfw.language.expressions.syntax import (
    Binary,
    Call,
    Choose,
    Converted,
    Expression,
    FactRef,
    Given,
    Node,
    OfList,
    Place,
    Rounded,
    Unary,
)


def functions_in(node: Node) -> Iterator[Function]:
    """Every function that *node* calls, those of plugins among them."""
    return (each.function for each in _within(node) if isinstance(each, Call))


def expressions_of(each: object) -> Iterator[Expression]:
    """The expressions that *each*, a rule or a part of one, holds."""
    if isinstance(each, Expression):
        yield each
    elif isinstance(each, tuple):
        for part in each:
            yield from expressions_of(part)
    elif attrs.has(kind := type(each)):
        for field in attrs.fields(kind):
            yield from expressions_of(getattr(each, field.name))


def asked_by(each: object) -> tuple[str, ...]:
    """The facts of which *each*, a rule or a condition, asks whether they are given, each once."""
    nodes = (node for expression in expressions_of(each) for node in _within(expression.root))
    return tuple(dict.fromkeys(node.fact.id for node in nodes if isinstance(node, Given)))


def facts_in(node: Node) -> Iterator[FactRef]:
    """Every reference to a fact in *node*, from left to right."""
    return (each for each in _within(node) if isinstance(each, FactRef))


def _within(node: Node) -> Iterator[Node]:
    """*node* and every node below it, from left to right."""
    yield node
    for part in _parts(node):
        yield from _within(part)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Unary() | Converted():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case Call():
            return node.operands
        case Choose():
            return (node.condition, node.held, node.failed)
        case OfList():
            return (node.items,)
        case Place():
            return (node.own, node.items)
        case Given():
            return (node.fact,)
        case Rounded():
            return node.operands
        case _:
            return ()
