"""Rows whose cells do not read plainly: read as a run reads them, and scored by themselves; or refused, with the reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.evidence import StatedValue, override_fault
from evalfw.foundation import Text, narrow, numeral, why_unfit
from evalfw.language import Amount, FactDeclaration, ValueFaultError, read_amount
from evalfw.population.batch.layout import TableLayout
from evalfw.population.columns.asking import report_on
from evalfw.population.columns.facts import MOST_POWER
from evalfw.population.columns.leaves import MOST_OVERRIDE, exemption_column, override_column
from evalfw.population.columns.lists import ITEM_PLACES
from evalfw.population.columns.outputs import reported
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.working import Cell

Raw = object
"""A cell as a table holds it: None, bool, int, float, Decimal, str, date, or a list of mappings."""

EXEMPTIONS = {
    "waived": "waived",
    "豁免": "waived",
    "not_applicable": "not_applicable",
    "不适用": "not_applicable",
}
"""What a table writes for an exemption → what it is."""


NOTHING = frozenset({"/", "／", "-", "—", "——", "无", "没有", "空", "N/A", "n/a", "NA"})
"""What clerks write where there is nothing to write."""

LEFT_BLANK = Text("没有的就留空", "leave it blank where there is none")


def spellings(choices: Mapping[str, str]) -> dict[str, str]:
    """How the choices of a fact or a field may be written: as themselves, or as their labels, where no choice is called so."""
    return {**{label: choice for choice, label in choices.items()}, **{choice: choice for choice in choices}}


class Allowed(NamedTuple):
    """Points that a leaf can be set to by hand, in units of the plan: from *low* to *high* in steps, or only *levels*, where there are such."""

    low: int
    high: int
    step: int
    levels: tuple[int, ...]


def allowed(plan: Plan, leaf: str) -> Allowed:
    """What ``override_fault`` lets pass."""
    node, rubric = plan.rubric.by_id[leaf], plan.rubric
    low, high = (None if end is None else end * plan.unit for end in (node.limits.least, node.limits.most))
    scale = rubric.scales.get(node.scale)
    return Allowed(
        -MOST_OVERRIDE if low is None else -(-low.numerator // low.denominator),
        MOST_OVERRIDE if high is None else high.numerator // high.denominator,
        plan.unit // 10**rubric.places,
        () if scale is None else tuple(int(level.points * plan.unit) for level in scale.levels),
    )


class Refusal(NamedTuple):
    """Why a row is not scored: the column, what stands there, and what is wrong with it."""

    column: str
    value: str
    reason: Text


class Settled(NamedTuple):
    """What became of a row: the canonical cells and what comes out, or why it is refused."""

    cells: Mapping[str, Cell]
    said: Mapping[str, Cell]
    refusals: tuple[Refusal, ...]


def settle(row: Mapping[str, Raw], layout: TableLayout, plan: Plan) -> Settled:
    """*row*, by name of the column, read cell by cell; scored if it reads well."""
    cells: dict[str, Cell] = {}
    refusals: list[Refusal] = []

    def take(column: str, name: str, read: object) -> None:
        assert callable(read)
        value = row.get(column)
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        try:
            cells[name] = read(value)
        except ValueFaultError as fault:
            hint = LEFT_BLANK if isinstance(value, str) and value.strip() in NOTHING else fault.hint
            reason = fault.what if hint is None else fault.what + Text("；", "; ") + hint
            refusals.append(Refusal(column, _shown(value), reason))

    for fact, column in layout.facts.items():
        declaration = plan.rubric.facts[fact]
        take(column, fact, lambda value, declaration=declaration: canonical(declaration, value))
    for leaf, column in layout.overrides.items():
        take(column, override_column(leaf), lambda value, leaf=leaf: _override(value, leaf, plan))
    for leaf, column in layout.exemptions.items():
        take(column, exemption_column(leaf), _exemption)
    for node, column in layout.claims.items():
        take(column, f"{node}@claim", lambda value: _points(value, plan.unit))
    if refusals:
        return Settled({}, {}, tuple(refusals))
    for note, column in layout.notes.items():
        text = str(row.get(column) or "").strip()
        cells[note] = text or None
    report = report_on(plan.rubric, cells, plan)
    return Settled(cells, reported(report, plan.rubric, plan.unit, plan.labels), ())


def canonical(declaration: FactDeclaration, raw: Raw) -> Cell:
    """The canonical cell for *raw*, which is not null. Raises ValueFaultError: it does not fit the fact."""
    if declaration.type == "list" and isinstance(raw, str):
        raw = _items_in(raw)
    return _cell(declaration, read_amount(declaration, _stated(raw)))


def _items_in(text: str) -> Raw:
    """The items that *text* spells as JSON; the text itself where it spells none."""
    try:
        items = json.loads(text, parse_float=Decimal)
    except ValueError:
        return text
    is_list = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    return items if is_list else text


def _cell(declaration: FactDeclaration, amount: Amount) -> Cell:
    if isinstance(amount, Fraction):
        scaled = amount * 10**declaration.scale
        if abs(scaled) > 10**MOST_POWER:
            raise ValueFaultError(
                Text(
                    f"数太大：批量计分最多 {MOST_POWER} 位；这个单位请用 evalfw run",
                    f"too large: a batch takes {MOST_POWER} digits at most; score this unit with evalfw run",
                )
            )
        return int(scaled)
    if isinstance(amount, date):
        return amount.toordinal()
    if isinstance(amount, tuple):
        return items_text(declaration, [dict(item) for item in amount])
    if isinstance(amount, str) and not amount.isprintable():
        raise ValueFaultError(Text("含有控制字符", "it holds control characters"))
    return amount


def items_text(declaration: FactDeclaration, items: list[dict[str, str]]) -> str:
    """The items of a list as the canonical text: JSON, numbers in the smallest unit of items, or as texts where they have more decimals."""

    def cell(name: str, text: str) -> str | int:
        field = declaration.fields[name]
        if not field.is_number:
            return text
        scaled = Decimal(text).scaleb(ITEM_PLACES)
        return int(scaled) if scaled == scaled.to_integral_value() else text

    listed = [{name: cell(name, text) for name, text in item.items()} for item in items]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _stated(raw: Raw) -> StatedValue:
    """*raw* as a file of evidence would state it."""
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, datetime):
        if raw.time() != datetime.min.time():
            raise ValueFaultError(Text(f"应当是日期，写的是时刻 {raw}", f"expected a date, got the time {raw}"))
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, list | tuple):
        return tuple({name: _item_text(each) for name, each in item.items() if each is not None} for item in raw)
    value = Decimal(raw) if isinstance(raw, int) else raw if isinstance(raw, Decimal) else Decimal(_digits(raw))
    if why_unfit(value) is not None:
        raise ValueFaultError(Text(f"不是能计分的数：{raw}", f"not a number that can be scored: {raw}"))
    return value


def _digits(raw: Raw) -> str:
    """A float as spreadsheets and databases mean it: to fifteen digits, behind which 0.1 + 0.2 is 0.3."""
    return f"{raw:.15g}" if isinstance(raw, float) else str(raw)


def _item_text(raw: Raw) -> str:
    return f"{Decimal(_digits(raw)):f}" if isinstance(raw, int | float | Decimal) else str(raw)


def _points(raw: Raw, unit: int) -> int:
    value = numeral(narrow(raw).strip()) if isinstance(raw, str) else _stated(raw)
    if isinstance(value, bool) or not isinstance(value, Decimal):
        raise ValueFaultError(Text(f"应当是分数，写的是 '{raw}'", f"expected points, got '{raw}'"))
    scaled = Fraction(value) * unit
    if scaled.denominator != 1:
        places = len(str(unit)) - 1
        raise ValueFaultError(Text(f"小数多于 {places} 位", f"more than {places} decimals"))
    if abs(scaled) > MOST_OVERRIDE:
        raise ValueFaultError(Text("分数太大", "too many points"))
    return int(scaled)


def _override(raw: Raw, leaf: str, plan: Plan) -> int:
    points = _points(raw, plan.unit)
    fault = override_fault(Fraction(points, plan.unit), plan.rubric.by_id[leaf], plan.rubric)
    if fault is not None:
        raise ValueFaultError(*fault)
    return points


def _exemption(raw: Raw) -> str:
    found = EXEMPTIONS.get(str(raw).strip())
    if found is None:
        raise ValueFaultError(
            Text("应当是 豁免（waived）或 不适用（not_applicable）", "expected 'waived' or 'not_applicable'")
        )
    return found


def _shown(raw: Raw) -> str:
    written = json.dumps(raw, ensure_ascii=False, default=str) if isinstance(raw, list | dict) else str(raw)
    return written if len(written) <= 80 else f"{written[:79]}…"
