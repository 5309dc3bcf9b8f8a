"""A cohort by rate: units at which something does not apply are compared by what they have of what counts for them."""

from __future__ import annotations

import json
import random
import statistics
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import RunCli
from made_up_units import rubric_at

import evalfw
from evalfw import Report, RequestError, Rubric
from evalfw.evidence.stating import evidence_of
from evalfw.population.cohort import stability
from evalfw.population.cohort.making import cohort_of
from evalfw.population.cohort.model import Cohort

TENTH = Fraction(1, 10)
TEXT = """
format = "evalfw.rubric/1"
id = "made-up/exempt"
version = "1"
title = "编出来的"
full_mark = 100
fact = [
  { id = "p", label = "完成率", type = "number" }, { id = "q", label = "办结率", type = "number" },
  { id = "has", label = "有此事", type = "bool" }, { id = "n", label = "件数", type = "count" }, { id = "bad", label = "出事", type = "bool" },
]
indicator = [
  { id = "a", title = "甲" },
  { id = "a.one", title = "甲一", weight = 40, criterion = "按完成率得分", applies_when = "has", rule = { kind = "proportional", fact = "p", target = 100 } },
  { id = "a.two", title = "甲二", weight = 10, criterion = "没有出事得10分", rule = { kind = "all_or_nothing", when = "not bad" } },
  { id = "b", title = "乙", weight = 50, criterion = "按办结率得分", rule = { kind = "proportional", fact = "q", target = 100 } },
  { id = "x", title = "加分", extra = true, criterion = "每件加1分", rule = { kind = "base_and_steps", fact = "n", target = 0, base = 0, step = 1, up = 1 } },
]
gate = [{ id = "veto", title = "否决", when = "bad", action = "cap_score", points = 60 }]
"""
Row = dict[str, Any]


def some(count: int, seed: int) -> list[Row]:
    chosen, rows = random.Random(seed), []
    for number in range(count):
        row: Row = {
            "unit": f"u{number:03}",
            "p": chosen.randrange(0, 101, 5),
            "q": chosen.randrange(0, 101, 5),
            "has": chosen.random() < 0.6,
            "n": chosen.choice([0, 0, 2]),
            "bad": chosen.random() < 0.1,
        }
        if chosen.random() < 0.1:
            row["q"] = None
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    path = tmp_path_factory.mktemp("rubric") / "rubric.toml"
    path.write_text(TEXT, encoding="utf-8")
    return rubric_at(path.as_posix())


def by_rate(rows: list[Row], rubric: Rubric) -> Cohort:
    return cohort_of(evalfw.compile(rubric).score_frame(pl.DataFrame(rows)).lazy(), rubric, TENTH, "rate")


