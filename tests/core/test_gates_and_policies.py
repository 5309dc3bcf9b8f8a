"""Gates, policies for what does not apply or is missing, models, explanations, overlays with the evidence."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import evalfw
from evalfw.evidence.model import Explanation
from evalfw.evidence.stating import GivenValue, evidence_of
from evalfw.extending.conformance.for_tests import score_facts

HEAD = """
format = "evalfw.rubric/1"
id = "test/structures"
version = "1"
title = "结构"
full_mark = 10
fact = [
  { id = "p", label = "甲", type = "bool" },
  { id = "q", label = "乙", type = "bool" },
  { id = "bad", label = "发生事故", type = "bool" },
  { id = "has", label = "有该项职责", type = "bool" },
  { id = "mean", label = "同类平均分", type = "number" },
]
grade = [{ label = "优", from = 9 }, { label = "良", from = 6, below = 9 }, { label = "差", below = 6 }]
"""
TREE = """
indicator = [
  { id = "a", title = "甲组" },
  { id = "a.p", title = "甲", weight = 6, criterion = "得6分", rule = { kind = "all_or_nothing", when = "p" } },
  { id = "a.q", title = "乙", weight = 4, criterion = "得4分", MORE rule = { kind = "all_or_nothing", when = "q" } },
]
"""


def loaded(host: evalfw.PluginHost, folder: Path, more: str = "", on_q: str = "") -> evalfw.Rubric:
    path = folder / "structures.toml"
    path.write_text(HEAD + more + TREE.replace("MORE", on_q), encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def told(report: evalfw.Report) -> tuple[str, str, str | None]:
    total = report.total
    return evalfw.shown(total.points), evalfw.shown_span(total.bounds.least, total.bounds.most), total.grade


ALL: dict[str, GivenValue] = {"p": True, "q": True}


@pytest.mark.parametrize(
    ("gate", "bad", "expected"),
    [
        ('action = "to_zero"', True, ("0", "0～0", "差")),
        ('action = "to_zero"', False, ("10", "10～10", "优")),
        ('action = "to_zero"', None, ("10", "0～10", None)),
        ('action = "to_zero", at = "a.q"', True, ("6", "6～6", "良")),
        ('action = "to_zero", at = "a.q"', None, ("6", "6～10", None)),
        ('action = "cap_score", points = 5, at = "a"', True, ("5", "5～5", "差")),
        ('action = "cap_score", points = 8', True, ("8", "8～8", "良")),
        ('action = "cap_score", points = 8', None, ("10", "8～10", None)),
        ('action = "cap_grade", grade = "良"', True, ("10", "10～10", "良")),
        ('action = "cap_grade", grade = "良"', None, ("10", "10～10", None)),
        ('action = "force_grade", grade = "差"', True, ("10", "10～10", "差")),
        ('action = "block_publication"', True, ("10", "10～10", "优")),
    ],
)
def test_what_a_gate_does(
    host: evalfw.PluginHost, tmp_path: Path, gate: str, bad: bool | None, expected: tuple[str, str, str | None]
) -> None:
    """Fired, clear, and open: while it cannot be told, bounds and grades hold both ways it may turn out."""
    rubric = loaded(host, tmp_path, f'gate = [{{ id = "g", title = "一票否决", when = "bad", {gate} }}]\n')
    report = score_facts(rubric, ALL if bad is None else {**ALL, "bad": bad})
    assert told(report) == expected
    (result,) = report.gates
    assert result.state == {True: "fired", False: "clear", None: "open"}[bad]
    codes = [each.code for each in report.findings if each.code.startswith("gate.")]
    assert codes == {True: ["gate.fired"], False: [], None: ["gate.open"]}[bad]
    assert report.is_blocked == (bad is True and "block" in gate)


def test_a_gated_leaf_says_why_it_earned_nothing(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(
        host, tmp_path, 'gate = [{ id = "g", title = "事故", when = "bad", action = "to_zero", at = "a.q" }]\n'
    )
    leaf = score_facts(rubric, {**ALL, "bad": True}).leaves[1]
    assert leaf.points == 0 and leaf.because.zh == "乙（是），得4分。一票否决：事故：发生事故（发生事故（是））"
    opened = score_facts(rubric, ALL).leaves[1]
    assert opened.points is None and opened.state == "missing" and opened.bounds.most == 4


@pytest.mark.parametrize(
    ("policy", "facts", "points", "weight"),
    [
        ("", {}, 6, 6),
        ('not_applicable = "exclude"', {}, 6, 6),
        ('not_applicable = "zero"', {}, 6, 10),
        ('not_applicable = "full"', {}, 10, 10),
        ('not_applicable = "reweight"', {}, 10, 10),
        ('not_applicable = "cohort_mean", cohort_mean = "mean"', {"mean": "2.345"}, "8.35", 10),
        ('not_applicable = "cohort_mean", cohort_mean = "mean"', {"mean": 9}, 10, 10),
    ],
)
def test_the_five_policies_for_what_does_not_apply(
    host: evalfw.PluginHost, tmp_path: Path, policy: str, facts: dict[str, GivenValue], points: object, weight: int
) -> None:
    rubric = loaded(host, tmp_path, on_q=f'applies_when = "has", policy = {{ {policy} }},')
    report = score_facts(rubric, {"p": True, "has": False, **facts})
    assert report.leaves[1].state == "not_applicable"
    assert evalfw.shown(report.total.points) == str(points) and report.total.weight == weight
    assert not report.total.is_open


@pytest.mark.parametrize(
    ("policy", "bounds"),
    [
        ("exclude", "6～10"),
        ("zero", "6～10"),
        ("full", "6～10"),
        ("reweight", "6～10"),
    ],
)
def test_bounds_hold_while_it_is_open_whether_an_indicator_applies(
    host: evalfw.PluginHost, tmp_path: Path, policy: str, bounds: str
) -> None:
    rubric = loaded(host, tmp_path, on_q=f'applies_when = "has", policy = {{ not_applicable = "{policy}" }},')
    partial = score_facts(rubric, {"p": True})
    assert told(partial)[1] == bounds
    for facts in ({"has": False}, {"has": True, "q": True}, {"has": True, "q": False}):
        final = score_facts(rubric, {"p": True, **facts}).total.points
        assert partial.total.bounds.contains(final)
    assert "不能确定是否适用" in score_facts(rubric, {"p": True, "q": True}).leaves[1].because.zh


def test_the_mean_of_the_cohort_is_open_while_it_is_unknown(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(
        host, tmp_path, on_q='applies_when = "has", policy = { not_applicable = "cohort_mean", cohort_mean = "mean" },'
    )
    assert told(score_facts(rubric, {"p": True, "has": False}))[1] == "6～10"


def test_policies_are_inherited_key_by_key(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """An indicator that says one thing keeps what its rubric says of the other."""
    rubric = loaded(
        host, tmp_path, 'policy = { missing = "exclude", not_applicable = "full" }\n', 'policy = { missing = "error" },'
    )
    policies = {leaf.id: leaf.policy for leaf in rubric.leaves}
    assert (policies["a.p"].missing, policies["a.p"].not_applicable) == ("exclude", "full")
    assert (policies["a.q"].missing, policies["a.q"].not_applicable) == ("error", "full")
    path = tmp_path / "next.toml"
    path.write_text(
        'format = "evalfw.rubric/1"\nid = "test/next"\nversion = "1"\nextends = "./structures.toml"\npolicy = { missing = "zero" }\n',
        encoding="utf-8",
    )
    following = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    assert following.by_id["a.p"].policy.missing == "zero"
    assert following.by_id["a.p"].policy.not_applicable == "full"


def test_what_must_not_be_missing_makes_the_run_provisional(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, on_q='policy = { missing = "error" },')
    report = score_facts(rubric, {"p": True})
    assert report.leaves[1].state == "error" and report.is_provisional
    assert report.leaves[1].because.zh == "缺少“乙”（必须提供）"


def test_several_models_of_the_same_results_stand_in_one_report(host: evalfw.PluginHost, tmp_path: Path) -> None:
    models = ", ".join(
        f'{{ id = "{kind}", title = "{kind}", aggregate = {{ kind = "xccdf_{kind}" }} }}'
        for kind in ("default", "flat", "flat_unweighted", "absolute")
    )
    report = score_facts(loaded(host, tmp_path, f"model = [{models}]\n"), {"p": True})
    figures = {
        model.id: f"{evalfw.shown(model.points)} of {evalfw.shown(model.weight)}, {evalfw.shown_span(*attrs.astuple(model.bounds))}"
        for model in report.models
    }
    assert figures == {
        "default": "60 of 100, 60～100",
        "flat": "6 of 10, 6～10",
        "flat_unweighted": "1 of 2, 1～2",
        "absolute": "0 of 1, 0～1",
    }


def test_an_explanation_is_demanded_and_shown(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, on_q='explain_lost = true, explain_when = "bad",')
    codes = [each.code for each in score_facts(rubric, {"p": True, "q": False}).findings]
    assert codes == ["explanation.missing"]
    assert "explanation.missing" not in [each.code for each in score_facts(rubric, ALL).findings]
    (finding,) = score_facts(rubric, {**ALL, "bad": True}).findings
    assert finding.message.zh == "“乙”：发生事故，应当说明偏差原因和改进措施，但没有说明"
    explained = attrs.evolve(
        evidence_of(rubric, {"p": True, "q": False}),
        explanations={"a.q": Explanation(indicator="a.q", text="设备未到货")},
    )
    report = evalfw.score(rubric, explained)
    assert not report.findings and report.leaves[1].explanation == "设备未到货"


OVERLAY = """
format = "evalfw.rubric/1"
id = "project/x"
version = "1"
extends = "{base}"
indicator = [
  {{ id = "output.quantity", title = "数量", weight = {weight}, criterion = "达到4个得50分，否则按比例", rule = {{ kind = "proportional", fact = "n", target = 4 }} }},
  {{ id = "benefit.social", title = "社会效益", weight = 30, criterion = "达标得30分", rule = {{ kind = "all_or_nothing", when = "ok" }} }},
  {{ id = "satisfaction.rate", title = "满意度", weight = 10, criterion = "达标得10分", rule = {{ kind = "all_or_nothing", when = "ok" }} }},
]
fact = [{{ id = "n", label = "数量", type = "count" }}, {{ id = "ok", label = "达标", type = "bool" }}]
"""


def completed(host: evalfw.PluginHost, folder: Path, base: str = "mof/project-2020", weight: int = 50) -> evalfw.Rubric:
    rubric = evalfw.rubric.load_rubric(host.rubrics.find("mof/project-2020"), host.rubrics, host.vocabulary)
    (folder / "indicators.toml").write_text(OVERLAY.format(base=base, weight=weight), encoding="utf-8")
    return evalfw.evidence.complete_rubric(rubric, folder, "mine", host.rubrics, host.vocabulary)


def test_a_project_supplies_its_own_indicators_with_its_evidence(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = completed(host, tmp_path)
    assert rubric.completes == "mof/project-2020" and not rubric.waiting
    report = score_facts(rubric, {"n": 2, "ok": True, "budget.annual": 100, "budget.executed": 100})
    assert report.total.points == 75 and report.total.grade == "中"


@pytest.mark.parametrize(
    ("base", "weight", "message"),
    [
        ("mof/project-2020", 45, r"the weight is 50, those below add up to 45"),
        ("mof/department-2013", 50, r"does not extend rubric"),
        ("nanjing/2021", 50, r"does not extend|there is no indicator"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(
    host: evalfw.PluginHost, tmp_path: Path, base: str, weight: int, message: str
) -> None:
    with pytest.raises(evalfw.RubricError, match=message):
        completed(host, tmp_path, base, weight)


def test_a_rubric_that_waits_for_its_indicators_cannot_be_scored(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = evalfw.rubric.load_rubric(host.rubrics.find("mof/department-2013"), host.rubrics, host.vocabulary)
    with pytest.raises(evalfw.RubricError, match=r"28 are still to be supplied: .*indicators\.toml"):
        evalfw.evidence.complete_rubric(rubric, tmp_path, "mine", host.rubrics, host.vocabulary)
