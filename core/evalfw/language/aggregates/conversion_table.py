"""Aggregator ``conversion_table``: the labels of the parts, in whatever order, are looked up in a table (M2)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import Range
from evalfw.language.facts import FactDeclaration


@attrs.frozen
class ConversionTable(Aggregator):
    """
    A table from the multiset of labels to a label.

    Attributes:
        table: Id of a ``[[conversion]]`` of the rubric.

    Parts that do not count are left out, and the rows for the remaining number are used. The table is data: it is not what
    rounding an average would give.

    Source: PEFA 2016, scoring method M2 (AV).
    """

    kind: ClassVar[str] = "conversion_table"

    table: str

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return max((part.full for part in parts), default=ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        table = whole.conversions[self.table]
        present = [part for part in parts if part.is_present]
        points = table.convert([part.points for part in present]) if present else ZERO
        reached = {points} if all(part.is_decided for part in parts) else set()
        if not reached:
            for values in product(*(_possible(part, table) for part in parts)):
                given = [each for each in values if each is not None]
                reached.add(table.convert(given) if given else ZERO)
        bounds = Range.over(Range(each, each) for each in reached)
        if not bounds.contains(points):
            points = bounds.least or ZERO
        return Combined(points, max((part.weight for part in present), default=ZERO), bounds)

    def words(self, name: Callable[[str], str]) -> Text:
        return Text(f"按换算表 {self.table}", f"by conversion table {self.table}")

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        if self.table not in conversions:
            what = Text(f"没有换算表 '{self.table}'", f"there is no conversion '{self.table}'")
            yield Misfit.near(("table",), what, self.table, conversions)
        elif not set(range(1, len(parts) + 1)) <= conversions[self.table].sizes:
            what = Text(
                f"换算表没有 {len(parts)} 项及更少的行", f"the table has no rows for {len(parts)} parts and fewer"
            )
            yield Misfit(("table",), what)


def _possible(part: Part, table: Conversion) -> tuple[Fraction | None, ...]:
    """What *part* may be: a value of the scale within its bounds, or absent (None)."""
    if part.weight == 0 and not part.doubt and part.is_decided:
        return (None,)
    values = tuple(each for each in table.inputs if part.reach.contains(each)) or (part.points,)
    return (*values, None) if part.doubt and part.instead is None else values
