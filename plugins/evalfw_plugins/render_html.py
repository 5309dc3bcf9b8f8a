"""The report as one page, for reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import Renderer, RenderOptions, Report, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw.maintaining import RubricDiff, RubricPages
    from evalfw.population import Cohort
    from evalfw.reporting import Comparison

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``html``"""
    return [Renderer("html", ".html", render_html)]


@hookimpl
def evalfw_views() -> Iterable[View]:
    """``Comparison``, ``Cohort``, ``RubricDiff``, ``RubricPages``"""
    return [
        View.made("Comparison", "html", ".html", comparison_page),
        View.made("Cohort", "html", ".html", cohort_page),
        View.made("RubricDiff", "html", ".html", diff_page),
        View.made("RubricPages", "html", ".html", rubric_page),
    ]


def render_html(report: Report, options: RenderOptions) -> str:
    """*report* as a self-contained page."""
    from evalfw_plugins.page.writing import html_report

    return html_report(report, options.language)


def comparison_page(given: Comparison, options: RenderOptions) -> str:
    """*given* as a page, whose links to reports lead from the folder in which it lies."""
    from evalfw_plugins.comparison.page import html_comparison

    return html_comparison(given, options.language, options.beside)


def cohort_page(given: Cohort, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.cohort.page import html_cohort

    return html_cohort(given, options.language)


def diff_page(given: RubricDiff, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.rubric_diff.data import diff_data
    from evalfw_plugins.rubric_diff.page import html_diff

    return html_diff(diff_data(given, options.language), options.language)


def rubric_page(given: RubricPages, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.page.pages import page
    from evalfw_plugins.rubric_docs.data import docs_data

    return page("docs.html", options.language, rubric=docs_data(given.rubric, given.examples, options.language))
