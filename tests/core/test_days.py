"""Days: targets, steps and bands on dates, in every reading; and the time that an edition is for."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from conftest import RunCli
from hypothesis import given, strategies as st

import evalfw
from evalfw.extending.conformance.for_tests import score_facts

RUBRIC = """format = "evalfw.rubric/1"
id = "made-up/days"
version = "1"
title = "编造：期限"
full_mark = 10
VALID
fact = [
  { id = "done", label = "完成日期", type = "date" }, { id = "due", label = "计划日期", type = "date" },
  { id = "n", label = "数", type = "number" },
]
indicator = [{ id = "a", title = "及时", weight = 10, criterion = "6月30日前完成得10分，每逾期一天扣1分", rule = { RULE } }]
"""
LATE = 'kind = "deduct_per_step", fact = "done", target = 2021-06-30, side = "above", step = "1天", points = 1'


def rubric(host: evalfw.PluginHost, folder: Path, rule: str, valid: str = "") -> evalfw.Rubric:
    (folder / "r.toml").write_text(RUBRIC.replace("RULE", rule).replace("VALID", valid), encoding="utf-8")
    return host.load(str(folder / "r.toml"))


@pytest.mark.parametrize(
    ("rule", "days", "points"),
    [
        (LATE, 0, "10"),
        (LATE, 3, "7"),
        (LATE, -30, "10"),
        (LATE, 99, "0"),
        (LATE.replace("2021-06-30", '"2021年6月30日"'), 3, "7"),
        (LATE.replace('"1天"', '"1周"'), 13, "9"),
        (LATE.replace('"1天"', "7"), 14, "8"),
        (LATE.replace("2021-06-30", '"due"').replace("above", "below"), -12, "0"),
        ('kind = "base_and_steps", fact = "done", target = 2021-06-30, base = 5, step = 1, up = -1, down = 1', -2, "7"),
        ('kind = "base_and_steps", fact = "done", target = 2021-06-30, base = 5, step = 1, up = -1, down = 1', 2, "3"),
        (
            'kind = "bands", fact = "done", bands = [{ to = 2021-06-30, points = 10 }, { above = "2021-06-30", points = 2 }]',
            0,
            "10",
        ),
        (
            'kind = "bands", fact = "done", bands = [{ to = 2021-06-30, points = 10 }, { above = "2021-06-30", points = 2 }]',
            1,
            "2",
        ),
        ('kind = "formula", points = "10 - max(0天, done - 2021年6月30日) / 1周"', 14, "8"),
    ],
)
def test_days_are_counted_from_a_day(
    host: evalfw.PluginHost, tmp_path: Path, rule: str, days: int, points: str
) -> None:
    """In scoring, within bounds while the day is open, and in columns."""
    loaded, done, due = rubric(host, tmp_path, rule), date(2021, 6, 30) + timedelta(days), date(2021, 6, 30)
    total = score_facts(loaded, {"done": done, "due": due}).total
    assert total.points == Fraction(points) and not total.is_open
    assert score_facts(loaded, {"due": due}).total.bounds.contains(total.points)
    frame = pl.DataFrame({"unit": ["u"], "done": [done], "due": [due]})
    assert evalfw.compile(loaded).score_frame(frame)["a:points"][0] == total.points * 100


def test_the_reason_counts_days(host: evalfw.PluginHost, tmp_path: Path) -> None:
    leaf = score_facts(rubric(host, tmp_path, LATE), {"done": date(2021, 7, 3)}).indicators[0]
    assert leaf.because.zh == "完成日期 2021年7月3日，超过2021年6月30日 3天，扣 3 步×1分，得7分"
    assert "每超过1天扣1分" in leaf.rule_words.zh


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (LATE.replace("2021-06-30", "5"), "目标应当是日期"),
        (LATE.replace('"done"', '"n"'), "目标应当是数"),
        (LATE.replace("2021-06-30", '"n"'), "这里要日期"),
        (LATE.replace('"1天"', '"1万元"'), "单位不同"),
        (LATE.replace('"1天"', '"1月"'), "单位不同"),
        ('kind = "bands", fact = "done", bands = [{ to = 5, points = 10 }]', "端点应当是日期"),
        ('kind = "bands", fact = "n", bands = [{ to = 2021-06-30, points = 10 }]', "端点应当是数"),
        ('kind = "proportional", fact = "done", target = 2021-06-30', "要数值型事实"),
    ],
)
def test_days_and_numbers_are_not_taken_for_each_other(cli: RunCli, rule: str, said: str) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", rule).replace("VALID", ""), encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and said in ran.err, ran.err


def test_cases_notice_a_day_more_or_less(cli: RunCli) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", LATE).replace("VALID", ""), encoding="utf-8")
    assert cli("rubric", "test", "./r.toml", "--propose", "p.case.toml").code == 0
    ran = cli("rubric", "test", "./r.toml", "p.case.toml", "--mutate", "--strict")
    assert ran.code == 0, ran.out


EVIDENCE = """format = "evalfw.evidence/1"
rubric = "made-up/days"
subject = { id = "s", name = "S" }
period = { first = FIRST, last = LAST }
fact = [{ id = "done", value = 2021-06-01 }]
"""


@pytest.mark.parametrize(
    ("valid", "first", "last", "told"),
    [
        ("valid_from = 2021-01-01\nvalid_to = 2021-12-31", "2021-01-01", "2021-12-31", False),
        ("valid_from = 2021-01-01\nvalid_to = 2021-12-31", "2020-01-01", "2020-12-31", True),
        ("valid_from = 2021-01-01\nvalid_to = 2021-12-31", "2021-07-01", "2022-06-30", True),
        ("valid_from = 2021-01-01", "2031-01-01", "2031-12-31", False),
        ("", "1999-01-01", "1999-12-31", False),
    ],
)
def test_evidence_of_another_time_is_a_finding(cli: RunCli, valid: str, first: str, last: str, told: bool) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", LATE).replace("VALID", valid), encoding="utf-8")
    Path("evidence.toml").write_text(EVIDENCE.replace("FIRST", first).replace("LAST", last), encoding="utf-8")
    assert ("评分表适用于" in cli("run", "evidence.toml", "-r", "./r.toml").out) == told


def test_an_edition_ends_after_it_begins(cli: RunCli) -> None:
    valid = "valid_from = 2021-12-31\nvalid_to = 2021-01-01"
    Path("r.toml").write_text(RUBRIC.replace("RULE", LATE).replace("VALID", valid), encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and "早于 valid_from" in ran.err


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        (LATE.replace("2021-06-30", '"2021年6月"'), "2021-06-30", "2021-06-30"),
        (LATE.replace("2021-06-30", '"2021-06"'), "2021-06-30", "2021-06-30"),
        (LATE.replace("2021-06-30", '"2021年6月"').replace("above", "below"), "2021-06-01", "2021-06-01"),
        ('kind = "bands", fact = "done", bands = [{ to = "2021年6月", points = 10 }, { above = "2021年6月", points = 2 }]', "2021-06-30", "2021-06-30"),
        ('kind = "bands", fact = "done", bands = [{ from = "2021年6月", points = 10 }, { below = "2021年6月", points = 2 }]', "2021-06-01", "2021-06-01"),
        ('kind = "all_or_nothing", when = "done <= 2021年6月"', "2021-06-30", "2021-06-30"),
        ('kind = "all_or_nothing", when = "2021年6月 >= done"', "2021-06-30", "2021-06-30"),
        ('kind = "all_or_nothing", when = "done < 2021年7月"', "2021-06-30", "2021-06-30"),
        ('kind = "all_or_nothing", when = "done > 2021年5月"', "2021-06-01", "2021-06-01"),
        ('kind = "all_or_nothing", when = "done = 2021年6月"', "2021-06-01", "2021-06-30"),
        ('kind = "all_or_nothing", when = "done != 2021年6月"', "2021-06-01", "2021-06-30"),
        ('kind = "all_or_nothing", when = "done in [2021年6月, 2021年8月]"', "2021-06-01", "2021-06-30"),
    ],
)  # fmt: skip
def test_a_month_is_all_of_its_days(host: evalfw.PluginHost, tmp_path: Path, rule: str, first: str, last: str) -> None:
    """What the rule gives changes before *first*, or after *last*, and nowhere within the month."""
    loaded = rubric(host, tmp_path, rule)

    def points(day: date) -> Fraction:
        return score_facts(loaded, {"done": day}).total.points

    within = {points(date(2021, 6, day)) for day in range(int(first[-2:]), int(last[-2:]) + 1)}
    assert len(within) == 1
    one_day, other = timedelta(1), date(2021, 1, 1)
    edges = {points(date.fromisoformat(first) - one_day), points(date.fromisoformat(last) + one_day)}
    assert edges - within and points(other) is not None


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('kind = "bands", fact = "done", bands = [{ equal = "2021年6月", points = 10 }]', "哪一天"),
        ('kind = "base_and_steps", fact = "done", target = "2021年6月", base = 5, step = 1, up = -1', "哪一天"),
        ('kind = "formula", points = "10 - (done - 2021年6月) / 1天"', "月份只能与日期比较"),
        ('kind = "all_or_nothing", when = "n <= 2021年6月"', "日期"),
        ('kind = "all_or_nothing", when = "done <= 2021年13月"', "没有这个日期"),
    ],
)
def test_a_month_that_might_be_any_of_its_days_is_refused(cli: RunCli, rule: str, said: str) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", rule).replace("VALID", ""), encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and said in ran.err, ran.err


STATED = """format = "evalfw.evidence/1"
rubric = "made-up/days"
subject = { id = "s", name = "S" }
fact = [{ id = "done", VALUE }]
"""


@pytest.mark.parametrize(
    ("value", "said", "low", "high"),
    [
        ('value = "2021年6月"', "2021年6月", "10", "10"),
        ('value = "2021-07"', "2021年7月", "0", "9"),
        ('low = 2021-07-02, high = "2021年7月4日"', "2021年7月2日～2021年7月4日", "6", "8"),
        ('low = "2021年7月"', "2021年7月1日～", "0", "9"),
        ('high = "2021.6"', "～2021年6月30日", "10", "10"),
    ],
)
def test_a_day_of_which_the_month_is_known_is_a_range(cli: RunCli, value: str, said: str, low: str, high: str) -> None:
    """Decided where every day of it gives the same, and told so; open between its ends otherwise."""
    Path("r.toml").write_text(RUBRIC.replace("RULE", LATE).replace("VALID", ""), encoding="utf-8")
    Path("evidence.toml").write_text(STATED.replace("VALUE", value), encoding="utf-8")
    ran = cli("run", "evidence.toml", "-r", "./r.toml", "-f", "json")
    (leaf,) = json.loads(ran.out)["indicators"]
    assert (leaf["low"], leaf["high"]) == (low, high) and said in leaf["because"]
    assert (leaf["state"] == "scored") == (low == high)


@pytest.mark.slow
@given(
    st.dates(date(2021, 5, 1), date(2021, 8, 31)), st.sampled_from([LATE, LATE.replace("2021-06-30", '"2021年6月"')])
)
def test_bounds_of_a_month_hold_for_each_of_its_days(host: evalfw.PluginHost, day: date, rule: str) -> None:
    with TemporaryDirectory() as folder:
        loaded = rubric(host, Path(folder), rule)
    bounds = score_facts(loaded, {"done": f"{day.year}年{day.month}月"}).total.bounds
    assert bounds.contains(score_facts(loaded, {"done": day}).total.points)
    first, last = date(day.year, day.month, 1), date(day.year, day.month, monthrange(day.year, day.month)[1])
    ends = {score_facts(loaded, {"done": each}).total.points for each in (first, last)}
    assert {bounds.least, bounds.most} == ends or len(ends) == 1


def test_tables_need_days(cli: RunCli) -> None:
    Path("r.toml").write_text(RUBRIC.replace("RULE", LATE).replace("VALID", ""), encoding="utf-8")
    Path("t.csv").write_text("unit,done\na,2021年7月\nb,2021年7月2日\n", encoding="utf-8")
    ran = cli("batch", "-r", "./r.toml", "--data", "t.csv", "-o", "out.parquet")
    assert ran.code == 4 and "要写到日" in Path("out.parquet.errors.csv").read_text(encoding="utf-8")
