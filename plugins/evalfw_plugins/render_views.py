"""Views of what is made of reports and rubrics: comparisons, cohorts, differences of rubrics, pages about a rubric."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import RenderOptions, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw import Comparison
    from evalfw.maintaining import RubricDiff, RubricPages
    from evalfw.population import Cohort

EVALFW_API = "2.0"


@hookimpl
def evalfw_views() -> Iterable[View]:
    """Text, page, workbook and data of each, as far as people ask for them."""
    return [
        View.made("Comparison", "text", ".txt", comparison_text),
        View.made("Comparison", "html", ".html", comparison_page),
        View.made("Comparison", "xlsx", ".xlsx", comparison_workbook),
        View.made("Comparison", "json", ".json", comparison_data),
        View.made("Cohort", "text", ".txt", cohort_text),
        View.made("Cohort", "html", ".html", cohort_page),
        View.made("Cohort", "xlsx", ".xlsx", cohort_workbook),
        View.made("Cohort", "json", ".json", cohort_data),
        View.made("RubricDiff", "text", ".txt", diff_text),
        View.made("RubricDiff", "json", ".json", diff_as_data),
        View.made("RubricDiff", "html", ".html", diff_page),
        View.made("RubricPages", "md", ".md", rubric_markdown),
        View.made("RubricPages", "html", ".html", rubric_page),
    ]


def comparison_text(given: Comparison, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.comparison.text import text_comparison

    return text_comparison(given, options.language)


def comparison_page(given: Comparison, options: RenderOptions) -> str:
    """*given* as a page, whose links to reports lead from the folder in which it lies."""
    from evalfw_plugins.comparison.page import html_comparison

    return html_comparison(given, options.language, options.beside)


def comparison_workbook(given: Comparison, options: RenderOptions) -> bytes:
    """*given* as a workbook."""
    from evalfw_plugins.comparison.workbook import xlsx_comparison

    return xlsx_comparison(given, options.language)


def comparison_data(given: Comparison, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.comparison/1``."""
    from evalfw_plugins.comparison.data import json_comparison

    return json_comparison(given, options.language)


def cohort_text(given: Cohort, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.cohort.text import text_cohort

    return text_cohort(given, options.language)


def cohort_page(given: Cohort, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.cohort.page import html_cohort

    return html_cohort(given, options.language)


def cohort_workbook(given: Cohort, options: RenderOptions) -> bytes:
    """*given* as a workbook."""
    from evalfw_plugins.cohort.workbook import xlsx_cohort

    return xlsx_cohort(given, options.language)


def cohort_data(given: Cohort, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.cohort/1``."""
    from evalfw_plugins.cohort.data import json_cohort

    return json_cohort(given, options.language)


def diff_text(given: RubricDiff, options: RenderOptions) -> str:
    """*given* for a terminal."""
    from evalfw_plugins.rubric_diff.data import diff_data
    from evalfw_plugins.rubric_diff.text import diff_lines

    return "".join(f"{line}\n" for line in diff_lines(diff_data(given, options.language), options.language))


def diff_as_data(given: RubricDiff, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.rubric-diff/1``."""
    import json

    from evalfw_plugins.rubric_diff.data import diff_data

    return json.dumps(diff_data(given, options.language), ensure_ascii=False, indent=2) + "\n"


def diff_page(given: RubricDiff, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.rubric_diff.data import diff_data
    from evalfw_plugins.rubric_diff.page import html_diff

    return html_diff(diff_data(given, options.language), options.language)


def rubric_markdown(given: RubricPages, options: RenderOptions) -> str:
    """*given* as Markdown."""
    from evalfw_plugins.rubric_docs.data import docs_data
    from evalfw_plugins.rubric_docs.markdown import docs_markdown

    return docs_markdown(docs_data(given.rubric, given.examples, options.language), options.language)


def rubric_page(given: RubricPages, options: RenderOptions) -> str:
    """*given* as a page."""
    from evalfw_plugins.page.pages import page
    from evalfw_plugins.rubric_docs.data import docs_data

    return page("docs.html", options.language, rubric=docs_data(given.rubric, given.examples, options.language))
