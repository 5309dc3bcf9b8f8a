"""Several rules of one sentence: each with its reason, between floor and cap, and conditions that make all of it zero."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts

HEAD = """format = "evalfw.rubric/1"
id = "made-up/parts"
version = "1"
title = "编造：一格多条"
full_mark = 10
fact = [
  { id = "rules", label = "有规程", type = "bool" },
  { id = "lacks", label = "规程缺少的条目", type = "count", unit = "项" },
  { id = "unanalysed", label = "没有分析的项目", type = "count", unit = "个" },
  { id = "grade", label = "质量", type = "choice", choices = { good = "好", fair = "一般" } },
]
[[indicator]]
id = "a"
title = "规程"
weight = 10
criterion = "无规程的，不得分；不完善的，每缺一个扣2分；没有分析的，每个扣1分；质量一般的扣1至3分"
"""
LACKS = '{ what = "不完善的，每缺一个扣2分", rule = { kind = "deduct_per_step", fact = "lacks", target = 0, side = "above", step = 1, points = 2 } }'
UNANALYSED = '{ most = 4, rule = { kind = "deduct_per_step", fact = "unanalysed", target = 0, side = "above", step = 1, points = 1 } }'
QUALITY = '{ most = 3, rule = { kind = "cases", rows = [{ when = "grade = \'good\'", points = 3 }, { when = "grade = \'fair\'", judge = [0, 2] }] } }'


def rubric(host: evalfw.PluginHost, folder: Path, parts: str, more: str = 'zero_when = "not rules"') -> evalfw.Rubric:
    (folder / "r.toml").write_text(
        f'{HEAD}[indicator.rule]\nkind = "parts"\n{more}\nparts = [{parts}]\n', encoding="utf-8"
    )
    return host.load(str(folder / "r.toml"))


@pytest.mark.parametrize(
    ("facts", "state", "least", "most"),
    [
        ({"rules": True, "lacks": 0, "unanalysed": 0, "grade": "good"}, "scored", "10", "10"),
        ({"rules": True, "lacks": 1, "unanalysed": 2, "grade": "good"}, "scored", "6", "6"),
        ({"rules": True, "lacks": 1, "unanalysed": 9, "grade": "good"}, "scored", "4", "4"),
        ({"rules": True, "lacks": 9, "unanalysed": 9, "grade": "good"}, "scored", "0", "0"),
        ({"rules": True, "lacks": 1, "unanalysed": 2, "grade": "fair"}, "pending", "3", "5"),
        ({"rules": False, "lacks": 0, "unanalysed": 0, "grade": "good"}, "scored", "0", "0"),
        ({"rules": False}, "scored", "0", "0"),
        ({"rules": True, "lacks": 1}, "missing", "1", "8"),
        ({"lacks": 1, "unanalysed": 2, "grade": "good"}, "missing", "0", "6"),
    ],
)
def test_what_parts_lose_is_taken_from_the_weight(
    host: evalfw.PluginHost, tmp_path: Path, facts: dict[str, GivenValue], state: str, least: str, most: str
) -> None:
    leaf = score_facts(rubric(host, tmp_path, f"{LACKS}, {UNANALYSED}, {QUALITY}"), facts).indicators[0]
    assert (leaf.state, leaf.bounds.least, leaf.bounds.most) == (state, Fraction(least), Fraction(most))


def test_each_part_says_why(host: evalfw.PluginHost, tmp_path: Path) -> None:
    facts: dict[str, GivenValue] = {"rules": True, "lacks": 1, "unanalysed": 2, "grade": "good"}
    leaf = score_facts(rubric(host, tmp_path, f"{LACKS}, {UNANALYSED}, {QUALITY}"), facts).indicators[0]
    assert leaf.because.zh == (
        "（1）规程缺少的条目 1项，超过0项 1项，扣 1 步×2分，得8分，扣2分；"
        "（2）没有分析的项目 2个，超过0个 2个，扣 2 步×1分，得2分，扣2分；"
        "（3）质量 好，第 1 种情形，得3分，不扣分；得6分"
    )
    assert "（1）" in leaf.rule_words.zh and "有规程”时不得分" in leaf.rule_words.zh


@pytest.mark.parametrize(
    ("parts", "more", "facts", "points"),
    [
        (f"{UNANALYSED}, {QUALITY}", 'mode = "add"', {"unanalysed": 1, "grade": "good"}, "6"),
        (f"{UNANALYSED}, {QUALITY}", 'mode = "add"\ncap = 5', {"unanalysed": 0, "grade": "good"}, "5"),
        (f"{UNANALYSED}, {UNANALYSED}", 'mode = "deduct"\nfloor = 4', {"unanalysed": 9}, "4"),
        (LACKS, 'mode = "deduct"\ncap = 7', {"lacks": 0}, "7"),
    ],
)
def test_parts_are_added_between_floor_and_cap(
    host: evalfw.PluginHost, tmp_path: Path, parts: str, more: str, facts: dict[str, GivenValue], points: str
) -> None:
    assert score_facts(rubric(host, tmp_path, parts, more), facts).indicators[0].points == Fraction(points)


@pytest.mark.parametrize(
    ("parts", "more", "said"),
    [
        ("", "", "一部分也没有"),
        (LACKS.replace("rule =", "most = 12, rule ="), "", "大于分值 10 分"),
        (LACKS.replace("rule =", "most = 0, rule ="), "", "应当大于 0"),
        (LACKS.replace('"lacks"', '"lack"'), "", "没有声明事实 'lack'"),
        ('{ rule = { kind = "todo" } }', "", "不能作为一部分"),
        (LACKS, "floor = 11", "floor 大于分值"),
        (LACKS, 'zero_when = "lacks"', "这里要是/否"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_where_it_is(cli: RunCli, parts: str, more: str, said: str) -> None:
    Path("r.toml").write_text(f'{HEAD}[indicator.rule]\nkind = "parts"\n{more}\nparts = [{parts}]\n', encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and said in ran.err and "indicator[a].rule" in ran.err


def test_proposed_cases_notice_what_may_go_wrong_around_the_rules(cli: RunCli) -> None:
    """A rubric with a gate, grades, a condition, a bonus with limits, a derived fact, and no case."""
    Path("r.toml").write_text(
        """format = "evalfw.rubric/1"
