"""``evalfw rubric lint``: what is proved, what is vague, what has drifted; and nothing that is not so."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
from evalfw.examining.linting import lint_rubric
from evalfw.examining.linting.drift import figures

HEAD = """
format = "evalfw.rubric/1"
id = "test/lint"
version = "1"
title = "检查"
full_mark = 5
fact = [
  { id = "rate", label = "完成率", type = "ratio", min = 0, better = "higher" },
  { id = "cost", label = "成本", type = "money", unit = "万元", min = 0, better = "lower" },
  { id = "n", label = "次数", type = "count", unit = "次" },
  { id = "part", label = "部分", type = "money", min = 0 },
  { id = "whole", label = "全部", type = "money", min = 0 },
  { id = "ok", label = "做好", type = "bool" },
]
"""


def lints(host: evalfw.PluginHost, folder: Path, criterion: str, rule: str, more: str = "") -> list[str]:
    path = folder / "lint.toml"
    leaf = f'{{ id = "i", title = "指标", weight = 5, criterion = "{criterion}", {more} rule = {rule} }}'
    path.write_text(f"{HEAD}indicator = [{leaf}]\n", encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    told = (
        each for each in lint_rubric(rubric) if each.code != "fact.unread"
    )  # there are facts for all sorts of rules
    return [f"{each.code}: {each.problem.what.zh.removeprefix('“指标”：')}" for each in told]


GOOD = "{ from = 0.9, points = 5 }, { from = 0.6, below = 0.9, points = 3 }, { below = 0.6, points = 0 }"


@pytest.mark.parametrize(
    ("criterion", "rule", "expected"),
    [
        ("≥90%得5分；60%（含）-90%得3分；低于60%不得分", f'{{ kind = "bands", fact = "rate", bands = [{GOOD}] }}', []),
        (
            "大于90%得5分，小于90%得0分",
            '{ kind = "bands", fact = "rate", bands = [{ above = 0.9, points = 5 }, { below = 0.9, points = 0 }] }',
            ["rule.gap: 完成率恰为 90% 时没有对应的档次"],
        ),
        (
            "90%以上得5分，90%以下得3分",
            '{ kind = "bands", fact = "rate", bands = [{ from = 0.9, points = 5 }, { to = 0.9, points = 3 }] }',
            ["rule.overlap: 完成率 90% 同时落在第 1、2 档（按前一档计）"],
        ),
        (
            "≥60%得5分；≥90%得3分；低于60%不得分",
            '{ kind = "cases", rows = [{ when = "rate >= 0.6", points = 5 }, { when = "rate >= 0.9", points = 3 }, { when = "true", points = 0 }] }',
            ["rule.unreachable: 第 2 档（情形）永远到不了"],
        ),
        (
            "≥90%得4分，否则不得分",
            '{ kind = "bands", fact = "rate", bands = [{ from = 0.9, points = 4 }, { below = 0.9, points = 0 }] }',
            ["rule.full_marks: 最多只能得 4 分，到不了 5 分（如 完成率 90%）"],
        ),
        (
            "≥90%得3分，低于90%得5分",
            '{ kind = "bands", fact = "rate", bands = [{ from = 0.9, points = 3 }, { below = 0.9, points = 5 }] }',
            ["rule.not_monotone: 完成率 90% 得 3 分，反而少于 完成率 89.9999% 的 5 分"],
        ),
        (
            "不超过80万元得5分，每超过10万元扣1分，最少1分",
            '{ kind = "deduct_per_step", fact = "cost", target = 80, side = "above", step = 10, points = 1, floor = 1 }',
            [],
        ),
        (
            "不超过80万元得5分，每低于10万元扣1分",
            '{ kind = "deduct_per_step", fact = "cost", target = 80, side = "below", step = 10, points = 1 }',
            [
                "rule.not_monotone: 成本 20.01万元 得 0 分，反而少于 成本 80万元 的 5 分",
                "criterion.drift: 80：评价要点说 <=，规则写的是 >=",
            ],
        ),
        (
            "部分/全部×分值",
            '{ kind = "formula", share = "part / whole" }',
            ["rule.undefined: 部分 0、全部 0 时除数为零"],
        ),
        (
            "部分/全部×分值，全部为0的不得分",
            '{ kind = "formula", share = "if(whole = 0, 0, part / whole)" }',
            [],
        ),
        (
            "部分×全部",
            '{ kind = "formula", share = "part * whole" }',
            ["rule.not_proved: 未能证明“能得满分”：涉及事实的乘积等，超出线性不等式"],
        ),
        (
            "工作较好的得5分",
            '{ kind = "all_or_nothing", when = "ok" }',
            ["criterion.unmeasurable: “较好”没有可以衡量的标准（没有数、没有数值型事实）：1 项指标，5 分，占满分 100%"],
        ),
        (
            "酌情扣分",
            '{ kind = "discretion", full_when = "ok" }',
            [
                "criterion.discretionary: 有的情形由人裁定得分，扣多少没有写",
                "criterion.unmeasurable: “酌情”没有可以衡量的标准（没有数、没有数值型事实）：1 项指标，5 分，占满分 100%",
            ],
        ),
        (
            "完成率达到90%的得5分，否则不得分",
            '{ kind = "all_or_nothing", when = "rate >= 80%" }',
            ["criterion.drift: 评价要点里的 90% 不在规则中", "criterion.drift: 规则里的 80% 不在评价要点中"],
        ),
        (
            "完成率达到90%的得5分，否则不得分",
            '{ kind = "all_or_nothing", when = "rate > 90%" }',
            ["criterion.drift: 90%：评价要点说 >=，规则写的是 >"],
        ),
        (
            "完成率达到90%的得5分，否则不得分",
            '{ kind = "all_or_nothing", when = "ok" }',
            ["criterion.drift: 评价要点里的 90% 不在规则中"],
        ),
        (
            "不超过80元得5分，每超过10元扣1分",
            '{ kind = "deduct_per_step", fact = "cost", target = 80, side = "above", step = 10, points = 1 }',
            [
                "criterion.drift: 10：评价要点的单位是元，规则的单位是万元",
                "criterion.drift: 80：评价要点的单位是元，规则的单位是万元",
            ],
        ),
        (
            "至少3次，少一次扣1分",
            '{ kind = "deduct_per_step", fact = "n", target = 3, side = "below", step = 1, points = 2 }',
            ["criterion.drift: 规则里的 2分 不在评价要点中"],
        ),
    ],
)
def test_what_is_told_of_a_rule(
    host: evalfw.PluginHost, tmp_path: Path, criterion: str, rule: str, expected: list[str]
) -> None:
    assert lints(host, tmp_path, criterion, rule) == expected


def test_a_note_turns_what_is_not_proved_into_a_remark(host: evalfw.PluginHost, tmp_path: Path) -> None:
    path = tmp_path / "lint.toml"
    rule = '{ kind = "formula", share = "part * whole" }'
    leaf = (
        f'{{ id = "i", title = "指标", weight = 5, criterion = "部分×全部", note = "两数都不超过 1", rule = {rule} }}'
    )
    path.write_text(f"{HEAD}indicator = [{leaf}]\n", encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    assert [each.severity for each in lint_rubric(rubric) if each.code == "rule.not_proved"] == ["info"]


NANJING = {
    ("rule.gap", "decision.budget.soundness"),
    ("rule.gap", "results.satisfaction.clients"),
    ("criterion.discretionary", "management.execution.three_public"),
    ("criterion.discretionary", "extra.malus.violations"),
}


def test_nanjing_is_told_its_gaps_its_discretion_and_its_vague_words_and_nothing_false(nanjing: evalfw.Rubric) -> None:
    found = lint_rubric(nanjing)
    assert {(each.code, each.indicators[0]) for each in found if each.code != "criterion.unmeasurable"} == NANJING
    vague = {match[1]: each for each in found if (match := re.match(r"“(.+?)”没有", each.problem.what.zh))}
    assert set(vague) == {"良好质效", "应有的作用", "合理", "清晰"}
    assert "12 项指标，44 分，占满分 44%" in vague["良好质效"].problem.what.zh
    assert sum(nanjing.by_id[id].weight for id in vague["良好质效"].indicators) == 44
    for each in found:
        text = nanjing.by_id[each.indicators[0]].problem("criterion", each.problem.what)
        assert each.problem.line is not None and text.line is not None and abs(each.problem.line - text.line) <= 3


@pytest.mark.parametrize("ref", ["mof/project-2020", "mof/department-2013", "nanjing/2021", "pefa/2016"])
def test_no_shipped_rubric_rests_on_what_is_not_proved(host: evalfw.PluginHost, ref: str) -> None:
    """Nor do the indicators of its sample; and apart from Nanjing's own gaps no rule is found fault with."""
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)
    rubric = evalfw.evidence.complete_rubric(rubric, rubric.sample, "sample", host.rubrics, host.vocabulary)
    codes = {each.code for each in lint_rubric(rubric) if each.severity == "warning"}
    assert "rule.not_proved" not in codes
    assert {code for code in codes if code.startswith("rule.")} <= ({"rule.gap"} if ref == "nanjing/2021" else set())
    assert "criterion.drift" not in codes


