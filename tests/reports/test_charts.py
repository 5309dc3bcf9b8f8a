"""What the charts draw: where bars stand, what is lost and what is only undecided, and the facts behind a derived fact."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from conftest import RunCli

from evalfw import Report
from evalfw.language.algebra import Range
from evalfw_plugins.page.charts import Waterfall, waterfall

WORDS = ("满分", "得分")


def with_points(report: Report, rate: Fraction, extra: Fraction) -> Report:
    """*report* with *rate* of the full marks everywhere, and *extra* points of bonus or malus."""
    indicators = tuple(
        each._replace(points=points, bounds=Range(points, points))
        for each in report.indicators
        for points in [extra if each.extra else each.weight * rate]
    )
    total = report.total.weight * rate + extra
    return report._replace(indicators=indicators, total=report.total._replace(points=total, bounds=Range(total, total)))


def drawn(report: Report) -> Waterfall:
    fall = waterfall(report, WORDS)
    assert fall is not None
    return fall


def test_bars_lead_from_the_full_mark_to_the_total(report: Report) -> None:
    fall = drawn(report)
    assert [(bar.title, bar.figure, bar.kind) for bar in fall.bars] == [
        ("满分", "100", "whole"),
        ("部门决策", "−1", "loss"),
        ("部门管理", "−1.5", "loss"),
        ("加减分项", "+0.5", "gain"),
        ("得分", "98", "whole"),
    ]
    assert fall.is_cut and fall.start == "95" and fall.zero is None


def test_full_marks_are_two_bars_of_one_height_from_zero(report: Report) -> None:
    fall = drawn(with_points(report, Fraction(1), Fraction(0)))
    assert len(fall.bars) == 2 and len({(bar.y, bar.height) for bar in fall.bars}) == 1
    assert not fall.is_cut and fall.bars[0].height > 150


def test_a_total_below_zero_hangs_from_the_zero_line(report: Report) -> None:
    fall = drawn(with_points(report, Fraction(0), Fraction(-4)))
    full, total = fall.bars[0], fall.bars[-1]
    assert fall.zero is not None and not fall.is_cut
    assert full.y + full.height == pytest.approx(fall.zero, abs=0.2), "what is won stands on the line"
    assert total.y == pytest.approx(fall.zero, abs=0.2), "what is owed hangs from it"


def test_what_is_undecided_is_no_loss(cli: RunCli) -> None:
    assert cli("init", "--rubric", "2021").code == 0
    page = cli("run", "-f", "html").out
    assert page.count('class="f-open"') >= 5 and 'class="f-loss"' not in page
    assert "已评的指标没有失分；41 项未定" in page and "没有失分。" not in page


def test_an_open_top_without_points_is_undecided_and_named(report: Report) -> None:
    """A leaf at the top has no points while its fact is missing; the total counts its least."""
    top = next(each for each in report.indicators if each.id == "duties")
    missing = top._replace(state="missing", points=None, bounds=Range(Fraction(0), top.weight))
    total = report.total._replace(
        points=report.total.points - top.weight, bounds=Range(report.total.points - top.weight, report.total.points)
    )
    changed = report._replace(
        total=total, indicators=tuple(missing if each.id == top.id else each for each in report.indicators)
    )
    bars = [(bar.title, bar.figure, bar.kind) for bar in drawn(changed).bars]
    assert ("部门履职", "−40", "open") in bars and not [bar for bar in bars if bar[0] == "…"]


DERIVED = """
format = "evalfw.rubric/1"
id = "t"
version = "1"
title = "虚构的指标体系"
full_mark = 5
fact = [{ id = "spent", label = "支出", type = "money", unit = "万元" }, { id = "budget", label = "预算", type = "money", unit = "万元" },
  { id = "rate", label = "执行率", type = "ratio", derivation = "spent / budget" }]
indicator = [{ id = "x", title = "执行", weight = 5, criterion = "达到90%得5分，否则不得分", rule = { kind = "all_or_nothing", when = "rate >= 90%" } }]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "t"
document = "决算"
subject = { id = "u", name = "甲局" }
fact = [{ id = "spent", value = 45, section = "表一" }, { id = "budget", value = 48, section = "表二" }]
"""


def test_a_derived_fact_shows_how_it_is_derived_and_the_sources_of_what_it_is_derived_of(cli: RunCli) -> None:
    Path("r.toml").write_text(DERIVED, encoding="utf-8")
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(EVIDENCE, encoding="utf-8")
    assert cli("run", "--rubric", "./r.toml", "-f", "html", "-f", "xlsx", "-o", "out/").code == 0
    page = Path("out/u-t.html").read_text(encoding="utf-8")
    row = page.partition('id="i-x"')[2].partition("</tr>")[0]
    for said in ("93.75%", "（推算）支出 ÷ 预算", "45万元", "表一", "48万元", "表二"):
        assert said in row, said
    rows = [
        [str(cell.value or "") for cell in line] for line in openpyxl.load_workbook("out/u-t.xlsx")["佐证"].iter_rows()
    ]
    assert [(line[0], line[1], line[3]) for line in rows[2:]] == [
        ("执行", "支出", "表一"),
        ("执行", "预算", "表二"),
    ]
