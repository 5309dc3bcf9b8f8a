"""Ordinal scales (A to D, with half steps) and tables that convert several labels into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement

import attrs

from evalfw.language.algebra import Range


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Level:
    """A label and the points that stand for it."""

    label: str
    points: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Scale:
    """
    An ordinal scale.

    Attributes:
        id: Stable id.
        levels: Its labels with their points, in ascending order.
    """

    id: str
    levels: tuple[Level, ...]

    def label(self, points: Fraction) -> str | None:
        """The label of *points*; None if no level has them."""
        return next((level.label for level in self.levels if Fraction(level.points) == points), None)

    def span(self, bounds: Range) -> str:
        """The label of the points that *bounds* leave open, or the lowest and the highest of several; empty if there is none."""
        labels = [level.label for level in self.levels if bounds.contains(Fraction(level.points))]
        return "～".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""


@attrs.frozen(kw_only=True, slots=False, eq=False, repr=False)
class Conversion:
    """
    A table from several labels, in whatever order, to one.

    Attributes:
        id: Stable id.
        scale: The scale of the labels.
        rows: Labels → label. Labels are written one after the other (``DDC``), or with spaces between (``D+ C``).
        points: Points of each label of the scale.
    """

    id: str
    scale: str
    rows: Mapping[str, str]
    points: Mapping[str, Fraction] = attrs.field(factory=dict, metadata={"key": ""})

    @cached_property
    def _table(self) -> Mapping[tuple[Fraction, ...], Fraction]:
        return {
            tuple(sorted(self.points[each] for each in split(row))): self.points[to] for row, to in self.rows.items()
        }

    def contradictions(self) -> list[str]:
        """Rows that say of the same labels, in another order, something else."""
        said: dict[tuple[Fraction, ...], str] = {}
        wrong = []
        for row, to in self.rows.items():
            labels = tuple(sorted(self.points[each] for each in split(row)))
            if said.setdefault(labels, to) != to:
                wrong.append(row)
        return wrong

    @cached_property
    def inputs(self) -> tuple[Fraction, ...]:
        """Points of the labels that rows begin from, ascending."""
        return tuple(sorted({each for row in self._table for each in row}))

    @cached_property
    def sizes(self) -> frozenset[int]:
        """Numbers of labels that rows are there for; one label stands for itself."""
        return frozenset(len(row) for row in self._table) | {1}

    def convert(self, points: Sequence[Fraction]) -> Fraction:
        """The points of the label that the labels of *points* become."""
        return points[0] if len(points) == 1 else self._table[tuple(sorted(points))]

    def missing(self) -> list[tuple[Fraction, ...]]:
        """Combinations of the sizes that the table has, for which it has no row."""
        return [
            each
            for size in sorted(self.sizes - {1})
            for each in combinations_with_replacement(self.inputs, size)
            if each not in self._table
        ]


def split(row: str) -> list[str]:
    """The labels that *row* names."""
    return row.split() if " " in row else list(row)
