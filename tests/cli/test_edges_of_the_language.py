"""The edges of the rule language as a user meets them: small files, each the first of its kind, with neighbours that differ by a word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import RunCli

EDGES = Path(__file__).parents[1] / "data" / "edges"
Swap = tuple[str, str]
AS_IT_IS = ("", "")


def laid(folder: str, *swaps: tuple[str, Swap]) -> None:
    """The files of *folder* in the working folder; each of *swaps* puts one text for another in one of them."""
    shutil.copytree(EDGES / folder, ".", dirs_exist_ok=True)
    for name, (old, new) in swaps:
        text = Path(name).read_text(encoding="utf-8")
        assert old in text
        Path(name).write_text(text.replace(old, new) if old else text, encoding="utf-8")


def total(cli: RunCli, evidence: str, rubric: str) -> dict[str, str | None]:
    ran = cli("run", evidence, "-r", f"./{rubric}", "-f", "json", "-o", "report.json")
    assert ran.code in (0, 1), ran.err
    told: dict[str, str | None] = json.loads(Path("report.json").read_text(encoding="utf-8"))["total"]
    return told


def findings(file: str = "report.json") -> list[str]:
    return [each["code"] for each in json.loads(Path(file).read_text(encoding="utf-8"))["findings"]]


@pytest.mark.parametrize(
    "swap",
    [
        AS_IT_IS,
        ('id = "spent", value = "9000万元"', 'id = "spent", value = "0.9亿元"'),
        ('id = "budget", value = "1亿元"', 'id = "budget", value = "100000000元"'),
        ('id = "budget", value = "1亿元"', 'id = "budget", value = "１００百万元"'),
    ],
)
def test_amounts_of_different_scale_meet(cli: RunCli, swap: Swap) -> None:
    laid("units", ("evidence.toml", swap))
    assert total(cli, "evidence.toml", "rubric.toml")["points"] == "3.6"


@pytest.mark.parametrize(
    ("swap", "said"),
    [
        (AS_IT_IS, ("第 7 列", "“天”", "“万元”")),
        (("spent + days > 3", "spent - days > 3"), ("第 7 列", "“天”", "“万元”")),
        (("spent + days > 3", "days <= spent"), ("第 6 列", "“天”", "“万元”")),
        (("spent + days > 3", "spent > 3天"), ("第 7 列", "“天”", "“万元”")),
    ],
)
def test_amounts_of_different_dimension_are_refused_at_their_column(
    cli: RunCli, swap: Swap, said: tuple[str, ...]
) -> None:
    laid("units", ("dimension.toml", swap))
    ran = cli("rubric", "lint", "./dimension.toml")
    assert ran.code == 3 and "dimension.toml:16: indicator[c].rule.when: " in ran.err
    assert all(each in ran.err for each in said) and "number(…)" in ran.err


@pytest.mark.parametrize(
    ("unit", "target", "differs"),
    [("亿元", "100", True), ("元", "100", True), ("元", "1000000", False), ("百万元", "1", False)],
)
def test_a_changed_unit_is_a_changed_rule_and_the_same_amount_is_not(
    cli: RunCli, unit: str, target: str, differs: bool
) -> None:
    laid("diff-unit", ("u1.toml", ('unit = "亿元"', f'unit = "{unit}"')), ("u1.toml", ("= 100,", f"= {target},")))
    ran = cli("rubric", "diff", "u0.toml", "u1.toml")
    assert f"{0 if differs else 1} 条对任何取值得分都不变" in ran.out, ran.out
    assert ("1.0.0 得 3 分，1.0.1 得 0 分" in ran.out or "1.0.0 得 0 分，1.0.1 得 3 分" in ran.out) == differs


@pytest.mark.parametrize(
    ("swap", "points", "weight"),
    [
        (AS_IT_IS, "35", "70"),
        (('policy = { not_applicable = "exclude" } }', 'policy = { not_applicable = "reweight" } }'), "50", "100"),
        (('policy = { not_applicable = "exclude" } }', 'policy = { not_applicable = "full" } }'), "65", "100"),
        (('"A", policy', '"A", applies_when = "p", policy'), "35", "70"),
    ],
)
def test_the_policy_of_a_node_counts_where_nothing_below_it_applies(
    cli: RunCli, swap: Swap, points: str, weight: str
) -> None:
    laid("node-not-applicable", ("rubric.toml", swap))
    found = total(cli, "evidence.toml", "rubric.toml")
    assert (found["points"], found["weight"]) == (points, weight)


def test_a_full_mark_that_shrinks_is_told_at_once_and_compared_by_rate_where_asked(cli: RunCli) -> None:
    laid("not-applicable-grade")
    assert total(cli, "u1.toml", "rubric.toml")["grade"] == "差" and "grade.full_mark" in findings()
    Path("report.json").rename("u1.json")
    assert total(cli, "u2.toml", "rubric.toml")["grade"] == "良" and "grade.full_mark" not in findings()
    by_points = cli("compare", "u1.json", "report.json")
    assert by_points.out.index("u2局") < by_points.out.index("u1局") and "--by rate" in by_points.out
    by_rate = cli("compare", "--by", "rate", "u1.json", "report.json")
    assert by_rate.out.index("u1局") < by_rate.out.index("u2局")
    assert "grade.shrinks" in cli("rubric", "lint", "./rubric.toml").out


@pytest.mark.parametrize("more", ['grade_by = "rate"\n', 'policy = { not_applicable = "reweight" }\n'])
def test_a_rubric_may_grade_what_counts(cli: RunCli, more: str) -> None:
    laid("not-applicable-grade", ("rubric.toml", ("full_mark = 10\n", f"full_mark = 10\n{more}")))
    assert total(cli, "u1.toml", "rubric.toml")["grade"] == "优" and "grade.full_mark" not in findings()
    Path("report.json").unlink()
    assert total(cli, "u2.toml", "rubric.toml")["grade"] == "良"


def test_a_cohort_goes_by_rate_where_asked(cli: RunCli) -> None:
    """By points 7 of 7 comes second; by rate it is first, and the page says by what."""
    laid("not-applicable-grade")
    assert cli("batch", "-r", "./rubric.toml", "--data", "units.csv", "-o", "out.parquet", "--quiet").code == 0
    assert "--by rate" in cli("cohort", "out.parquet").out
    means = [json.loads(cli("cohort", "out.parquet", "-f", "json", *by).out)["total"] for by in ([], ["--by", "rate"])]
    assert [each["mean"] for each in means] == ["7.5", "9"] and means[1]["points"]["most"] == "10"


@pytest.mark.parametrize(
    ("share", "failing"),
    [("1 / x", 3), ("1 / (x - x)", 3), ("x / x", 3), ("x / 10", 1)],
)
def test_a_case_on_the_total_fails_while_anything_is_open_or_in_error(cli: RunCli, share: str, failing: int) -> None:
    """Of three cases the one without facts is open; the others divide by zero, but for the last rule."""
    laid("case-in-error", ("rubric.toml", ("1 / x", share)))
    ran = cli("rubric", "test", "./rubric.toml")
    assert ran.code == 1 and f"3 个用例，{failing} 个不符" in ran.out


@pytest.mark.parametrize(
    "swap",
    [
        AS_IT_IS,
        ('action = "cap_grade", grade = "良"', 'action = "to_zero"'),
        ('action = "cap_grade", grade = "良"', 'action = "cap_score", points = 5'),
        ('action = "cap_grade", grade = "良"', 'action = "force_grade", grade = "差"'),
    ],
)
def test_gates_and_grades_that_no_case_reaches_are_named(cli: RunCli, swap: Swap) -> None:
    laid("gates-not-mutated", ("rubric.toml", swap))
    ran = cli("rubric", "test", "./rubric.toml", "--mutate", "--strict")
    assert ran.code == 1
    assert "一票否决 veto，成立" in ran.out and "等级 良" in ran.out and "gate veto: when 5 -> 6" in ran.out


def test_what_changed_in_a_gate_and_in_grades_is_said(cli: RunCli) -> None:
    laid("gates-not-mutated")
    out = cli("rubric", "diff", "./rubric.toml", "./other.toml").out
    for said in ("不低于9为优", "不低于8为优", "案件 ≥ 5", "案件 ≥ 2", "不高于“良”", "不高于“差”"):
        assert said in out


@pytest.mark.parametrize(
    ("swap", "dead"),
    [
        (AS_IT_IS, "第 2、3、4 档"),
        (("years > 1", "years >= 1"), "第 2、3、4 档"),
        (("years > 5", "years < 1"), "第 2、3 档"),
        (("years > 2", "years < 2"), "第 3、4、5 档"),
    ],
)
def test_every_row_that_is_never_taken_is_named(cli: RunCli, swap: Swap, dead: str) -> None:
    laid("rows-never-taken", ("rubric.toml", swap))
    assert dead in (ran := cli("rubric", "lint", "./rubric.toml")).out + ran.err


@pytest.mark.parametrize(
    ("swap", "overlaps"),
    [
        (AS_IT_IS, True),
        (("age <= 16", "age < 16"), False),
        (("age < 3", "age <= 3"), True),
        (("age >= 16", "age > 15.5"), True),
    ],
)
def test_rows_that_are_declared_to_exclude_each_other_may_not_overlap(cli: RunCli, swap: Swap, overlaps: bool) -> None:
    laid("rows-overlap", ("rubric.toml", ('kind = "cases"', 'kind = "cases", unique = true')), ("rubric.toml", swap))
    ran = cli("rubric", "lint", "./rubric.toml")
    assert ("rule.overlap" in ran.out + ran.err) == overlaps


@pytest.mark.parametrize("places", [3, 4, 5, 6])
def test_a_batch_takes_as_many_places_as_a_run(cli: RunCli, places: int) -> None:
    import polars as pl

    laid("batch-places", ("rubric.toml", ("places = 6\n", f"places = {places}\n")))
    for engine in ("polars", "duckdb"):
        ran = cli("batch", "-r", "./rubric.toml", "--data", "units.csv", "-o", f"{engine}.parquet", "--engine", engine)
        assert ran.code == 0, ran.err
    polars, duckdb = (pl.read_parquet(f"{engine}.parquet") for engine in ("polars", "duckdb"))
    assert polars["total:points"].to_list() == [each * 10**places for each in (50, 25)]
    assert polars.equals(duckdb)


@pytest.mark.parametrize(
    "swap",
    [
        AS_IT_IS,
        ('id = "b", title = "B (monitoring only)"', 'id = "b", description = "监测", title = "B"'),
        (
            '[{when = "b", points = 0}, {when = "not b", points = 0}]',
            '[{when = "b", points = 0}, {when = "true", points = 0}]',
        ),
        ("full_mark = 10\n", 'full_mark = 10\naggregate = { kind = "weighted_mean" }\n'),
    ],
)
def test_an_indicator_of_weight_0_is_judged_and_never_counted(cli: RunCli, swap: Swap) -> None:
    laid("weight-zero", ("refused.toml", swap), ("evidence.toml", ("t/zero", "t/zero0")))
    if "weighted_mean" in swap[1]:
        text = Path("refused.toml").read_text(encoding="utf-8").replace("weight = 10,", "weight = 10, share = 1,")
        Path("refused.toml").write_text(text.replace("weight = 0,", "weight = 0, share = 1,"), encoding="utf-8")
    assert total(cli, "evidence.toml", "refused.toml")["points"] == "10"
    leaves = json.loads(Path("report.json").read_text(encoding="utf-8"))["indicators"]
    assert [each["state"] for each in leaves] == ["scored", "scored"]


@pytest.mark.parametrize(
    ("fact", "least", "most"),
    [
        ('{ id = "k", value = true }', "0", "10"),
        ('{ id = "r", value = "50%" }', "5", "5"),
        ('{ id = "r", value = 0.995 }', "10", "10"),
        ('{ id = "r", low = "97%", high = "98.4%" }', "9.7", "9.8"),
    ],
)
def test_two_hundred_bands_are_scored_like_two(cli: RunCli, fact: str, least: str, most: str) -> None:
    laid("bands-200", ("evidence.toml", ('{ id = "k", value = true }', fact)))
    found = total(cli, "evidence.toml", "rubric.toml")
    assert (found["low"], found["high"]) == (least, most)
    assert cli("rubric", "lint", "./rubric.toml").code == 0
