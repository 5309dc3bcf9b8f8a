"""``evalfw cohort``: what a batch says of all its units."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import get_args

from evalfw import RequestError, Text
from evalfw.population import Cohort, needs
from evalfw.rubric import By
from evalfw_cli.one_of import one_of
from evalfw_cli.plugins import load_host
from evalfw_cli.reports.making import Making, shown

MOST_NOISE = 90


def cohort(result: Path, k: int | None, noise: int, by: str, making: Making) -> int:
    """
    Write the figures of *result*, as *making* asks; return 0.

    Args:
        result: What a batch has written.
        k: Units that anything in a public edition is about, at least; None unless it was given.
        noise: By how many per cent each weight may be off when places are tried.
        by: What units are compared by: points, or rate.
        making: Formats, places, edition and language.

    Raises:
        EvalfwError: As it says.
    """
    measure = one_of(get_args(By), by, "--by")
    host = load_host()
    host.views_of(Cohort, making.formats)  # before anything is worked out
    if not 1 <= noise <= MOST_NOISE:
        raise RequestError(Text(f"--noise 在 1 和 {MOST_NOISE} 之间", f"--noise is between 1 and {MOST_NOISE}"))
    if k is not None and making.audience == "internal":
        raise RequestError(Text("--k 只用于 --audience public", "--k goes with --audience public only"))
    needs("polars")
    from evalfw.population import USUAL_K, cohort_of_result, public

    made = cohort_of_result(result, host, Fraction(noise, 100), measure)
    if making.audience == "public":
        made = public(made, USUAL_K if k is None else k)
    shown(Cohort, made, "cohort", host, making)
    return 0
