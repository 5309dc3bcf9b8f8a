"""The report as a workbook: the table that is handed in, and what a reviewer looks up."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.2"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``xlsx``"""
    return [Renderer("xlsx", ".xlsx", render_xlsx)]


def render_xlsx(report: Report, options: RenderOptions) -> bytes:
    """*report* as a workbook."""
    from evalfw_plugins.spreadsheet.writing import xlsx_report

    return xlsx_report(report, options.language)
