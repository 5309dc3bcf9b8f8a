"""From the cells of a line to what they say: statements, self-scores, reasons, points set by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.evidence.model import Claim, EvidencePart, Explanation, Override, Source, StatedEnd, StatedValue, Statement
from evalfw.evidence.workbooks.filling import NO_ITEMS, SEE_ITEMS
from evalfw.evidence.workbooks.layout import Line, Sheet
from evalfw.evidence.workbooks.limits import points_words
from evalfw.foundation import Text, narrow, numeral, plain, shown_span
from evalfw.language import FactDeclaration, Range, ValueFaultError, read_amount, read_stated

Entry = Statement | Claim | Explanation | Override
Key = tuple[str, str]
"""What sort of entry, and the fact or indicator that it is about."""

Tell = Callable[[str, Text, Text | None], None]
"""Told of a mistake in a column."""


class Answer(NamedTuple):
    """
    What a line says of one thing.

    Attributes:
        key: What it is about.
        entry: What it says.
        column: The column that says it.
    """

    key: Key
    entry: Entry
    column: str


def answers_of(
    sheet: Sheet, line: Line, cells: Mapping[str, str], items: StatedValue | None, tell: Tell
) -> list[Answer]:
    """
    What *line* says.

    Args:
        sheet: Where it stands.
        line: As the rubric has it.
        cells: Its answers, by column; none is a formula.
        items: What the sheet of its items says, for a list.
        tell: Told of every mistake; the answer concerned is then left out.
    """
    if line.indicator is not None:
        return _of_indicator(line, cells, tell)
    if line.fact is not None and sheet.fact is None:
        return _of_fact(line.fact, cells, items, tell)
    return []


def _of_indicator(line: Line, cells: Mapping[str, str], tell: Tell) -> list[Answer]:
    leaf = line.indicator
    assert leaf is not None
    document, section = cells.get("document", ""), cells.get("section", "")
    found: list[Answer] = []
    points = _points(line, cells, "claim", tell)
    if points is not None:
        claim = Claim(indicator=leaf.id, points=points, document=document, section=section)
        found.append(Answer(("claim", leaf.id), claim, "claim"))
    if cells.get("explanation"):
        explanation = Explanation(indicator=leaf.id, text=cells["explanation"], document=document, section=section)
        found.append(Answer(("explanation", leaf.id), explanation, "explanation"))
    override = _override(line, cells, tell)
    return found if override is None else [*found, Answer(("override", leaf.id), override, "override")]


def _override(line: Line, cells: Mapping[str, str], tell: Tell) -> Override | None:
    leaf = line.indicator
    assert leaf is not None
    beside = {key: cells.get(key, "") for key in ("author", "reason", "date")}
    if not cells.get("override"):
        if any(beside.values()):
            said = Text("写了认定人、理由或日期，没有写认定分", "says who, why or when, but no points")
            tell("override", said, None)
        return None
    points = _points(line, cells, "override", tell)
    names = {"author": "认定人", "reason": "认定理由", "date": "认定日期"}
    for key, value in beside.items():
        if not value:
            tell(key, Text(f"写了认定分，没有写{names[key]}", f"points are set, but '{key}' is empty"), None)
    day = _date(beside["date"], tell, "date") if beside["date"] else None
    if points is None or day is None or not all(beside.values()):
        return None
    return Override(
        indicator=leaf.id,
        points=points,
        author=beside["author"],
        reason=beside["reason"],
        date=day,
        document=cells.get("document", ""),
        section=cells.get("section", ""),
    )


def _points(line: Line, cells: Mapping[str, str], column: str, tell: Tell) -> Decimal | None:
    """Points as people write them: ``0.5``, ``０．５``, ``1分``."""
    written = cells.get(column, "")
    leaf = line.indicator
    assert leaf is not None
    if not written:
        return None
    points = numeral(narrow(written).strip().removesuffix("分").strip())
    if points is None:
        what = Text(f"应当是分数，写的是 '{written[:40]}'", f"expected points, got '{written[:40]}'")
        tell(column, what, None)
        return None
    if not leaf.limits.contains(Fraction(points)):
        span = shown_span(leaf.limits.least, leaf.limits.most)
        what = Text(
            f"“{leaf.title}”：{points_words(leaf)}，写的是 {plain(points)}", f"{plain(points)} is outside {span}"
        )
        tell(column, what, None)
        return None
    if (Fraction(points) * 10**leaf.places).denominator != 1:
        tell(column, Text(f"分数最多 {leaf.places} 位小数", f"points have at most {leaf.places} decimals"), None)
        return None
    return points


_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 00:00:00)?")


def _date(written: str, tell: Tell, column: str) -> date | None:
    found = _DATE.fullmatch(narrow(written).strip())
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    what = Text(f"应当是日期，如 2022-03-15，写的是 '{written[:40]}'", f"expected a date, got '{written[:40]}'")
    tell(column, what, None)
    return None


day_of = _date


def _of_fact(fact: FactDeclaration, cells: Mapping[str, str], items: StatedValue | None, tell: Tell) -> list[Answer]:
    stated = _stated(fact, cells, items, tell)
    if stated is None:
        return []
    page = cells.get("page", "")
    number = numeral(narrow(page).removeprefix("第").removesuffix("页").strip()) if page else None
    if page and (number is None or number != int(number) or number < 1):
        tell(
            "page", Text(f"页码应当是正整数，写的是 '{page[:20]}'", f"expected a page number, got '{page[:20]}'"), None
        )
        return []
    value, low, high = stated
    statement = Statement(
        fact=fact.id,
        value=value,
        low=low,
        high=high,
        document=cells.get("document", ""),
        section=cells.get("section", ""),
        quote=cells.get("quote", ""),
        note=cells.get("note", ""),
        file=cells.get("file", ""),
        page=None if number is None else int(number),
        period=cells.get("period", ""),
    )
    return [Answer(("fact", fact.id), statement, "value")]


Stated = tuple[StatedValue | None, StatedEnd | None, StatedEnd | None]


def _stated(fact: FactDeclaration, cells: Mapping[str, str], items: StatedValue | None, tell: Tell) -> Stated | None:
    """The value that the cell states, or the range; None if it states none, or one that does not fit."""
    written = cells.get("value", "")
    if fact.type == "list":
        return _listed(fact, written, items, tell)
    if not written:
        return None
    try:
        if (fact.is_numeric or fact.type == "date") and (ends := _ends(written)) is not None:
            least, most = (end or None for end in ends)
            said = read_stated(fact, None, least, most)
        else:
            said = read_stated(fact, written if not fact.is_numeric else _figure(written), None, None)
    except ValueFaultError as fault:
        tell("value", Text(f"{fact.label}：", f"{fact.label}: ") + fault.what, fault.hint)
        return None
    if isinstance(said, Range):
        low, high = (None if end is None else _end(fact, end) for end in (said.least, said.most))
        return None, low, high
    return (_decimal(said) if isinstance(said, Fraction) else said), None, None


def _end(fact: FactDeclaration, end: Fraction) -> StatedEnd:
    return date.fromordinal(int(end)) if fact.type == "date" else _decimal(end)


def _figure(written: str) -> str | Decimal:
    """A number as a number, so that 0.8304 of a cell shown as 83.04% is what it is."""
    number = numeral(narrow(written).strip())
    return written if number is None else number


def _decimal(value: Fraction) -> Decimal:
    from evalfw.foundation import as_decimal

    decimal = as_decimal(value)
    assert decimal is not None  # read from decimals
    return decimal


def _ends(written: str) -> tuple[str, str] | None:
    """The ends of a range, ``90%～95%``; None if it is none."""
    if written.strip().startswith("~"):
        return None  # ~5 is about five
    parts = re.split(r"\s*[～~]\s*", narrow(written).replace("~", "～").strip())
    return (parts[0], parts[1]) if len(parts) == 2 and any(parts) else None


def _listed(fact: FactDeclaration, written: str, items: StatedValue | None, tell: Tell) -> Stated | None:
    if written not in ("", SEE_ITEMS, NO_ITEMS):
        what = Text(f"请选 {SEE_ITEMS} 或 {NO_ITEMS}，写的是 '{written[:20]}'", f"expected {SEE_ITEMS} or {NO_ITEMS}")
        tell("value", what, None)
        return None
    if written == NO_ITEMS and items:
        tell("value", Text("选了“无”，条目表里却有条目", "says none, but there are items"), None)
        return None
    if not items and written != NO_ITEMS:
        if written == SEE_ITEMS:
            tell("value", Text("选了“见条目表”，条目表是空的", "refers to the items, but there are none"), None)
        return None
    stated: StatedValue = items or ()
    try:
        read_amount(fact, stated)
    except ValueFaultError as fault:
        tell("value", Text(f"{fact.label}：", f"{fact.label}: ") + fault.what, fault.hint)
        return None
    return stated, None, None


BESIDE = ("document", "section", "page", "quote", "file", "period", "note")
"""Columns that say something about an answer, and nothing without one."""


def stray_columns(cells: Mapping[str, str], answered: bool) -> list[str]:
    """Columns of a line that hold something while it answers nothing."""
    return [] if answered else [key for key in BESIDE if cells.get(key)]


def content_of(entry: Source) -> dict[str, object]:
    """What *entry* says, without where it was read from and who supplied it; values as they compare."""
    import attrs

    aside = ("origin", "by", "taken", "supplied_by", "supplied_on")
    content = {field.name: getattr(entry, field.name) for field in attrs.fields(type(entry)) if field.name not in aside}
    value = content.get("value")
    if isinstance(value, tuple):
        content["value"] = tuple(tuple(sorted(item.items())) for item in value)
    return content


def key_of(entry: Source) -> Key | None:
    """What *entry* is about; None for what workbooks do not hold."""
    if isinstance(entry, Statement):
        return "fact", entry.fact
    if isinstance(entry, Claim):
        return "claim", entry.indicator
    if isinstance(entry, Explanation):
        return "explanation", entry.indicator
    return ("override", entry.indicator) if isinstance(entry, Override) else None


def part_with(entries: list[Entry]) -> EvidencePart:
    """*entries* as a part of evidence, in their order."""
    return EvidencePart(
        statements=tuple(each for each in entries if isinstance(each, Statement)),
        claims=tuple(each for each in entries if isinstance(each, Claim)),
        explanations=tuple(each for each in entries if isinstance(each, Explanation)),
        overrides=tuple(each for each in entries if isinstance(each, Override)),
    )
