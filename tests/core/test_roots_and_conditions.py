"""Roots, powers and logarithms to declared decimals; lists by condition; what is known: in scoring, bounds, columns and cases."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli
from hypothesis import given, settings, strategies as st

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.foundation import geometric_mean, logarithm, power, root

RUBRIC = """format = "evalfw.rubric/1"
id = "made-up/roots"
version = "1"
title = "编造：开方、条件和已知"
full_mark = 100
fact = [
  { id = "x", label = "甲", type = "number" }, { id = "y", label = "乙", type = "number" },
  { id = "list", label = "项目", type = "list", fields = { score = { label = "得分", type = "number" }, money = { label = "金额", type = "number", unit = "万元" }, stage = { label = "阶段", type = "text", choices = { done = "完成", open = "在办" } } } },
]
indicator = [{ id = "a", title = "指数", weight = 100, criterion = "按公式得分", rule = { RULE } }]
"""
positive = st.fractions(Fraction(1, 1000), 10**6, max_denominator=1000)


def rubric(host: evalfw.PluginHost, folder: Path, points: str) -> evalfw.Rubric:
    rule = f'kind = "formula", points = "{points}"'
    (folder / "r.toml").write_text(RUBRIC.replace("RULE", rule), encoding="utf-8")
    return host.load(str(folder / "r.toml"))


def nearly(value: Fraction, places: int, exact: Decimal) -> bool:
    """Whether *value* is *exact*, which has many digits, rounded to *places*."""
    return abs(value - Fraction(exact)) <= Fraction(1, 2 * 10**places) + Fraction(1, 10**60)


@pytest.mark.slow
@given(positive, st.integers(2, 7), st.integers(0, 12))
def test_a_root_is_the_nearest_number_of_so_many_decimals(value: Fraction, degree: int, places: int) -> None:
    """Its neighbours half a unit off lie on either side of it."""
    found, half = root(value, places, degree), Fraction(1, 2 * 10**places)
    assert (found * 10**places).denominator == 1
    assert max(found - half, Fraction(0)) ** degree <= value < (found + half) ** degree
    if degree % 2:
        assert root(-value, places, degree) == -found


@pytest.mark.slow
@given(positive, positive, st.fractions(-3, 3, max_denominator=5), st.integers(0, 12))
def test_powers_and_logarithms_are_those_of_the_decimal_library(
    value: Fraction, base: Fraction, exponent: Fraction, places: int
) -> None:
    with localcontext() as context:
        context.prec = 120
        x, b = (Decimal(each.numerator) / Decimal(each.denominator) for each in (value, base))
        assert nearly(logarithm(value, places), places, x.ln())
        if base != 1:
            assert nearly(logarithm(value, places, base), places, x.ln() / b.ln())
        e = Decimal(exponent.numerator) / Decimal(exponent.denominator)
        assert nearly(power(value, exponent, places), places, x**e)
        assert nearly(geometric_mean([value, base, value], places), places, (x * x * b) ** (Decimal(1) / 3))


@pytest.mark.parametrize(
    ("value", "base", "wanted"), [(8, 4, "1.5"), (Fraction(1, 8), 2, "-3"), (1000, 10, "3"), (Fraction(8, 27), Fraction(2, 3), "3"), (1, 7, "0")]
)  # fmt: skip
def test_a_logarithm_that_ends_is_exact(value: Fraction, base: Fraction, wanted: str) -> None:
    assert logarithm(Fraction(value), 12, Fraction(base)) == Fraction(wanted)


FORMULAS = [
    ("sqrt(x, 4)", {"x": 2}, "1.4142"),
    ("sqrt(x, 0)", {"x": 2}, "1"),
    ("root(x, 3, 6)", {"x": Decimal("0.5")}, "0.793701"),
    ("power(x, 2, 4)", {"x": Decimal("1.5")}, "2.25"),
    ("power(x, 1/3, 4)", {"x": 8}, "2"),
    ("power(x, -1, 4)", {"x": 3}, "0.3333"),
    ("ln(x, 6)", {"x": 10}, "2.302585"),
    ("log10(x, 4)", {"x": 1000}, "3"),
    ("log(x, 2, 4)", {"x": 10}, "3.3219"),
    ("geometric_mean(x, y, 4)", {"x": 2, "y": 8}, "4"),
    ("10 * geometric_mean(x / 10, y / 10, 1, 4)", {"x": 2, "y": 8}, "5.429"),
]


@pytest.mark.parametrize(("points", "facts", "wanted"), FORMULAS)
def test_they_are_the_same_in_scoring_bounds_and_tables(
    host: evalfw.PluginHost, tmp_path: Path, points: str, facts: dict[str, GivenValue], wanted: str
) -> None:
    loaded = rubric(host, tmp_path, points)
    report = score_facts(loaded, facts)
    exact = evalfw.foundation.round_half_up(Fraction(wanted), 2)
    assert report.total.points == exact and not report.total.is_open
    assert score_facts(loaded, {}).total.bounds.contains(exact)
    frame = pl.DataFrame({"unit": ["u"], **{fact: [value] for fact, value in facts.items()}})
    assert evalfw.compile(loaded).score_frame(frame)["a:points"][0] == exact * 100


@pytest.mark.slow
@settings(max_examples=60)
@given(st.sampled_from([each for each, _, _ in FORMULAS]), st.integers(-5, 40), st.integers(0, 20), st.integers(1, 40))
def test_bounds_of_a_range_hold_for_every_value_in_it(
    host: evalfw.PluginHost, tmp_path_factory: pytest.TempPathFactory, points: str, low: int, more: int, y: int
) -> None:
    """Also where a power falls and rises again, or some of the range has no root."""
    loaded = rubric(host, tmp_path_factory.mktemp("r"), points)
    high = low + more
    bounds = score_ranged(loaded, low, high, y).total.bounds
    for value in range(low, high + 1):
        report = score_facts(loaded, {"x": value, "y": y})
        if not report.is_provisional:
            assert bounds.contains(report.total.points), (value, bounds)


def score_ranged(loaded: evalfw.Rubric, low: int, high: int, y: int) -> evalfw.Report:
    """The report on ``x`` from *low* to *high*."""
    from evalfw.evidence import Evidence, Statement
    from evalfw.evidence.stating import evidence_of

    given = evidence_of(loaded, {"y": y})
    ranged = Statement(fact="x", low=Decimal(low), high=Decimal(high))
    import attrs

    evidence: Evidence = attrs.evolve(given, statements={**given.statements, "x": (ranged,)})
    return evalfw.score(loaded, evidence)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("sqrt(x)", "sqrt 要 2 个数"),
        ("sqrt(x, 13)", "小数位数在 0 和 12 之间"),
        ("sqrt(x, y)", "要写明数"),
        ("root(x, 1.5, 2)", "要写整数"),
        ("log(x, 1, 2)", "不等于 1"),
        ("power(x, 10000, 2)", "指数太大"),
        ("known(x + 1)", "写一个事实"),
        ("count(list, score >= x)", "条目的条件"),
        ("count(list, scor >= 5)", "没有字段 'scor' — 是不是 score"),
        ("count(list, stage >= 5)", "不是数"),
        ("count(list, stage < 'done')", "只能用 = 或 != 比较"),
        ("count(list, stage = 'don')", "没有可选值 'don'"),
        ("count(list, score = 'done')", "要与数比较"),
        ("count(list, money >= 5天)", "单位不同"),
        ("sum(list, score >= 5)", "筛选条目"),
    ],
)
def test_what_makes_no_sense_is_told(cli: RunCli, points: str, said: str) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", f'kind = "formula", points = "{points}"'), encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and said in ran.err, ran.err


def test_a_root_of_a_negative_number_is_an_error_of_the_indicator(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(rubric(host, tmp_path, "sqrt(x, 2)"), {"x": -1})
    assert report.indicators[0].state == "error" and report.is_provisional


ITEMS = (
    {"score": "5", "money": "100", "stage": "done"},
    {"score": "4.5", "money": "20000", "stage": "open"},
    {"score": "9", "money": "0.5", "stage": "done"},
)


@pytest.mark.parametrize(
    ("points", "wanted"),
    [
        ("count(list, score >= 5)", "2"),
        ("count(list, score > 5)", "1"),
        ("count(list, 5 <= score)", "2"),
        ("count(list, score < 4.51)", "1"),
        ("count(list, score = 4.5)", "1"),
        ("count(list, score != 4.5)", "2"),
        ("count(list, score >= -5)", "3"),
        ("count(list, money >= 1亿元)", "1"),
        ("count(list, money >= 100)", "2"),
        ("count(list, stage != 'done')", "1"),
        ("count(list, score >= 5 and stage = 'done')", "2"),
        ("sum(list, 'score', stage = 'done')", "14"),
        ("most(list, 'score', score < 9)", "5"),
        ("sum(list, 'score', 'stage', 'done')", "14"),
    ],
)
def test_items_are_picked_by_condition(
    cli: RunCli, host: evalfw.PluginHost, tmp_path: Path, points: str, wanted: str
) -> None:
    """In scoring, Polars and DuckDB; an unknown list is open."""
    loaded = rubric(host, tmp_path, points)
    report = score_facts(loaded, {"list": ITEMS})
    assert report.total.points == Fraction(wanted) and not report.total.is_open
    assert score_facts(loaded, {}).total.is_open
    pl.DataFrame({"unit": ["u"], "list": [json.dumps(ITEMS)]}).write_parquet(tmp_path / "in.parquet")
    for engine in ("polars", "duckdb"):
        to = tmp_path / f"{engine}.parquet"
        ran = cli("batch", "-r", tmp_path / "r.toml", "--data", tmp_path / "in.parquet", "--engine", engine, "-o", to)
        assert ran.code == 0, ran.err
        assert pl.read_parquet(to)["a:points"][0] == Fraction(wanted) * 100


@pytest.mark.parametrize(
    ("facts", "points"),
    [({"x": 3, "y": 7}, "3"), ({"y": 7}, "7"), ({"x": 3}, "3")],
)
def test_what_is_not_given_is_known_not_to_be(
    host: evalfw.PluginHost, tmp_path: Path, facts: dict[str, GivenValue], points: str
) -> None:
    """The audited figure counts where there is one, the reported one elsewhere."""
    loaded = rubric(host, tmp_path, "if(known(x), x, y)")
    report = score_facts(loaded, facts)
    assert report.total.points == Fraction(points) and not report.total.is_open
    assert report.indicators[0].state == "scored"
    frame = pl.DataFrame({"unit": ["u"], **{fact: [facts.get(fact)] for fact in ("x", "y")}})
    assert evalfw.compile(loaded).score_frame(frame)["a:points"][0] == Fraction(points) * 100


def test_a_range_is_given(host: evalfw.PluginHost, tmp_path: Path) -> None:
    loaded = rubric(host, tmp_path, "if(known(x), x, y)")
    bounds = score_ranged(loaded, 2, 5, 9).total.bounds
    assert (bounds.least, bounds.most) == (Fraction(2), Fraction(5))


def test_words_and_lint_know_them(cli: RunCli) -> None:
    points = "if(known(x), sqrt(x, 2), 10 * count(list, score >= 5 and stage = 'done'))"
    Path("r.toml").write_text(RUBRIC.replace("RULE", f'kind = "formula", points = "{points}"'), encoding="utf-8")
    assert cli("rubric", "lint", "./r.toml").code == 0
    shown = "".join(line.strip() for line in cli("rubric", "show", "./r.toml").out.splitlines())
    assert "已提供“甲”时取 甲的平方根（取 2 位小数）" in shown, shown
    assert "项目中得分 ≥ 5且阶段为“完成”的条数" in shown, shown
