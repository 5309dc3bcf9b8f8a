"""The written report: living numbers in what people wrote, and the section that is written from the scores."""

from evalfw.evidence import Reference, references
from evalfw.reporting.narrating.patterns import (
    fill,
    node_values,
    percent,
    points_of,
    rate_of,
    report_values,
    titles_above,
)
from evalfw.reporting.narrating.references import resolved

__all__ = [
    "Reference",
    "fill",
    "node_values",
    "percent",
    "points_of",
    "rate_of",
    "references",
    "report_values",
    "resolved",
    "titles_above",
]
