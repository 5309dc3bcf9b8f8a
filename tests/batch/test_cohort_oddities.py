"""Cohorts where a total is no plain sum, something does not apply, or nearly all is open: figures that are right, or none."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from made_up_units import rubric_at

import evalfw
from evalfw.population.cohort.making import cohort_of
from evalfw.population.cohort.model import Cohort, NodeFigures
from evalfw_plugins.cohort.data import json_cohort

HEAD = """
format = "evalfw.rubric/1"
id = "made-up/odd"
version = "1"
title = "编出来的"
full_mark = 10
fact = [
  { id = "p", label = "甲", type = "bool" }, { id = "q", label = "乙", type = "bool" },
  { id = "has", label = "有此事", type = "bool" }, { id = "bad", label = "出事", type = "bool" }, { id = "n", label = "件数", type = "count" },
]
"""
PLAIN = """
indicator = [
  { id = "a", title = "甲", weight = 7, criterion = "做了得7分", rule = { kind = "all_or_nothing", when = "p" } },
  { id = "b", title = "乙", weight = 3, criterion = "做了得3分", rule = { kind = "all_or_nothing", when = "q" } },
  { id = "x", title = "加分", extra = true, criterion = "每件加1分", rule = { kind = "base_and_steps", fact = "n", target = 0, base = 0, step = 1, up = 1 } },
]
"""
INNER = """
indicator = [
  { id = "a", title = "甲" },
  { id = "a.one", title = "甲一", weight = 7, criterion = "做了得7分", applies_when = "has", rule = { kind = "all_or_nothing", when = "p" } },
  { id = "b", title = "乙", weight = 3, criterion = "做了得3分", rule = { kind = "all_or_nothing", when = "q" } },
]
"""


Cells = Sequence[bool | int | None]


def cohort_under(text: str, folder: Path, rows: Mapping[str, Cells]) -> Cohort:
    path = folder / "rubric.toml"
    head = HEAD.replace("full_mark = 10\n", "") if text.startswith("full_mark") else HEAD
    path.write_text(head + text, encoding="utf-8")
    rubric = rubric_at(path.as_posix())
    units = [f"u{number:02}" for number in range(len(next(iter(rows.values()))))]
    table = pl.DataFrame(
        [pl.Series(name, values, dtype=pl.Int64 if name == "n" else pl.Boolean) for name, values in rows.items()]
    ).with_columns(pl.Series("unit", units))
    return cohort_of(evalfw.compile(rubric).score_frame(table).lazy(), rubric, Fraction(1, 10))


def nodes_of(cohort: Cohort) -> dict[str, NodeFigures]:
    return {node.id: node for node in cohort.nodes}


HALF: Cells = [True] * 20 + [False] * 20
THIRD: Cells = [number % 3 == 0 for number in range(40)]


def test_units_at_which_a_node_does_not_count_are_not_averaged_in(tmp_path: Path) -> None:
    """The node applies to 30 of 40 units, all with full marks: mean, rate and share of full marks are of these 30."""
    has: Cells = [number < 30 for number in range(40)]
    cohort = cohort_under(INNER, tmp_path, {"p": [True] * 40, "q": THIRD, "has": has})
    node = nodes_of(cohort)["a"]
    assert (node.units, node.mean, node.rate, node.full) == (30, Fraction(7), Fraction(1), 30)
    assert node.deviation == Fraction(0)
    assert node.cells is not None and [cell.units for cell in node.cells if cell.units] == [10, 30]
    assert cohort.full_marks == 2


def test_nothing_open_is_full(tmp_path: Path) -> None:
    """Where what is missing is left out the figure of now is a full one: it is not counted as such."""
    text = 'policy = { missing = "exclude" }\n' + PLAIN
    p: Cells = [None] * 30 + [True] * 10
    cohort = cohort_under(text, tmp_path, {"p": p, "q": [True] * 40, "n": [0] * 40})
    assert cohort.total is not None and (cohort.total.full, cohort.total.open) == (10, 30)


def test_a_parent_of_which_all_is_open_has_no_rate(tmp_path: Path) -> None:
    """It looks as its only part does."""
    p: Cells = [None] * 15 + [True] * 20 + [False] * 5
    found = nodes_of(cohort_under(INNER, tmp_path, {"p": p, "q": THIRD, "has": [True] * 40}))
    parent, part = found["a"], found["a.one"]
    assert parent.cells == part.cells and (parent.rate, parent.units) == (part.rate, part.units) == (Fraction(4, 5), 25)
    assert parent.difference == part.difference


def test_correlation_is_with_the_sum_where_the_total_is_capped_or_gated(tmp_path: Path) -> None:
    """A cap or a gate does not turn the relation of an indicator with the others round."""
    n: Cells = [3 if each else 0 for each in HALF]
    plain = nodes_of(cohort_under(PLAIN, tmp_path, {"p": HALF, "q": THIRD, "n": n, "bad": [False] * 40}))
    capped = 'aggregate = { kind = "sum", cap = 10 }\n' + PLAIN
    gate = '[[gate]]\nid = "g"\ntitle = "否决"\nwhen = "bad"\naction = "to_zero"\n'
    bad: Cells = [number % 2 == 0 for number in range(40)]
    for text, fired in ((capped, [False] * 40), (PLAIN + gate, bad)):
        found = nodes_of(cohort_under(text, tmp_path, {"p": HALF, "q": THIRD, "n": n, "bad": fired}))
        assert [node.correlation for node in found.values()] == [node.correlation for node in plain.values()]
    assert plain["x"].correlation is not None and plain["x"].correlation > Fraction(8, 10)


def test_without_a_sum_there_is_no_correlation_and_no_ranking(tmp_path: Path) -> None:
    for aggregate, full in (("none", 0), ("weighted_mean", 10), ("best_of", 7)):
        text = f'aggregate = {{ kind = "{aggregate}" }}\n' + PLAIN.split('  { id = "x"')[0] + "]\n"
        text = f"full_mark = {full}\n{text}"
        cohort = cohort_under(text, tmp_path, {"p": HALF, "q": THIRD})
        assert cohort.stability is None, aggregate
        assert all(node.correlation is None for node in cohort.nodes)
        assert (cohort.total is None) == (aggregate == "none")


@pytest.mark.slow
def test_places_are_those_of_the_totals_whatever_caps_gates_and_open_malus_do(tmp_path: Path) -> None:
    """The place of a unit is one more than there are units with a greater total."""
    cap = 'aggregate = { kind = "sum", cap = 10 }\n' + PLAIN
    gate = PLAIN + '[[gate]]\nid = "g"\ntitle = "否决"\nwhen = "bad"\naction = "to_zero"\n'
    malus = PLAIN.replace("up = 1 }", "up = -1 }").replace("extra = true,", "extra = true, limits = [-5, 0],")
    n: Cells = [None if number % 5 == 0 else number % 4 for number in range(40)]
    bad: Cells = [number % 7 == 0 for number in range(40)]
    for text in (cap, gate, malus):
        found = cohort_under(text, tmp_path, {"p": HALF, "q": THIRD, "n": n, "bad": bad}).stability
        assert found is not None and len(found.spans) == 40
        totals = [each.points for each in found.spans]
        for each in found.spans:
            assert each.place == 1 + sum(points > each.points for points in totals)
            assert each.best <= each.worst


def test_facts_that_no_unit_states_are_the_most_lacking(tmp_path: Path) -> None:
    """Also where the table has no column for them."""
    cohort = cohort_under(INNER, tmp_path, {"p": [None, *HALF[1:]], "has": [True] * 40})
    assert [(each.id, each.units) for each in cohort.facts][:3] == [("bad", 40), ("n", 40), ("q", 40)]
    assert ("p", 1) in [(each.id, each.units) for each in cohort.facts]


def test_a_model_has_the_full_mark_of_the_rubric_whatever_the_units(tmp_path: Path) -> None:
    text = INNER + '[[model]]\nid = "m"\ntitle = "另算"\naggregate = { kind = "sum" }\n'
    cohort = cohort_under(text, tmp_path, {"p": HALF, "q": THIRD, "has": [False] * 40})
    assert [model.weight for model in cohort.models] == [10]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(tmp_path: Path, seed: int) -> None:
    """The same bytes, whichever unit comes first."""
    p: Cells = [None if number % 9 == 0 else number % 2 == 0 for number in range(40)]
    given = {"p": p, "q": THIRD, "n": [number % 3 for number in range(40)]}
    path = tmp_path / "rubric.toml"
    path.write_text(HEAD + PLAIN, encoding="utf-8")
    rubric = rubric_at(path.as_posix())
    table = pl.DataFrame({"unit": [f"u{number:02}" for number in range(40)], **given})
    order = list(range(40))
    random.Random(seed).shuffle(order)
    made = [
        json_cohort(cohort_of(evalfw.compile(rubric).score_frame(each).lazy(), rubric, Fraction(1, 10)), "zh")
        for each in (table, table[order])
    ]
    assert made[0] == made[1]