@pytest.mark.slow
def test_the_command_prints_places_and_ends_as_asked(cli: RunCli) -> None:
    ran = cli("rubric", "lint", "2021")
    assert ran.code == 0 and ran.out.splitlines()[-1] == "nanjing/2021：检查了 41 条规则，8 处需要注意，0 处提示"
    assert re.match(r"evalfw_rubrics/nanjing/2021/rubric\.toml:\d+: indicator\[\S+\]\.criterion: ", ran.out)
    assert cli("rubric", "lint", "2021", "--strict").code == 1
    assert cli("rubric", "lint", "pefa", "--strict").code == 0
    assert "rules examined" in cli("rubric", "lint", "pefa", "--lang", "en").out


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("年度预算执行率大于90%的得2分，小于90%得1分", ["90% >", "2分", "90% <", "1分"]),
        ("每超过一个百分点扣0.5分", ["1%", "0.5分"]),
        ("90%（含）以上得10分", ["90% >=", "10分"]),
        ("90%以下", ["90% </<="]),
        ("±10-15%以内", ["10%", "15% <="]),
        ("按财预〔2020〕10号和2021年第3季度要求，6月底前完成", []),
        ("年内至少3次，少一次扣1分", ["3 >=", "1", "1分"]),
        ("第1名", []),
        ("1.制度健全得2分；（2）执行率大于等于90%得1分", ["2分", "90% >=", "1分"]),
        ("补贴不超过１，２００万元", ["1200 <="]),
        ("按GB/T 19001-2016和2019—2021年规划，12345热线办结率小于或等于80%", ["80% <="]),
    ],
)
def test_numbers_of_official_sentences_are_read_with_their_comparison(sentence: str, expected: list[str]) -> None:
    def written(value: Fraction, sort: str) -> str:
        return f"{evalfw.shown(value * 100 if sort == '%' else value)}{sort}"

    told = [
        f"{written(each.value, each.sort)} {'/'.join(sorted(each.comparisons))}".strip() for each in figures(sentence)
    ]
    assert told == expected


@pytest.mark.slow
def test_a_rule_with_too_many_combinations_is_said_to_be_so_and_not_worked_on_for_minutes(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    facts = ", ".join(f'{{ id = "b{at}", label = "第{at}件", type = "bool" }}' for at in range(14))
    items = ", ".join(f'{{ when = "b{at}", points = 0.3 }}' for at in range(14))
    path = tmp_path / "many.toml"
    leaf = f'{{ id = "i", title = "指标", weight = 5, criterion = "…", rule = {{ kind = "checklist", items = [{items}] }} }}'
    head = 'format = "evalfw.rubric/1"\nid = "test/many"\nversion = "1"\ntitle = "多"\nfull_mark = 5\n'
    path.write_text(f"{head}fact = [{facts}]\nindicator = [{leaf}]\n", encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    told = [each.problem.what.zh for each in lint_rubric(rubric) if each.code == "rule.not_proved"]
    assert told and all("事实的组合太多" in each for each in told)
