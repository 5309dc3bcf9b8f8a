"""Tables of units: every column that comes out is what scoring says of the unit by itself, whatever the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from figures_by_engine import Figures, assert_same, by_duckdb, by_polars, expected
from hypothesis import HealthCheck, event, given, settings, strategies as st
from many_rubrics import ACTIONS, AGGREGATORS, FACTS, PLACES, RULES, Unit, gates, many_rubrics, units
from strategies import about_answers, about_lists, about_numbers, fits, several

import evalfw
from evalfw.population.batch.packing import packing_of, unpacked
from evalfw.population.batch.result import REFUSED, SCORED, STATUS, type_of
from evalfw.population.batch.settling import canonical
from evalfw.population.columns.cells import statements_of
from evalfw.population.columns.leaves import Decisions, exemption_column, override_column
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.plan import Plan, make_plan
from evalfw.population.columns.working import Cell

TYPES = {"bool": pl.Boolean, "int": pl.Int64, "text": pl.String, "list": pl.String}
ITEM = pl.List(pl.Struct({"group": pl.String, "score": pl.Int64, "project": pl.String, "tier": pl.String}))


def cells_of(unit: Unit, plan: Plan) -> dict[str, Cell]:
    """The canonical cells of *unit*."""

    def raw(value: object) -> object:
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        return list(value) if isinstance(value, tuple) else value

    cells: dict[str, Cell] = {fact: canonical(FACTS[fact], raw(value)) for fact, value in unit.facts.items()}
    cells |= {override_column(leaf): int(points * plan.unit) for leaf, points in unit.overrides.items()}
    return cells | {exemption_column(leaf): kind for leaf, kind in unit.exemptions.items()}


def table_of(rows: Sequence[Mapping[str, Cell]], plan: Plan) -> pl.DataFrame:
    """The table of canonical columns, each unit a row."""
    columns = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=TYPES[sort]) for name, sort in plan.inputs.items()
    }
    table = pl.DataFrame(columns).with_row_index("unit")
    items = [None if row.get("ratings") is None else json.loads(str(row["ratings"])) for row in rows]
    marks = pl.when(pl.col("ratings").is_not_null()).then(pl.lit("[]")).alias("ratings")
    return table.with_columns(pl.Series(f"ratings{ITEMS}", items, dtype=ITEM), marks)


Table = tuple[evalfw.Rubric, Plan, list[dict[str, Cell]]]


@st.composite
def tables(draw: st.DrawFn, rows: int, rubrics: st.SearchStrategy[evalfw.Rubric]) -> Table:
    """One of *rubrics*, its plan, and the cells of some units."""
    rubric = draw(rubrics)
    leaves = [leaf.id for leaf in rubric.leaves]
    decisions = Decisions(
        frozenset(leaf for leaf in leaves if draw(st.integers(0, 5)) == 0),
        frozenset(leaf for leaf in leaves if draw(st.integers(0, 5)) == 0),
    )
    given = frozenset(fact for fact in rubric.facts if fact == "ratings" or draw(st.integers(0, 9)))
    plan = make_plan(rubric, given, decisions)
    made = draw(st.lists(units(rubric, decisions.overrides, decisions.exemptions), min_size=rows, max_size=rows))
    cells = [cells_of(unit, plan) for unit in made]
    return rubric, plan, [{name: value for name, value in row.items() if name in plan.inputs} for row in cells]


def assert_packs(figures: Figures, plan: Plan) -> None:
    """What a result holds on the disk says the same, of rows that were refused too."""
    schema = {output.name: type_of(output, plan) for output in plan.outputs}
    columns = {name: pl.Series([*(row[name] for row in figures), None], dtype=kind) for name, kind in schema.items()}
    whole = pl.DataFrame({**columns, STATUS: [*[SCORED] * len(figures), REFUSED]})
    weights = {leaf.id: int(leaf.weight * plan.unit) for leaf in plan.rubric.leaves}
    again = unpacked(whole.lazy().select(packing_of(whole.schema, weights))).collect()
    assert again.columns == whole.columns
    assert again.cast(whole.schema).equals(whole)


def check(table: Table, folder: Path) -> None:
    """Polars and DuckDB say what scoring says."""
    rubric, plan, rows = table
    wanted = expected(rubric, plan, rows)
    frame = table_of(rows, plan)
    assert_same(by_polars(frame, plan), wanted, rows)
    assert_same(by_duckdb(frame, plan, folder), wanted, rows)
    assert_packs(wanted, plan)
    event(f"row by row altogether: {plan.odd.is_value and bool(plan.odd.value)}")


@pytest.mark.slow
@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables(16, many_rubrics()))
def test_polars_and_duckdb_give_what_scoring_gives(tmp_path_factory: pytest.TempPathFactory, table: Table) -> None:
    """Random rubrics of all kinds, random units with nulls, ends and extremes: the same integers in every column."""
    check(table, tmp_path_factory.mktemp("duckdb"))


FEATURES: dict[str, st.SearchStrategy[evalfw.Rubric]] = {
    **{
        f"rule {number}": many_rubrics(small=True, first=family.filter(fits))
        for number, family in enumerate((*about_numbers, *about_answers, *about_lists, several))
    },
    **{f"{rule.kind} {number}": many_rubrics(small=True, first=st.just(rule)) for number, rule in enumerate(RULES)},
    **{f"{each.kind} {number}": many_rubrics(small=True, aggregator=each) for number, each in enumerate(AGGREGATORS)},
    **{
        f"{action} at {place or 'the total'}": many_rubrics(small=True, gate=gates([action], [place]))
        for action in ACTIONS
        for place in (PLACES if action in ("to_zero", "cap_score") else PLACES[:1])
    },
}
"""Whatever a rubric may have, each in rubrics of its own, so that no run does without it."""


@pytest.mark.slow
@pytest.mark.parametrize("feature", FEATURES)
def test_every_kind_of_rule_aggregator_and_gate(tmp_path: Path, feature: str) -> None:
    """The same for small rubrics that have the kind in question for certain."""

    @settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
    @given(table=tables(12, FEATURES[feature]))
    def same(table: Table) -> None:
        check(table, tmp_path)

    same()


def test_what_a_row_says_comes_back_as_evidence() -> None:
    """Canonical cells are read back as what was stated, to the last digit."""
    row: dict[str, Cell] = {"spent": -1, "rate": 900001, "finished": 738336, "p": False, "word": "好"}
    stated = {fact: each.value for fact, (each,) in statements_of(FACTS, row, row).items()}
    assert stated["spent"] == Decimal("-0.01")
    assert stated["rate"] == Decimal("0.900001")
    assert str(stated["finished"]) == "2022-06-30"
    assert stated["p"] is False and stated["word"] == "好"
