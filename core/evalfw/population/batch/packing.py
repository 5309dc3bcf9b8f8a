"""
Limits and states as a result holds them on the disk: only where they are not what one would expect.

One expects of points that are known that they are final (state ``scored``, limits the points themselves), and of points that are open that
everything may still come (state ``missing``, limits nothing and the whole weight). To say so cost a third of the bytes that scoring adds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from evalfw.population.batch.job import Job, put_in_place, write_whole
from evalfw.population.batch.owning import METADATA
from evalfw.population.batch.result import SCORED as IS_SCORED, STATUS, scan_written
from evalfw.population.columns.ruling_terms import in_units
from evalfw.population.columns.states import MISSING, PENDING, SCORED
from evalfw.rubric import Rubric

APART = {"low": "less", "high": "more"}
"""Limit → what the column is called that holds how far it is from the points: how many may still be lost, and still come."""

KINDS = (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64())
ENDLESS: dict[pl.DataType, int] = {pl.Int16(): -(2**15), pl.Int32(): -(2**31), pl.Int64(): -(2**63)}
"""What such a column holds where there is no limit, and one would expect one."""


def packing_of(schema: Mapping[str, pl.DataType], weights: Mapping[str, int]) -> list[pl.Expr]:
    """
    The columns of a result as they are written: ``low`` and ``high`` become ``less`` and ``more``, what one expects becomes null.

    Args:
        schema: Columns of the result with their types.
        weights: Of leaves, in the unit of points: they get a column of their own, for they are what may still come.
    """
    made: list[pl.Expr] = []
    for name, kind in schema.items():
        id, _, what = name.rpartition(":")
        points = f"{id}:points"
        if what not in ("low", "high", "state") or points not in schema:
            made.append(pl.col(name))
            continue
        expected = _Expected(id, f"{id}:state" in schema, weights.get(id))
        if what == "state":
            usual = expected.state(_is_open_between(pl.col(points), pl.col(f"{id}:low"), pl.col(f"{id}:high")))
            made.append(pl.when(pl.col(name) != usual).then(pl.col(name)).alias(name))
            if id in weights:
                made.append(pl.lit(weights[id], _wider(schema[points])).alias(f"{id}:weight"))
        else:
            wide = _wider(kind, schema[points])
            limit, base = pl.col(name).cast(wide), pl.col(points).cast(wide).fill_null(0)
            apart = (base - limit if what == "low" else limit - base).fill_null(ENDLESS[wide])
            is_usual = limit.eq_missing(expected.limit(what, pl.col(f"{id}:state")).cast(wide))
            is_told = (pl.col(STATUS) == IS_SCORED) & ~is_usual
            made.append(pl.when(is_told).then(apart).alias(f"{id}:{APART[what]}"))
    return made


def weights_of(rubric: Rubric, unit: int) -> dict[str, int]:
    """The weight of each leaf of *rubric*, where so many integers as *unit* make one point."""
    return {leaf.id: in_units(leaf.weight, unit) for leaf in rubric.leaves}


def write_part(job: Job, number: int, part: pl.DataFrame, packing: Sequence[pl.Expr], note: bytes) -> None:
    """Write *part*, packed, as the part *number* of *job*, with what was noted of it: both whole, or not at all."""
    write_whole(job.note(number), note)
    temporary = job.temporary(number)
    metadata = {METADATA: json.dumps(job.said, ensure_ascii=False, sort_keys=True)}
    part.select(packing).write_parquet(temporary, compression="zstd", statistics=False, metadata=metadata)
    put_in_place(temporary, job.part(number))


def unpacked(table: pl.LazyFrame) -> pl.LazyFrame:
    """*table*, a result as it was written, with limits and states in every row that was scored."""
    schema = table.collect_schema()
    made: list[pl.Expr] = []
    for name in schema:
        id, _, what = name.rpartition(":")
        if what == "weight" and f"{id}:branch" in schema:
            continue  # of a leaf: it is there for who reads the file without evalfw
        if what not in (*APART.values(), "state") or f"{id}:{APART['low']}" not in schema:
            made.append(pl.col(name))
            continue
        has_state = f"{id}:state" in schema
        expected = _Expected(id, has_state, None)
        points = pl.col(f"{id}:points")
        told = pl.col(f"{id}:state").fill_null(MISSING) if has_state else pl.lit(MISSING)
        low, high = (expected.told(each, told, schema[f"{id}:{column}"]) for each, column in APART.items())
        if what == "state":
            whole = pl.col(name).fill_null(expected.state(_is_open_between(points, low, high))).alias(name)
        else:
            whole = low.alias(f"{id}:low") if what == APART["low"] else high.alias(f"{id}:high")
        made.append(pl.when(pl.col(STATUS) == IS_SCORED).then(whole))
    return table.select(made)


def scan_result(path: Path) -> pl.LazyFrame:
    """The result at *path*, a file or a folder of parts, with limits and states in every row that was scored."""
    return unpacked(scan_written(path))


class _Expected:
    """What one expects of a node, in terms of its other columns."""

    def __init__(self, id: str, has_state: bool, weight: int | None) -> None:
        self._points = pl.col(f"{id}:points")
        self._weight = pl.col(f"{id}:weight") if weight is None else pl.lit(weight)
        self._name = id
        self._has_state = has_state

    def limit(self, what: str, state: pl.Expr) -> pl.Expr:
        """The limit *what*, ``low`` or ``high``."""
        open_end = pl.lit(0) if what == "low" else self._weight
        is_open = state <= PENDING if self._has_state else pl.lit(True)
        return pl.when(self._points.is_not_null()).then(self._points).when(is_open).then(open_end)

    def told(self, what: str, state: pl.Expr, kind: pl.DataType) -> pl.Expr:
        """The limit *what* as a result tells it."""
        apart = pl.col(f"{self._name}:{APART[what]}")
        base = self._points.cast(kind).fill_null(0)
        said = pl.when(apart != ENDLESS[kind]).then(base - apart if what == "low" else base + apart)
        return pl.when(apart.is_not_null()).then(said).otherwise(self.limit(what, state).cast(kind))

    def state(self, is_open: pl.Expr) -> pl.Expr:
        """The state, where it is known whether points may still change."""
        return pl.when(is_open).then(pl.lit(MISSING, pl.Int8)).otherwise(pl.lit(SCORED, pl.Int8))


def _is_open_between(points: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return points.is_null() | low.ne_missing(high)


def _wider(*kinds: pl.DataType) -> pl.DataType:
    """Integers that hold any difference of *kinds*."""
    return KINDS[min(max(map(KINDS.index, kinds)) + 1, len(KINDS) - 1)]
