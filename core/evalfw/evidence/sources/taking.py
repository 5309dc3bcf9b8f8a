"""From the rows of a source to statements of facts: which row, which column, and what is done with several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import attrs

from evalfw.evidence.model import Statement
from evalfw.evidence.provenance import Taken
from evalfw.evidence.sources.source import Given, Row, SourceRows
from evalfw.foundation import (
    GROUPED,
    NUMERAL,
    ZERO,
    EvidenceError,
    Problem,
    Text,
    as_decimal,
    folded,
    grouped_numeral,
    listing,
    narrow,
    nearest,
    plain,
    round_half_up,
    verbatim,
)
from evalfw.language import STANDARD, rate_between
from evalfw.rubric import Collect, CollectedFact


def take_facts(collect: Collect, given: SourceRows, shown: str) -> tuple[Statement, ...]:
    """
    The facts that *collect* wants, from the rows *given*, which are read once.

    Args:
        collect: What is wanted.
        given: The source.
        shown: Name of the ``[[collect]]`` in messages.

    Raises:
        EvidenceError: A column is not there, no row fits or several do, a value is empty or no number. All of them at once.
    """
    problems = [each for fact in collect.fact for each in _column_problems(fact, given, shown)]
    if problems:
        raise EvidenceError(problems)
    tallies = [_Tally(fact) for fact in collect.fact if not fact.cell]
    if tallies:
        for row in given.rows:
            for tally in tallies:
                tally.see(row)
    tallied = iter(tallies)
    statements = []
    for fact in collect.fact:
        try:
            value, taken, note = _at(fact, given) if fact.cell else next(tallied).result(given.letters)
            statements.append(_statement(collect, fact, value, taken, note))
        except _AmissError as amiss:
            problems.append(Problem(shown, None, fact.id, amiss.what, amiss.hint))
    if problems:
        raise EvidenceError(problems)
    return tuple(statements)


class _AmissError(Exception):
    """A fact could not be taken."""

    def __init__(self, what: Text, hint: Text | None = None) -> None:
        super().__init__(what.en)
        self.what, self.hint = what, hint


def _column_problems(fact: CollectedFact, given: SourceRows, shown: str) -> Iterator[Problem]:
    for column in (*fact.where, fact.column):
        if column and column not in given.columns:
            what = Text(f"没有列 '{column}'", f"there is no column '{column}'")
            named = listing(verbatim(each) for each in given.columns[:12])
            hint = nearest(column, given.columns) or Text(f"有：{named.zh}", f"there are: {named.en}")
            yield Problem(shown, None, fact.id, what, hint)
    if fact.cell and given.cells is None:
        what = Text("这种来源没有单元格，请用 column", "this source has no cells: use 'column'")
        yield Problem(shown, None, fact.id, what)


class _Tally:
    """What one fact has seen of the rows so far."""

    def __init__(self, fact: CollectedFact) -> None:
        self.fact = fact
        self.where = {column: folded(value) for column, value in fact.where.items()}
        self.count = 0
        self.first: Row | None = None
        self.second: Row | None = None
        self.value: Fraction | None = None
        self.amiss: _AmissError | None = None

    def see(self, row: Row) -> None:
        if any(folded(_text(row.values.get(column))) != value for column, value in self.where.items()):
            return
        self.count += 1
        if self.first is None:
            self.first = row
        elif self.second is None:
            self.second = row
        if self.fact.take in ("sum", "least", "most") and self.amiss is None:
            try:
                number = _number(row.values.get(self.fact.column))
            except _AmissError as amiss:
                at = row.taken.words()
                self.amiss = _AmissError(amiss.what + Text(f"（{at.zh}）", f" ({at.en})"), amiss.hint)
                return
            if number is None or self.value is None:
                self.value = self.value if number is None else number
            else:
                both = (self.value, number)
                take = self.fact.take
                self.value = sum(both, ZERO) if take == "sum" else min(both) if take == "least" else max(both)

    def result(self, letters: Mapping[str, str]) -> tuple[Given, Taken, str]:
        if self.amiss is not None:
            raise self.amiss
        whole = self.first.taken if self.first is not None else None
        if self.fact.take == "count":
            return Fraction(self.count), attrs.evolve(whole, row=None, cell="") if whole is not None else Taken(), ""
        if whole is None or self.first is None:
            raise _AmissError(
                Text("没有一行符合条件", "no row fits") if self.where else Text("一行也没有", "there is no row"),
                Text("检查 where 和查询条件", "look at 'where' and at the query") if self.where else None,
            )
        if self.fact.take != "only":
            if self.value is None:
                raise _AmissError(
                    Text(f"列 '{self.fact.column}' 里没有数", f"column '{self.fact.column}' holds no number")
                )
            return self.value, attrs.evolve(whole, row=None, cell=""), ""
        if self.second is not None:
            rows = [row.taken.row for row in (self.first, self.second)]
            at = f"（第 {rows[0]}、{rows[1]} 行…）" if None not in rows else ""
            places = f" (rows {rows[0]}, {rows[1]}, …)" if None not in rows else ""
            raise _AmissError(
                Text(f"有 {self.count} 行符合，应当只有一行{at}", f"{self.count} rows fit, there must be one{places}"),
                Text('用 where 缩小范围，或写 take = "sum"', "narrow it with 'where', or say take = \"sum\""),
            )
        letter = letters.get(self.fact.column)
        if letter is not None and whole.row is not None:
            whole = attrs.evolve(whole, cell=f"{letter}{whole.row}", row=None)
        return self.first.values.get(self.fact.column), whole, self.first.note


def _at(fact: CollectedFact, given: SourceRows) -> tuple[Given, Taken, str]:
    row = given.cells(fact.cell) if given.cells is not None else None
    if row is None:
        raise _AmissError(Text(f"没有单元格 '{fact.cell}'", f"there is no cell '{fact.cell}'"))
    return next(iter(row.values.values()), None), row.taken, row.note


def _statement(collect: Collect, fact: CollectedFact, value: Given, taken: Taken, note: str) -> Statement:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _AmissError(Text("值是空的", "the value is empty"))
    return Statement(
        fact=fact.id,
        value=_stated(value, fact),
        document=fact.document,
        section=fact.section,
        quote=fact.quote,
        note=fact.note or note,
        period=fact.period or collect.period,
        supplied_by=collect.supplied_by,
        supplied_on=collect.supplied_on,
        taken=taken,
    )


def _stated(value: Given, fact: CollectedFact) -> bool | str | Decimal | date:
    if isinstance(value, bool) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, datetime):
        return value.date()
    number, unit = _bare(value, fact.unit)
    if number is None:
        assert isinstance(value, str)
        return value.strip()
    if fact.to_unit and fact.to_unit != unit:
        moved = rate_between(unit, fact.to_unit)
        if moved is None:
            raise _AmissError(
                Text(
                    f"{unit or '没有单位的数'} 不能换算成 {fact.to_unit}",
                    f"'{unit}' cannot be converted to '{fact.to_unit}'",
                )
            )
        number, unit = number * moved, fact.to_unit
    exact = as_decimal(number)
    if fact.places is not None or exact is None:
        exact = as_decimal(round_half_up(number, ENDLESS if fact.places is None else fact.places))
    assert exact is not None
    return f"{plain(exact)}{unit}" if unit else exact


ENDLESS = 6
"""Decimals that shares and means are rounded to which never end."""


def _bare(value: Given, unit: str) -> tuple[Fraction | None, str]:
    """*value* as a number, with *unit* or the one that it has with it; None if it is words."""
    if isinstance(value, Decimal | Fraction):
        return Fraction(value), unit
    text = narrow(str(value)).strip()
    figure = GROUPED.match(text) or NUMERAL.match(text)
    own = text[figure.end() :].strip() if figure is not None else ""
    if figure is None or not (
        own == ""
        or own in STANDARD[""]
        or own == unit
        or rate_between(own, unit) is not None
        or rate_between(own, "元") is not None
    ):
        return None, unit
    bare = grouped_numeral(figure.group())
    return (None, unit) if bare is None else (Fraction(bare), own or unit)


def _number(value: Given) -> Fraction | None:
    """*value* as a number; None if it is empty. Raises _AmissError: it is none."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    number = grouped_numeral(narrow(value).strip()) if isinstance(value, str) else None
    if number is None:
        raise _AmissError(Text(f"'{_text(value)[:40]}' 不是数", f"'{_text(value)[:40]}' is not a number"))
    return Fraction(number)


def _text(value: Given) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)
