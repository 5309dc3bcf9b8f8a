"""Read an expression through an algebra."""

from __future__ import annotations

from fractions import Fraction

from evalfw.foundation import ZERO
from evalfw.language.algebra.protocol import Algebra, B, N, O, Where
from evalfw.language.expressions.syntax import (
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
    Rounded,
    Truth,
    Unary,
    text_comparison,
)


def number_of(node: Node, a: Algebra[N, B, O]) -> N:
    """
    The number that *node* stands for in *a*; of a date the number of its day.

    *node* must have passed ``check_types`` as a number or a date.
    """
    match node:
        case Constant():
            return a.constant(node.value)
        case Day():
            return a.constant(Fraction(node.value.toordinal()))
        case FactRef():
            return a.number(node.id)
        case Unary():
            return a.subtract(a.constant(ZERO), number_of(node.operand, a))
        case Converted():
            return a.multiply(number_of(node.operand, a), a.constant(node.rate))
        case Call():
            return node.function.apply(a, [number_of(operand, a) for operand in node.operands])
        case Choose():
            condition = truth_of(node.condition, a)
            return a.choose(condition, lambda: number_of(node.held, a), lambda: number_of(node.failed, a))
        case OfList():
            return a.over_items(node.items.id, node.how, node.field, tuple(map(_where, node.where)))
        case Rounded():
            return a.irrational(node.how, [number_of(each, a) for each in node.operands], node.by, node.places)
        case Place():
            return a.place(number_of(node.own, a), node.items.id, node.field, node.from_last)
        case Binary():
            left, right = number_of(node.left, a), number_of(node.right, a)
            match node.operator:
                case "+":
                    return a.add(left, right)
                case "-":
                    return a.subtract(left, right)
                case "*":
                    return a.multiply(left, right)
                case "/":
                    return a.divide(left, right)
    raise TypeError(f"not a number: {node}")


def _where(condition: Condition) -> Where:
    return condition.field, condition.sign, condition.value.value


def truth_of(node: Node, a: Algebra[N, B, O]) -> B:
    """The truth that *node* stands for in *a*. *node* must have passed ``check_types`` as a bool."""
    match node:
        case Truth():
            return a.truth(node.value)
        case FactRef():
            return a.flag(node.id)
        case Given():
            return a.given(node.fact.id)
        case Unary():
            return a.negate(truth_of(node.operand, a))
        case Binary(operator="and"):
            return a.both(truth_of(node.left, a), truth_of(node.right, a))
        case Binary(operator="or"):
            return a.either(truth_of(node.left, a), truth_of(node.right, a))
        case Binary() if (pair := text_comparison(node)) is not None:
            same = a.is_text(pair[0].id, pair[1].value)
            return same if node.operator == "=" else a.negate(same)
        case Binary():
            left, right = number_of(node.left, a), number_of(node.right, a)
            match node.operator:
                case "<":
                    return a.less(left, right)
                case ">":
                    return a.less(right, left)
                case "<=":
                    return a.at_most(left, right)
                case ">=":
                    return a.at_most(right, left)
                case "=":
                    return a.equal(left, right)
                case "!=":
                    return a.negate(a.equal(left, right))
    raise TypeError(f"not a truth: {node}")
