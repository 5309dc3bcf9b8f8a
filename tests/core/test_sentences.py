"""Sentences that are nearly a pattern: what does not fit as a whole stays to be written by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalfw.foundation.exact import plain
from evalfw.maintaining.importing.sentences.interval import find_interval
from evalfw.maintaining.importing.sentences.recognise import recognise
from evalfw.maintaining.importing.sentences.sentence import sentence_of


def kind(text: str, weight: int = 5, floor: int | None = None) -> str | None:
    found = recognise(sentence_of(text, "指标", Decimal(weight), None if floor is None else Decimal(floor)))
    return None if found is None else found[1].kind


@pytest.mark.parametrize(
    "text",
    [
        "每超过一个百分点扣0.5分，扣完为止",
        "在职人员控制率≤100%，计5分；每超过5人扣0.5分，扣完为止",
        "按完成比例扣分",
        "达到80%，得5分；按比例扣分",
        "①有制度，2分；②有台账",
        "①有制度，2分；②有台账，2分",
        "①有制度。每少一项扣1分，扣完为止",
        "受到省级嘉奖加2分；同一项目不累计",
        "受到国务院嘉奖加3分，视情况；同一项目不累计",
        "大于90%的得5分，其余酌情",
        "执行率大于90%的得5分，次数大于3的得2分",
        "大于90%的得5分，大于3次的得2分",
        "80-90之间且合格的得5分，其余得2分",
        "好的得3分，较好的得2分",
        "每少一次扣1分",
        "大于90%得满分，否则",
    ],
)
def test_what_does_not_fit_as_a_whole_is_left(text: str) -> None:
    assert kind(text) is None


def test_bonus_sentences_need_the_bounds_of_the_bonus() -> None:
    assert kind("酌情扣分", weight=0) is None
    assert kind("酌情扣分", weight=0, floor=-5) == "discretion"
    assert kind("受到国务院嘉奖加3分，受到省级嘉奖加2分；同一项目不累计", weight=0) == "tiers"
    assert kind("合格的得2分，否则不得分", weight=0) is None


@pytest.mark.parametrize(
    ("clause", "ends"),
    [
        ("执行率大于90%", {"above": "0.9"}),
        ("不低于90%", {"from": "0.9"}),
        ("超过90%(含)", {"from": "0.9"}),
        ("90%及以上", {"from": "0.9"}),
        ("10%以内", {"to": "0.1"}),
        ("小于60", {"below": "60"}),
        ("等于0", {"equal": "0"}),
        ("80%(含)-90%", {"from": "0.8", "below": "0.9"}),
        ("80-90%(含)", {"above": "0.8", "to": "0.9"}),
        ("100%-80%(含80%)", None),
        ("90%(含)-80%", {"above": "0.8", "to": "0.9"}),
        ("没有数", None),
    ],
)
def test_intervals(clause: str, ends: dict[str, str] | None) -> None:
    found = find_interval(clause)
    if ends is None:
        assert found is None or clause.startswith("100%")
    else:
        assert found is not None and found.ends == {key: Decimal(value) for key, value in ends.items()}


def bands_of(text: str) -> list[dict[str, str]] | None:
    found = recognise(sentence_of(text, "指标", Decimal(5), None))
    if found is None or found[1].kind != "bands":
        return None
    bands = found[1].parameters["bands"]
    assert isinstance(bands, list)
    return [
        {key: plain(value) if isinstance(value, Decimal) else str(value) for key, value in band.items()}
        for band in bands
    ]


def test_a_doubtful_end_is_settled_by_what_the_others_say() -> None:
    """80%以下 beside 80%（含）—90% cannot include 80 %; 5%—10% beside ≤5% cannot include 5 %."""
    assert bands_of("90%以上得5分；80%（含）—90%得2分，80%以下不得分") == [
        {"from": "0.9", "points": "5"}, {"from": "0.8", "below": "0.9", "points": "2"}, {"below": "0.8", "points": "0"},
    ]  # fmt: skip
    assert bands_of("≤5%得5分；5%—15%得1分；超过15%不得分") == [
        {"to": "0.05", "points": "5"}, {"above": "0.05", "to": "0.15", "points": "1"}, {"above": "0.15", "points": "0"},
    ]  # fmt: skip


def test_intervals_that_overlap_are_left_to_a_person() -> None:
    assert bands_of("大于90%得5分，大于80%得3分，大于70%得1分") is None


@pytest.mark.parametrize(
    ("text", "kind_of_rule"),
    [
        ("预算执行率≥95%且支出合规得5分，否则不得分", "all_or_nothing"),
        ("不得低于90%得5分，否则不得分", "all_or_nothing"),
        ("未超过5%得5分，否则不得分", "all_or_nothing"),
        ("高于或等于90%得5分，否则不得分", "all_or_nothing"),
    ],
)
def test_a_condition_that_is_more_than_one_comparison_is_asked_as_a_whole(text: str, kind_of_rule: str) -> None:
    """The whole condition is one yes-or-no fact in its own words; no part of it is lost or turned round."""
    found = recognise(sentence_of(text, "指标", Decimal(5), None))
    assert found is not None and found[1].kind == kind_of_rule
    assert found[1].parameters == {"when": "{done}"}
    assert found[1].facts[0].label == text[: text.index("得5分")].replace(",", "，")


@pytest.mark.parametrize(
    "text",
    [
        "大于80%小于等于90%得5分，其他不得分",
        "达到100%得满分，低于60%不得分，其余按比例",
        "达到90%得满分，每低于1%扣1分，低于60%不得分",
        "达到90%得8分，每低于1%扣1分，扣完为止",
        "每发生1次扣2分，发生重大事故不得分",
        "每超过1%扣1分，每低于1%扣2分",
        "低于90%得5分，每低于1%扣1分，扣完为止",
    ],
)
def test_a_sentence_with_more_in_it_than_a_pattern_says_is_left(text: str) -> None:
    assert kind(text) is None


def test_floors_and_caps_of_deductions_are_kept() -> None:
    for text, floor in (
        ("每发生一次违规扣1分，最多扣3分", "2"),
        ("每发生一次违规扣1分，扣至1分为止", "1"),
        ("每发生一次违规扣1分，扣完为止", None),
    ):
        found = recognise(sentence_of(text, "指标", Decimal(5), None))
        assert found is not None and found[1].kind == "deduct_per_step" and not found[1].note
        assert str(found[1].parameters.get("floor")) == str(floor)


def test_words_that_only_look_like_a_pattern_do_not_mislead() -> None:
    found = recognise(sentence_of("按时完成率达到90%得满分，否则按比例", "指标", Decimal(5), None))
    assert found is not None and found[1].parameters["target"] == Decimal("0.9") and not found[1].note
    assert bands_of("80%以下（不含）不得分，80%以上得5分") == [
        {"below": "0.8", "points": "0"},
        {"from": "0.8", "points": "5"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "①未建立制度扣2分；②未执行制度扣3分",
        "①制度健全，否则扣2分；②执行有效，否则扣3分",
        "①全部完成得3分；②部分完成得2分",
        "①完成率90%以上3分；②完成率80%以上2分",
        "出现重大违规的本项不计分。①制度健全3分；②执行有效2分",
        "①制度健全；②执行有效，未执行的本项不得分；③档案完整。每缺一项扣1分",
        "验收合格得满分，每发现一处问题扣1分，扣完为止",
        "发生重大事故的不得分，每出现一次一般事故扣1分",
        "情节严重的不得分。每发现一次扣1分",
        "每发现一例重大违规或两例一般违规的，扣5分",
        "执行率低于目标值的，每一个百分点扣0.5分",
        "走访至少10户且全部建档，每少1户扣1分",
        "增长率-5%以上得5分，否则不得分，以上均可",
        "偏差率-5%至5%得5分，超过5%得0分",
        "较差记2分，较好记3分，好记5分",
        "差不得分，一般得60%，良好得80%，优秀得满分",
        "未建立不得分，建立但未执行得一半分，建立并执行得5分",
        "根据完成情况计5分",
        "制度建设2分、执行情况3分，合计5分",
        "国家级加5分，省级加3分，同一项目不累计，累计最高加5分",
        "国家级表彰得5分，省级表彰得3分，取最高",
        "完成率达到60%的，按比例得分",
        "节约率≥0得5分，否则按比例得分",
        "无制度扣5分，执行不到位酌情扣分",
        "根据完成情况酌情扣分",
        "完成率≥90%得4分，低于90%得3分",
        "执行率100%得满分，每低于100%扣1分",
    ],
)
def test_what_a_reviewer_found_to_be_misread_is_left(text: str) -> None:
    assert kind(text) is None


def test_signs_are_never_dropped() -> None:
    for text in (
        "增长率-5%以上得5分，否则不得分",
        "偏差率在±5%以内得5分，否则不得分",
        "执行率不等于100%得5分，否则不得分",
    ):
        found = recognise(sentence_of(text, "指标", Decimal(5), None))
        assert found is not None and found[1].parameters == {"when": "{done}"}, "asked as a whole, in its own words"


def test_a_stated_most_of_deductions_leaves_the_rest() -> None:
    found = recognise(sentence_of("每发现一次扣1分，扣满3分为止", "指标", Decimal(5), None))
    assert found is not None and found[1].parameters["floor"] == 2


def test_an_endless_sentence_is_not_looked_at() -> None:
    assert kind("同一x" * 20000 + "，") is None and kind("扣分不" * 20000) is None


def test_the_trade_writes_bands_in_many_ways() -> None:
    assert bands_of("预算控制率=0,计5分;0-10%(含),计4分;10-20%(含),计3分;大于20%不得分") == [
        {"equal": "0", "points": "5"}, {"above": "0", "to": "0.1", "points": "4"},
        {"above": "0.1", "to": "0.2", "points": "3"}, {"above": "0.2", "points": "0"},
    ]  # fmt: skip
    assert bands_of("100%及以上,计5分;80%及以上100%以下,计2分") == [
        {"from": "1", "points": "5"}, {"from": "0.8", "below": "1", "points": "2"},
    ]  # fmt: skip
    assert kind("群众满意率90%以上得5分,每降5%扣1分,扣完为止") == "deduct_per_step"
    assert kind("确保县城污水处理率达80%以上，否则不得分") == "all_or_nothing"


@pytest.mark.parametrize(
    ("text", "target", "parameters"),
    [
        ("按完成比例计分", "≥90%", {"fact": "{rate}", "target": Decimal("0.9")}),
        ("按完成比例计分", "12", {"fact": "{value}", "target": Decimal(12)}),
        ("按完成比例计分", "≤5%", {"fact": "{rate}", "target": Decimal("0.05"), "side": "at_most"}),
        ("按完成比例计分", "", {"fact": "{actual}", "target": "{target}"}),
        ("完成率达到95%的得5分，否则按比例计分", "", {"fact": "{rate}", "target": Decimal("0.95")}),
        ("按完成比例计分", "0", None),
        ("按完成比例计分", "80%-90%", None),
        ("完成情况好的得满分，否则按比例计分", "", None),
        ("完成率达到95%的得4分，否则按比例计分", "", None),
        ("达到60%的，按比例计分", "", None),
    ],
)
def test_a_target_is_what_the_sentence_or_its_own_column_says(
    text: str, target: str, parameters: dict[str, object] | None
) -> None:
    """Without either it is a fact of its own; one that is nothing, an interval, or not for full points is left to a person."""
    found = recognise(sentence_of(text, "指标", Decimal(5), None, target))
    if parameters is None:
        assert found is None
    else:
        assert found is not None
        assert (found[1].kind, found[1].parameters) == ("proportional", parameters)


@pytest.mark.parametrize(
    "text",
    [
        "执行率大于90%得5分左右，其余得2分",
        "执行率大于90%得5分，80%-90%得2分；情况特殊的除外",
        "执行率大于90%得4分，小于90%得2分",
        "执行率大于90%得5分，覆盖率小于90%得2分",
        "预算执行率达到100%，每低于100%扣1分，扣完为止",
        "预算执行率达到95%，每低于1天扣1分，扣完为止",
        "每少一个制度扣1分，缺一项不得分",
    ],
)
def test_bands_and_steps_that_do_not_agree_with_themselves_are_left(text: str) -> None:
    assert kind(text) is None
