"""States, overrides, exemptions, disputes, ranges, grades: what counts, and what is said about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import evalfw
from evalfw.evidence.model import Claim, Exemption, Override, Statement
from evalfw.evidence.stating import GivenValue, evidence_of
from evalfw.extending.conformance.for_tests import score_facts

TEXT = """
format = "evalfw.rubric/1"
id = "test/small"
version = "1"
title = "小评分表"
full_mark = 10
places = 1
{head}

[policy]
not_applicable = "{policy}"
missing = "{missing}"

[[fact]]
id = "done"
label = "完成"
type = "bool"

[[fact]]
id = "rate"
label = "完成率"
type = "ratio"
derivation = "part / whole"
tolerance = 0.005

[[fact]]
id = "part"
label = "部分"
type = "count"

[[fact]]
id = "whole"
label = "全部"
type = "count"

[[fact]]
id = "prizes"
label = "奖项"
type = "list"
fields = {{ project = {{ label = "项目" }}, tier = {{ label = "等次", choices = {{ gold = "金奖", silver = "银奖" }} }} }}

[[indicator]]
id = "a"
title = "甲"

[[indicator]]
id = "a.done"
title = "完成"
weight = 4
criterion = "完成得4分，否则不得分"
rule = {{ kind = "all_or_nothing", when = "done" }}

[[indicator]]
id = "a.rate"
title = "完成率"
weight = 6
criterion = "90%以上得6分，以下得2分"
rule = {{ kind = "bands", fact = "rate", bands = [{{ from = 0.9, points = 6 }}, {{ below = 0.9, points = 2 }}] }}

[[indicator]]
id = "plus"
title = "加减分"
extra = true
limits = [-1, 3]

[[indicator]]
id = "plus.prizes"
title = "奖项"
criterion = "金奖加2分，银奖加1.25分"
rule = {{ kind = "tiers", fact = "prizes", tier = "tier", per = "project", points = {{ gold = 2, silver = 1.25 }} }}

[[grade]]
label = "优"
from = 9

[[grade]]
label = "良"
from = 6
below = 9

