"""What a result says of all its units."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from evalfw.evidence import Means
from evalfw.population.batch.on_unit import rubric_of
from evalfw.population.batch.packing import scan_result
from evalfw.population.batch.request import needs
from evalfw.population.batch.result import manifest_of
from evalfw.population.cohort.making import cohort_of
from evalfw.population.cohort.model import Cohort
from evalfw.rubric import By

USUAL_NOISE = Fraction(1, 10)


def cohort_of_result(result: Path, means: Means, noise: Fraction = USUAL_NOISE, by: By = "points") -> Cohort:
    """
    The figures of *result*, in the internal edition.

    Args:
        result: What a batch has written.
        means: What its rubric is loaded with.
        noise: By which share each weight may be off when places are tried.
        by: What units are compared by.

    Raises:
        EvalfwError: It is no result, its rubric has changed since, or it has no full mark to compare by.
    """
    needs("polars")
    rubric = rubric_of(manifest_of(result), result, means)
    return cohort_of(scan_result(result), rubric, noise, by)
