"""Numbers as tables write them: floats, and texts such as 83.04% and 7,414.91万元."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from evalfw.foundation import narrow
from evalfw.language import STANDARD, FactDeclaration
from evalfw.population.columns.facts import MOST_POWER

EXACT = 15
"""Digits of which every number survives as a float of 64 bits."""

PLAIN, THOUSANDS = r"^[+-]?[0-9]+(\.[0-9]+)?$", r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
"""How numbers are written in texts, as ``evalfw.language.facts.reading`` reads them."""

AMOUNTS = ("元", "万元", "亿元")
"""Units of money that tables are written in; others are read row by row."""


def signs_of(declaration: FactDeclaration) -> dict[str, int]:
    """What may stand behind a number of the fact → the power of ten that it multiplies by, where it is one; the longest first."""
    if declaration.type != "ratio" and not declaration.unit:
        return {}
    units = [*STANDARD[""]] if declaration.type == "ratio" else [narrow(declaration.unit), *AMOUNTS]
    rates = ((each, declaration.units.read(each).rate(declaration.measure)) for each in units)
    powers = {each: power for each, rate in rates if rate is not None and (power := _power_of_ten(rate)) is not None}
    return dict(sorted(powers.items(), key=lambda item: -len(item[0])))


def _power_of_ten(rate: Fraction) -> int | None:
    power = len(str(rate.numerator)) - len(str(rate.denominator))
    return power if rate == Fraction(10) ** power else None


NEAR = 4e-16
"""How far apart, as a share, two floats may be that surely have the same fifteen digits."""


def scaled(column: pl.Expr, places: int) -> pl.Expr:
    """Floats, each taken for the decimal of fifteen digits that it is nearest to, times ten to the *places*, where that is whole and not too long."""
    power = float(10 ** abs(places))
    unit = column * 0.0 + power  # a column: by a constant Polars multiplies with its inverse, which is not exact
    wanted = (column * unit if places >= 0 else column / unit).round()
    whole = pl.when(wanted.abs() <= float(10**MOST_POWER)).then(wanted).cast(pl.Int64, strict=False)
    back = whole.cast(pl.Float64)
    difference = (back / unit if places >= 0 else back * unit) - column
    return pl.when(difference.abs() <= column.abs() * NEAR).then(whole)


def numbers_in(texts: pl.Series, places: int, signs: Mapping[str, int]) -> pl.Series:
    """
    The numbers that *texts* write, times ten to the *places*, where that is whole and not too long; null elsewhere.

    One of *signs* may stand behind a number, and multiplies it by ten to its power. Worked out step by step: as one expression it would be
    worked out dozens of times over.
    """
    number = texts.str.strip_chars()
    power = pl.Series([0], dtype=pl.Int64).new_from_index(0, len(texts))
    is_bare = pl.Series([True], dtype=pl.Boolean).new_from_index(0, len(texts))
    for sign, shift in signs.items():  # the longest first
        ends = number.str.ends_with(sign).fill_null(False) & is_bare
        if ends.any():
            number = number.str.strip_suffix(sign).str.strip_chars_end().zip_with(ends, number)
            power, is_bare = (power + shift).zip_with(ends, power), is_bare & ~ends
    grouped = number.str.contains(THOUSANDS).fill_null(False)
    if grouped.any():
        number = number.str.replace_all(",", "", literal=True).zip_with(grouped, number)
    is_plain = number.str.contains(PLAIN) & (number.str.len_bytes() <= EXACT)
    table = pl.DataFrame({"number": number, "power": power, "plain": is_plain})
    table = table.select("power", pl.when("plain").then("number").cast(pl.Float64, strict=False).alias("value"))
    whole = pl.lit(None, dtype=pl.Int64)
    for each in power.unique():
        whole = pl.when(pl.col("power") == each).then(scaled(pl.col("value"), places + each)).otherwise(whole)
    return table.select(whole.alias(texts.name)).to_series()