def one_by_one(rows: list[Row], rubric: Rubric) -> list[Report]:
    stated = [{name: value for name, value in row.items() if name != "unit" and value is not None} for row in rows]
    return [evalfw.score(rubric, evidence_of(rubric, facts)) for facts in stated]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_groups_and_places_go_by_what_counts_for_each(rubric: Rubric, seed: int) -> None:
    """Each unit scored by itself; its total by its own full mark, times that of the rubric."""
    rows = some(80, seed)
    reports, cohort = one_by_one(rows, rubric), by_rate(rows, rubric)
    counted = [report.total.points / report.total.weight * 100 for report in reports]
    assert len({report.total.weight for report in reports}) == 2
    assert cohort.total is not None and cohort.total.points is not None
    assert cohort.total.points.counts == tuple((each, counted.count(each)) for each in sorted(set(counted)))
    assert cohort.total.mean == statistics.mean(counted)
    for low, high, units, _ in cohort.total_bins[:-1]:
        assert units == sum(low <= each < high for each in counted)
    ordered = sorted(counted)
    rank = -(-27 * 80 // 100)
    last, best = ordered[rank - 1], ordered[-rank]
    for node in cohort.nodes:
        at = [next(each for each in report.indicators if each.id == node.id) for report in reports]
        if not node.weight or node.id == "b":
            continue
        groups = [
            [
                result.points / result.weight
                for result, is_in in zip(at, holds, strict=True)
                if is_in and result.weight and result.points is not None
            ]
            for holds in ([each >= best for each in counted], [each <= last for each in counted])
        ]
        assert node.difference == statistics.mean(groups[0]) - statistics.mean(groups[1])
    assert cohort.stability is not None
    spans = {each.unit: each for each in cohort.stability.spans}
    for row, figure in zip(rows, counted, strict=True):
        span = spans[str(row["unit"])]
        assert (span.points, span.place) == (figure, 1 + sum(other > figure for other in counted))
        assert span.best <= span.worst


def test_an_exempt_unit_is_no_outlier_for_what_does_not_count(rubric: Rubric) -> None:
    """Thirty units with 90 of 100, and one with 54 of 60: by points it lies outside, by rate it is one of them."""
    rows: list[Row] = [
        {"unit": f"u{number:02}", "p": 90, "q": 88 + number % 5, "has": True, "n": 0, "bad": False}
        for number in range(30)
    ]
    rows.append({"unit": "exempt", "p": 90, "q": 90, "has": False, "n": 0, "bad": False})
    frame = evalfw.compile(rubric).score_frame(pl.DataFrame(rows)).lazy()
    assert [each.unit for each in cohort_of(frame, rubric, TENTH).odd if each.is_odd] == ["exempt"]
    assert [each.unit for each in cohort_of(frame, rubric, TENTH, "rate").odd] == []


def test_weights_that_are_varied_change_the_full_mark_too(rubric: Rubric) -> None:
    """Who has all that counts is first in every draw, whatever counts."""
    rows = some(60, 5)
    for row in rows[:2]:
        row |= {"p": 100, "q": 100, "n": 0, "bad": False}
    rows[0]["has"], rows[1]["has"] = True, False
    rows = [row | {"n": 0} for row in rows]
    found = by_rate(rows, rubric).stability
    assert found is not None
    assert [(each.place, each.best, each.worst) for each in found.spans[:2]] == [(1, 1, 1), (1, 1, 1)]


def test_of_many_units_a_sample_is_ranked(rubric: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = some(300, 7)
    whole = by_rate(rows, rubric).stability
    monkeypatch.setattr(stability, "SAMPLE", 100)
    sampled = by_rate(rows, rubric).stability
    assert whole is not None and sampled is not None and (sampled.units, sampled.of) == (100, 300)
    assert abs(sampled.moved - whole.moved) < Fraction(2, 100)


def test_without_a_full_mark_there_is_no_rate(tmp_path: Path) -> None:
    path = tmp_path / "rubric.toml"
    path.write_text(TEXT.replace("full_mark = 100", 'full_mark = 0\naggregate = { kind = "none" }'), encoding="utf-8")
    with pytest.raises(RequestError, match="no full mark"):
        by_rate(some(5, 1), rubric_at(path.as_posix()))


def test_the_command_says_by_what_units_are_compared(cli: RunCli, rubric: Rubric, tmp_path: Path) -> None:
    """In every format; where full marks differ the usual edition names the option."""
    (tmp_path / "rubric.toml").write_text(TEXT, encoding="utf-8")
    pl.DataFrame(some(40, 3)).write_parquet(tmp_path / "in.parquet")
    result = tmp_path / "out.parquet"
    assert (
        cli("batch", "-r", tmp_path / "rubric.toml", "--data", tmp_path / "in.parquet", "-o", result, "--quiet").code
        == 0
    )
    assert "--by rate" in cli("cohort", result).out
    said = cli("cohort", result, "--by", "rate").out
    assert "按得分率折算成满分 100 分" in said and "--by rate" not in said
    assert json.loads(cli("cohort", result, "--by", "rate", "-f", "json").out)["by"] == "rate"
    public = cli("cohort", result, "--by", "rate", "--audience", "public")
    assert public.code == 0 and "按得分率折算" in public.out
    refused = cli("cohort", result, "--by", "place")
    assert refused.code == 2 and "points、rate" in refused.err
