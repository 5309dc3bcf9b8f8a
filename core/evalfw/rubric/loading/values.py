"""Single values of a rubric file: numbers with units, days, months, targets."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from evalfw.foundation import Days, as_decimal, days_in, expected, narrow, number
from evalfw.language import DayNumber, MonthNumber, Stated, amount_and_unit


def quantity_of(value: object) -> Decimal:
    """A number, with what it is counted in where it is a text with a unit; of a day its number."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return DayNumber(value.toordinal())
    days = _days(value) if isinstance(value, str) else None
    if days is not None:
        first, last = days.first.toordinal(), days.last.toordinal()
        return MonthNumber(first, last) if days.is_month else DayNumber(first)
    if not isinstance(value, str):
        return number(value)
    given = amount_and_unit(value)
    exact = None if given is None else as_decimal(given[0])
    if given is None or exact is None:
        raise expected("数，或带单位的数（加引号）", "a number, or one with a unit in quotes", value)
    return Stated(exact, given[1]) if given[1] else exact


def _days(value: str) -> Days | None:
    """The day or month that *value* says; 2021.6 and 2021/6 are numbers."""
    try:
        days = days_in(value)
    except ValueError:
        return None
    return None if days is None or (days.is_month and re.search("[./]", narrow(value))) else days


def day_of(value: object) -> date:
    """*value* as a day. Raises MisfitError."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise expected("日期，如 2022-03-31", "a date such as 2022-03-31", value) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise expected("日期，如 2022-03-31", "a date such as 2022-03-31", value)
    return value


def number_or_text(value: object) -> Decimal | str:
    return value if isinstance(value, str) else number(value)


def target_of(value: object) -> Decimal | str:
    begins_with_number = not isinstance(value, str) or amount_and_unit(value) is not None
    return quantity_of(value) if begins_with_number else str(value)
