"""What is written like a function and belongs to the language: ``if``, ``lookup``, ``known``, what is asked of lists, and roots to so many decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import attrs

from evalfw.foundation import MOST_PLACES, MOST_POWER, Text
from evalfw.language.algebra.protocol import Irrational, OverItems
from evalfw.language.expressions.months import MIRRORED
from evalfw.language.expressions.syntax import (
    Binary,
    Choose,
    Condition,
    Constant,
    ExpressionError,
    FactRef,
    Given,
    Node,
    OfList,
    Place,
    Quoted,
    Rounded,
    Unary,
)

OVER_ITEMS = ("count", "sum", "mean", "median", "least", "most")
PLACES = ("place", "place_from_last")
ROUNDED = ("sqrt", "root", "power", "ln", "log10", "log", "geometric_mean")
FORMS = ("if", "lookup", "known", *OVER_ITEMS, *PLACES, *ROUNDED)
"""What is written like a function and belongs to the language: no plugin may register these names."""


def form_of(name: str, operands: tuple[Node, ...], column: int) -> Node:
    """The form *name* of *operands*. Raises ExpressionError."""
    if name == "if":
        expect_operands(name, operands, 3, 3, column)
        return Choose(operands[0], operands[1], operands[2], column)
    if name == "known":
        expect_operands(name, operands, 1, 1, column)
        (fact,) = operands
        if not isinstance(fact, FactRef):
            raise ExpressionError(fact.column, Text("known 的括号里写一个事实", "'known' takes a fact"))
        return Given(fact, column)
    if name == "lookup":
        return _lookup(operands, column)
    return _rounded(name, operands, column) if name in ROUNDED else _of_list(name, operands, column)


def expect_operands(name: str, operands: tuple[Node, ...], least: int, most: int | None, column: int) -> None:
    """Raise ExpressionError unless there are from *least* to *most* of *operands*."""
    given = len(operands)
    if least <= given <= (given if most is None else most):
        return
    wanted = f"{least}" if most == least else f"{least}+" if most is None else f"{least}-{most}"
    what = Text(f"函数 {name} 要 {wanted} 个数，给了 {given} 个", f"'{name}' takes {wanted} operands, {given} given")
    raise ExpressionError(column, what)


def _lookup(operands: tuple[Node, ...], column: int) -> Node:
    """``lookup(x, key, number, …, default)`` as a chain of ``if``."""
    if len(operands) < 4 or len(operands) % 2:
        what = Text(
            "lookup 要写：事实、若干对（值、数）、其余情况的数",
            "'lookup' takes a fact, pairs of a value and a number, and the number for all else",
        )
        raise ExpressionError(column, what)
    subject, *pairs, chosen = operands
    if not isinstance(subject, FactRef):
        raise ExpressionError(subject.column, Text("lookup 的第一个要写事实", "'lookup' begins with a fact"))
    for key, number in reversed(list(zip(pairs[::2], pairs[1::2], strict=True))):
        chosen = Choose(Binary("=", subject, key, key.column), number, chosen, column)
    return chosen


def _of_list(name: str, operands: tuple[Node, ...], column: int) -> Node:
    """``count(items)``, ``mean(items, 'field')``, both perhaps with ``, 'field', 'value'``; ``place(own, items, 'field')``."""
    fewest, most = (3, 3) if name in PLACES else (1, 3) if name == "count" else (2, 4)
    expect_operands(name, operands, fewest, most, column)
    items, *others = operands[1:] if name in PLACES else operands
    if not isinstance(items, FactRef):
        raise ExpressionError(items.column, Text("这里要一个列表型事实", "expected a list fact"))
    where = _conditions(others.pop()) if others and isinstance(others[-1], Binary) else ()
    fields = []
    for text in others:
        if not isinstance(text, Quoted) or not text.value:
            raise ExpressionError(text.column, Text("这里要引号里的字段名或值", "expected a field or value in quotes"))
        fields.append(text)
    if name in PLACES:
        return Place(operands[0], items, fields[0].value, name == "place_from_last", column)
    field = "" if name == "count" or not fields else fields.pop(0).value
    if len(fields) == 1 or (fields and where) or (not field and name != "count"):
        what = Text(
            "筛选条目要写条件，如 分数 >= 5，或字段和值两个",
            "items are picked by a condition such as score >= 5, or by a field and a value",
        )
        raise ExpressionError(column, what)
    if fields:
        where = (Condition(fields[0].value, "=", fields[1], fields[0].column),)
    return OfList(cast(OverItems, name), items, field, where, column)


def _conditions(node: Node) -> tuple[Condition, ...]:
    """``score >= 5 and stage = 'done'``, over the fields of an item."""
    if isinstance(node, Binary) and node.operator == "and":
        return (*_conditions(node.left), *_conditions(node.right))
    if isinstance(node, Binary) and node.operator in MIRRORED:
        left, right, sign = node.left, node.right, node.operator
        if isinstance(right, FactRef):
            left, right, sign = right, left, MIRRORED[sign]
        if isinstance(right, Unary) and isinstance(right.operand, Constant):
            right = attrs.evolve(right.operand, value=-right.operand.value, written=f"-{right.operand.written}")
        if isinstance(left, FactRef) and isinstance(right, Constant | Quoted):
            return (Condition(left.id, sign, right, node.column),)
    what = Text(
        "条目的条件是字段与数或文字的比较，用 and 连接，如 分数 >= 5",
        "items are picked by comparing fields with numbers or texts, joined by 'and', such as score >= 5",
    )
    raise ExpressionError(node.column, what)


def _rounded(name: str, operands: tuple[Node, ...], column: int) -> Node:
    """``sqrt(x, places)``, ``root(x, n, places)``, ``power(x, y, places)``, ``geometric_mean(x, y, places)`` and their like."""
    fewest = 3 if name in ("root", "power", "log", "geometric_mean") else 2
    expect_operands(name, operands, fewest, None if name == "geometric_mean" else fewest, column)
    *numbers, last = operands
    places, by = _literal(last), Fraction(10 if name == "log10" else 2)
    if places.denominator != 1 or not 0 <= places <= MOST_PLACES:
        what = f"小数位数在 0 和 {MOST_PLACES} 之间", f"decimals are between 0 and {MOST_PLACES}"
        raise ExpressionError(last.column, Text(*what))
    if name in ("root", "power", "log"):
        given = numbers.pop()
        by = _literal(given)
        if name == "root" and (by.denominator != 1 or not 2 <= by <= MOST_POWER):
            raise ExpressionError(
                given.column, Text("几次方根要写整数，如 3", "which root is a whole number, such as 3")
            )
        if name == "power" and max(abs(by.numerator), by.denominator) > MOST_POWER:
            raise ExpressionError(given.column, Text("指数太大", "too large an exponent"))
        if name == "log" and (by <= 0 or by == 1):
            raise ExpressionError(given.column, Text("底数大于 0，不等于 1", "the base is more than 0 and not 1"))
    how = {"sqrt": "root", "log10": "log"}.get(name, name)
    return Rounded(cast(Irrational, how), tuple(numbers), by, int(places), column)


def _literal(node: Node) -> Fraction:
    """The number that *node* spells, which may be negative or a fraction such as 1/3."""
    match node:
        case Constant(unit="" | "%"):
            return node.value
        case Unary(operator="-"):
            return -_literal(node.operand)
        case Binary(operator="/") if (below := _literal(node.right)) != 0:
            return _literal(node.left) / below
    raise ExpressionError(node.column, Text("这里要写明数，不能是事实", "a number is needed here, not a fact"))
