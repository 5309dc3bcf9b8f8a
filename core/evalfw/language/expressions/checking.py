"""Does an expression make sense: are its facts declared, do its operands have the right type?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from evalfw.foundation import Text, nearest
from evalfw.language.expressions.syntax import (
    Binary,
    Call,
    Choose,
    Condition,
    Constant,
    Converted,
    Day,
    Expression,
    ExpressionError,
    FactRef,
    Given,
    Node,
    OfList,
    Place,
    Quoted,
    Rounded,
    Truth,
    Unary,
    text_comparison,
)

ValueType = Literal["number", "bool", "text", "date", "list"]


class TypedField(Protocol):
    """A field of the items of a list, as far as expressions look at it."""

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        ...

    @property
    def choices(self) -> Mapping[str, str]:
        """The values it may have, with their labels; empty for any."""
        ...


class Typed(Protocol):
    """A fact that knows its type in expressions."""

    @property
    def expression_type(self) -> ValueType:
        """Its type."""
        ...

    @property
    def fields(self) -> Mapping[str, TypedField]:
        """The fields of the items of a list, by name; empty for other types."""
        ...

    @property
    def choices(self) -> Mapping[str, str]:
        """The values that a text may have, with their labels; empty for any."""
        ...


_NAMES = {
    "number": Text("数", "a number"),
    "bool": Text("是/否", "yes or no"),
    "text": Text("文字", "a text"),
    "date": Text("日期", "a date"),
    "list": Text("列表", "a list"),
}


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


def type_of(expression: Expression, facts: Mapping[str, Typed]) -> ValueType:
    """The type of *expression*. Raises ExpressionError as ``check_types`` does."""
    return _type_of(expression.root, facts)


def _expect(node: Node, wanted: ValueType, facts: Mapping[str, Typed]) -> None:
    _compare(node, _type_of(node, facts), wanted)


def _compare(node: Node, has: ValueType, wanted: ValueType) -> None:
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
        case Day():
            return "date"
        case Choose():
            _expect(node.condition, "bool", facts)
            _expect(node.held, "number", facts)
            _expect(node.failed, "number", facts)
            return "number"
        case OfList():
            _check_field(node, facts)
            return "number"
        case Given():
            _fact_type(node.fact, facts)
            return "bool"
        case Rounded():
            for operand in node.operands:
                _expect(operand, "number", facts)
            return "number"
        case Place():
            _expect(node.own, "number", facts)
            _check_field(node, facts)
            return "number"
        case Converted():
            _expect(node.operand, "number", facts)
            return "number"
        case Call():
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
        case Binary():
            left, right = _type_of(node.left, facts), _type_of(node.right, facts)  # each once: trees may be deep
            if node.operator in ("=", "!=") and "text" in (left, right):
                _check_text(node, left, right, facts)
                return "bool"
            if "date" in (left, right):
                return _type_of_dates(node, left, right)
            _compare(node.left, left, "number")
            _compare(node.right, right, "number")
            return "number" if node.operator in "+-*/" else "bool"


def _type_of_dates(node: Binary, left: ValueType, right: ValueType) -> ValueType:
    """The type of a comparison of dates (bool), of their difference (days), of a date some days on."""
    if node.operator in ("+", "-") and left == "date" and right == "number":
        return "date"
    if node.operator in "+*/" or left != "date":
        what = Text("日期只能比较、相减，或加减天数", "dates can be compared, subtracted, and moved by days")
        raise ExpressionError(node.column, what)
    _compare(node.right, right, "date")
    return "number" if node.operator == "-" else "bool"


def _check_text(node: Binary, left: ValueType, right: ValueType, facts: Mapping[str, Typed]) -> None:
    _compare(node.left, left, "text")
    _compare(node.right, right, "text")
    pair = text_comparison(node)
    if pair is None:
        what = Text("文字只能与引号里的文字比较", "a text is compared with a text in single quotes")
        raise ExpressionError(node.column, what)
    fact, text = pair
    choices = facts[fact.id].choices
    if choices and text.value not in choices:
        what = Text(f"事实 '{fact.id}' 没有可选值 '{text.value}'", f"fact '{fact.id}' has no choice '{text.value}'")
        raise ExpressionError(text.column, what, nearest(text.value, choices))


def _check_field(node: OfList | Place, facts: Mapping[str, Typed]) -> None:
    _expect(node.items, "list", facts)
    if node.field and not _field(node.field, node, facts).is_number:
        what = Text(f"字段 '{node.field}' 不是数", f"field '{node.field}' does not hold numbers")
        raise ExpressionError(node.column, what)
    for condition in node.where if isinstance(node, OfList) else ():
        _check_condition(condition, node, facts)


def _check_condition(condition: Condition, node: OfList | Place, facts: Mapping[str, Typed]) -> None:
    name, value = condition.field, condition.value
    field = _field(name, node, facts, condition.column)
    if isinstance(value, Constant):
        if not field.is_number:
            raise ExpressionError(
                condition.column, Text(f"字段 '{name}' 不是数", f"field '{name}' does not hold numbers")
            )
        return
    if field.is_number or condition.sign not in ("=", "!="):
        what = f"字段 '{name}' 要与数比较", f"field '{name}' is compared with a number"
        if not field.is_number:
            what = "文字只能用 = 或 != 比较", "texts are compared with = or != only"
        raise ExpressionError(condition.column, Text(*what))
    if field.choices and value.value not in field.choices:
        what = f"字段 '{name}' 没有可选值 '{value.value}'", f"field '{name}' has no choice '{value.value}'"
        raise ExpressionError(condition.column, Text(*what), nearest(value.value, field.choices))


def _field(name: str, node: OfList | Place, facts: Mapping[str, Typed], column: int = 0) -> TypedField:
    items, fields = node.items.id, facts[node.items.id].fields
    if name not in fields:
        what = Text(f"'{items}' 的条目没有字段 '{name}'", f"items of '{items}' have no field '{name}'")
        raise ExpressionError(column or node.column, what, nearest(name, fields))
    return fields[name]


def _fact_type(node: FactRef, facts: Mapping[str, Typed]) -> ValueType:
    if node.id not in facts:
        what = Text(f"没有声明事实 '{node.id}'", f"no fact '{node.id}' is declared")
        raise ExpressionError(node.column, what, nearest(node.id, facts))
    return facts[node.id].expression_type
