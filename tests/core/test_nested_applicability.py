"""Nodes that may not apply, with others below them: one condition reaches down, and nothing open is passed over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from conftest import RunCli, one_in

import evalfw
from evalfw.evidence.model import Override
from evalfw.evidence.stating import GivenValue, evidence_of
from evalfw.extending.conformance.for_tests import score_facts

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/nested"
version = "1"
title = "层层适用"
full_mark = 10
MORE
fact = [
  { id = "has", label = "有该项职责", type = "bool" },
  { id = "p", label = "甲", type = "bool" },
  { id = "q", label = "乙", type = "bool" },
  { id = "r", label = "丙", type = "bool" },
  { id = "bad", label = "发生事故", type = "bool" },
  { id = "which", label = "选哪一项", type = "choice", choices = { x = "一", y = "二" } },
]
indicator = [
  { id = "a", title = "甲组", applies_when = "has"ON_A },
  { id = "a.x", title = "甲", weight = 2, criterion = "得2分", rule = { kind = "all_or_nothing", when = "p" } },
  { id = "a.y", title = "乙", weight = 4, criterion = "得4分", applies_when = "p", rule = { kind = "all_or_nothing", when = "q" } },
  { id = "b", title = "丙", weight = 4, criterion = "得4分", rule = { kind = "all_or_nothing", when = "r" } },
]
"""


