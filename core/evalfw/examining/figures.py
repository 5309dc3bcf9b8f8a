"""Facts among themselves: spans of time, changes that nobody explains, one figure for two things, last year's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from evalfw.evidence import Evidence, Period
from evalfw.examining.observation import Observation
from evalfw.examining.periods import read_period
from evalfw.foundation import Text, plain, round_half_up, shown
from evalfw.language import FactDeclaration, facts_in, show_amount
from evalfw.rubric import Change, Rubric
from evalfw.scoring import FactTable

Values = Mapping[str, tuple[Fraction, ...]]


def period_observations(evidence: Evidence, declarations: Mapping[str, FactDeclaration]) -> Iterator[Observation]:
    """
    ``fact.period``: a figure of another span than the time evaluated; ``fact.span``: a span that cannot be read.

    Spans are those that the evidence states.
    """
    for statements in evidence.statements.values():
        for statement in statements:
            if not statement.period:
                continue
            year = None if evidence.period is None else evidence.period.first.year
            span = read_period(statement.period, year)
            label = declarations[statement.fact].label
            if span is None:
                what = Text(
                    f"{label}：看不懂时间范围“{statement.period}”", f"{label}: no span of time: '{statement.period}'"
                )
                yield Observation("fact.span", "warning", statement.origin.place, what)
            elif evidence.period is not None and not _is_same(span, evidence.period):
                yield Observation(
                    "fact.period",
                    "warning",
                    statement.origin.place,
                    Text(
                        f"{label}是 {statement.period} 的数字，而评价的是 {evidence.period.first} 至 {evidence.period.last}",
                        f"{label} is a figure of {statement.period}, while {evidence.period.first} to {evidence.period.last} is evaluated",
                    ),
                )


def _is_same(one: Period, other: Period) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def change_observations(changes: tuple[Change, ...], table: FactTable, values: Values) -> Iterator[Observation]:
    """``fact.change``: a change beyond what needs no explanation, and none is given."""
    for change in changes:
        if change.before not in values or change.after not in values or change.explained_by.strip():
            continue
        before, after = values[change.before][0], values[change.after][0]
        rate = table.declarations[change.before].measure.rate(table.declarations[change.after].measure)
        moved = _relative(before * (rate or 1), after)
        if moved is not None and abs(moved) <= Fraction(change.within):
            continue
        names = [table.declarations[id].label for id in (change.before, change.after)]
        amounts = [
            show_amount(table.declarations[id], value) for id, value in ((change.before, before), (change.after, after))
        ]
        yield Observation(
            "fact.change",
            "warning",
            "",
            Text(
                f"{change.label}：{names[0]} {amounts[0].zh}，{names[1]} {amounts[1].zh}，{_moved(moved)}，超过 ±{_percent(change.within)}，没有说明原因",
                f"{change.label} ({change.id}): {names[0]} {amounts[0].en}, {names[1]} {amounts[1].en}, {_moved(moved)}, beyond ±{_percent(change.within)} and not explained",
            ),
        )


def jump_observations(
    last_year: Values, declarations: Mapping[str, FactDeclaration], values: Values, jump: Decimal
) -> Iterator[Observation]:
    """``fact.jump``: a figure that differs from last year's by more than *jump*, relative."""
    for id, now in values.items():
        if id not in last_year or declarations[id].type == "list":
            continue
        moved = _relative(last_year[id][0], now[0])
        if moved is None or abs(moved) <= Fraction(jump):
            continue
        fact = declarations[id]
        then, shown_now = show_amount(fact, last_year[id][0]), show_amount(fact, now[0])
        yield Observation(
            "fact.jump",
            "warning",
            "",
            Text(
                f"{fact.label}：上年 {then.zh}，本年 {shown_now.zh}，{_moved(moved)}，超过 ±{_percent(jump)}",
                f"{fact.name.en}: {then.en} last year, {shown_now.en} now, {_moved(moved)}, beyond ±{_percent(jump)}",
            ),
        )


def _relative(before: Fraction, after: Fraction) -> Fraction | None:
    """The change relative to *before*; None if that is zero and *after* is not."""
    if before == 0:
        return Fraction(0) if after == 0 else None
    return (after - before) / abs(before)


def _moved(moved: Fraction | None) -> str:
    if moved is None:
        return "由零变为非零"
    return f"{'+' if moved > 0 else ''}{shown(round_half_up(moved * 100, 2))}%"


def _percent(value: Decimal) -> str:
    return f"{plain(value * 100)}%"


FEWEST_DIGITS = 3
"""Fewest significant digits of a figure of which two are hardly the same by chance."""


def same_figure_observations(
    rubric: Rubric, evidence: Evidence, table: FactTable, values: Values
) -> Iterator[Observation]:
    """
    ``fact.same``: two facts whose names differ only at the start (机关…, 部门…) have one figure, and no relation says that they must.
    """
    related = {
        frozenset(ref.id for ref in facts_in(each.relation.root))
        for each in (*rubric.reconciliations, *evidence.reconciliations)
    }
    seen: dict[tuple[Fraction, str], list[str]] = {}
    for id, amounts in values.items():
        digits = len(str(amounts[0].numerator).rstrip("0"))
        if digits >= FEWEST_DIGITS:
            seen.setdefault((amounts[0], table.declarations[id].unit), []).append(id)
    for (amount, _), ids in seen.items():
        for number, one in enumerate(ids):
            for other in ids[number + 1 :]:
                labels = [table.declarations[id].label for id in (one, other)]
                if frozenset((one, other)) in related or not _differ_in_scope(*labels):
                    continue
                said = show_amount(table.declarations[one], amount)
                yield Observation(
                    "fact.same",
                    "info",
                    "",
                    Text(
                        f"{labels[0]} 与 {labels[1]} 都是 {said.zh}：合并时是否应当抵消，或有一处照抄",
                        f"{labels[0]} and {labels[1]} are both {said.en}: should one be eliminated, or was it copied?",
                    ),
                )


def _differ_in_scope(one: str, other: str) -> bool:
    """Whether two labels end alike: 机关本年收入：附属单位上缴 and 部门本年收入：附属单位上缴."""
    common = 0
    while common < min(len(one), len(other)) and one[-1 - common] == other[-1 - common]:
        common += 1
    return common >= 4 and len(one) - common <= 4 and len(other) - common <= 4
