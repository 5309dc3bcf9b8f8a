"""The report as CSV: one line an indicator, for spreadsheets and for other programs."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from io import StringIO

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.foundation import harmless
from evalfw.reporting import points_of, titles_above
from evalfw_plugins.documents.table import name_of_level
from evalfw_plugins.report_words import STATES, lost_of, places_of
from evalfw_plugins.wording import words

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""


def csv_report(report: Report, language: Language) -> str:
    """*report* as CSV, in UTF-8 with byte order mark, lines ending in CR LF (RFC 4180)."""
    _ = words(language)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    deepest = max((result.level for result in report.indicators), default=1)
    levels = [name_of_level(level, language) for level in range(1, deepest + 1)]
    heads = [_("编号"), *levels, *(title for title, _words in _columns(language))]
    writer.writerow(map(harmless, heads))
    titles = {result.id: result.title for result in report.indicators}
    for leaf in report.leaves:
        writer.writerow(map(harmless, _line(leaf, titles, deepest, report, language)))
    total = report.total
    if total.is_made:
        said = {
            _("分值"): shown(total.weight),
            _("得分"): shown(total.points),
            _("最低"): _figure(total.bounds.least),
            _("最高"): _figure(total.bounds.most),
            _("等次"): total.grade or "",
        }
        line = [
            "total",
            _("总分"),
            *[""] * (deepest - 1),
            *(said.get(title, "") for title, _words in _columns(language)),
        ]
        writer.writerow(map(harmless, line))
    return BOM + stream.getvalue()


Column = tuple[str, Callable[[IndicatorResult, Report], str]]


def _columns(language: Language) -> tuple[Column, ...]:
    """The columns behind id and titles: heading, and what stands there of a leaf."""
    _ = words(language)
    return (
        (_("评价要点"), lambda leaf, report: leaf.criterion),
        (_("分值"), lambda leaf, report: "" if leaf.extra or leaf.label else shown(leaf.weight)),
        (_("得分"), lambda leaf, report: "" if leaf.label else _figure(leaf.points)),
        (_("失分"), lambda leaf, report: _figure(lost_of(leaf))),
        (_("最低"), lambda leaf, report: "" if leaf.label else _figure(leaf.bounds.least)),
        (_("最高"), lambda leaf, report: "" if leaf.label else _figure(leaf.bounds.most)),
        (_("自评分"), lambda leaf, report: _figure(leaf.claim)),
        (_("状态"), lambda leaf, report: STATES[leaf.state].read(language)),
        (_("等次"), lambda leaf, report: points_of(leaf) if leaf.label else ""),
        (_("依据"), lambda leaf, report: leaf.because.read(language)),
        (_("实际完成值"), lambda leaf, report: _("；").join(fact.shown.read(language) for fact in leaf.facts)),
        (_("偏差原因"), lambda leaf, report: leaf.explanation),
        (_("出处"), places_of),
    )


def _line(leaf: IndicatorResult, titles: dict[str, str], deepest: int, report: Report, language: Language) -> list[str]:
    path = titles_above(leaf, titles)
    own = [*path[: deepest - 1], *[""] * (deepest - 1 - len(path)), leaf.title]
    return [leaf.id, *own, *(what(leaf, report) for _, what in _columns(language))]


def _figure(value: Fraction | None) -> str:
    return "" if value is None else shown(value)
