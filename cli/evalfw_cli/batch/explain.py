"""``evalfw explain``: the sentences that a run gives, for one unit of a result."""

from __future__ import annotations

from pathlib import Path

from evalfw import IndicatorResult, Language, Text, shown, shown_span
from evalfw.foundation import verbatim
from evalfw.population import NOT_SAID, report_on_unit
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host


def explain(result: Path, unit: str, language: Language) -> int:
    """Print why *unit* of *result* has its points; return 0. Raises EvalfwError."""
    report = report_on_unit(result, unit, load_host())
    lines = []
    for each in report.indicators:
        points = "—" if each.points is None else shown(each.points)
        weight = "" if each.extra else f"/{shown(each.weight)}"
        lines.append(f"{'  ' * (each.level - 1)}{each.title} {points}{weight}")
        if each.is_leaf:
            lines.append(f"{'  ' * each.level}{each.because.read(language)}{_author(each, language)}")
    total = report.total
    said = Text(
        f"总分 {shown(total.points)}/{shown(total.weight)}", f"total {shown(total.points)} of {shown(total.weight)}"
    )
    if total.is_open:
        said += verbatim(f" [{shown_span(total.bounds.least, total.bounds.most)}]")
    lines.append(said.read(language) + (f" {total.grade_span}" if total.grades else ""))
    lines += [f"- {finding.message.read(language)}" for finding in report.findings if finding.severity != "info"]
    return print_lines(lines)


def _author(each: IndicatorResult, language: Language) -> str:
    """Who set the points by hand, behind the sentence that gives the reason."""
    if each.override is None or each.override.author == NOT_SAID:
        return ""
    author = each.override.author
    return Text(f"（{author} 认定）", f" (set by {author})").read(language)
