"""An expression as a sentence: labels for ids, signs for operators."""

from __future__ import annotations

from typing import Protocol

from evalfw.foundation import Text, listing, quoted, shown, verbatim
from evalfw.language.expressions.syntax import (
    BINDING,
    Binary,
    Call,
    Choose,
    Condition,
    Constant,
    Converted,
    Day,
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

_SIGNS = {"-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
_JOINED = {"and": Text("且", " and "), "or": Text("或", " or ")}
_OVER_ITEMS = {
    "count": Text("条数", "number of items"),
    "sum": Text("合计", "sum"),
    "mean": Text("平均值", "mean"),
    "median": Text("中位数", "median"),
    "least": Text("最小值", "least value"),
    "most": Text("最大值", "greatest value"),
}


class Names(Protocol):
    """What facts and their values are called."""

    def name(self, fact: str) -> Text:
        """The label of *fact*."""
        ...

    def choice(self, fact: str, value: str) -> str:
        """The label of a value of a choice; of any other text the value itself."""
        ...

    def field(self, fact: str, field: str, value: str) -> tuple[str, str]:
        """The labels of a field of a list fact, and of a value of that field."""
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
            inner = _bracketed(node.operand, BINDING["not"], names)
            return Text(
                f"并非“{inner.zh}”" if isinstance(node.operand, FactRef) else f"非{inner.zh}", f"not {inner.en}"
            )
        case Unary():
            return verbatim("−") + _bracketed(node.operand, BINDING["minus"], names)
        case Converted():
            return expression_words(node.operand, names)
        case Call():
            called = node.function.words
            operands = listing(expression_words(operand, names) for operand in node.operands)
            return Text(f"{called.zh}（{operands.zh}）", f"{called.en} ({operands.en})")
        case Day():
            day = node.value
            return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
        case Choose():
            parts = (node.condition, node.held, node.failed)
            condition, held, failed = (expression_words(part, names) for part in parts)
            return Text(
                f"（{condition.zh}时取 {held.zh}，否则取 {failed.zh}）",
                f"({held.en} if {condition.en}, else {failed.en})",
            )
        case Given():
            fact = names.name(node.fact.id)
            return Text(f"已提供{quoted(fact.zh)}", f"{fact.en} is given")
        case Rounded():
            return _rounded_words(node, names)
        case OfList():
            return _list_words(node, names)
        case Place():
            own, items = expression_words(node.own, names), names.name(node.items.id)
            field, _ = names.field(node.items.id, node.field, "")
            return Text(
                f"{own.zh}在{items.zh}的{field}中的{'倒数' if node.from_last else ''}名次",
                f"the place{' from last' if node.from_last else ''} of {own.en} by {field} among {items.en}",
            )
        case Binary() if (pair := text_comparison(node)) is not None:
            fact, label = names.name(pair[0].id), names.choice(pair[0].id, pair[1].value)
            relation = "为" if node.operator == "=" else "不为"
            return Text(f"{fact.zh}{relation}“{label}”", f"{fact.en} {node.operator} “{label}”")
        case Binary():
            binding = BINDING[node.operator]
            sign = _JOINED.get(node.operator) or verbatim(f" {_SIGNS.get(node.operator, node.operator)} ")
            return _bracketed(node.left, binding, names) + sign + _bracketed(node.right, binding + 1, names)


def _list_words(node: OfList, names: Names) -> Text:
    fact, how, which = names.name(node.items.id), _OVER_ITEMS[node.how], Text("", "")
    if node.where:
        said = [_condition_words(each, node, names) for each in node.where]
        which = Text("中", " with ") + Text.joined(said, "且", " and ")
    if node.how == "count":
        return Text(f"{fact.zh}{which.zh}的{how.zh}", f"the {how.en} of {fact.en}{which.en}")
    field, _ = names.field(node.items.id, node.field, "")
    return Text(f"{fact.zh}{which.zh}的{field}的{how.zh}", f"the {how.en} of {field} in {fact.en}{which.en}")


def _condition_words(condition: Condition, node: OfList, names: Names) -> Text:
    written = condition.value.value if isinstance(condition.value, Quoted) else condition.value.written
    label, value = names.field(node.items.id, condition.field, written)
    if isinstance(condition.value, Quoted):
        sign = "为" if condition.sign == "=" else "不为"
        return Text(f"{label}{sign}“{value}”", f"{label} {_SIGNS.get(condition.sign, '')}“{value}”".replace("  ", " "))
    return verbatim(f"{label} {_SIGNS.get(condition.sign, condition.sign)} {written}")


_ROUNDED = {
    "root": Text("次方根", "root"),
    "power": Text("次幂", "power"),
    "ln": Text("自然对数", "natural logarithm"),
    "log": Text("对数", "logarithm"),
    "geometric_mean": Text("几何平均", "geometric mean"),
}


def _rounded_words(node: Rounded, names: Names) -> Text:
    operands, called, by = (
        listing(expression_words(each, names) for each in node.operands),
        _ROUNDED[node.how],
        shown(node.by),
    )
    match node.how:
        case "root" if node.by == 2:
            said = Text(f"{operands.zh}的平方根", f"the square root of {operands.en}")
        case "root" | "power":
            said = Text(f"{operands.zh}的 {by} {called.zh}", f"{called.en} {by} of {operands.en}")
        case "log":
            said = Text(f"{operands.zh}以 {by} 为底的对数", f"the logarithm of {operands.en} to base {by}")
        case _:
            said = Text(f"{operands.zh}的{called.zh}", f"the {called.en} of {operands.en}")
    return said + Text(f"（取 {node.places} 位小数）", f" (to {node.places} decimals)")


def _bracketed(node: Node, binding: int, names: Names) -> Text:
    words = expression_words(node, names)
    while isinstance(node, Converted):
        node = node.operand
    if isinstance(node, Binary) and BINDING[node.operator] < binding:
        return Text(f"（{words.zh}）", f"({words.en})")
    return words
