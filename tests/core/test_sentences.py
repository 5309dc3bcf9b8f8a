"""Sentences that are nearly a pattern: what does not fit as a whole stays to be written by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalfw.importing.sentences.interval import find_interval
from evalfw.importing.sentences.recognise import recognise
from evalfw.importing.sentences.sentence import sentence_of


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
    return [{key: str(value) for key, value in band.items()} for band in bands]


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
