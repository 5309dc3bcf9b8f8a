"""Units that are in a table more than once, found in bounded memory: the ids are looked through in portions."""

from __future__ import annotations

import polars as pl

from evalfw.population.batch.reading import unit_text

PORTION = 2_000_000
"""Ids that are held at once."""


def doubled_units(table: pl.LazyFrame, column: str, rows: int) -> frozenset[str]:
    """The ids in *column* of *table*, which has so many *rows*, that occur more than once."""
    portions = -(-rows // PORTION)
    ids = table.select(unit_text(column, table.collect_schema()[column]).alias("unit"))
    hashed = ids.with_columns(pl.col("unit").hash(1).alias("hash"))
    found: set[str] = set()
    for portion in range(portions):
        mine = hashed.filter(pl.col("hash") % portions == portion) if portions > 1 else hashed
        counted = mine.group_by("hash").len().filter(pl.col("len") > 1).select("hash").collect(engine="streaming")
        if counted.height:
            candidates = mine.filter(pl.col("hash").is_in(counted["hash"].implode()))
            doubled = candidates.group_by("unit").len().filter(pl.col("len") > 1).collect(engine="streaming")
            found |= {each for each in doubled["unit"].to_list() if each is not None}
    return frozenset(found)
