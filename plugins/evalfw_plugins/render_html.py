"""The report as one page, for reading."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.2"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``html``"""
    return [Renderer("html", ".html", render_html)]


def render_html(report: Report, options: RenderOptions) -> str:
    """*report* as a self-contained page."""
    from evalfw_plugins.page.writing import html_report

    return html_report(report, options.language)
