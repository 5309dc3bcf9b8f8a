"""The report as CSV: one line an indicator, for spreadsheets and for other programs."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

from evalfw import IndicatorResult, Language, Report, numeral, points_of, shown, visible
from evalfw_plugins.documents.table import name_of_level
from evalfw_plugins.report_words import STATES, places_of
from evalfw_plugins.wording import words

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_report(report: Report, language: Language) -> str:
    """*report* as CSV, in UTF-8 with byte order mark, lines ending in CR LF (RFC 4180)."""
    _ = words(language)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    deepest = max((result.level for result in report.indicators), default=1)
    levels = [name_of_level(level, language) for level in range(1, deepest + 1)]
    heads = (
        _("编号"),
        *levels,
        _("评价要点"),
        _("分值"),
        _("得分"),
        _("失分"),
        _("最低"),
        _("最高"),
        _("自评分"),
        _("状态"),
        _("等次"),
        _("依据"),
        _("实际完成值"),
        _("偏差原因"),
        _("出处"),
    )
    writer.writerow(map(harmless, heads))
    titles = {result.id: result.title for result in report.indicators}
    for leaf in report.leaves:
        writer.writerow(map(harmless, _line(leaf, titles, deepest, report, language)))
    total = report.total
    if total.is_made:
        low, high = total.bounds.least, total.bounds.most
        figures = (total.weight, total.points, None, low, high)
        line = [
            "total",
            _("总分"),
            *[""] * (deepest - 1),
            "",
            *map(_figure, figures),
            "",
            "",
            "",
            total.grade or "",
            "",
            "",
            "",
        ]
        writer.writerow(map(harmless, line))
    return BOM + stream.getvalue()


def _line(leaf: IndicatorResult, titles: dict[str, str], deepest: int, report: Report, language: Language) -> list[str]:
    steps = leaf.id.split(".")
    path = [titles.get(".".join(steps[: count + 1]), "") for count in range(len(steps) - 1)]
    own = [*path[: deepest - 1], *[""] * (deepest - 1 - len(path)), leaf.title]
    lost = leaf.weight - leaf.points if leaf.points is not None and not leaf.extra and not leaf.label else None
    return [
        leaf.id,
        *own,
        leaf.criterion,
        "" if leaf.extra or leaf.label else _figure(leaf.weight),
        "" if leaf.points is None or leaf.label else _figure(leaf.points),
        _figure(lost),
        "" if leaf.label else _figure(leaf.bounds.least),
        "" if leaf.label else _figure(leaf.bounds.most),
        _figure(leaf.claim),
        STATES[leaf.state].read(language),
        points_of(leaf) if leaf.label else "",
        leaf.because.read(language),
        "；".join(fact.shown.read(language) for fact in leaf.facts),
        leaf.explanation,
        places_of(leaf, report),
    ]


def _figure(value: Fraction | None) -> str:
    return "" if value is None else shown(value)


def harmless(text: str) -> str:
    """*text* so that no spreadsheet takes it for a formula: with an apostrophe before it, unless it is a number."""
    said = visible(text) if not text.startswith(("\t", "\r")) else " " + visible(text)
    return f"'{said}" if said.startswith(FORMULA_SIGNS) and numeral(said) is None else said