[[grade]]
label = "差"
below = 6
"""


def rubric(
    host: evalfw.PluginHost, tmp_path: Path, policy: str = "exclude", missing: str = "zero", head: str = ""
) -> evalfw.Rubric:
    path = tmp_path / "small.toml"
    path.write_text(TEXT.format(policy=policy, missing=missing, head=head), encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def result(report: evalfw.Report, id: str) -> evalfw.IndicatorResult:
    (found,) = [each for each in report.indicators if each.id == id]
    return found


def same(actual: object, expected: object) -> bool:
    """Whether two values are equal, fractions and whole numbers alike."""
    return actual == expected


def span(result: evalfw.IndicatorResult | evalfw.scoring.Total) -> object:
    return result.bounds.least, result.bounds.most


def codes(report: evalfw.Report) -> list[str]:
    return [finding.code for finding in report.findings]


def silver(*projects: str) -> list[dict[str, str]]:
    return [{"project": project, "tier": "silver"} for project in projects]


ALL: dict[str, GivenValue] = {"done": True, "part": 9, "whole": 10, "prizes": []}
NO_FACT = {id: value for id, value in ALL.items() if id != "done"}
DAY = date(2022, 3, 31)


def exemption(kind: str = "not_applicable", until: date = DAY) -> Exemption:
    assert kind in ("not_applicable", "waived")
    return Exemption(
        indicator="a.done",
        kind="waived" if kind == "waived" else "not_applicable",
        reason="没有这项职责",
        approver="财政局",
        valid_from=date(2021, 1, 1),
        until=until,
    )


def override(points: str, day: date = DAY) -> Override:
    return Override(indicator="a.done", points=Decimal(points), author="复核人", reason="实地核查", date=day)


def test_derived_facts_serve_rules_and_are_marked(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(rubric(host, tmp_path), ALL)
    rate = result(report, "a.rate")
    assert same((rate.points, rate.branch), (6, 1))
    assert rate.facts[0].derived and rate.facts[0].value == "0.9"
    assert report.total.points == 10 and report.total.grade == "优"


def test_a_stated_value_within_the_tolerance_is_no_finding(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    assert "derivation.differs" not in codes(score_facts(small, {**ALL, "rate": "89.5%"}))
    report = score_facts(small, {**ALL, "rate": "89.4%"})
    assert codes(report) == ["derivation.differs"]
    assert report.findings[0].at_stake == 4


def test_division_by_zero_leaves_the_derived_fact_missing(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(rubric(host, tmp_path), {**ALL, "part": 0, "whole": 0})
    assert result(report, "a.rate").state == "missing"


def test_bounds_of_a_derived_fact_follow_from_what_is_known(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """With a part of 9 and a whole still unknown the rate may be anything that the declaration allows."""
    report = score_facts(rubric(host, tmp_path), {"done": True, "part": 9, "prizes": []})
    assert same(span(result(report, "a.rate")), (2, 6))
    assert same(span(report.total), (6, 10))
    assert report.total.grade is None and report.total.grades == ("良", "优")


def test_grades_still_possible_are_listed_from_the_lowest(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(rubric(host, tmp_path), {"prizes": []})
    assert report.total.grade is None and report.total.grades == ("差", "良", "优")


def test_points_are_rounded_once_half_up_and_the_node_is_capped(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """1.25 is rounded to 1.3 at the indicator; three prizes of 1.25 are 3.75, rounded 3.8, and the node caps at 3."""
    small = rubric(host, tmp_path)
    assert result(score_facts(small, {**ALL, "prizes": silver("x")}), "plus.prizes").points == Fraction("1.3")
    report = score_facts(small, {**ALL, "prizes": silver("x", "y", "z")})
    assert result(report, "plus.prizes").points == Fraction("3.8")
    assert result(report, "plus").points == 3
    assert report.total.points == 13 and report.total.grade == "优", "beyond the full mark the best grade stays"


def test_a_missing_list_has_no_upper_bound_of_its_own_but_the_node_has(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(rubric(host, tmp_path), {"done": True, "part": 9, "whole": 10})
    assert result(report, "plus.prizes").bounds.most is None
    assert same(span(report.total), (10, 13))


@pytest.mark.parametrize(("policy", "points", "weight"), [("exclude", 6, 6), ("full", 10, 10), ("zero", 6, 10)])
def test_what_is_not_applicable_counts_and_is_shown_as_the_policy_says(
    host: evalfw.PluginHost, tmp_path: Path, policy: str, points: int, weight: int
) -> None:
    small = rubric(host, tmp_path, policy)
    report = evalfw.score(small, evidence_of(small, ALL, exemptions=[exemption()]), DAY)
    node = result(report, "a.done")
    shown = {"exclude": None, "full": 4, "zero": 0}[policy]
    assert same((node.state, node.points), ("not_applicable", shown))
    assert "财政局" in node.because.zh
    assert same((report.total.points, report.total.weight), (points, weight))
    assert not report.total.is_open


def test_a_waiver_that_has_run_out_is_a_finding_and_does_not_count(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    lapsed = exemption("waived", until=date(2022, 3, 30))
    report = evalfw.score(small, evidence_of(small, ALL, exemptions=[lapsed]), DAY)
    assert codes(report) == ["exemption.lapsed"]
    assert result(report, "a.done").state == "scored"
    assert (
        result(evalfw.score(small, evidence_of(small, ALL, exemptions=[exemption("waived")]), DAY), "a.done").state
        == "waived"
    )


def test_exemptions_need_a_day_to_be_judged_by(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    with pytest.raises(evalfw.RequestError, match="--as-of"):
        evalfw.score(small, evidence_of(small, ALL, exemptions=[exemption()]))


@pytest.mark.parametrize(("missing", "points", "weight"), [("zero", 6, 10), ("exclude", 6, 6)])
def test_what_is_missing_counts_as_the_policy_says(
    host: evalfw.PluginHost, tmp_path: Path, missing: str, points: int, weight: int
) -> None:
    report = score_facts(rubric(host, tmp_path, missing=missing), {"part": 9, "whole": 10, "prizes": []})
    assert same((report.total.points, report.total.weight), (points, weight))
    assert same(span(report.total), (6, 10))


def test_an_override_sets_the_points_and_keeps_what_the_rule_says(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    report = evalfw.score(small, evidence_of(small, ALL, overrides=[override("0")]))
    node = result(report, "a.done")
    assert node.points == 0 and node.override is not None
    assert same((node.override.rule_points, node.override.author), (4, "复核人"))
    assert "实地核查" in node.because.zh
    (finding,) = report.findings
    assert same((finding.code, finding.at_stake), ("override.differs", 4))


@pytest.mark.parametrize(
    ("points", "facts", "code"),
    [
        ("4", ALL, "override.agrees"),
        ("0", ALL, "override.differs"),
        ("1.5", ALL, "override.not_awardable"),
        ("4", NO_FACT, "override.full_marks_without_fact"),
        ("0", NO_FACT, "override.without_fact"),
    ],
)
def test_every_override_is_told_for_what_it_is(
    host: evalfw.PluginHost, tmp_path: Path, points: str, facts: dict[str, GivenValue], code: str
) -> None:
    small = rubric(host, tmp_path)
    report = evalfw.score(small, evidence_of(small, facts, overrides=[override(points)]))
    assert codes(report) == [code]


def test_an_override_written_after_the_day_does_not_count(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    late = evidence_of(small, ALL, overrides=[override("0", date(2022, 4, 1))])
    report = evalfw.score(small, late, DAY)
    assert codes(report) == ["override.later"]
    assert result(report, "a.done").points == 4
    assert result(evalfw.score(small, late), "a.done").points == 0


def test_a_claim_that_differs_is_a_finding_with_both_figures(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    claims = [Claim(indicator="a.rate", points=Decimal(5)), Claim(indicator="total", points=Decimal(10))]
    report = evalfw.score(small, evidence_of(small, ALL, claims=claims))
    (finding,) = report.findings
    assert same((finding.code, finding.at_stake), ("claim.differs", 1))
    assert "自评 5 分，计分结果 6 分" in finding.message.zh
    total = evalfw.score(small, evidence_of(small, {**ALL, "done": False}, claims=claims[1:]))
    assert "自评 10 分，计分结果 6 分" in total.findings[0].message.zh


def test_a_claim_that_may_still_come_true_is_no_finding(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    some: dict[str, GivenValue] = {"done": True, "prizes": []}
    possible = [Claim(indicator="a.rate", points=Decimal(6)), Claim(indicator="total", points=Decimal(10))]
    assert codes(evalfw.score(small, evidence_of(small, some, claims=possible))) == ["indicator.missing"]
    beyond = [Claim(indicator="a.rate", points=Decimal("6.5"))]
    report = evalfw.score(small, evidence_of(small, some, claims=beyond))
    (finding,) = [each for each in report.findings if each.code == "claim.differs"]
    assert "计分结果 2～6 分" in finding.message.zh and finding.at_stake == Fraction(1, 2)


def two_statements(small: evalfw.Rubric, *statements: Statement) -> evalfw.Evidence:
    import attrs

    evidence = evidence_of(small, {"done": True, "prizes": []})
    return attrs.evolve(evidence, statements={**evidence.statements, "rate": statements})


def test_two_statements_that_differ_are_a_dispute_not_a_choice(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    first = Statement(fact="rate", value="85%", section="第一部分")
    report = evalfw.score(small, two_statements(small, first, Statement(fact="rate", value="92%", section="第二部分")))
    node = result(report, "a.rate")
    assert same((node.state, node.bounds.least, node.bounds.most), ("pending", 2, 6))
    (dispute,) = [finding for finding in report.findings if finding.code == "fact.disputed"]
    assert "第一部分" in dispute.message.zh and "第二部分" in dispute.message.zh
    agreed = evalfw.score(small, two_statements(small, first, Statement(fact="rate", value=Decimal("0.85"))))
    assert result(agreed, "a.rate").points == 2 and not agreed.findings


def test_a_dispute_that_changes_nothing_is_scored_all_the_same(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    both_low = Statement(fact="rate", value="70%"), Statement(fact="rate", value="80%")
    report = evalfw.score(small, two_statements(small, *both_low))
    assert result(report, "a.rate").points == 2
    assert codes(report) == ["fact.disputed"]


def test_a_range_is_scored_where_all_of_it_earns_the_same(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    clear = Statement(fact="rate", value=None, low=Decimal("0.91"), high=Decimal("0.95"))
    scored = result(evalfw.score(small, two_statements(small, clear)), "a.rate")
    assert scored.points == 6 and "在91%～95%之内，取哪个值得分都一样" in scored.because.zh
    unclear = Statement(fact="rate", value=None, low=Decimal("0.85"))
    open_node = result(evalfw.score(small, two_statements(small, unclear)), "a.rate")
    assert same((open_node.state, open_node.bounds.least, open_node.bounds.most), ("missing", 2, 6))
    assert "只有范围" in open_node.because.zh


def test_a_tree_needs_no_fact_that_no_rule_reads(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """A fact that is stated, derivable and read by no rule is checked all the same."""
    report = score_facts(rubric(host, tmp_path), {**ALL, "rate": "90%"})
    assert codes(report) == []


def test_a_derived_value_outside_the_domain_is_not_scored(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """A slip of units makes a rate of 9000 %: that is no evidence for the best band."""
    report = score_facts(rubric(host, tmp_path), {"done": True, "part": 9000, "whole": 10, "prizes": []})
    assert result(report, "a.rate").state == "missing"


def test_an_override_of_an_exempted_indicator_is_told(host: evalfw.PluginHost, tmp_path: Path) -> None:
    small = rubric(host, tmp_path)
    both = evidence_of(small, ALL, overrides=[override("2")], exemptions=[exemption()])
    assert codes(evalfw.score(small, both, DAY)) == ["override.exempted", "grade.full_mark", "exemption.effect"]


def test_at_a_gap_a_person_may_set_any_points_of_the_indicator(nanjing: evalfw.Rubric) -> None:
    """At exactly 90 % the criterion is silent: 1.5 of 2 is what a person decided, not what a rule forbids."""
    by_hand = Override(indicator="decision.budget.soundness", points=Decimal("1.5"), author="甲", reason="乙", date=DAY)
    report = evalfw.score(nanjing, evidence_of(nanjing, {"budget.execution_rate": "90%"}, overrides=[by_hand]))
    found = {each.code: each.severity for each in report.findings if each.code.startswith("override.")}
    assert found == {"override.without_fact": "info"}
