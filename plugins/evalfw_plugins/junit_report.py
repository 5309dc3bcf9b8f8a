"""
The report as JUnit XML, which every CI server shows: one test case an indicator.

An indicator with full marks passes. One that lost points fails; so does one that is missing or waits for a person, for nothing open is
ever green; one in error is an error; one that does not apply, or is waived, is skipped. Findings and the total stand in the output of
the suite.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.foundation import visible
from evalfw.reporting import points_of
from evalfw_plugins.report_words import SEVERITIES, STATES, bounds_words, places_of


def junit_report(report: Report, language: Language) -> str:
    """*report* as JUnit XML."""
    cases = [_case(leaf, report, language) for leaf in report.leaves]
    counted = {name: sum(f"<{name}" in case for case in cases) for name in ("failure", "error", "skipped")}
    total = report.total
    said = [f"{shown(total.points)} / {shown(total.weight)}{bounds_words(total)}"] if total.is_made else []
    said += [f"{SEVERITIES[each.severity].read(language)}: {each.message.read(language)}" for each in report.findings]
    name = _attribute(f"{report.subject.name} {report.rubric.id} {report.rubric.version}")
    counts = f'tests="{len(cases)}" failures="{counted["failure"]}" errors="{counted["error"]}" skipped="{counted["skipped"]}"'
    lines = "\n".join(escape(visible(line)) for line in said)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites name={name} {counts}>\n<testsuite name={name} {counts}>\n"
        + "".join(cases)
        + f"<system-out>{lines}</system-out>\n</testsuite>\n</testsuites>\n"
    )


def _case(leaf: IndicatorResult, report: Report, language: Language) -> str:
    classname = ".".join(leaf.id.split(".")[:-1]) or report.rubric.id
    begin = f"<testcase classname={_attribute(classname)} name={_attribute(leaf.title)}"
    outcome = _outcome(leaf, language)
    if not outcome:
        return f"{begin}/>\n"
    kind, type, message = outcome
    if kind == "skipped":
        return f"{begin}><skipped message={_attribute(message)}/></testcase>\n"
    place = places_of(leaf, report)
    body = "\n".join(each for each in (leaf.criterion, leaf.rule_words.read(language), place) if each)
    detail = "\n".join(escape(visible(line)) for line in body.split("\n"))
    return f'{begin}><{kind} type="{type}" message={_attribute(message)}>{detail}</{kind}></testcase>\n'


def _outcome(leaf: IndicatorResult, language: Language) -> tuple[str, str, str] | None:
    """The element, its type and its message; None for an indicator that passes."""
    because, state = leaf.because.read(language), STATES[leaf.state].read(language)
    if leaf.state == "error":
        return "error", "error", because
    if leaf.state in ("missing", "pending"):
        return "failure", leaf.state, f"{state}: {because}"
    if leaf.state in ("not_applicable", "waived"):
        return "skipped", leaf.state, because
    if leaf.points is None or leaf.points >= leaf.weight or leaf.label:
        return None
    return "failure", "lost", f"{points_of(leaf)} / {shown(leaf.weight)}: {because}"


def _attribute(text: str) -> str:
    return quoteattr(visible(text))
