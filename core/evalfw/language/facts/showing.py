"""Values of facts, for people and for machines."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from evalfw.foundation import Text, as_decimal, days_in, plain, shown, verbatim
from evalfw.language.algebra import Amount, Items, Range
from evalfw.language.facts.declaration import FactDeclaration


def show_amount(fact: FactDeclaration, value: Amount) -> Text:
    """*value* as people read it: 83.04%, 7414.91万元, 是."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Fraction):
        return show_number(fact, value)
    if isinstance(value, str):
        return verbatim(fact.choices.get(value, value))
    if isinstance(value, date):
        return Text(f"{value.year}年{value.month}月{value.day}日", value.isoformat())
    return _show_items(fact, value)


def show_number(fact: FactDeclaration, value: Fraction) -> Text:
    """*value* in the unit of *fact*; exactly, or marked with ≈ where it has no finite decimal expansion."""
    if fact.type == "date":
        return show_amount(fact, date.fromordinal(int(value)))
    if fact.type == "ratio":
        return verbatim(f"{shown(value * 100, places=2)}%")
    return verbatim(f"{shown(value, places=fact.scale)}{fact.unit}")


def show_range(fact: FactDeclaration, limits: Range) -> Text:
    """*limits* in the unit of *fact*: 90%～95%; an end that is not there is left out."""
    if fact.type == "date" and (month := _month(limits)) is not None:
        return month
    ends = ["" if end is None else show_number(fact, end).zh for end in (limits.least, limits.most)]
    return verbatim("～".join(ends))


def _month(limits: Range) -> Text | None:
    """The month that *limits* are the first and the last day of; None if they are not."""
    if limits.least is None or limits.most is None:
        return None
    first, last = date.fromordinal(int(limits.least)), date.fromordinal(int(limits.most))
    month = f"{first.year}-{first.month:02}"
    return Text(f"{first.year}年{first.month}月", month) if days_in(month) == (first, last) else None


def machine_form(value: Amount) -> str:
    """*value* for machines: exact decimal (or ``n/d``), ``true``/``false``, text, date; items as ``a=b, …; …``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        decimal = as_decimal(value)
        return str(value) if decimal is None else plain(decimal)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return "; ".join(", ".join(f"{name}={text}" for name, text in sorted(item.items())) for item in value)


def _show_items(fact: FactDeclaration, items: Items) -> Text:
    if not items:
        return Text("无", "none")
    rows = [
        " / ".join(field.choices.get(item[name], item[name]) for name, field in fact.fields.items()) for item in items
    ]
    return Text.joined((verbatim(row) for row in rows), "；", "; ")
