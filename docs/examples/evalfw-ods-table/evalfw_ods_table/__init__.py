"""The table of points as an OpenDocument spreadsheet, which WPS, LibreOffice and Excel open."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``evalfw run --format ods``"""
    return [Renderer("ods", ".ods", render)]


def render(report: Report, options: RenderOptions) -> bytes:
    """*report* as an .ods file; what writes it is imported when it is asked for."""
    from evalfw_ods_table.sheet import spreadsheet

    return spreadsheet(report, options)
