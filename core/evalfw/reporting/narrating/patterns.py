"""Patterns of the layout: words with placeholders in braces. Nothing is worked out in them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evalfw.foundation import round_half_up, shown, shown_span, visible
from evalfw.rubric import PLACEHOLDER
from evalfw.scoring import IndicatorResult, Report


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """*pattern* with *values* in place of its placeholders; in one go, so that what a value says is not looked at again."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group(0)), pattern)


def year_of(report: Report) -> str:
    """The year evaluated: 2021, 2020-2021, or nothing where the evidence does not say."""
    if report.period is None:
        return ""
    first, last = report.period.first.year, report.period.last.year
    return str(first) if first == last else f"{first}-{last}"


def report_values(report: Report) -> Mapping[str, str]:
    """The values of ``PLACEHOLDERS``."""
    total = report.total
    return {
        "title": report.title,
        "subject": report.subject.name,
        "year": year_of(report),
        "rubric": report.rubric.id,
        "version": report.rubric.version,
        "points": shown(total.points)
        if total.bounds.single is not None
        else shown_span(total.bounds.least, total.bounds.most),
        "weight": shown(total.weight),
        "grade": total.grade_span,
        "date": "" if report.as_of is None else f"{report.as_of.year}年{report.as_of.month}月{report.as_of.day}日",
    }


def node_values(result: IndicatorResult) -> Mapping[str, str]:
    """The values of placeholders about a node; points that are open as a span."""
    points = points_of(result)
    lost = "" if result.points is None or result.extra else shown(result.weight - result.points)
    return {"title": result.title, "weight": shown(result.weight), "points": points, "lost": lost}


def points_of(result: IndicatorResult) -> str:
    """The points of a node as the report prints them: its label on a scale, ``—`` where it does not count, a span while open."""
    if not result.has_figure:
        return ""
    if result.label and result.state not in ("not_applicable", "waived"):
        return visible(result.label)
    if result.is_monitored and not result.is_open:
        return "—"
    if result.points is not None and (result.is_leaf or result.bounds.single is not None):
        return shown(result.points)
    if result.state in ("not_applicable", "waived"):
        return "—"
    return shown_span(result.bounds.least, result.bounds.most)


def rate_of(result: IndicatorResult) -> Fraction | None:
    """Points ÷ weight; None while a node is open, has no weight, or points that stand for labels."""
    if result.points is None or not result.weight or result.label or result.bounds.single is None:
        return None
    return result.points / result.weight


def percent(rate: Fraction, places: int = 2) -> str:
    """A rate as 93.33%, rounded half up."""
    return f"{shown(round_half_up(rate * 100, places))}%"


def titles_above(result: IndicatorResult, titles: Mapping[str, str]) -> list[str]:
    """The titles of the nodes above *result*, the highest first; *titles* are those of all nodes by id."""
    steps = result.id.split(".")
    return [titles.get(".".join(steps[:count]), "") for count in range(1, len(steps))]
