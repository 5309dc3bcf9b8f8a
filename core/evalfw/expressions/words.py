"""An expression as a sentence: labels for ids, signs for operators."""

from __future__ import annotations

from collections.abc import Callable

from evalfw.expressions.functions import FUNCTIONS
from evalfw.expressions.syntax import Binary, Call, Constant, FactRef, Node, Truth, Unary
from evalfw.text import Text, listing, verbatim

_SIGNS = {"-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
_JOINED = {"and": Text("且", " and "), "or": Text("或", " or ")}
_BINDING = {"or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}


def expression_words(node: Node, name: Callable[[str], Text]) -> Text:
    """*node* in words; *name* gives the label of a fact."""
    match node:
        case Constant():
            return verbatim(node.written)
        case Truth():
            return Text("恒成立", "always") if node.value else Text("不成立", "never")
        case FactRef():
            return name(node.id)
        case Unary(operator="not"):
            inner = _bracketed(node.operand, 3, name)
            return Text(
                f"并非“{inner.zh}”" if isinstance(node.operand, FactRef) else f"非{inner.zh}", f"not {inner.en}"
            )
        case Unary():
            return verbatim("−") + _bracketed(node.operand, 7, name)
        case Call():
            called = FUNCTIONS[node.function].words
            operands = listing(expression_words(operand, name) for operand in node.operands)
            return Text(f"{called.zh}（{operands.zh}）", f"{called.en} ({operands.en})")
        case Binary():
            binding = _BINDING[node.operator]
            sign = _JOINED.get(node.operator) or verbatim(f" {_SIGNS.get(node.operator, node.operator)} ")
            return _bracketed(node.left, binding, name) + sign + _bracketed(node.right, binding + 1, name)


def _bracketed(node: Node, binding: int, name: Callable[[str], Text]) -> Text:
    words = expression_words(node, name)
    if isinstance(node, Binary) and _BINDING[node.operator] < binding:
        return Text(f"（{words.zh}）", f"({words.en})")
    return words
