"""每超过/低于 u 扣 p，扣完为止; 每出现一例扣 p; 每少一次扣 p."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.importing.sentences.interval import find_interval
from evalfw.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned, share_or_number

_PIECES = r"(?:例|次|起|件|个|项|人次|人|篇|条|份|宗|处|户|期)"
_ONE = r"(?:一|1)"
_RATE = re.compile(
    rf"每(?P<side>超过|超出|超|高于|高|增加|上升|低于|低|下降|降低|少|减少|相差)(?:(?P<step>{NUMBER}%?)(?P<points_of>个百分点)?|一个百分点|1个百分点)(?:的)?,?扣(?:减|除)?(?P<points>{NUMBER})分"
)
_INCIDENT = re.compile(
    rf"每(?:出现|发生|发现|有)?{_ONE}(?P<piece>{_PIECES})(?P<what>[^,;]*?)的?,?扣(?:减|除)?(?P<points>{NUMBER})分"
)
_FEWER = re.compile(rf"每?少{_ONE}(?P<piece>{_PIECES})的?,?扣(?:减|除)?(?P<points>{NUMBER})分")
_AT_LEAST = re.compile(rf"(?:至少|不少于|不低于|达到|≥|>=)(?P<target>[0-9]+)(?P<piece>{_PIECES})")
_BELOW = ("低于", "低", "下降", "降低", "少", "减少")
_UNTIL = re.compile(rf"扣[完满](?:{NUMBER}分)?为止|最低(?:得|为)?(?:0|零)分|不得分为止")
FLOOR = "原文没有写“扣完为止”：读作扣到0分为止，请核对"


def find(sentence: Sentence) -> Found | None:
    """One sort of step; a sentence with several stays to be written by a person."""
    if sentence.weight == 0 or sentence.text.count("每") != 1 or re.search(r"酌情|加[0-9]", sentence.text):
        return None
    return _rate(sentence) or _fewer(sentence) or _incident(sentence)


def _note(sentence: Sentence) -> str:
    return "" if _UNTIL.search(sentence.text) else FLOOR


def _rate(sentence: Sentence) -> Found | None:
    found = _RATE.search(sentence.text)
    if found is None or found["side"] == "相差":
        return None
    before = sentence.text[: found.start()]
    target = _target(before)
    if target is None:
        return None
    value, is_share, name = target
    step, step_is_share = (Decimal("0.01"), True)
    if found["step"] is not None:
        step, step_is_share = share_or_number(found["step"])
        if found["points_of"]:
            step, step_is_share = step.scaleb(-2), True
    if step_is_share != is_share:
        return None
    fact = NeededFact(
        "rate" if is_share else "value",
        name or sentence.title,
        {"type": "ratio"} if is_share else {"type": "number"},
    )
    side = "below" if found["side"] in _BELOW else "above"
    parameters = {
        "fact": "{" + fact.suffix + "}",
        "target": value,
        "side": side,
        "step": step,
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(sentence))


def _target(before: str) -> tuple[Decimal, bool, str] | None:
    """What is reached for full marks: 在职人员控制率≤100%,计5分; 100%计满分; 达到90%得10分."""
    bounded = find_interval(before)
    if bounded is not None and len(bounded.ends) == 1:
        ((_, value),) = bounded.ends.items()
        return value, bounded.is_share, cleaned(bounded.before)
    found = re.search(rf"(?P<value>{NUMBER}%)(?:的)?,?(?:得|计|记)(?:满分|{NUMBER}分)", before)
    if found is None:
        return None
    value, is_share = share_or_number(found["value"])
    return value, is_share, cleaned(before[: found.start()])


def _fewer(sentence: Sentence) -> Found | None:
    found, least = _FEWER.search(sentence.text), _AT_LEAST.search(sentence.text)
    if found is None or least is None:
        return None
    label = cleaned(sentence.text[: least.start()]) or sentence.title
    fact = NeededFact("count", label, {"type": "count", "unit": least["piece"]})
    parameters = {
        "fact": "{count}",
        "target": Decimal(least["target"]),
        "side": "below",
        "step": Decimal(1),
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(sentence))


def _incident(sentence: Sentence) -> Found | None:
    found = _INCIDENT.search(sentence.text)
    if found is None:
        return None
    label = cleaned(found["what"]) or cleaned(sentence.text[: found.start()]) or sentence.title
    fact = NeededFact("count", label, {"type": "count", "unit": found["piece"]})
    parameters = {
        "fact": "{count}",
        "target": Decimal(0),
        "side": "above",
        "step": Decimal(1),
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(sentence))
