"""By what units are compared: by points, or by points of the full mark that counts for each, brought to that of the rubric."""

from __future__ import annotations

from fractions import Fraction

import attrs
import polars as pl

from evalfw.population.columns.outputs import TOTAL
from evalfw.rubric import By


@attrs.frozen
class Measure:
    """
    How points of units with different full marks are compared.

    Attributes:
        by: ``points``: as they are. ``rate``: as if the full mark of each were that of the rubric (折算): 72 of 80 are 90 of 100.
        unit: How many of the integers in a table make one point.
    """

    by: By
    unit: int

    def value(self, points: int, own: int, full: Fraction) -> Fraction:
        """
        What *points* count as, in points.

        Args:
            points: In integers of the table.
            own: The full mark that counts, likewise.
            full: That of the rubric, in points; 0 where there is none.
        """
        if self.by == "rate" and own > 0 and full > 0:
            return Fraction(points) / own * full
        return Fraction(points, self.unit)

    def reaches(self, points: pl.Expr, own: pl.Expr, full: Fraction, least: Fraction) -> pl.Expr:
        """Whether what *points* count as is *least* or more, exactly; null where there are none."""
        if self.by == "rate" and full > 0:
            share, points = least / full, points.cast(pl.Int128)
            return pl.when(own > 0).then(points * share.denominator >= own.cast(pl.Int128) * share.numerator)
        integers = least * self.unit
        return points.cast(pl.Int64) >= -(-integers.numerator // integers.denominator)

    def takes(self, own: int | None) -> bool:
        """Whether units whose full mark is *own* count."""
        return self.by == "points" or bool(own)

    def counts(self, units: pl.LazyFrame) -> pl.LazyFrame:
        """Those of *units* whose total counts: by rate, those with a full mark."""
        return units if self.by == "points" else units.filter(pl.col(f"{TOTAL}:weight") > 0)
