"""Does an expression make sense: are its facts declared, do its operands have the right type?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from evalfw.errors import nearest
from evalfw.expressions.functions import FUNCTIONS
from evalfw.expressions.syntax import (
    Binary,
    Call,
    Constant,
    Expression,
    ExpressionError,
    FactRef,
    Node,
    Quoted,
    Truth,
    Unary,
    text_comparison,
)
from evalfw.text import Text

ValueType = Literal["number", "bool", "text"]


class Typed(Protocol):
    """A fact that knows its type in expressions; None if it cannot stand in one (lists)."""

    @property
    def expression_type(self) -> ValueType | None:
        """``number``, ``bool``, ``text``, or None."""
        ...

    @property
    def choices(self) -> Mapping[str, str]:
        """The values that a text may have, with their labels; empty for any."""
        ...


_NAMES = {"number": Text("数", "a number"), "bool": Text("是/否", "yes or no"), "text": Text("文字", "a text")}


def check_types(expression: Expression, wanted: ValueType, facts: Mapping[str, Typed]) -> None:
    """
    Make sure that *expression* has type *wanted*.

    Args:
        expression: What to check.
        wanted: ``number`` or ``bool``.
        facts: The declared facts by id.

    Raises:
        ExpressionError: At the first operand that is unknown or of the wrong type.
    """
    _expect(expression.root, wanted, facts)


def _expect(node: Node, wanted: ValueType, facts: Mapping[str, Typed]) -> None:
    has = _type_of(node, facts)
    if has != wanted:
        need, got = _NAMES[wanted], _NAMES[has]
        raise ExpressionError(
            node.column, Text(f"这里要{need.zh}，而它是{got.zh}", f"expected {need.en}, this is {got.en}")
        )


def _type_of(node: Node, facts: Mapping[str, Typed]) -> ValueType:
    match node:
        case Constant():
            return "number"
        case Truth():
            return "bool"
        case Quoted():
            return "text"
        case FactRef():
            return _fact_type(node, facts)
        case Call():
            _check_call(node)
            for operand in node.operands:
                _expect(operand, "number", facts)
            return "number"
        case Unary():
            kind: ValueType = "bool" if node.operator == "not" else "number"
            _expect(node.operand, kind, facts)
            return kind
        case Binary(operator="and" | "or"):
            _expect(node.left, "bool", facts)
            _expect(node.right, "bool", facts)
            return "bool"
        case Binary(operator="=" | "!=") if "text" in (_type_of(node.left, facts), _type_of(node.right, facts)):
            _check_text(node, facts)
            return "bool"
        case Binary():
            _expect(node.left, "number", facts)
            _expect(node.right, "number", facts)
            return "number" if node.operator in "+-*/" else "bool"


def _check_text(node: Binary, facts: Mapping[str, Typed]) -> None:
    _expect(node.left, "text", facts)
    _expect(node.right, "text", facts)
    pair = text_comparison(node)
    if pair is None:
        what = Text("文字只能与引号里的文字比较", "a text is compared with a text in single quotes")
        raise ExpressionError(node.column, what)
    fact, text = pair
    choices = facts[fact.id].choices
    if choices and text.value not in choices:
        what = Text(f"事实 '{fact.id}' 没有可选值 '{text.value}'", f"fact '{fact.id}' has no choice '{text.value}'")
        raise ExpressionError(text.column, what, nearest(text.value, choices))


def _check_call(node: Call) -> None:
    if node.function not in FUNCTIONS:
        what = Text(f"没有函数 '{node.function}'", f"no function '{node.function}'")
        raise ExpressionError(node.column, what, nearest(node.function, FUNCTIONS))
    least, most = FUNCTIONS[node.function].operands
    if not least <= len(node.operands) <= (len(node.operands) if most is None else most):
        wanted = f"{least}" if most == least else f"{least}+"
        given = len(node.operands)
        what = Text(
            f"函数 {node.function} 要 {wanted} 个数，给了 {given} 个",
            f"'{node.function}' takes {wanted} numbers, {given} given",
        )
        raise ExpressionError(node.column, what)


def _fact_type(node: FactRef, facts: Mapping[str, Typed]) -> ValueType:
    if node.id not in facts:
        what = Text(f"没有声明事实 '{node.id}'", f"no fact '{node.id}' is declared")
        raise ExpressionError(node.column, what, nearest(node.id, facts))
    has = facts[node.id].expression_type
    if has is None:
        what = Text(
            f"事实 '{node.id}' 是列表，不能写在表达式里",
            f"fact '{node.id}' is a list and cannot stand in an expression",
        )
        raise ExpressionError(node.column, what)
    return has
