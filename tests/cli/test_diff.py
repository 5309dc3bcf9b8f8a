"""``evalfw rubric diff``: text, JSON and page; claims."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCli
from pages import Page

NEXT = """
format = "evalfw.rubric/1"
id = "nanjing/2022"
version = "0.1.0"
extends = "nanjing/2021"
title = "2022年度 <b>&"

[[indicator]]
id = "decision.budget.soundness"
criterion = "年度预算执行率不低于95%的得2分，85%（含）至95%得1分，低于85%得0.5分"
rule = { kind = "bands", fact = "budget.execution_rate", bands = [
  { from = 0.95, points = 2 },
  { from = 0.85, below = 0.95, points = 1 },
  { below = 0.85, points = 0.5 },
] }

[[indicator]]
id = "results.contentment"
was = ["results.satisfaction"]
title = "群众满意度"

[[indicator]]
id = "management.disclosure"
was = ["management.performance.disclosure"]
"""


@pytest.fixture
def draft(cli: RunCli) -> Path:
    """A 2022 draft in the working folder: other bands, one indicator renamed, one moved."""
    path = Path("2022.toml")
    path.write_text(NEXT, encoding="utf-8")
    return path


def test_a_draft_of_the_next_year_with_witnesses(cli: RunCli, draft: Path) -> None:
    ran = cli("rubric", "diff", "nanjing/2021", "./2022.toml")
    assert ran.code == 0
    assert "例   预算执行率 90%：2021 没有规定，2022 得 1 分" in ran.out
    assert "~ 群众满意度  results.contentment  〔改编号、改名称〕" in ran.out
    assert "~ 绩效信息公开  management.disclosure  〔移动〕" in ran.out
    assert ran.out.splitlines()[-1] == "有的得分会变，或原来的证据不再适用（major）"
    english = cli("rubric", "diff", "nanjing/2021", "./2022.toml", "--lang", "en").out
    assert "e.g.   预算执行率 (budget.execution_rate) 90%: 2021 not ruled, 2022 1 points" in english


@pytest.mark.slow
def test_a_rubric_against_itself_says_that_nothing_changed(cli: RunCli) -> None:
    for ref in ("2021", "pefa", "project"):
        ran = cli("rubric", "diff", ref, ref)
        assert ran.code == 0 and ran.out.splitlines()[-1] == "没有任何变化", ref


def test_json_gives_facts_in_machine_form(cli: RunCli, draft: Path) -> None:
    data = json.loads(cli("rubric", "diff", "2021", "./2022.toml", "--format", "json").out)
    assert data["format"] == "evalfw.rubric-diff/1" and data["level"] == "major"
    (bands,) = [each for each in data["indicators"] if each["id"] == "decision.budget.soundness"]
    assert bands["ways"] == ["reworded", "rule"] and bands["behaviour"]["verdict"] == "differs"
    assert {"budget.execution_rate": "0.9"} in [each["facts"] for each in bands["behaviour"]["witnesses"]]
    (moved,) = [each for each in data["indicators"] if "moved" in each["ways"]]
    assert (moved["old_id"], moved["id"]) == ("management.performance.disclosure", "management.disclosure")


def test_the_page_is_self_contained_and_escaped(cli: RunCli, draft: Path) -> None:
    ran = cli("rubric", "diff", "2021", "./2022.toml", "-f", "html", "-o", "diff.html")
    assert ran.code == 0 and "已写入 diff.html" in ran.err
    html = Path("diff.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(html)
    assert not page.fetching and "2022年度 &lt;b&gt;&amp;" in html
    assert "预算执行率 90%" in page.text and "没有规定" in page.text and "群众满意度" in page.text


def test_a_false_claim_is_exit_1(cli: RunCli, draft: Path) -> None:
    ran = cli("rubric", "diff", "2021", "./2022.toml", "--claim", "patch")
    assert ran.code == 1 and "版本说的是 patch，不属实" in ran.err
    assert cli("rubric", "diff", "2021", "./2022.toml", "--claim", "major").code == 0
    assert cli("rubric", "diff", "2021", "2021", "--claim", "minor").err.startswith("版本说的是 minor，多于所需")


@pytest.mark.slow
def test_check_reads_the_claim_from_the_versions_of_one_id(cli: RunCli, draft: Path) -> None:
    text = NEXT.replace('id = "nanjing/2022"', 'id = "nanjing/2021"')
    for version, code in (("1.0.1", 1), ("1.1.0", 1), ("2.0.0", 0)):
        draft.write_text(text.replace("0.1.0", version), encoding="utf-8")
        assert cli("rubric", "diff", "2021", "./2022.toml", "--check").code == code, version
    assert "；版本应为 2.0.0" in cli("rubric", "diff", "2021", "./2022.toml").out
    draft.write_text(text, encoding="utf-8")
    ran = cli("rubric", "diff", "2021", "./2022.toml", "--check")
    assert ran.code == 2 and "不是往后的版本" in ran.err


def test_check_of_two_rubrics_needs_a_claim(cli: RunCli, draft: Path) -> None:
    ran = cli("rubric", "diff", "2021", "./2022.toml", "--check")
    assert ran.code == 2 and "请用 --claim" in ran.err
    assert cli("rubric", "diff", "2021", "2021", "--claim", "huge").code == 2
    assert cli("rubric", "diff", "2021", "2021", "--format", "pdf").code == 2


@pytest.mark.slow
def test_a_was_that_leads_nowhere_is_told(cli: RunCli, draft: Path) -> None:
    flat = cli("rubric", "show", "./2022.toml", "--resolved").out
    Path("flat.toml").write_text(flat.replace("results.satisfaction", "results.nothing"), encoding="utf-8")
    out = cli("rubric", "diff", "2021", "./flat.toml").out
    assert "! results.contentment 的 was 在旧表里没有" in out
