"""The terminal report: as a tree with reasons, as a table of points, or in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``text`` (the same as ``tree``), ``tree``, ``table``, ``summary``"""
    return [
        Renderer("text", ".txt", render_tree),
        Renderer("tree", ".tree.txt", render_tree),
        Renderer("table", ".table.txt", render_table),
        Renderer("summary", ".summary.txt", render_summary),
    ]


def render_tree(report: Report, options: RenderOptions) -> str:
    """*report* for a terminal of ``options.width`` columns: a tree of points with their reasons, what was lost, findings."""
    from evalfw_plugins.text_report import text_report

    return text_report(report, options)


def render_table(report: Report, options: RenderOptions) -> str:
    """The points of *report*, one line an indicator."""
    from evalfw_plugins.text_views import table_report

    return table_report(report, options)


def render_summary(report: Report, options: RenderOptions) -> str:
    """*report* in a few lines: the total, the nodes of level 1, what was lost, what is open."""
    from evalfw_plugins.text_views import summary_report

    return summary_report(report, options)
