"""The written report as a Word document: in official layout, or in a form of the user's own."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``docx``"""
    return [Renderer("docx", ".docx", render_docx)]


def render_docx(report: Report, options: RenderOptions) -> bytes:
    """*report* as a Word document."""
    if options.template is not None:
        from evalfw_plugins.word.form import filled_in

        return filled_in(options.template, report, options.language)
    from evalfw_plugins.word.package import docx_report

    return docx_report(report, options.language)
