"""What is counted in different units is converted wherever it meets, in every reading, or refused; it is never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from figures_by_engine import Figures, assert_same, by_duckdb, by_polars, expected
from hypothesis import HealthCheck, given, settings, strategies as st
from units_at_random import MOST, Pair, in_base, pairs

import evalfw
from evalfw.population.batch.settling import canonical
from evalfw.population.columns.leaves import Decisions
from evalfw.population.columns.plan import make_plan
from evalfw.population.columns.working import Cell

values = st.fixed_dictionaries(
    {
        fact: st.one_of(st.none(), st.integers(0, MOST).map(Decimal), st.sampled_from([Decimal(0), Decimal(MOST)]))
        for fact in "abcst"
    }
)


def figures_of(text: str, rows: list[Mapping[str, Decimal | None]], folder: Path, host: evalfw.PluginHost) -> Figures:
    """What scoring says of *rows*, and Polars and DuckDB the same."""
    file = folder / "rubric.toml"
    file.write_text(text, encoding="utf-8")
    rubric = host.load(str(file))
    plan = make_plan(rubric, frozenset("abcst"), Decisions(frozenset(), frozenset()))
    cells: list[dict[str, Cell]] = [
        {
            fact: canonical(rubric.facts[fact], value)
            for fact, value in row.items()
            if value is not None and fact in plan.inputs
        }
        for row in rows
    ]
    wanted = expected(rubric, plan, cells)
    frame = pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in cells], dtype=pl.Int64) for name in plan.inputs}
    )
    frame = frame.with_row_index("unit")
    assert_same(by_polars(frame, plan), wanted, cells)
    assert_same(by_duckdb(frame, plan, folder), wanted, cells)
    return wanted


@pytest.mark.slow
@settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=pairs(), rows=st.lists(values, min_size=6, max_size=6))
def test_a_rubric_in_random_units_scores_as_the_same_in_base_units(
    tmp_path_factory: pytest.TempPathFactory,
    host: evalfw.PluginHost,
    pair: Pair,
    rows: list[Mapping[str, Decimal | None]],
) -> None:
    """In scoring and its bounds, on Polars and on DuckDB; base units are worked out by hand."""
    folder = tmp_path_factory.mktemp("units")
    said = figures_of(pair.units, rows, folder, host)
    by_hand = figures_of(pair.base, [in_base(row, pair.scales) for row in rows], folder, host)
    assert said == by_hand
