"""A month in an expression: what is compared with it is compared month by month, so that each comparison is one with its first or last day."""

from __future__ import annotations

from datetime import date

import attrs

from evalfw.foundation import Text
from evalfw.language.expressions.syntax import Binary, Day, ExpressionError, Node, Unary

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@attrs.frozen(repr=False)
class Month(Day):
    """A month, such as ``2023年7月``, by its first day, until it is compared with something."""

    last: date


def compared(operator: str, left: Node, right: Node, column: int) -> Node:
    """
    *left* and *right* with *operator* between them, months taken apart.

    ``done <= 2023年7月`` holds to the last day of July, ``done < 2023年7月`` before its first, ``done = 2023年7月`` on every day of it.

    Raises:
        ExpressionError: A month is not compared with anything else than a month.
    """
    if isinstance(left, Month) and not isinstance(right, Month) and operator in MIRRORED:
        left, right, operator = right, left, MIRRORED[operator]
    if not isinstance(right, Month) or isinstance(left, Month) or operator not in MIRRORED:
        return Binary(operator, no_month(left), no_month(right), column)
    first, last = Day(right.value, right.column), Day(right.last, right.column)
    if operator in ("<", ">="):
        return Binary(operator, left, first, column)
    if operator in ("<=", ">"):
        return Binary(operator, left, last, column)
    inside = Binary("and", Binary(">=", left, first, column), Binary("<=", left, last, column), column)
    return inside if operator == "=" else Unary("not", inside, column)


def no_month(node: Node) -> Node:
    """*node*, which is no month. Raises ExpressionError."""
    if isinstance(node, Month):
        what = Text("月份只能与日期比较，如 done <= 2023年7月", "a month can only be compared with a date")
        raise ExpressionError(node.column, what)
    return node
