"""An expression as a sentence: labels for ids, signs for operators."""

from __future__ import annotations

from typing import Protocol

from evalfw.expressions.functions import FUNCTIONS
from evalfw.expressions.syntax import Binary, Call, Constant, FactRef, Node, Quoted, Truth, Unary, text_comparison
from evalfw.text import Text, listing, quoted, verbatim

_SIGNS = {"-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
_JOINED = {"and": Text("且", " and "), "or": Text("或", " or ")}
_BINDING = {"or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}


class Names(Protocol):
    """What facts and their values are called."""

    def name(self, fact: str) -> Text:
        """The label of *fact*."""
        ...

    def choice(self, fact: str, value: str) -> str:
        """The label of a value of a choice; of any other text the value itself."""
        ...


def expression_words(node: Node, names: Names) -> Text:
    """*node* in words, with the labels of *names*."""
    match node:
        case Constant():
            return verbatim(node.written)
        case Truth():
            return Text("恒成立", "always") if node.value else Text("不成立", "never")
        case Quoted():
            return verbatim(quoted(node.value))
        case FactRef():
            return names.name(node.id)
        case Unary(operator="not"):
            inner = _bracketed(node.operand, 3, names)
            return Text(
                f"并非“{inner.zh}”" if isinstance(node.operand, FactRef) else f"非{inner.zh}", f"not {inner.en}"
            )
        case Unary():
            return verbatim("−") + _bracketed(node.operand, 7, names)
        case Call():
            called = FUNCTIONS[node.function].words
            operands = listing(expression_words(operand, names) for operand in node.operands)
            return Text(f"{called.zh}（{operands.zh}）", f"{called.en} ({operands.en})")
        case Binary() if (pair := text_comparison(node)) is not None:
            fact, label = names.name(pair[0].id), names.choice(pair[0].id, pair[1].value)
            relation = "为" if node.operator == "=" else "不为"
            return Text(f"{fact.zh}{relation}“{label}”", f"{fact.en} {node.operator} “{label}”")
        case Binary():
            binding = _BINDING[node.operator]
            sign = _JOINED.get(node.operator) or verbatim(f" {_SIGNS.get(node.operator, node.operator)} ")
            return _bracketed(node.left, binding, names) + sign + _bracketed(node.right, binding + 1, names)


def _bracketed(node: Node, binding: int, names: Names) -> Text:
    words = expression_words(node, names)
    if isinstance(node, Binary) and _BINDING[node.operator] < binding:
        return Text(f"（{words.zh}）", f"({words.en})")
    return words
