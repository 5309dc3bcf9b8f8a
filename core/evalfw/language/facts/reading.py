"""A stated value as the declared type reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from evalfw.foundation import (
    GROUPED,
    NUMERAL,
    Days,
    Text,
    as_decimal,
    days_in,
    listing,
    narrow,
    nearest,
    plain,
    shown,
    shown_span,
    verbatim,
    why_unfit,
)
from evalfw.language.algebra import Amount, Items, Range
from evalfw.language.facts.declaration import FactDeclaration, Field
from evalfw.language.units.table import amount_and_unit

_YES = frozenset({"true", "是", "yes"})
_NO = frozenset({"false", "否", "no"})


class ValueFaultError(Exception):
    """A stated value does not fit the declaration of its fact."""

    def __init__(self, what: Text, hint: Text | None = None) -> None:
        super().__init__(what.en)
        self.what = what
        self.hint = hint


def read_amount(fact: FactDeclaration, stated: bool | str | Decimal | date | tuple[Mapping[str, str], ...]) -> Amount:
    """
    The value of *fact* that *stated* says. Tables and forms state texts: ``是``, ``83.04%``, ``7414.91万元``, ``2021年6月30日``.

    Raises:
        ValueFaultError: It is of another type, out of range, or has more decimals than the fact may have.
    """
    if fact.type == "bool":
        return _read_bool(stated)
    if fact.is_numeric:
        return read_number(fact, stated)
    if fact.type == "list":
        return _read_items(fact, stated)
    if fact.type == "date":
        return _read_date(stated)
    if not isinstance(stated, str):
        raise _unexpected("文字", "a text", stated)
    if fact.type == "choice":
        return _read_choice(fact.choices, stated)
    return stated


def read_number(fact: FactDeclaration, stated: object) -> Fraction:
    """As ``read_amount``, for a numeric fact."""
    if not isinstance(stated, str | Decimal):
        raise _unexpected("数", "a number", stated)
    return _read_number(fact, stated)


@lru_cache(maxsize=4096, typed=True)
def _read_number(fact: FactDeclaration, stated: str | Decimal) -> Fraction:
    """One value is asked for again and again: when it is checked, when it is scored, and when it is shown."""
    number = _numeral(fact, stated) if isinstance(stated, str) else Fraction(stated)
    if not fact.domain.contains(number):
        raise _out_of_range(fact, number)
    if 10**fact.scale % number.denominator:
        shown = _in_words(fact, number, stated)
        what = Text(f"{shown.zh} 的小数多于 {fact.scale} 位", f"{shown.en} has more than {fact.scale} decimals")
        whole = Text("应当是整数", "it must be whole")
        rounded = Text(f"先四舍五入到 {fact.scale} 位", f"round it to {fact.scale} decimals")
        raise ValueFaultError(what, rounded if fact.scale else whole)
    return number


def _in_words(fact: FactDeclaration, number: Fraction, stated: object) -> Text:
    """*number*, with what was written where that is in another unit."""
    written = shown(number)
    if not isinstance(stated, str) or fact.type == "ratio" or written in stated:
        return verbatim(written)
    return Text(f"{stated.strip()}（即 {written}{fact.unit}）", f"{stated.strip()} ({written}{fact.unit})")


def _numeral(fact: FactDeclaration, stated: str) -> Fraction:
    text = narrow(stated).strip()
    figure = GROUPED.match(text) or NUMERAL.match(text)
    if figure is not None and why_unfit(Decimal(figure.group().replace(",", ""))) is not None:
        raise ValueFaultError(Text("数字太长：最多 30 位", "number too long: at most 30 digits"))
    meant = _in_declared_unit(fact, text)
    if meant is None:
        where = (f"（以{fact.unit}为单位）", f" in {fact.unit}") if fact.unit else ("", "")
        raise _unexpected(f"数{where[0]}", f"a number{where[1]}", stated)
    return meant


def _in_declared_unit(fact: FactDeclaration, text: str) -> Fraction | None:
    """The number that *text* states, as the fact counts; None if it states none, or in a unit that the fact cannot be given in."""
    given = amount_and_unit(text)
    if given is None or not given[1]:
        return None if given is None else given[0]
    value, written = given
    if fact.type == "ratio" and not fact.units.is_known(written):
        return None
    rate = fact.units.read(written).rate(fact.measure)
    return None if rate is None or not (fact.unit or fact.type == "ratio") else value * rate


def _out_of_range(fact: FactDeclaration, value: Fraction) -> ValueFaultError:
    least, most = fact.domain.least, fact.domain.most
    span = shown_span(least, most)
    what = Text(f"{shown(value)} 超出范围 {span}", f"{shown(value)} is out of range {span}")
    if fact.type == "ratio" and value > 2:
        percent = shown(value)
        hint = Text(f'比率写成小数，或写成 "{percent}%"', f'write a ratio as a decimal, or as "{percent}%"')
        return ValueFaultError(what, hint)
    return ValueFaultError(what)


def _read_bool(stated: object) -> bool:
    if isinstance(stated, bool):
        return stated
    if isinstance(stated, str):
        text = narrow(stated).strip().lower()
        if text in _YES | _NO:
            return text in _YES
    raise _unexpected("“是”或“否”（也可写 true、false）", "true or false", stated)


def _read_days(stated: object) -> Days:
    if isinstance(stated, date):
        return Days(stated, stated)
    try:
        days = days_in(stated) if isinstance(stated, str) else None
    except ValueError:
        raise ValueFaultError(Text(f"没有这个日期：{stated}", f"there is no such date: {stated}")) from None
    if days is None:
        raise _unexpected("日期，如 2021-06-30", "a date such as 2021-06-30", stated)
    return days


def _read_date(stated: object) -> date:
    days = _read_days(stated)
    if days.is_month:
        raise ValueFaultError(Text(f"{stated} 是一个月，这里要写到日", f"a day is needed, {stated} is a month"))
    return days.first


def read_end(fact: FactDeclaration, stated: str | Decimal | date, is_high: bool) -> Fraction:
    """An end of a range of values of *fact*; of a date the number of its day, the last of a month where it is the higher end."""
    if fact.type == "date":
        days = _read_days(stated)
        return Fraction((days.last if is_high else days.first).toordinal())
    if not fact.is_numeric:
        what = Text("只有数值型和日期型的事实可以写范围", "only numeric facts and dates can be given as a range")
        raise ValueFaultError(what)
    return read_number(fact, stated)


Stated = bool | str | Decimal | date | tuple[Mapping[str, str], ...]


def read_stated(
    fact: FactDeclaration, value: Stated | None, low: str | Decimal | date | None, high: str | Decimal | date | None
) -> Amount | Range:
    """
    What a statement says of *fact*: its value, or the range that it lies in, an end of which may be open.

    A month in place of a day says that it is one of its days.

    Raises:
        ValueFaultError: As ``read_amount``; or the lower end is above the higher one.
    """
    if fact.type == "date" and value is not None and (days := _read_days(value)).is_month:
        return Range(Fraction(days.first.toordinal()), Fraction(days.last.toordinal()))
    if value is not None:
        return read_amount(fact, value)
    least = None if low is None else read_end(fact, low, False)
    most = None if high is None else read_end(fact, high, True)
    if least is not None and most is not None and least > most:
        raise ValueFaultError(Text("下限比上限大", "'low' is more than 'high'"))
    return Range(least, most)


def _read_choice(choices: Mapping[str, str], stated: str) -> str:
    text = stated.strip()
    if text in choices:
        return text
    for choice, label in choices.items():
        if label == text:
            return choice
    named = listing(verbatim(f"{choice}（{label}）") for choice, label in choices.items())
    what = Text(f"'{text[:40]}' 不在可选值之中", f"'{text[:40]}' is not a choice")
    hint = nearest(text, choices) or Text(f"可选：{named.zh}", f"choices: {named.en}")
    raise ValueFaultError(what, hint)


def _read_items(fact: FactDeclaration, stated: object) -> Items:
    if not isinstance(stated, tuple):
        raise _unexpected("条目的列表", "a list of items", stated)
    return tuple(_read_item(fact.fields, number, item) for number, item in enumerate(stated, 1))


def _read_item(fields: Mapping[str, Field], number: int, item: Mapping[str, str]) -> Mapping[str, str]:
    where = Text(f"第 {number} 条：", f"item {number}: ")
    for name in item:
        if name not in fields:
            raise ValueFaultError(where + Text(f"没有字段 '{name}'", f"unknown field '{name}'"), nearest(name, fields))
    read = {}
    for name, field in fields.items():
        if not item.get(name, "").strip():
            raise ValueFaultError(where + Text(f"缺少字段 '{name}'（{field.label}）", f"field '{name}' is missing"))
        try:
            read[name] = _read_field(field, item[name])
        except ValueFaultError as fault:
            raise ValueFaultError(where + fault.what, fault.hint) from None
    return MappingProxyType(read)  # rules get it as it is


def _read_field(field: Field, stated: str) -> str:
    if field.choices:
        return _read_choice(field.choices, stated)
    if not field.is_number:
        return stated.strip()
    given = amount_and_unit(stated)
    rate = None if given is None else field.units.read(given[1]).rate(field.measure) if given[1] else Fraction(1)
    if given is None or rate is None or (given[1] and not field.unit):
        where = (f"（以{field.unit}为单位）", f" in {field.unit}") if field.unit else ("", "")
        what = (
            f"{field.label}应当是数{where[0]}，写的是 '{stated[:40]}'",
            f"expected a number{where[1]}, got '{stated[:40]}'",
        )
        raise ValueFaultError(Text(*what))
    number = as_decimal(given[0] * rate)
    if number is None:
        what = (
            f"{stated[:40]} 换算成{field.unit}不是有限小数",
            f"{stated[:40]} has no finite decimal form in {field.unit}",
        )
        raise ValueFaultError(Text(*what))
    return plain(number)


def _unexpected(zh: str, en: str, stated: object) -> ValueFaultError:
    from evalfw.foundation import found

    got = found(list(stated) if isinstance(stated, tuple) else stated)
    return ValueFaultError(Text(f"应当是{zh}，写的是 {got.zh}", f"expected {en}, got {got.en}"))
