"""Units that are in a table more than once, found in bounded memory: the ids are looked through in portions."""

from __future__ import annotations

import attrs
import polars as pl

from evalfw.foundation import SILENT, Text
from evalfw.population.batch.reading import unit_text
from evalfw.population.batch.sources import scan
from evalfw.population.batch.workers import Workers

PORTION = 2_000_000
"""Ids that are held at once."""

MOST_PORTIONS = 100
"""The whole table is read for each, so that there are no more; from 2 · 10^8 units on they grow."""


@attrs.frozen
class DoubledUnits:
    """
    The ids of a portion of a table's units that occur more than once.

    Attributes:
        source: Where the table is.
        column: Holds the ids.
        portions: Into how many portions they are divided, by a hash of theirs.
    """

    source: str
    column: str
    portions: int

    def __call__(self, portion: int) -> list[str]:
        table = scan(self.source)
        ids = table.select(unit_text(self.column, table.collect_schema()[self.column]).alias("unit"))
        mine = ids.with_columns(pl.col("unit").hash(1).alias("hash"))
        if self.portions > 1:
            mine = mine.filter(pl.col("hash") % self.portions == portion)
        counted = mine.group_by("hash").len().filter(pl.col("len") > 1).select("hash").collect(engine="streaming")
        if not counted.height:
            return []
        candidates = mine.filter(pl.col("hash").is_in(counted["hash"].implode()))
        doubled = candidates.group_by("unit").len().filter(pl.col("len") > 1).collect(engine="streaming")
        return [each for each in doubled["unit"].to_list() if each is not None]


def doubled_units(source: str, column: str, rows: int, workers: Workers) -> frozenset[str]:
    """The ids in *column* of the table at *source*, which has so many *rows*, that occur more than once."""
    portions = min(-(-rows // PORTION), MOST_PORTIONS)
    found = workers.do(
        DoubledUnits(source, column, portions), range(portions), SILENT, Text("查重", "looking for doubles")
    )
    return frozenset(each for some in found for each in some)
