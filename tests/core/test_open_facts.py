"""What is not known, or cannot be worked out, never decides more than it must."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import evalfw
from evalfw.evidence.model import Statement
from evalfw.evidence.stating import GivenValue, evidence_of
from evalfw.extending.conformance.for_tests import score_facts

HEAD = """
format = "evalfw.rubric/1"
id = "test/open"
version = "1"
title = "未定"
full_mark = 4
fact = [
  { id = "n", label = "次数", type = "count", max = 20 },
  { id = "part", label = "部分", type = "money" },
  { id = "whole", label = "全部", type = "money" },
  { id = "ok", label = "达标", type = "bool" },
]
"""


def loaded(host: evalfw.PluginHost, folder: Path, rule: str, more: str = "") -> evalfw.Rubric:
    path = folder / "open.toml"
    leaf = f'{{ id = "i", title = "指标", weight = 4, criterion = "要点", rule = {rule} }}'
    path.write_text(HEAD + f"indicator = [{leaf}{more}]\n", encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def first(report: evalfw.Report) -> evalfw.IndicatorResult:
    return report.indicators[0]


SHARE_OR_NONE = '{ kind = "formula", share = "part / whole", zero_when = "not ok" }'


def test_a_zero_denominator_that_decides_is_an_error(host: evalfw.PluginHost, tmp_path: Path) -> None:
    facts: dict[str, GivenValue] = {"part": 1, "whole": 0, "ok": True}
    assert first(score_facts(loaded(host, tmp_path, SHARE_OR_NONE), facts)).state == "error"


def test_a_zero_denominator_that_does_not_matter_is_none(host: evalfw.PluginHost, tmp_path: Path) -> None:
    facts: dict[str, GivenValue] = {"part": 1, "whole": 0, "ok": False}
    node = first(score_facts(loaded(host, tmp_path, SHARE_OR_NONE), facts))
    assert node.state == "scored" and node.points == 0


BANDS = '{ kind = "bands", fact = "n", bands = [{ to = 5, points = 4 }, { from = 6, to = 9, points = 2 }, { from = 10, points = 2 }] }'


def test_no_gap_is_told_between_two_counts(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(loaded(host, tmp_path, BANDS), {"n": 1})
    assert [each.code for each in report.findings] == []


def test_branches_that_award_the_same_are_scored_without_a_branch(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, BANDS)
    node = first(evalfw.score(rubric, ranged(rubric, "7", "12")))
    assert node.state == "scored" and node.points == 2 and node.branch is None
    assert node.because.zh == "无论未定的事实如何，得2分（次数在7～12之内，取哪个值得分都一样）"


def ranged(rubric: evalfw.Rubric, low: str, high: str, times: int = 1) -> evalfw.Evidence:
    from decimal import Decimal

    said = Statement(fact="n", value=None, low=Decimal(low), high=Decimal(high))
    return attrs.evolve(evidence_of(rubric, {}), statements={"n": (said,) * times})


def test_the_same_range_said_twice_is_no_dispute(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, BANDS)
    report = evalfw.score(rubric, ranged(rubric, "4", "8", times=2))
    assert [each.code for each in report.findings] == ["indicator.missing"]


EXTRA = """, { id = "x", title = "加减分", extra = true, limits = [-3, -1], criterion = "每次扣1分",
  rule = { kind = "base_and_steps", fact = "n", target = 0, base = 0, step = 1, up = -1, floor = -20 } }"""


@pytest.mark.parametrize(("n", "points"), [(2, -2), (9, -3)])
def test_an_extra_indicator_is_capped_at_its_own_limits(
    host: evalfw.PluginHost, tmp_path: Path, n: int, points: int
) -> None:
    rubric = loaded(host, tmp_path, '{ kind = "all_or_nothing", when = "ok" }', EXTRA.replace("\n", ""))
    report = score_facts(rubric, {"ok": True, "n": n})
    assert report.indicators[1].points == points and report.total.points == 4 + points


def test_the_total_lies_within_its_own_bounds_while_a_deduction_is_open(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    """At least one point is lost whatever the count, so three is all that can be told as the total."""
    rubric = loaded(host, tmp_path, '{ kind = "all_or_nothing", when = "ok" }', EXTRA.replace("\n", ""))
    total = score_facts(rubric, {"ok": True}).total
    assert total.points == 3 and total.bounds.least == 1 and total.bounds.most == 3


def test_a_relation_that_divides_by_zero_is_told(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, BANDS)
    path = tmp_path / "open.toml"
    relation = '\nreconciliation = [{ id = "r", label = "关系", relation = "part / whole <= 1" }]\n'
    path.write_text(path.read_text(encoding="utf-8") + relation, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    codes = [each.code for each in score_facts(rubric, {"n": 1, "part": 1, "whole": 0}).findings]
    assert codes == ["reconciliation.undefined"]
