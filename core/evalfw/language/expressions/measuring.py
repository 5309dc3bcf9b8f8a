"""
Expressions in units: what meets is brought to one unit, exactly, or refused.

Bare numbers have no unit of their own: they are in that of what they meet (``spent <= 90``, ``(10 - late) / 10``), and bare where they meet
nothing else. Everything else has one: a fact that declares none, a ratio and ``90%`` count as plain numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from evalfw.foundation import Text
from evalfw.language.expressions.checking import Typed
from evalfw.language.expressions.syntax import (
    BINDING,
    COMPARING,
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
    Node,
    OfList,
    Place,
    Rounded,
    Unary,
    text_comparison,
)
from evalfw.language.units.quantity import unlike
from evalfw.language.units.table import Units
from evalfw.language.units.unit import PLAIN, Unit, base


class Measured(Typed, Protocol):
    """A fact that knows its unit."""

    @property
    def measure(self) -> Unit:
        """The unit of its values."""
        ...

    def field_measure(self, field: str) -> Unit:
        """The unit of a numeric field of its items."""
        ...


_TAKE_OFF = Text(
    "确实要比较数值的，两边都写成 number(…)；没有单位的事实可以声明 unit",
    "where bare numbers are meant, write number(…) on both sides; a fact without a unit may declare one",
)


def in_units(
    expression: Expression, facts: Mapping[str, Measured], units: Units, wanted: Unit | None = None
) -> Expression:
    """
    *expression* with everything converted that meets something of its dimension in another scale, and with its unit; of a comparison
    that of its sides.

    Args:
        expression: One that has passed ``check_types``.
        facts: The declared facts by id.
        units: What literals may name.
        wanted: The unit that its value is wanted in; None for its own.

    Raises:
        ExpressionError: At the first operator or function whose operands measure different things, or that is converted here and by hand
            (``spent <= budget * 10000``) as well.
    """
    measuring = _Measuring(facts, units)
    root, unit = measuring.of(expression.root)
    if wanted is not None:
        root, unit = measuring.to((root, unit), wanted, root.column), wanted
    elif isinstance(root, Binary) and BINDING[root.operator] == COMPARING:
        sides = [measuring.of(side)[1] for side in (expression.root.left, expression.root.right)]  # type: ignore[union-attr] # as root
        unit = next((side for side in sides if side is not None), None)
    return Expression(expression.text, root, unit)


_DATE = base("date", written="日期")
_DAYS = base("秒", Fraction(86400), "天")

_One = tuple[Node, Unit | None]


class _Measuring:
    def __init__(self, facts: Mapping[str, Measured], units: Units) -> None:
        self.facts = facts
        self.units = units

    def of(self, node: Node) -> _One:
        """*node* in units, and its unit."""
        match node:
            case Constant():
                return self.constant(node)
            case Day():
                return node, _DATE
            case FactRef():
                fact = self.facts[node.id]
                return node, _DATE if fact.expression_type == "date" else fact.measure
            case Unary():
                operand, unit = self.of(node.operand)
                return attrs.evolve(node, operand=operand), unit
            case Converted():
                raise TypeError("in units already")
            case Call():
                return self.call(node)
            case Choose():
                condition, _ = self.of(node.condition)
                (held, failed), unit = self.together([node.held, node.failed], node.column)
                return attrs.evolve(node, condition=condition, held=held, failed=failed), unit
            case Rounded():
                operands = [self.to(each, PLAIN, each[0].column) for each in map(self.of, node.operands)]
                return attrs.evolve(node, operands=tuple(operands)), PLAIN
            case OfList():
                node = attrs.evolve(node, where=tuple(self.condition(each, node) for each in node.where))
                return node, PLAIN if node.how == "count" else self.facts[node.items.id].field_measure(node.field)
            case Place():
                own = self.to(self.of(node.own), self.facts[node.items.id].field_measure(node.field), node.column)
                return attrs.evolve(node, own=own), PLAIN
            case Binary() if text_comparison(node) is None:
                return self.binary(node)
        return node, None

    def condition(self, given: Condition, node: OfList) -> Condition:
        """*given* with its number in the unit of the field."""
        if not isinstance(given.value, Constant):
            return given
        field = self.facts[node.items.id].field_measure(given.field)
        value = self.to(self.constant(given.value), field, given.column)
        assert isinstance(value, Constant)  # a number stays one
        return attrs.evolve(given, value=value)

    def constant(self, node: Constant) -> _One:
        if not node.unit:
            return node, None
        if node.unit == "%":
            return node, PLAIN
        unit = self.units.read(node.unit)
        return self.plainly(node, unit)

    def call(self, node: Call) -> _One:
        if node.function.units == "alike":
            operands, unit = self.together(node.operands, node.column)
            return attrs.evolve(node, operands=tuple(operands)), unit
        measured = [self.of(operand) for operand in node.operands]
        if node.function.units == "off":
            return attrs.evolve(node, operands=tuple(operand for operand, _ in measured)), PLAIN
        operands = [self.to(each, PLAIN, each[0].column) for each in measured]
        return attrs.evolve(node, operands=tuple(operands)), PLAIN

    def binary(self, node: Binary) -> _One:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator in ("and", "or"):
            return attrs.evolve(node, left=left[0], right=right[0]), None
        if node.operator in "*/":
            return self.product(node, left, right)
        if _DATE in (left[1], right[1]):
            return self.of_dates(node, left, right)
        (one, unit), (other, _) = self.alike([left, right], node.column)
        return attrs.evolve(node, left=one, right=other), unit if node.operator in "+-" else None

    def product(self, node: Binary, left: _One, right: _One) -> _One:
        made = attrs.evolve(node, left=left[0], right=right[0])
        if left[1] is None and right[1] is None:
            return made, None
        for converted in _conversions(made):
            _expect_no_factor(converted.rate, [made], node.column)
        one, other = left[1] or PLAIN, right[1] or PLAIN
        return self.plainly(made, one.times(other) if node.operator == "*" else one.per(other))

    def of_dates(self, node: Binary, left: _One, right: _One) -> _One:
        """A comparison of dates, their difference in days, a date some days on."""
        if left[1] == _DATE and right[1] == _DATE:
            return attrs.evolve(node, left=left[0], right=right[0]), _DAYS if node.operator == "-" else None
        return attrs.evolve(node, right=self.to(right, _DAYS, node.column)), _DATE

    def plainly(self, node: Node, unit: Unit) -> _One:
        """A number that counts nothing, as such: 万元 ÷ 元 is 10,000 times the bare quotient."""
        if not unit.is_plain:
            return node, unit
        _expect_no_factor(unit.scale, [node], node.column)
        return _converted(node, unit.scale), PLAIN

    def together(self, nodes: Sequence[Node], column: int) -> tuple[list[Node], Unit | None]:
        alike = self.alike([self.of(node) for node in nodes], column)
        return [node for node, _ in alike], alike[0][1]

    def alike(self, given: Sequence[_One], column: int) -> list[_One]:
        """*given* in the unit of the first that has one."""
        unit = next((unit for _, unit in given if unit is not None), None)
        for _, other in given:
            if unit is not None and other is not None and (rate := other.rate(unit)) is not None:
                _expect_no_factor(rate, [node for node, _ in given], column)
        return list(given) if unit is None else [(self.to(each, unit, column), unit) for each in given]

    def to(self, given: _One, wanted: Unit, column: int) -> Node:
        """A number in the unit *wanted*; a bare one is in it already."""
        node, unit = given
        if unit is None:
            return node
        rate = unit.rate(wanted)
        if rate is None:
            raise ExpressionError(column, unlike(unit, wanted), _TAKE_OFF)
        _expect_no_factor(rate, [node], column)
        return _converted(node, rate)


def _expect_no_factor(rate: Fraction, nodes: Sequence[Node], column: int) -> None:
    """Raise ExpressionError where one of *nodes* has been multiplied by *rate*, or divided, by hand."""
    for node in nodes if rate != 1 else ():
        for factor in _factors(node):
            if factor.value in (rate, 1 / rate) and not factor.unit:
                what = (
                    f"单位会自动换算，不要再乘除 {factor.written}",
                    f"units are converted: do not multiply or divide by {factor.written}",
                )
                hint = "只要数值的，写成 number(…)", "where bare numbers are meant, write number(…)"
                raise ExpressionError(column, Text(*what), Text(*hint))


def _factors(node: Node) -> Iterator[Constant]:
    match node:
        case Constant():
            yield node
        case Binary(operator="*" | "/"):
            yield from _factors(node.left)
            yield from _factors(node.right)
        case Unary() | Converted():
            yield from _factors(node.operand)


def _conversions(node: Node) -> Iterator[Converted]:
    """What a product is made of that is converted."""
    match node:
        case Converted():
            yield node
        case Binary(operator="*" | "/"):
            yield from _conversions(node.left)
            yield from _conversions(node.right)


def _converted(node: Node, rate: Fraction) -> Node:
    if rate == 1:
        return node
    match node:
        case Constant():
            return attrs.evolve(node, value=node.value * rate)
        case Converted():
            return _converted(node.operand, node.rate * rate)
    return Converted(node, rate, node.column)
