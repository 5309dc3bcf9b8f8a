"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import Renderer, RenderOptions, Report, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw.maintaining import RubricPages

EVALFW_API = "2.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``md``"""
    return [Renderer("md", ".md", render_markdown)]


@hookimpl
def evalfw_views() -> Iterable[View]:
    """``RubricPages``"""
    return [
        View.made("RubricPages", "md", ".md", rubric_markdown),
    ]


def render_markdown(report: Report, options: RenderOptions) -> str:
    """*report* as Markdown with tables."""
    from evalfw_plugins.markdown_report import markdown_report

    return markdown_report(report, options.language)


def rubric_markdown(given: RubricPages, options: RenderOptions) -> str:
    """*given* as Markdown."""
    from evalfw_plugins.rubric_docs.data import docs_data
    from evalfw_plugins.rubric_docs.markdown import docs_markdown

    return docs_markdown(docs_data(given.rubric, given.examples, options.language), options.language)
