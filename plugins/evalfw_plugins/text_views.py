"""The shorter terminal reports: a table, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw import IndicatorResult, RenderOptions, Report, Text, shown
from evalfw.foundation import clipped, padded, right, visible, width_of
from evalfw.reporting import points_of
from evalfw_plugins.report_words import LOST, SEVERITIES, STATES, lost_how, lost_points, nothing_lost, weight_of
from evalfw_plugins.text_report import COLUMN, SMALLEST_WIDTH, TerminalText

BAR = 20
"""Columns of a bar of full marks."""


def table_report(report: Report, options: RenderOptions) -> str:
    """Head, one line an indicator, and the line of the total."""
    return _joined(_table(report, options))


def summary_report(report: Report, options: RenderOptions) -> str:
    """Head, a bar for each node of level 1, lost points in one line each, and how many findings there are."""
    return _joined(_summary(report, options))


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _table(report: Report, options: RenderOptions) -> Iterator[str]:
    layout = TerminalText(report, options)
    width = max(options.width, SMALLEST_WIDTH)
    yield from layout.head(with_sources=False)
    yield ""
    heads = Text("   得分    分值  状态    指标", "  points  weight  state           indicator")
    yield heads.read(options.language)
    state_width = max((width_of(STATES[each.state].read(options.language)) for each in report.indicators), default=0)
    for result in report.indicators:
        state = STATES[result.state].read(options.language) if result.is_leaf else ""
        title = "  " * (result.level - 1) + visible(result.title)
        if result.override is not None:
            title += " *"
        points, weight = points_of(result), weight_of(result)
        line = f"{right(points, 7)} {right(weight, 7)}  {padded(state, state_width)}  "
        yield layout.paint(line + clipped(title, width - width_of(line)), *layout.codes(result)).rstrip()
    yield ""
    yield {"zh": "* 人工认定", "en": "* set by hand"}[options.language]


def _summed_up(report: Report) -> Iterator[IndicatorResult]:
    """The nodes of level 1; below those without a figure of their own, those of level 2."""
    bare = {result.id for result in report.indicators if result.level == 1 and not result.has_figure}
    for result in report.indicators:
        if result.level == 1 or (result.level == 2 and result.parent in bare):
            yield result


def _summary(report: Report, options: RenderOptions) -> Iterator[str]:
    layout = TerminalText(report, options)
    width = max(options.width, SMALLEST_WIDTH)
    yield from layout.head(with_sources=False)
    yield ""
    tops = list(_summed_up(report))
    names = max((width_of(visible(top.title)) + 2 * top.level for top in tops), default=2) - 2
    for top in tops:
        share = 0.0 if top.points is None or not top.weight else min(1.0, max(0.0, float(top.points / top.weight)))
        weight = weight_of(top)
        bar = "█" * int(share * BAR) + "░" * (BAR - int(share * BAR)) if weight and top.weight and not top.extra else ""
        figures = right(points_of(top), COLUMN) + (f" / {padded(weight, COLUMN)}" if weight else "")
        title = "  " * (top.level - 1) + visible(top.title)
        yield clipped(f"  {padded(title, names)}  {figures} {bar}".rstrip(), width)
    if report.total.is_made:
        lost = lost_points(report)
        yield ""
        if lost:
            how = lost_how(report)
            said = LOST if how is None else LOST + Text("（", " (") + how + Text("）", ")")
            yield clipped(f"{said.read(options.language)}{layout.say('：', ':')}", width)
        else:
            yield nothing_lost(report).read(options.language)
        for points, leaf in lost:
            yield clipped(f"  {right('-' + shown(points), COLUMN)}  {visible(leaf.title)}", width)
    open_items = report.open_items
    if open_items:
        named = "、".join(visible(each.title) for each in open_items[:5]) + ("…" if len(open_items) > 5 else "")
        yield ""
        yield layout.say(f"未定 {len(open_items)} 项：{named}", f"{len(open_items)} open: {named}")
    found = [
        f"{SEVERITIES[severity].read(options.language)} {count}"
        for severity in SEVERITIES
        if (count := sum(each.severity == severity for each in report.findings))
    ]
    if found:
        yield ""
        yield layout.say("发现：", "findings: ") + layout.say("，", ", ").join(found)
