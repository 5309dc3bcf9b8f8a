"""Why a unit is refused whatever its facts."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from evalfw.foundation import Text


class Units(NamedTuple):
    """
    Which units a table may hold.

    Attributes:
        doubled: Ids that are in it more than once.
        known: Ids that it may hold; None for any.
    """

    doubled: frozenset[str]
    known: frozenset[str] | None


def why_refused(unit: pl.Expr, units: Units) -> pl.Expr:
    """Why a unit is refused, whatever its facts: ``blank``, ``lossy``, ``doubled``, ``unknown``; null if it is not."""
    tests = {"blank": unit.is_null() | (unit == ""), "lossy": unit.str.contains(LOSSY)}
    if units.doubled:
        tests["doubled"] = unit.is_in(sorted(units.doubled))
    if units.known is not None:
        tests["unknown"] = ~unit.is_in(sorted(units.known))
    why = pl.lit(None, dtype=pl.String)
    for name, test in reversed(tests.items()):
        why = pl.when(test).then(pl.lit(name)).otherwise(why)
    return why


LOSSY = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"
"""What spreadsheets make of ids of more than 15 digits."""

REASONS = {
    "lossy": Text(
        "单位编号是长数字，表里已经失真：请把这一列设成文本再填",
        "a long number that the spreadsheet has not kept: make the column a text",
    ),
    "blank": Text("没有单位编号", "there is no id of the unit"),
    "doubled": Text("单位重复：表里不止一行", "the unit is in the table more than once"),
    "unknown": Text("名册里没有这个单位", "the register has no such unit"),
}