def loaded(host: evalfw.PluginHost, folder: Path, on_a: str = "", more: str = "") -> evalfw.Rubric:
    path = folder / "nested.toml"
    path.write_text(RUBRIC.replace("MORE", more).replace("ON_A", f", {on_a}" if on_a else ""), encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


@pytest.mark.parametrize("policy", one_in(4, ["exclude", "reweight", "full", "zero"]))
@pytest.mark.parametrize("aggregate", ["sum", "weighted_mean", "best_of"])
def test_bounds_hold_for_every_way_in_which_open_facts_turn_out(
    host: evalfw.PluginHost, tmp_path: Path, policy: str, aggregate: str
) -> None:
    top = f'policy = {{ not_applicable = "{policy}" }}'
    own = 'aggregate = { kind = "best_of" }'
    if aggregate != "best_of":
        own = f'weight = 6, aggregate = {{ kind = "{aggregate}" }}'
    full = 8 if aggregate == "best_of" else 10
    path = tmp_path / "nested.toml"
    text = RUBRIC.replace("MORE", top).replace("ON_A", f", {own}").replace("full_mark = 10", f"full_mark = {full}")
    path.write_text(text, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    names = ("has", "p", "q", "r")
    for state in product((True, False, None), repeat=4):
        known: dict[str, GivenValue] = {
            name: value for name, value in zip(names, state, strict=True) if value is not None
        }
        before = score_facts(rubric, known)
        least, most = before.total.bounds.least, before.total.bounds.most
        assert least is not None and most is not None
        assert least <= before.total.points
        for answers in product((True, False), repeat=4):
            final = dict(zip(names, answers, strict=True))
            if all(final[name] == value for name, value in known.items()):
                assert least <= score_facts(rubric, final).total.points <= most, (known, final)


def test_what_is_below_a_node_that_does_not_apply_does_not_apply_either(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    report = score_facts(loaded(host, tmp_path), {"has": False, "p": True, "q": True, "r": True})
    assert [each.state for each in report.indicators] == ["not_applicable"] * 3 + ["scored"]
    assert report.indicators[2].because.zh == "不适用：只在“有该项职责且甲”时评价"
    assert report.total.points == 4 and report.total.weight == 4 and not report.open_items


def test_the_policy_of_a_node_says_what_counts_where_it_does_not_apply(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path, 'policy = { not_applicable = "full" }')
    report = score_facts(rubric, {"has": False, "r": False})
    assert report.total.points == 6 and report.total.weight == 10


def test_a_node_of_which_it_is_open_if_it_applies_is_an_open_item(host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = score_facts(loaded(host, tmp_path), {"p": True, "q": True, "r": True})
    assert [each.id for each in report.open_items] == ["a.x", "a.y"]
    assert report.indicators[0].state == "missing" and "有该项职责" in report.indicators[0].because.zh
    assert report.total.bounds.least == 4 and report.total.bounds.most == 10


CHOICE = 'aggregate = { kind = "declared_one", fact = "which" }'


def test_a_choice_that_is_not_declared_is_an_open_item_and_what_was_not_chosen_is_none(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    path = tmp_path / "nested.toml"
    text = RUBRIC.replace("MORE", "").replace("ON_A", f", {CHOICE}").replace("full_mark = 10", "full_mark = 8")
    path.write_text(text, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    undeclared = score_facts(rubric, {"has": True, "p": True, "q": True, "r": True})
    assert [each.id for each in undeclared.open_items] == ["a"]
    assert "indicator.missing" in [each.code for each in undeclared.findings]
    chosen = score_facts(rubric, {"has": True, "p": True, "r": True, "which": "x"})
    assert not chosen.open_items and chosen.indicators[2].because.zh == "没有选这一项，不计"


def test_an_open_gate_counts_as_open_under_strict(cli: RunCli, tmp_path: Path) -> None:
    gate = 'gate = [{ id = "g", title = "事故", criterion = "…", when = "bad", action = "to_zero" }]'
    (tmp_path / "gated.toml").write_text(RUBRIC.replace("MORE", gate).replace("ON_A", ""), encoding="utf-8")
    evidence = 'format = "evalfw.evidence/1"\nrubric = "test/nested"\nsubject = { id = "s", name = "某单位" }\n'
    facts = "".join(f'[[fact]]\nid = "{each}"\nvalue = true\n' for each in ("has", "p", "q", "r"))
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "evidence.toml").write_text(evidence + facts, encoding="utf-8")
    arguments = ("run", str(tmp_path / "unit"), "--rubric", str(tmp_path / "gated.toml"))
    assert cli(*arguments).code == 0
    strict = cli(*arguments, "--strict")
    assert strict.code == 4 and "1 项未定（事故）" in strict.err


def test_to_zero_takes_points_and_gives_none_back(host: evalfw.PluginHost, tmp_path: Path) -> None:
    more = 'gate = [{ id = "g", title = "事故", criterion = "…", when = "bad", action = "to_zero" }]'
    path = tmp_path / "malus.toml"
    malus = (
        '  { id = "m", title = "扣分", extra = true, limits = [-9, 0], criterion = "扣9分", '
        'rule = { kind = "cases", rows = [{ when = "bad", points = -9 }, { when = "not bad", points = 0 }] } },\n]\n'
    )
    text = RUBRIC.replace("MORE", more).replace("ON_A", "").rstrip().removesuffix("]") + malus
    path.write_text(text, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    report = score_facts(rubric, {"has": True, "p": False, "r": False, "bad": True})
    assert report.total.points == -9


def test_an_override_of_what_does_not_apply_is_told(host: evalfw.PluginHost, tmp_path: Path) -> None:
    rubric = loaded(host, tmp_path)
    made = Override(indicator="a.y", points=Decimal(4), author="复核人", reason="实地核查", date=date(2022, 1, 1))
    evidence = evidence_of(rubric, {"has": False, "r": True}, overrides=[made])
    report = evalfw.score(rubric, evidence, date(2030, 1, 1))
    assert "override.exempted" in [each.code for each in report.findings]
    assert report.total.points == 4


def test_a_total_that_cannot_be_made_is_an_error_and_no_crash(cli: RunCli, tmp_path: Path) -> None:
    rubric = """
format = "evalfw.rubric/1"
id = "test/failing"
version = "1"
title = "换算"
full_mark = 3
aggregate = { kind = "conversion_table", table = "t" }
fact = [{ id = "n", label = "等次分", type = "number", min = 0, max = 3 }]
scale = [{ id = "s", levels = [{ label = "C", points = 1 }, { label = "B", points = 2 }, { label = "A", points = 3 }] }]
conversion = [{ id = "t", scale = "s", rows = { AA = "A", AB = "B", AC = "B", BB = "B", BC = "C", CC = "C" } }]
indicator = [
  { id = "a", title = "甲", weight = 3, criterion = "…", rule = { kind = "formula", points = "n" } },
  { id = "b", title = "乙", weight = 3, criterion = "…", rule = { kind = "formula", points = "n" } },
]
model = [{ id = "m", title = "另算", aggregate = { kind = "conversion_table", table = "t" } }]
"""
    evidence = """
format = "evalfw.evidence/1"
rubric = "test/failing"
subject = { id = "s", name = "某单位" }
[[fact]]
id = "n"
value = 2.5
"""
    (tmp_path / "failing.toml").write_text(rubric, encoding="utf-8")
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "evidence.toml").write_text(evidence, encoding="utf-8")
    ran = cli("run", str(tmp_path / "unit"), "--rubric", str(tmp_path / "failing.toml"))
    assert ran.code == 4 and "结果未定：汇总方式 conversion_table 出错" in ran.err
    assert "总分：汇总方式 conversion_table 出错" in ran.out and "另算：汇总方式 conversion_table 出错" in ran.out
