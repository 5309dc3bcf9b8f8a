"""The written report as PDF."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``pdf``"""
    return [Renderer("pdf", ".pdf", render_pdf)]


def render_pdf(report: Report, options: RenderOptions) -> bytes:
    """*report* as PDF: set with typst, or by LibreOffice where that is asked for."""
    if options.pdf_via == "soffice":
        from evalfw_plugins.pdf.libreoffice import pdf_of
        from evalfw_plugins.render_docx import render_docx

        return pdf_of(render_docx(report, options))
    from evalfw_plugins.pdf.typesetting import pdf_report

    return pdf_report(report, options.language)
