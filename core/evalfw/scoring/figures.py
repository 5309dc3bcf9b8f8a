"""Figures made of many results: the total, and other models."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import NOTHING, Text
from evalfw.language import Range


class ModelResult(NamedTuple):
    """Another figure made of the same results: which, how, by which plugins, and what came out; or why nothing did."""

    id: str
    title: str
    kind: str
    words: Text
    at: str
    points: Fraction
    weight: Fraction
    bounds: Range
    failure: Text = NOTHING
    by: tuple[str, ...] = ()


class Total(NamedTuple):
    """
    The bottom line.

    Attributes:
        points: Points earned.
        weight: Full mark that counts (the denominator).
        bounds: Guaranteed least and most points.
        grade: Grade of the total; None if the rubric has none, or the bounds reach over several.
        grades: Every grade the bounds reach, lowest total first.
        is_made: Whether the rubric makes a total at all; if not, the figures are zero and mean nothing.
        failure: Why it could not be made; empty if it could.
        by: Plugins that brought its aggregator.
        is_sum: Whether it is the plain sum of the nodes of level 1.
    """

    points: Fraction
    weight: Fraction
    bounds: Range
    grade: str | None
    grades: tuple[str, ...]
    is_made: bool = True
    failure: Text = NOTHING
    by: tuple[str, ...] = ()
    is_sum: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the total may still change."""
        return self.bounds.single is None

    @property
    def grade_span(self) -> str:
        """The grade, or the lowest and the highest that the bounds reach, 中～优; empty if the rubric has none."""
        return "～".join(dict.fromkeys((self.grades[0], self.grades[-1]))) if self.grades else ""
