"""The report as a workbook: the table that is handed in, and what a reviewer looks up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import Renderer, RenderOptions, Report, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw.population import Cohort
    from evalfw.reporting import Comparison

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``xlsx``"""
    return [Renderer("xlsx", ".xlsx", render_xlsx)]


@hookimpl
def evalfw_views() -> Iterable[View]:
    """``Comparison``, ``Cohort``"""
    return [
        View.made("Comparison", "xlsx", ".xlsx", comparison_workbook),
        View.made("Cohort", "xlsx", ".xlsx", cohort_workbook),
    ]


def render_xlsx(report: Report, options: RenderOptions) -> bytes:
    """*report* as a workbook."""
    from evalfw_plugins.spreadsheet.writing import xlsx_report

    return xlsx_report(report, options.language)


def comparison_workbook(given: Comparison, options: RenderOptions) -> bytes:
    """*given* as a workbook."""
    from evalfw_plugins.comparison.workbook import xlsx_comparison

    return xlsx_comparison(given, options.language)


def cohort_workbook(given: Cohort, options: RenderOptions) -> bytes:
    """*given* as a workbook."""
    from evalfw_plugins.cohort.workbook import xlsx_cohort

    return xlsx_cohort(given, options.language)
