"""Spans of time as people write them: 2021年, 2021年1-10月, 上半年, 前三季度, 2021-01-01至2021-06-30."""

from __future__ import annotations

import calendar
import re
from datetime import date

from evalfw.evidence import Period
from evalfw.foundation import narrow

_TO = r"\s*(?:-|—|–|~|～|至|到|\.\.)\s*"
_DAY = r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?"
_FORMS = (
    (re.compile(rf"{_DAY}{_TO}{_DAY}"), "days"),
    (re.compile(rf"(?:([0-9]{{4}})年?)?([0-9]{{1,2}})月?{_TO}([0-9]{{1,2}})月"), "months"),
    (re.compile(r"(?:([0-9]{4})年?)?([0-9]{1,2})月"), "month"),
    (
        re.compile(
            r"(?:([0-9]{4})年?)?(上半年|下半年|一季度|前三季度|第一季度|二季度|第二季度|三季度|第三季度|四季度|第四季度)"
        ),
        "part",
    ),
    (re.compile(r"([0-9]{4})年?(?:度|全年)?"), "year"),
)
_PARTS = {
    "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "一季度": (1, 3), "第一季度": (1, 3), "二季度": (4, 6), "第二季度": (4, 6),
    "三季度": (7, 9), "第三季度": (7, 9), "四季度": (10, 12), "第四季度": (10, 12),
}  # fmt: skip


def read_period(written: str, year: int | None = None) -> Period | None:
    """
    The span that *written* means; None if it means none.

    Args:
        written: As people write it.
        year: The year of a span that names none.
    """
    text = narrow(written).strip()
    for pattern, form in _FORMS:
        found = pattern.fullmatch(text)
        if found is not None:
            try:
                return _span(form, found, year)
            except ValueError:  # a month 13, a 30th of February
                return None
    return None


def _span(form: str, found: re.Match[str], year: int | None) -> Period | None:
    if form == "days":
        first, last = (date(*map(int, found.groups()[at : at + 3])) for at in (0, 3))
        return Period(first=first, last=last) if first <= last else None
    meant = int(found[1]) if found[1] else year
    if meant is None:
        return None
    if form == "year":
        return _months(meant, 1, 12)
    if form == "part":
        return _months(meant, *_PARTS[found[2]])
    return _months(meant, int(found[2]), int(found[3] if form == "months" else found[2]))


def _months(year: int, first: int, last: int) -> Period | None:
    if first > last:
        return None
    return Period(first=date(year, first, 1), last=date(year, last, calendar.monthrange(year, last)[1]))
