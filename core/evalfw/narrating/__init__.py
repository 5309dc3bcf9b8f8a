"""The written report: living numbers in what people wrote, and the section that is written from the scores."""

from evalfw.narrating.patterns import fill, node_values, points_of, report_values
from evalfw.narrating.references import Reference, references, resolved

__all__ = ["Reference", "fill", "node_values", "points_of", "references", "report_values", "resolved"]
