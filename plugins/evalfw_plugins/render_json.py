"""The machine-readable report, ``evalfw.report/1``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from evalfw import Renderer, RenderOptions, Report, View, hookimpl

if TYPE_CHECKING:  # whoever shows one has imported it
    from evalfw.maintaining import RubricDiff
    from evalfw.population import Cohort
    from evalfw.reporting import Comparison

EVALFW_API = "2.0"

HALVES = re.compile(r"[\ud800-\udfff]")
"""Half characters, which only a careless plugin brings along, and which no encoding can write: they are spelt out."""


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``json``"""
    return [Renderer("json", ".json", render_json)]


@hookimpl
def evalfw_views() -> Iterable[View]:
    """``Comparison``, ``Cohort``, ``RubricDiff``"""
    return [
        View.made("Comparison", "json", ".json", comparison_data),
        View.made("Cohort", "json", ".json", cohort_data),
        View.made("RubricDiff", "json", ".json", diff_as_data),
    ]


def render_json(report: Report, options: RenderOptions) -> str:
    """*report* as JSON: keys in documented order, one line an entry's key."""
    import json

    from evalfw.reporting import report_data

    written = json.dumps(report_data(report, options.language), ensure_ascii=False, indent=2) + "\n"
    return HALVES.sub(lambda half: f"\\\\u{ord(half.group()):04x}", written)


def comparison_data(given: Comparison, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.comparison/1``."""
    from evalfw_plugins.comparison.data import json_comparison

    return json_comparison(given, options.language)


def cohort_data(given: Cohort, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.cohort/1``."""
    from evalfw_plugins.cohort.data import json_cohort

    return json_cohort(given, options.language)


def diff_as_data(given: RubricDiff, options: RenderOptions) -> str:
    """*given* as JSON, ``evalfw.rubric-diff/1``."""
    import json

    from evalfw_plugins.rubric_diff.data import diff_data

    return json.dumps(diff_data(given, options.language), ensure_ascii=False, indent=2) + "\n"
