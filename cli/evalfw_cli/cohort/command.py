"""The command: read the result, work out the figures, write what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from evalfw import RequestError, Text
from evalfw_cli.batch.command import needs
from evalfw_cli.reports.making import Making, known_formats, places_named, write

SUFFIXES = {"text": ".txt", "html": ".html", "xlsx": ".xlsx", "json": ".json"}
STEM = "cohort"
MOST_NOISE = 90


def cohort(result: Path, k: int | None, noise: int, making: Making) -> int:
    """
    Write the figures of *result*, as *making* asks; return 0.

    Args:
        result: What a batch has written.
        k: Units that anything in a public edition is about, at least; None unless it was given.
        noise: By how many per cent each weight may be off when places are tried.
        making: Formats, places, edition and language.

    Raises:
        EvalfwError: As it says.
    """
    formats = known_formats(making, SUFFIXES)
    if not 1 <= noise <= MOST_NOISE:
        raise RequestError(Text(f"--noise 在 1 和 {MOST_NOISE} 之间", f"--noise is between 1 and {MOST_NOISE}"))
    if k is not None and making.audience == "internal":
        raise RequestError(Text("--k 只用于 --audience public", "--k goes with --audience public only"))
    needs("polars")
    places = places_named(STEM, [SUFFIXES[format] for format in formats], making)
    contents = _contents(result, k, Fraction(noise, 100), formats, making)
    write(list(zip(places, contents, strict=True)), making)
    return 0


def _contents(result: Path, k: int | None, noise: Fraction, formats: Sequence[str], making: Making) -> list[bytes]:
    from evalfw.population.batch.result import manifest_of, scan_result
    from evalfw.population.cohort.making import cohort_of
    from evalfw.population.cohort.public import USUAL_K, public
    from evalfw_cli.batch.explain import rubric_of

    rubric = rubric_of(manifest_of(result), result)
    made = cohort_of(scan_result(result), rubric, noise)
    if making.audience == "public":
        made = public(made, USUAL_K if k is None else k)
    contents = []
    for format in formats:
        match format:
            case "html":
                from evalfw_plugins.cohort.page import html_cohort

                contents.append(html_cohort(made, making.language).encode())
            case "xlsx":
                from evalfw_plugins.cohort.workbook import xlsx_cohort

                contents.append(xlsx_cohort(made, making.language))
            case "json":
                from evalfw_plugins.cohort.data import json_cohort

                contents.append(json_cohort(made, making.language).encode())
            case _:
                from evalfw_plugins.cohort.text import text_cohort

                contents.append(text_cohort(made, making.language).encode())
    return contents
