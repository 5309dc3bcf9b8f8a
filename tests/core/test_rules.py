"""Rule kinds, each with the sentences and figures of published rubrics."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts

HEAD = """
format = "evalfw.rubric/1"
id = "test/kinds"
version = "1"
title = "规则类型"
full_mark = {weight}
places = 2
fact = [
  {{ id = "rate", label = "比率", type = "ratio", max = 10 }},
  {{ id = "n", label = "次数", type = "count", unit = "次" }},
  {{ id = "money", label = "金额", type = "money", unit = "万元" }},
  {{ id = "before", label = "上年结转", type = "money", unit = "万元" }},
  {{ id = "a", label = "甲", type = "bool" }},
  {{ id = "b", label = "乙", type = "bool" }},
  {{ id = "c", label = "丙", type = "bool" }},
]
indicator = [{{ id = "i", title = "指标", weight = {weight}, criterion = "…", rule = {rule} }}]
"""


def result(
    host: evalfw.PluginHost, folder: Path, weight: str, rule: str, facts: dict[str, GivenValue]
) -> evalfw.IndicatorResult:
    path = folder / "kinds.toml"
    path.write_text(HEAD.format(weight=weight, rule=rule), encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    return score_facts(rubric, facts).leaves[0]


PER_POINT = '{ kind = "deduct_per_step", fact = "rate", target = 1, side = "above", step = 0.01, points = 0.5 }'
PER_FIVE = '{ kind = "deduct_per_step", fact = "rate", target = 1, side = "below", step = 0.05, points = 2 }'
PER_FIVE_STARTED = PER_FIVE.replace(" }", ', steps = "started" }')
PER_FIVE_EXACT = PER_FIVE.replace(" }", ', steps = "exact" }')
PER_INCIDENT = '{ kind = "deduct_per_step", fact = "n", target = 0, side = "above", step = 1, points = 10 }'
AT_LEAST_THREE = '{ kind = "deduct_per_step", fact = "n", target = 3, side = "below", step = 1, points = 1 }'
FORWARD = '{ kind = "proportional", fact = "money", target = 250000 }'
REVERSE_RATIO = '{ kind = "proportional", fact = "n", target = 90, side = "at_most" }'
REVERSE_LINEAR = '{ kind = "proportional", fact = "n", target = 90, side = "at_most", form = "linear" }'
WITH_LEAST = '{ kind = "proportional", fact = "rate", target = 1, least_share = 0.6 }'
ADD = '{ kind = "checklist", items = [{ when = "a", points = 1 }, { when = "b", points = 3 }] }'
DEDUCT = '{ kind = "checklist", mode = "deduct", items = [{ when = "a", points = 2 }, { when = "b", points = 2 }, { when = "c", points = 2 }] }'
SHARE = '{ kind = "checklist", mode = "share", items = [{ when = "a" }, { when = "b" }, { when = "c" }] }'
CARRY = (
    '{ kind = "cases", rows = [{ when = "money = 0", points = 3 }, { when = "money <= before", points = 2 }, '
    '{ when = "true", points = 0 }] }'
)
BASE = '{ kind = "base_and_steps", fact = "rate", target = 0.5, base = 4, step = 0.01, up = 0.04, down = -0.04 }'
LEVELS = (
    '{ kind = "interpolation", fact = "rate", levels = [{ at = 0.6, points = 1 }, { at = 0.8, points = 2 }, '
    "{ at = 1, points = 4 }], below = 0 }"
)
ADJUSTED = '{ kind = "formula", share = "1 - 10 * money / before", zero_when = "money / before > 0.1" }'
BY_POINTS = '{ kind = "formula", points = "abs(rate - 1) * 10" }'


@pytest.mark.parametrize(
    ("weight", "rule", "facts", "points", "why"),
    [
        ("5", BASE, {"rate": "50%"}, "4", "比率 50%，基数50%，得4分"),
        ("5", BASE, {"rate": "52.9%"}, "4.08", "比率 52.9%，基数50%，高 2 步×0.04分，得4.08分"),
        ("5", BASE, {"rate": "40%"}, "3.6", "比率 40%，基数50%，低 10 步×-0.04分，得3.6分"),
        ("5", BASE, {"rate": "90%"}, "5", "比率 90%，基数50%，高 40 步×0.04分，得5分"),
        ("4", LEVELS, {"rate": "59.9%"}, "0", "比率 59.9%，得0分"),
        ("4", LEVELS, {"rate": "60%"}, "1", "比率 60%，得1分"),
        ("4", LEVELS, {"rate": "70%"}, "1.5", "比率 70%，得1.5分"),
        ("4", LEVELS, {"rate": "85%"}, "2.5", "比率 85%，得2.5分"),
        ("4", LEVELS, {"rate": "120%"}, "4", "比率 120%，得4分"),
        ("5", ADJUSTED, {"money": 5, "before": 100}, "2.5", "金额 5万元；上年结转 100万元，得2.5分"),
        ("5", ADJUSTED, {"money": 10, "before": 100}, "0", "金额 10万元；上年结转 100万元，得0分"),
        ("5", ADJUSTED, {"money": "-5", "before": 100}, "5", "金额 -5万元；上年结转 100万元，得5分"),
        ("5", BY_POINTS, {"rate": "80%"}, "2", "比率 80%，得2分"),
        ("5", PER_POINT, {"rate": "100%"}, "5", "比率 100%，不超过100%，得5分"),
        ("5", PER_POINT, {"rate": "102.04%"}, "4", "比率 102.04%，超过100% 2.04%，扣 2 步×0.5分，得4分"),
        ("5", PER_POINT, {"rate": "150%"}, "0", "比率 150%，超过100% 50%，扣 50 步×0.5分，得0分"),
        ("8", PER_FIVE, {"rate": "99.27%"}, "8", "比率 99.27%，低于100% 0.73%，扣 0 步×2分，得8分"),
        ("8", PER_FIVE, {"rate": "95%"}, "6", "比率 95%，低于100% 5%，扣 1 步×2分，得6分"),
        ("8", PER_FIVE_STARTED, {"rate": "99.27%"}, "6", "比率 99.27%，低于100% 0.73%，扣 1 步×2分，得6分"),
        (
            "8",
            PER_FIVE_EXACT,
            {"rate": "99.27%"},
            "7.71",
            "比率 99.27%，低于100% 0.73%，扣 0.146 步×2分，得7.71分（7.708，按 2 位小数计为 7.71）",
        ),
        ("20", PER_INCIDENT, {"n": 1}, "10", "次数 1次，超过0次 1次，扣 1 步×10分，得10分"),
        ("3", AT_LEAST_THREE, {"n": 1}, "1", "次数 1次，低于3次 2次，扣 2 步×1分，得1分"),
        (
            "10",
            FORWARD,
            {"money": "215457.6"},
            "8.62",
            "金额 215457.6万元，目标250000万元，得8.62分（8.618304，按 2 位小数计为 8.62）",
        ),
        ("10", FORWARD, {"money": "300000"}, "10", "金额 300000万元，目标250000万元，得10分"),
        ("10", REVERSE_RATIO, {"n": 99}, "9.09", "次数 99次，目标90次，得9.09分（≈9.0909，按 2 位小数计为 9.09）"),
        ("10", REVERSE_RATIO, {"n": 180}, "5", "次数 180次，目标90次，得5分"),
        ("10", REVERSE_RATIO, {"n": 0}, "10", "次数 0次，目标90次，得10分"),
        ("10", REVERSE_LINEAR, {"n": 99}, "9", "次数 99次，目标90次，得9分"),
        ("10", REVERSE_LINEAR, {"n": 180}, "0", "次数 180次，目标90次，得0分"),
        ("10", WITH_LEAST, {"rate": "60%"}, "6", "比率 60%，目标100%，得6分"),
        ("10", WITH_LEAST, {"rate": "59.99%"}, "0", "比率 59.99%，目标100%，得0分"),
        ("4", ADD, {"a": False, "b": True}, "3", "甲（否）；乙（是），得3分"),
        ("3", DEDUCT, {"a": False, "b": False, "c": True}, "0", "甲（否）；乙（否）；丙（是），得0分"),
        ("3", DEDUCT, {"a": True, "b": False, "c": True}, "1", "甲（是）；乙（否）；丙（是），得1分"),
        (
            "10",
            SHARE,
            {"a": True, "b": False, "c": True},
            "6.67",
            "甲（是）；乙（否）；丙（是），得6.67分（≈6.6667，按 2 位小数计为 6.67）",
        ),
        ("3", CARRY, {"money": 0, "before": 5}, "3", "金额 0万元；上年结转 5万元，第 1 种情形，得3分"),
        ("3", CARRY, {"money": 5, "before": 5}, "2", "金额 5万元；上年结转 5万元，第 2 种情形，得2分"),
        ("3", CARRY, {"money": "5.01", "before": 5}, "0", "金额 5.01万元；上年结转 5万元，第 3 种情形，得0分"),
    ],
)
def test_points_and_reason(
    host: evalfw.PluginHost, tmp_path: Path, weight: str, rule: str, facts: dict[str, GivenValue], points: str, why: str
) -> None:
    scored = result(host, tmp_path, weight, rule, facts)
    assert scored.state == "scored" and scored.points is not None
    assert (evalfw.shown(scored.points), scored.because.zh) == (points, why)


@pytest.mark.parametrize(
    ("weight", "rule", "low", "high"),
    [
        ("5", PER_POINT, "0", "5"),
        ("10", FORWARD, "0", "10"),
        ("10", REVERSE_RATIO, "0", "10"),
        ("10", WITH_LEAST, "0", "10"),
        ("4", ADD, "0", "4"),
        ("3", DEDUCT, "0", "3"),
        ("10", SHARE, "0", "10"),
        ("3", CARRY, "0", "3"),
        ("5", BASE, "0", "5"),
        ("4", LEVELS, "0", "4"),
        ("5", ADJUSTED, "0", "5"),
    ],
)
def test_nothing_known_leaves_everything_open(
    host: evalfw.PluginHost, tmp_path: Path, weight: str, rule: str, low: str, high: str
) -> None:
    scored = result(host, tmp_path, weight, rule, {})
    assert scored.state == "missing"
    assert (
        evalfw.shown(scored.bounds.least or evalfw.foundation.round_half_up(scored.weight, 0) * 0),
        evalfw.shown(scored.bounds.most or scored.weight),
    ) == (low, high)


def test_part_of_a_checklist_narrows_the_bounds(host: evalfw.PluginHost, tmp_path: Path) -> None:
    scored = result(host, tmp_path, "3", DEDUCT, {"a": True, "b": False})
    assert [scored.bounds.least, scored.bounds.most] == [0, 1]


def test_a_row_may_leave_the_points_to_a_person_and_a_table_may_be_silent(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    rule = '{ kind = "cases", rows = [{ when = "a", points = 3 }, { when = "b", judge = [1, 2] }] }'
    judged = result(host, tmp_path, "3", rule, {"a": False, "b": True})
    assert (judged.state, judged.branch) == ("pending", 2) and [judged.bounds.least, judged.bounds.most] == [1, 2]
    silent = result(host, tmp_path, "3", rule, {"a": False, "b": False})
    assert silent.state == "pending" and silent.branch is None
    assert [silent.bounds.least, silent.bounds.most] == [0, 3]


@pytest.mark.parametrize(
    ("weight", "rule", "words"),
    [
        ("5", PER_POINT, "比率不超过100%得5分，每超过1%扣0.5分，扣到0分为止，不足一步不计"),
        ("8", PER_FIVE_STARTED, "比率不低于100%得8分，每低于5%扣2分，扣到0分为止，不足一步按一步计"),
        ("10", REVERSE_LINEAR, "次数不超过90次得10分，否则按1−（实际−目标）÷目标的比例得分"),
        ("10", WITH_LEAST, "比率达到100%得10分，否则按实际÷目标的比例得分，比例低于60%不得分"),
        ("4", ADD, "甲得1分；乙得3分"),
        ("5", BASE, "比率为50%计4分，每高1%计0.04分，每低1%计-0.04分，不足一步不计，最少0分，最多5分"),
        ("4", LEVELS, "比率：60%得1分，80%得2分，100%得4分，其间按直线计算，低于60%得0分"),
        ("5", ADJUSTED, "5分 ×（1 − 10 × 金额 ÷ 上年结转），最少0分，最多5分；金额 ÷ 上年结转 > 0.1时不得分"),
        ("3", DEDUCT, "共3分：甲，否则扣2分；乙，否则扣2分；丙，否则扣2分；扣完为止"),
        ("10", SHARE, "10分乘以下列各项中做到的比例：甲；乙；丙"),
        ("3", CARRY, "金额 = 0，得3分；否则金额 ≤ 上年结转，得2分；否则得0分"),
    ],
)
def test_rules_in_words(host: evalfw.PluginHost, tmp_path: Path, weight: str, rule: str, words: str) -> None:
    scored = result(host, tmp_path, weight, rule, {})
    assert scored.rule_words.zh == words
    assert scored.rule_words.en != words


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (PER_POINT.replace("step = 0.01", "step = 0"), "rule.step: must be more than 0"),
        (PER_POINT.replace("points = 0.5", "points = -1"), "rule.points: must be more than 0"),
        (
            PER_POINT.replace('"above"', '"over"'),
            "rule.side: expected one of above, below, got 'over' — did you mean above?",
        ),
        (PER_POINT.replace(" }", ", floor = -1 }"), "rule.floor: an indicator with a weight cannot go below zero"),
        (PER_POINT.replace(" }", ", floor = 11 }"), "rule.floor: 'floor' is more than the weight"),
        (PER_POINT.replace('"rate"', '"a"'), "rule.fact: expected a numeric fact, 'a' is bool"),
        (FORWARD.replace("250000", "0"), "rule.target: a target is more than 0"),
        (FORWARD.replace(" }", ', form = "linear" }'), "rule.form: 'at_least' has the form 'ratio' only"),
        (WITH_LEAST.replace("0.6", "60"), "rule.least_share: must be more than 0 and at most 1"),
        ('{ kind = "checklist", items = [] }', "rule.items: there is no item"),
        (ADD.replace("points = 3", "points = 30"), "rule.items: the items add up to 31, the weight is 10"),
        (ADD.replace(", points = 3", ""), "rule.items[2]: needs 'points' of more than 0"),
        (ADD.replace('"b"', '"d"'), "rule.items[2].when: column 1: no fact 'd' is declared"),
        (SHARE.replace('"a" }', '"a", points = 1 }'), "rule.items[1].points: items of a share count alike"),
        (BASE.replace("step = 0.01", "step = 0"), "rule.step: must be more than 0"),
        (BASE.replace(", up = 0.04, down = -0.04", ""), "rule: give 'up', 'down' or both"),
        (BASE.replace("base = 4", "base = 40"), "rule.base: the base lies between 'floor' and 'cap'"),
        (BASE.replace(" }", ", cap = 12 }"), "rule.cap: 'cap' is more than the weight"),
        (LEVELS.replace("at = 0.8", "at = 0.6"), "rule.levels[2].at: levels go from low to high"),
        (LEVELS.replace("points = 4", "points = 40"), "rule.levels[3].points: more than the weight 10"),
        (LEVELS.replace("below = 0", "below = -1"), "rule.below: points cannot be negative"),
        ('{ kind = "interpolation", fact = "rate", levels = [] }', "rule.levels: at least two levels are needed"),
        ('{ kind = "formula" }', "rule: give either 'share' or 'points'"),
        ('{ kind = "formula", share = "a" }', "rule.share: column 1: expected a number, this is yes or no"),
        (
            '{ kind = "formula", share = "rate", zero_when = "n" }',
            "rule.zero_when: column 1: expected yes or no, this is a number",
        ),
        ('{ kind = "formula", share = "rate * (n" }', "rule.share: column 8: this bracket is never closed"),
        ('{ kind = "cases", rows = [] }', "rule.rows: there is no row"),
        (CARRY.replace("points = 3", "points = 30"), "rule.rows[1]: awards 30, more than the weight 10"),
        (CARRY.replace("points = 3", "points = -3"), "rule.rows[1]: an indicator with a weight cannot go below zero"),
        (CARRY.replace("points = 3", "judge = [3]"), "rule.rows[1]: 'judge' is [least, most]"),
        (CARRY.replace(", points = 3", ""), "rule.rows[1]: give either 'points' or 'judge'"),
        (CARRY.replace("money = 0", "money"), "rule.rows[1].when: column 1: expected yes or no, this is a number"),
    ],
)
def test_bad_parameters_are_told(host: evalfw.PluginHost, tmp_path: Path, rule: str, told: str) -> None:
    with pytest.raises(evalfw.RubricError) as raised:
        result(host, tmp_path, "10", rule, {})
    assert [problem.read("en").partition("indicator[i].")[2] for problem in raised.value.problems] == [told]


def test_a_label_opens_a_range_in_which_a_person_decides(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """达成 100–80（含），部分达成 80–60（含）…: the rule says the range, never the points; other points are told."""
    rule = (
        '{ kind = "cases", rows = [{ when = "level = \'met\'", judge = [8, 10] }, '
        "{ when = \"level = 'partly'\", judge = [6, 8] }, { when = \"level = 'missed'\", judge = [0, 6] }] }"
    )
    level = '{ id = "level", label = "达成情况", type = "choice", choices = { met = "达成", partly = "部分达成", missed = "未达成" } },'
    path = tmp_path / "labels.toml"
    path.write_text(HEAD.format(weight="10", rule=rule).replace("fact = [", f"fact = [ {level}"), encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    judged = score_facts(rubric, {"level": "部分达成"}).leaves[0]
    assert (judged.state, judged.branch) == ("pending", 2)
    assert [judged.bounds.least, judged.bounds.most] == [6, 8]
    assert judged.because.zh == "达成情况 部分达成，第 2 种情形，由人在 6～8 分之间裁定"
    unknown = score_facts(rubric, {}).leaves[0]
    assert [unknown.bounds.least, unknown.bounds.most] == [0, 10]


def test_a_formula_that_divides_by_zero_is_an_error_not_a_score(host: evalfw.PluginHost, tmp_path: Path) -> None:
    scored = result(host, tmp_path, "5", ADJUSTED, {"money": 5, "before": 0})
    assert (scored.state, scored.points, scored.because.zh) == ("error", None, "规则中有除数为零")


def test_a_bonus_for_each_event_has_no_limit_of_its_own(host: evalfw.PluginHost, tmp_path: Path) -> None:
    text = HEAD.format(weight="10", rule=PER_INCIDENT).replace("indicator = [", "indicator = [\n  BONUS,\n  ")
    bonus = (
        '{ id = "plus", title = "加分", extra = true, criterion = "每次加0.3分", rule = '
        '{ kind = "base_and_steps", fact = "n", target = 0, base = 0, step = 1, up = 0.3 } }'
    )
    path = tmp_path / "bonus.toml"
    path.write_text(text.replace("BONUS", bonus), encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    report = score_facts(rubric, {"n": 50})
    assert report.leaves[0].points == 15
    assert score_facts(rubric, {}).leaves[0].bounds.most is None


def test_a_plain_bonus_is_written_with_cases(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """A kind that awards up to the weight would award nothing on an extra indicator, and is refused there."""
    plus = '{{ id = "plus", title = "加分", extra = true, limits = [0, 3], criterion = "有则加2分", rule = {rule} }}'
    path = tmp_path / "plus.toml"

    def load(rule: str) -> evalfw.Rubric:
        text = HEAD.format(weight="10", rule=PER_INCIDENT).replace(
            "indicator = [", f"indicator = [\n  {plus.format(rule=rule)},\n  "
        )
        path.write_text(text, encoding="utf-8")
        return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)

    rubric = load('{ kind = "cases", rows = [{ when = "a", points = 2 }, { when = "true", points = 0 }] }')
    assert score_facts(rubric, {"a": True}).leaves[0].points == 2
    with pytest.raises(evalfw.RubricError, match="an extra indicator has no weight, so this kind awards nothing"):
        load('{ kind = "all_or_nothing", when = "a" }')
