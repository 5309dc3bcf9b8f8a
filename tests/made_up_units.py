"""Made-up units for the rubric of Nanjing, as Python values and as a table."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl

import evalfw
from evalfw.evidence.stating import evidence_of

REF = "nanjing/2021"
TIERS = ["state_council", "province", "city_first", "city_second"]


def rubric_at(ref: str) -> evalfw.Rubric:
    """The rubric *ref*: an id, or a file."""
    from evalfw.extending.plugins import load_plugins

    host = load_plugins()
    return evalfw.rubric.load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)


RUBRIC = rubric_at(REF)


def made_up(count: int, seed: int = 1) -> list[dict[str, object]]:
    """Made-up units, as Python values; a tenth of their facts is missing."""
    chosen = random.Random(seed)
    rows = []
    for number in range(count):
        row: dict[str, object] = {"unit": f"u{number:04}", "name": f"单位{number}"}
        for fact in RUBRIC.facts.values():
            value: object = None
            if chosen.random() > 0.1:
                value = {
                    "bool": chosen.random() < 0.8,
                    "ratio": Decimal(chosen.randrange(5000, 10001)) / 10000,
                    "money": Decimal(chosen.randrange(-100, 10_000_000)) / 100,
                    "count": chosen.randrange(3),
                    "list": [
                        {"project": chosen.choice("甲乙丙"), "tier": chosen.choice(TIERS)}
                        for _ in range(chosen.randrange(4))
                    ],
                }[fact.type]
            row[fact.id] = value
        rows.append(row)
    return rows


def evidence_for(row: Mapping[str, object]) -> evalfw.Evidence:
    facts = {fact: value for fact, value in row.items() if fact in RUBRIC.facts and value is not None}
    return evidence_of(RUBRIC, facts)  # type: ignore[arg-type] # values as made_up gives them


def as_parquet(rows: list[dict[str, object]], path: Path) -> Path:
    """Typed columns, as a data platform would write them: decimals as floats."""
    item = pl.List(pl.Struct({"project": pl.String, "tier": pl.String}))
    columns = []
    for name in rows[0]:
        kind = RUBRIC.facts[name].type if name in RUBRIC.facts else "text"
        values = [float(v) if isinstance(v, Decimal) else v for v in (row[name] for row in rows)]
        types: dict[str, pl.DataType | type[pl.DataType]] = {
            "bool": pl.Boolean,
            "ratio": pl.Float64,
            "money": pl.Float64,
            "count": pl.Int32,
            "list": item,
        }
        columns.append(pl.Series(name, values, dtype=types.get(kind, pl.String)))
    pl.DataFrame(columns).write_parquet(path)
    return path