id = "made-up/around"
version = "1"
title = "编造"
full_mark = 10
fact = [
  { id = "rate", label = "率", type = "ratio", min = 0, max = 1, places = 2, derivation = "spent / budget" },
  { id = "spent", label = "支出", type = "money", unit = "万元", min = 0, max = 100 },
  { id = "budget", label = "预算", type = "money", unit = "万元", min = 1, max = 100 },
  { id = "cases", label = "案件", type = "count", max = 9 },
  { id = "has", label = "有项目", type = "bool" }, { id = "prizes", label = "奖项", type = "count", max = 9 },
]
indicator = [
  { id = "a", title = "执行", weight = 6, criterion = "x", rule = { kind = "proportional", fact = "rate", target = 0.9 } },
  { id = "b", title = "项目", weight = 4, criterion = "x", applies_when = "has", rule = { kind = "bands", fact = "rate", bands = [{ from = 0.5, points = 4 }, { below = 0.5, points = 1 }] } },
  { id = "c", title = "加分", extra = true, limits = [0, 2], criterion = "x", rule = { kind = "base_and_steps", fact = "prizes", target = 0, base = 0, step = 1, up = 1 } },
]
gate = [{ id = "veto", title = "否优", criterion = "x", when = "cases >= 3", action = "cap_grade", grade = "良" }]
grade = [{ label = "优", from = 9 }, { label = "良", from = 6, below = 9 }, { label = "差", below = 6 }]
""",
        encoding="utf-8",
    )
    ran = cli("rubric", "test", "./r.toml", "--propose", "proposed.case.toml")
    assert ran.code == 0, ran.out
    tested = cli("rubric", "test", "./r.toml", "proposed.case.toml", "--mutate", "--strict")
    assert tested.code == 0, tested.out
    assert "100%" in tested.out and "没有发现 0" in tested.out
    again = cli("rubric", "test", "./r.toml", "--propose", "proposed.case.toml")
    assert again.code != 0 and "不覆盖" in again.err


@pytest.mark.parametrize(
    ("change", "mutant"),
    [
        ({}, ""),
        ({"v >= 5": "v >= 6"}, "gate veto"),
        ({"from = 9": "from = 8", "below = 9": "below = 8"}, "grade 优"),
    ],
)
def test_gates_and_grades_are_covered_and_mutated_or_told(cli: RunCli, change: dict[str, str], mutant: str) -> None:
    text = """format = "evalfw.rubric/1"
id = "t/g"
version = "1"
title = "g"
full_mark = 10
fact = [{ id = "r", label = "率", type = "ratio", min = 0, max = 1 }, { id = "v", label = "案件", type = "count" }]
indicator = [{ id = "a", title = "执行", weight = 10, criterion = "x", rule = { kind = "formula", share = "r" } }]
gate = [{ id = "veto", title = "否优", criterion = "x", when = "v >= 5", action = "cap_grade", grade = "良" }]
grade = [{ label = "优", from = 9 }, { label = "良", from = 6, below = 9 }, { label = "差", below = 6 }]
"""
    for old, new in change.items():
        text = text.replace(old, new)
    Path("r.toml").write_text(text, encoding="utf-8")
    Path("x.case.toml").write_text(
        'format = "evalfw.case/1"\nrubric = "./r.toml"\n[[case]]\nname = "x"\nreason = "r"\nfacts = { r = 0.9, v = 0 }\nexpect = { points = 9 }\n',
        encoding="utf-8",
    )
    ran = cli("rubric", "test", "./r.toml", "x.case.toml", "--mutate", "--strict")
    assert ran.code == 1
    assert "一票否决 veto，成立" in ran.out and "等级 差" in ran.out
    assert "gate veto: when" in ran.out and "grade 优:" in ran.out and mutant in ran.out
