"""The terminal report: a tree of points, then what was lost, what was set by hand, and what a reviewer has to know."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``text``"""
    return [Renderer("text", ".txt", render_text)]


def render_text(report: Report, options: RenderOptions) -> str:
    """*report* for a terminal of ``options.width`` columns."""
    from evalfw_plugins.text_report import text_report

    return text_report(report, options)
