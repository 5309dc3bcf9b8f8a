"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``md``"""
    return [Renderer("md", ".md", render_markdown)]


def render_markdown(report: Report, options: RenderOptions) -> str:
    """*report* as Markdown with tables."""
    from evalfw_plugins.markdown_report import markdown_report

    return markdown_report(report, options.language)
