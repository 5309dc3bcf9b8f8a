"""A comparison as data: decimals as texts."""

from __future__ import annotations

import json
from fractions import Fraction

from evalfw import Language, shown
from evalfw.reporting import Comparison
from evalfw_plugins.comparison.words import warnings

FORMAT = "evalfw.comparison/1"


def json_comparison(given: Comparison, language: Language) -> str:
    """*given* as JSON, ending in a line break."""
    return json.dumps(_data(given, language), ensure_ascii=False, indent=2) + "\n"


def _data(given: Comparison, language: Language) -> dict[str, object]:
    def number(value: Fraction | None) -> str | None:
        return None if value is None else shown(value)

    return {
        "format": FORMAT,
        "language": language,
        "mode": given.mode,
        "by": given.by,
        "warnings": [said.read(language) for said in warnings(given)],
        "reports": [
            {
                "file": each.path.as_posix(),
                "subject": {"id": each.report.subject.id, "name": each.report.subject.name},
                "year": each.year,
                "rubric": {
                    "id": each.report.rubric.id,
                    "version": each.report.rubric.version,
                    "sha256": each.report.rubric.sha256,
                },
                "best_place": None if place is None else place.best,
                "worst_place": None if place is None else place.worst,
                "points": number(each.report.total.points) if each.report.total.is_made else None,
                "low": number(each.report.total.bounds.least) if each.report.total.is_made else None,
                "high": number(each.report.total.bounds.most) if each.report.total.is_made else None,
                "grade": each.report.total.grade,
            }
            for each, place in zip(given.saved, given.places, strict=True)
        ],
        "indicators": [
            {
                "id": node.id,
                "title": node.title,
                "level": node.level,
                "same_meaning": node.is_same,
                "points": [None if result is None else number(result.points) for result in node.results],
            }
            for node in given.nodes
        ],
    }
