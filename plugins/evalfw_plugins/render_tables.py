"""The report for other programs: CSV for spreadsheets, JUnit for CI."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``csv`` and ``junit``"""
    return [Renderer("csv", ".csv", render_csv), Renderer("junit", ".junit.xml", render_junit)]


def render_csv(report: Report, options: RenderOptions) -> str:
    """*report* as CSV, one line an indicator."""
    from evalfw_plugins.csv_report import csv_report

    return csv_report(report, options.language)


def render_junit(report: Report, options: RenderOptions) -> str:
    """*report* as JUnit XML, one test case an indicator."""
    from evalfw_plugins.junit_report import junit_report

    return junit_report(report, options.language)
