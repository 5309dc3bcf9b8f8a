"""The report as Markdown: the table of points, then lost points, points set by hand, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.foundation import visible
from evalfw.reporting import points_of
from evalfw_plugins.report_words import (
    BLOCKED,
    BY_HAND,
    FINDINGS,
    LOST,
    NO_TOTAL,
    PLUGINS,
    SEVERITIES,
    STATES,
    STATUS,
    bounds_words,
    contributions,
    counts,
    grade_words,
    history_words,
    lost_how,
    lost_points,
    model_words,
    nothing_lost,
    places_of,
    weight_of,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&!])")


def markdown_report(report: Report, language: Language) -> str:
    """The whole report, ending in a line break."""
    return "\n".join(_lines(report, language)) + "\n"


def escaped(text: str) -> str:
    """*text* so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def _lines(report: Report, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    total, grade = report.total, grade_words(report.total)
    yield f"# {escaped(report.title)}"
    yield ""
    yield f"- {say('单位', 'Subject')}: {escaped(report.subject.name)}"
    status = STATUS[report.status].read(language)
    yield f"- {say('评分表', 'Rubric')}: {escaped(report.rubric.id)} {escaped(report.rubric.version)}{status}"
    yield f"- sha256: {report.rubric.sha256}"
    if total.is_made:
        figure = f"**{shown(total.points)} / {shown(total.weight)}**{escaped(bounds_words(total))}"
        yield f"- {say('总分', 'Total')}: {figure}"
    else:
        yield f"- {NO_TOTAL.read(language)}"
    if report.is_blocked:
        yield f"- **{BLOCKED.read(language)}**"
    for model in report.models:
        yield f"- {escaped(model_words(model).read(language))}"
    if grade is not None:
        yield f"- {escaped(grade.read(language))}"
    yield f"- {counts(report).read(language)}"
    if report.as_of is not None:
        yield f"- {say('判断日期', 'As of')}: {report.as_of}"
    history = history_words(report)
    if history is not None:
        yield f"- {history.read(language)}"
    yield ""
    heads = (
        ("指标", "评价要点", "分值", "得分", "依据", "出处")
        if language == "zh"
        else ("Indicator", "Criterion", "Weight", "Points", "Because", "Source")
    )
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | ---: | ---: | --- | --- |"
    for result in report.indicators:
        yield _row(result, report, language)
    yield ""
    yield f"## {LOST.read(language)}"
    yield ""
    how = lost_how(report)
    if how is not None:
        yield how.read(language)
        yield ""
    lost = lost_points(report)
    for points, leaf in lost:
        yield f"- −{shown(points)} {escaped(leaf.title)}: {escaped(leaf.because.read(language))}"
    if not lost:
        yield nothing_lost(report).read(language)
    yield ""
    yield from _by_hand(report, language)
    yield f"## {FINDINGS.read(language)}"
    yield ""
    for finding in report.findings:
        stake = f" ({say('涉及', 'at stake')} {shown(finding.at_stake)})" if finding.at_stake else ""
        severity = SEVERITIES[finding.severity].read(language)
        yield f"- **{severity}** {escaped(finding.message.read(language))}{stake}"
    given = contributions(report)
    if given:
        yield ""
        yield f"## {PLUGINS.read(language)}"
        yield ""
        yield from (f"- {escaped(author)}: {escaped(said.read(language))}" for author, said in given.items())


def _row(result: IndicatorResult, report: Report, language: Language) -> str:
    weight, points = weight_of(result), escaped(points_of(result))
    if result.label and result.has_figure:
        points = escaped(result.label)
    elif result.is_leaf and result.points is None and result.has_figure:
        points = STATES[result.state].read(language)
    if not result.is_leaf:
        return f"| **{escaped(result.title)}** | | **{weight}** | **{points}** | | |"
    place = places_of(result, report)
    because = escaped(result.because.read(language))
    return f"| {escaped(result.title)} | {escaped(result.criterion)} | {weight} | {points} | {because} | {escaped(place)} |"


def _by_hand(report: Report, language: Language) -> Iterator[str]:
    set_by_hand = [(leaf, leaf.override) for leaf in report.leaves if leaf.override is not None]
    if not set_by_hand:
        return
    yield f"## {BY_HAND.read(language)}"
    yield ""
    for leaf, override in set_by_hand:
        said = f"{escaped(leaf.title)}: {escaped(override.reason)} ({escaped(override.author)}, {override.date})"
        yield f"- {shown(override.points)} {said}"
    yield ""
