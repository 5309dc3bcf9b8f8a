"""The main job: the 2021 rubric scored on the department's published report."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli, annex_rows

import evalfw

ROWS = annex_rows()


@pytest.fixture
def report(cli: RunCli) -> Any:
    ran = cli("run", "--rubric", "2021", "--format", "json")
    assert ran.code == 0
    return json.loads(ran.out)


def leaves(report: Any) -> list[Any]:
    return [entry for entry in report["indicators"] if entry["rule"] is not None]


def findings(report: Any, code: str) -> list[Any]:
    return [finding for finding in report["findings"] if finding["code"] == code]


def test_the_total_is_98_of_100_and_nothing_is_open(report: Any) -> None:
    assert report["format"] == "evalfw.report/1"
    assert report["total"] == {
        "points": "98",
        "weight": "100",
        "low": "98",
        "high": "98",
        "grade": None,
        "grades": [],
        "sum": True,
        "failure": None,
        "plugins": [],
    }


def test_the_report_says_what_produced_it(report: Any) -> None:
    assert report["rubric"]["id"] == "nanjing/2021" and len(report["rubric"]["sha256"]) == 64
    assert report["subject"]["name"] == "南京市政务服务管理办公室"
    assert {plugin["id"]: plugin["distribution"] for plugin in report["tool"]["plugins"]}["rubrics"] == "evalfw"


def test_the_first_level_scores_are_those_of_the_report(report: Any) -> None:
    first = {entry["title"]: entry["points"] for entry in report["indicators"] if entry["level"] == 1}
    assert first == {
        "部门决策": "14",
        "部门管理": "18.5",
        "部门履职": "40",
        "履职绩效": "20",
        "可持续发展能力": "5",
        "加减分项": "0.5",
    }


def test_each_of_the_41_points_equals_the_self_score_of_the_annex(report: Any) -> None:
    scored = [(entry["title"], Decimal(entry["points"])) for entry in leaves(report)]
    claimed = [(row["level3"], Decimal(row["self_score"] or "0")) for row in ROWS]
    assert len(scored) == 41
    assert scored == claimed


def test_every_point_has_a_reason_and_a_place(report: Any) -> None:
    """A scored indicator names the section of each fact; an override cites its row of annex 1."""
    for entry in leaves(report):
        assert entry["because"]
        if entry["override"] is not None:
            assert entry["override"]["sources"][0]["section"].startswith("附件1 第")
        else:
            assert entry["facts"]
            assert all(source["section"] and source["quote"] for fact in entry["facts"] for source in fact["sources"])


def test_the_stated_execution_rate_is_questioned_with_figures_and_the_point_at_stake(report: Any) -> None:
    (finding,) = findings(report, "derivation.differs")
    for figure in ("83.04%", "92.13%", "9.09 个百分点", "由 1 分变为 2 分", "由 98 变为 99"):
        assert figure in finding["message"]
    assert finding["at_stake"] == "1"
    assert finding["indicators"] == ["decision.budget.soundness"]


def test_fifty_in_post_on_49_posts_is_a_finding(report: Any) -> None:
    (finding, _) = findings(report, "reconciliation.fails")
    assert "50人" in finding["message"] and "49人" in finding["message"] and "102.04%" in finding["message"]


def test_the_missing_rule_for_exactly_90_percent_is_a_finding(report: Any) -> None:
    messages = {finding["indicators"][0]: finding["message"] for finding in findings(report, "rule.gap")}
    assert "恰为 90%" in messages["decision.budget.soundness"]
    assert "不超过 90%" in messages["results.satisfaction.clients"]
    assert len(messages) == 2


def test_half_points_that_the_rules_do_not_allow_are_findings(report: Any) -> None:
    found = findings(report, "override.not_awardable")
    assert {finding["indicators"][0] for finding in found} == {
        "management.execution.department",
        "management.execution.special_funds",
        "management.performance.work",
    }
    assert all("0.5 分" in finding["message"] and "0 或 1 分" in finding["message"] for finding in found)
    assert all(finding["at_stake"] == "0.5" for finding in found)


def test_full_marks_with_no_figure_are_a_finding(report: Any) -> None:
    found = {finding["indicators"][0]: finding for finding in findings(report, "override.full_marks_without_fact")}
    satisfaction = found["results.satisfaction.clients"]
    assert satisfaction["at_stake"] == "10"
    assert "满分 10 分" in satisfaction["message"] and "没有给出" in satisfaction["message"]


@pytest.mark.slow
def test_every_other_identity_of_the_report_holds(report: Any) -> None:
    """
    Of all reconciliations only the staff ceiling fails, and that fewer services were given than projects served, so the other sums
    and balances hold to the last digit.
    """
    failing = [finding["message"].partition("：")[0] for finding in findings(report, "reconciliation.fails")]
    assert failing == ["实有在职人数不超过编制数", "代办服务次数不少于服务项目数"]


def test_a_dropped_fact_leaves_its_indicator_missing_and_the_total_bounded(cli: RunCli, sample: Path) -> None:
    table = sample / "facts/judgements.csv"
    kept = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("key_work.rating,")]
    table.write_text("\n".join(kept), encoding="utf-8")
    ran = cli("run", sample, "--rubric", "2021", "--format", "json")
    report = json.loads(ran.out)
    (entry,) = [entry for entry in leaves(report) if entry["state"] == "missing"]
    assert entry["id"] == "duties.key_work.rating"
    assert (entry["points"], entry["low"], entry["high"]) == (None, "0", "5")
    assert (report["total"]["low"], report["total"]["high"]) == ("93", "98")
    assert ran.code == 0
    assert cli("run", sample, "--rubric", "2021", "--strict").code == 4
    assert "[93～98]" in cli("run", sample, "--rubric", "2021").out


def test_total_of_the_claims_and_of_the_tree_agree(scored: Callable[[Path], evalfw.Report], sample: Path) -> None:
    """A claim that differs from the result is a finding; the real report has none."""
    assert not [finding for finding in scored(sample).findings if finding.code == "claim.differs"]
    table = sample / "facts/claims.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("management,18.5", "management,19"), encoding="utf-8")
    (finding,) = [finding for finding in scored(sample).findings if finding.code == "claim.differs"]
    assert "自评 19 分，计分结果 18.5 分" in finding.message.zh
