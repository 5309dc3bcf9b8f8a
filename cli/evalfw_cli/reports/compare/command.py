"""The command: read the reports, lay them side by side, write what was asked for."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from evalfw import Language, RequestError, Text, read_report, shown, well_formed
from evalfw.reporting.comparing import Comparison, Saved, compared
from evalfw_plugins.comparison.words import warnings
from evalfw_cli.reports.making import Making, known_formats, places_named, write
from evalfw_cli.reports.progress import progress

SUFFIXES = {"text": ".txt", "html": ".html", "xlsx": ".xlsx", "json": ".json"}
STEM = "comparison"
FORMAT = "evalfw.comparison/1"


def compare(saved: tuple[Path, ...], making: Making) -> int:
    """Lay *saved* side by side as *making* asks; return 0. Raises EvalfwError."""
    formats = known_formats(making, SUFFIXES)
    saved = tuple({path.resolve(): path for path in saved}.values())
    if len(saved) < 2:
        raise RequestError(Text("至少要两份报告", "give two reports at least"))
    read = [
        Saved(path, read_report(path, well_formed(path.as_posix()))[0])
        for path in progress(saved, Text("读报告", "reading reports"), making)
    ]
    places = places_named(STEM, [SUFFIXES[format] for format in formats], making)
    given = compared(read)
    contents = [_content(format, given, making.language, place) for format, place in zip(formats, places, strict=True)]
    write(list(zip(places, contents, strict=True)), making)
    return 0


def _content(format: str, given: Comparison, language: Language, place: Path | None) -> bytes:
    beside = Path() if place is None else place.parent
    match format:
        case "html":
            from evalfw_plugins.comparison.page import html_comparison

            return html_comparison(given, language, beside).encode()
        case "xlsx":
            from evalfw_plugins.comparison.workbook import xlsx_comparison

            return xlsx_comparison(given, language)
        case "json":
            return (json.dumps(_data(given, language), ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            from evalfw_plugins.comparison.text import text_comparison

            return text_comparison(given, language).encode()


def _data(given: Comparison, language: Language) -> dict[str, object]:
    """The comparison as data: decimals as texts."""

    def number(value: Fraction | None) -> str | None:
        return None if value is None else shown(value)

    return {
        "format": FORMAT,
        "language": language,
        "mode": given.mode,
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
