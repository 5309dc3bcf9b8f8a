"""Labels, gates, models, explanations and reports without a total, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCli

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/parts"
version = "1"
title = "各部分"
full_mark = 10
fact = [{ id = "p", label = "完成", type = "bool" }, { id = "bad", label = "事故", type = "bool" }]
indicator = [
  { id = "a", title = "甲组", aggregate = { kind = "best_of" } },
  { id = "a.p", title = "甲", weight = 10, criterion = "得10分", explain_lost = true, rule = { kind = "all_or_nothing", when = "p" } },
]
model = [{ id = "m", title = "达标项数", aggregate = { kind = "xccdf_flat_unweighted" } }]
gate = [{ id = "g", title = "安全", criterion = "发生事故的不得公布", when = "bad", action = "block_publication" }]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "test/parts"
subject = { id = "x", name = "甲局" }
fact = [{ id = "p", value = false }, { id = "bad", value = BAD }]
explanation = [{ indicator = "a.p", text = "设备未到货" }]
"""


@pytest.fixture
def files(cli: RunCli) -> None:
    Path("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    for name, bad in (("bad.toml", "true"), ("good.toml", "false")):
        Path(name).write_text(EVIDENCE.replace("BAD", bad), encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_a_blocked_report_says_so_everywhere_and_ends_with_its_own_code(cli: RunCli) -> None:
    ran = cli("run", "bad.toml", "-r", "./rubric.toml")
    assert ran.code == 4 and "一票否决：报告不得公布" in ran.out and "一票否决：报告不得公布" in ran.err
    assert "错误  一票否决“安全”：事故（事故（是）），报告不得公布" in ran.out
    assert cli("run", "good.toml", "-r", "./rubric.toml").code == 0
    data = json.loads(cli("run", "bad.toml", "-r", "./rubric.toml", "-f", "json").out)
    assert data["publication_blocked"] is True and data["gates"][0]["state"] == "fired"
    assert "**一票否决：报告不得公布**" in cli("run", "bad.toml", "-r", "./rubric.toml", "-f", "md").out


@pytest.mark.usefixtures("files")
def test_models_aggregators_and_explanations_are_shown(cli: RunCli) -> None:
    out = cli("run", "good.toml", "-r", "./rubric.toml").out
    assert "达标项数 0 / 1（XCCDF flat-unweighted：得满分的指标数）" in out
    assert "取得分最高的一项" in out and "偏差原因：设备未到货" in out
    assert "Deviation: 设备未到货" in cli("run", "good.toml", "-r", "./rubric.toml", "--lang", "en").out
    data = json.loads(cli("run", "good.toml", "-r", "./rubric.toml", "-f", "json").out)
    assert data["models"][0]["points"] == "0" and data["indicators"][0]["aggregate"] == "取得分最高的一项"
    assert data["indicators"][1]["explanation"] == "设备未到货"
    assert "达标项数 0 / 1" in cli("run", "good.toml", "-r", "./rubric.toml", "-f", "md").out
    shown = cli("rubric", "show", "./rubric.toml").out
    assert "汇总：取得分最高的一项" in shown and "一票否决  安全  g" in shown and "另计  达标项数  m：" in shown


@pytest.mark.slow
def test_a_report_without_a_total_shows_labels(cli: RunCli) -> None:
    out = cli("run", "--rubric", "pefa").out
    assert "不计总分" in out and "失分" not in out and "C+            ├ PI-2 Expenditure composition outturn" in out
    assert "不计总分，94 项指标" in cli("rubric", "show", "pefa").out
    data = json.loads(cli("run", "--rubric", "pefa", "-f", "json").out)
    assert data["total"] is None
    labels = {each["id"]: each["label"] for each in data["indicators"]}
    assert (labels["execution.pi_22"], labels["execution.pi_22.2"], labels["transparency.pi_7.2"]) == ("D+", "D*", "NA")
    markdown = cli("run", "--rubric", "pefa", "-f", "md").out
    assert "- 不计总分" in markdown and "| **C+** |" in markdown
    assert cli("run", "--rubric", "pefa", "--fail-under", "3").code == 2


@pytest.mark.parametrize(
    ("ref", "line"),
    [("mof/project-2020", "总分 96.12 / 100  ·  等级 优"), ("mof/department-2013", "总分 95.98 / 100")],
)
def test_the_samples_of_the_national_rubrics_are_scored_and_say_that_they_are_made_up(
    cli: RunCli, ref: str, line: str
) -> None:
    ran = cli("run", "--rubric", ref)
    assert ran.code == 0 and line in ran.out and "编造，仅供演示" in ran.out and ref in ran.err


def test_a_made_up_sample_that_waits_for_nothing_needs_no_overlay(cli: RunCli, tmp_path: Path) -> None:
    ran = cli("init", "mine", "--rubric", "mof/department-2013")
    assert ran.code == 0
    started = Path("mine/evidence/indicators.toml").read_text(encoding="utf-8")
    assert 'extends = "mof/department-2013"' in started and "在职人员控制率（input.allocation.staff）" in started
    failed = cli("run", "mine")
    assert failed.code == 3 and "还有 28 项要补充" in failed.err and "indicators.toml" in failed.err
