"""The terminal report: as a tree with reasons, as a table of points, or in a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import Renderer, RenderOptions, Report, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw.maintaining import RubricDiff
    from evalfw.population import Cohort
    from evalfw.reporting import Comparison

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``text`` (the same as ``tree``), ``tree``, ``table``, ``summary``"""
    return [
        Renderer("text", ".txt", render_tree),
        Renderer("tree", ".tree.txt", render_tree),
        Renderer("table", ".table.txt", render_table),
        Renderer("summary", ".summary.txt", render_summary),
    ]


@hookimpl
def evalfw_views() -> Iterable[View]:
    """``Comparison``, ``Cohort``, ``RubricDiff``"""
    return [
        View.made("Comparison", "text", ".txt", comparison_text),
        View.made("Cohort", "text", ".txt", cohort_text),
        View.made("RubricDiff", "text", ".txt", diff_text),
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


def comparison_text(given: Comparison, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.comparison.text import text_comparison

    return text_comparison(given, options.language)


def cohort_text(given: Cohort, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.cohort.text import text_cohort

    return text_cohort(given, options.language)


def diff_text(given: RubricDiff, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.rubric_diff.data import diff_data
    from evalfw_plugins.rubric_diff.text import diff_lines

    return "".join(f"{line}\n" for line in diff_lines(diff_data(given, options.language), options.language))
