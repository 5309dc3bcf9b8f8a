"""Numbers of a rubric that may be written with a unit: ``step = "5万元"``, ``from = "95%"``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from evalfw.foundation import Text, as_decimal
from evalfw.language.units.unit import Unit

Quantity = Annotated[Decimal, "quantity"]
"""A number in the unit of what it is compared with; a file may give it as a text with another unit, from which it is converted."""


class Stated(Decimal):
    """A number as a file states it, with its unit, before it is known what it is compared with."""

    unit: str

    def __new__(cls, value: Decimal, unit: str) -> Stated:
        """*value* in *unit*."""
        made = super().__new__(cls, value)
        made.unit = unit
        return made


class DayNumber(Decimal):
    """A day of a rubric (``target = 2021-06-30``), as its number."""


class MonthNumber(DayNumber):
    """A month of a rubric (``to = "2021年6月"``), as the number of its first day; which day counts hangs on what it is compared with."""

    last: int

    def __new__(cls, first: int, last: int) -> MonthNumber:
        """The month from the day number *first* to *last*."""
        made = super().__new__(cls, first)
        made.last = last
        return made


def unlike(one: Unit, other: Unit) -> Text:
    """What is wrong where the units of two numbers that meet measure different things."""
    return Text(
        f"单位不同：{_name(one).zh}与{_name(other).zh}不能相加减或比较",
        f"{_name(one).en} cannot meet {_name(other).en}",
    )


def _name(unit: Unit) -> Text:
    if not unit.written:
        return Text("没有单位的数", "a number without a unit")
    return Text(f"“{unit.written}”", f"'{unit.written}'")


def in_unit(value: Decimal, unit: Unit, wanted: Unit) -> Decimal | Text:
    """*value*, in *unit*, in the unit *wanted*; what is wrong, if it cannot be."""
    rate = unit.rate(wanted)
    if rate is None:
        return unlike(unit, wanted)
    decimal = as_decimal(Fraction(value) * rate)
    if decimal is None:
        given = f"{value}{unit.written}"
        return Text(
            f"{given} 换算成{wanted.written}除不尽，请把事实的单位改小",
            f"{given} has no finite decimal form in {wanted.written}: count the fact in a smaller unit",
        )
    return decimal
