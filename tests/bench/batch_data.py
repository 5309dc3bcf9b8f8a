"""Made-up units for the benchmark of batches: every fact of a rubric as a table that a city might hold, some of it missing."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import evalfw

CHUNK = 1_000_000
MISSING = 50
"""Of so many units one lacks a fact; the accounts are there or lacking together."""

STATED = 2
"""Of so many units one states what is also derived."""


def _random(seed: int) -> pl.Expr:
    """A number for each unit, as good as random, the same on every machine."""
    mixed = (pl.col("i") + seed * 7919) * 2654435761
    return ((mixed ^ (mixed / 65536).cast(pl.Int64)) * 40503 % 2147483647).cast(pl.Int64)


def _lacks(seed: int) -> pl.Expr:
    return _random(seed) % MISSING == 0


def _exact(whole: pl.Expr, unit: int) -> pl.Expr:
    """The float that is nearest to *whole* ÷ *unit*; by a constant Polars would multiply with its inverse."""
    return whole.cast(pl.Float64) / (pl.col("i") * 0.0 + float(unit))


def columns_of(rubric: evalfw.Rubric) -> list[pl.Expr]:
    """A column for each fact, as files hold them: ratios and money as decimals in floats, lists as nested items."""
    made = [pl.format("u{}", pl.col("i")).alias("unit")]
    derived = {
        ref for fact in rubric.facts.values() if fact.derivation is not None for ref in _names(fact.derivation.text)
    }
    for seed, fact in enumerate(rubric.facts.values(), 1):
        value = _random(seed) // 64
        match fact.type:
            case "bool":
                cell = value % 10 < 8
            case "ratio":
                cell = _exact(value % (5001 if fact.most == 1 else 7001) + 5000, 10_000)
                if fact.derivation is not None:
                    cell = pl.when(_random(500 + seed) % STATED == 0).then(cell)
            case "money":
                cell = _exact(value % 1_000_000, 100)
                if fact.id in derived and fact.id.endswith("expenditure"):
                    cell = _exact(value % 400_000 + 300_000, 100)
                elif fact.id in derived:
                    cell = _exact(value % 300_000 + 250_000, 100)
            case "count":
                cell = value % 8 // 6
            case "choice":
                names = list(fact.choices)
                cell = pl.lit(names[0])
                for number, name in enumerate(names[1:], 1):
                    cell = pl.when(value % len(names) == number).then(pl.lit(name)).otherwise(cell)
            case "list":
                cell = _items(fact, seed)
            case _:
                continue
        lacks = _lacks(999) if fact.type == "money" else _lacks(1000 + seed)
        made.append(pl.when(~lacks).then(cell).alias(fact.id))
    return made


def _names(text: str) -> list[str]:
    import re

    return re.findall(r"[a-z][a-z0-9_.]*", text)


def _items(fact: evalfw.FactDeclaration, seed: int) -> pl.Expr:
    """No item for six units of ten, one for three, two for the last."""

    def item(number: int) -> pl.Expr:
        fields = []
        for at, (name, field) in enumerate(fact.fields.items()):
            value = _random(seed * 100 + number * 10 + at) // 7
            if field.choices:
                choices = list(field.choices)
                cell = pl.lit(choices[0])
                for place, choice in enumerate(choices[1:], 1):
                    cell = pl.when(value % len(choices) == place).then(pl.lit(choice)).otherwise(cell)
            else:
                cell = pl.format("项目{}", value % 2000)
            fields.append(cell.alias(name))
        return pl.struct(fields)

    kind = pl.List(pl.Struct(dict.fromkeys(fact.fields, pl.String)))
    which = _random(seed * 31) % 10
    one, two = pl.concat_list(item(1)), pl.concat_list(item(1), item(2))
    return pl.when(which < 6).then(pl.lit([], dtype=kind)).when(which < 9).then(one).otherwise(two)


def make_units(rubric: evalfw.Rubric, units: int, folder: Path) -> Path:
    """*units* made-up units as Parquet in *folder*, made once."""
    path = folder / f"units-{units}.parquet"
    if not path.exists():
        parts = []
        for number in range(-(-units // CHUNK)):
            rows = pl.LazyFrame({"i": pl.int_range(number * CHUNK, min(units, (number + 1) * CHUNK), eager=True)})
            part = folder / f"units-{units}-{number}.tmp"
            rows.select(columns_of(rubric)).sink_parquet(part)
            parts.append(part)
        whole = path.with_suffix(".whole")
        pl.scan_parquet(parts).sink_parquet(whole)
        whole.replace(path)
        for part in parts:
            part.unlink()
    return path
