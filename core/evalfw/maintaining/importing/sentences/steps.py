"""每超过/低于 u 扣 p，扣完为止; 每出现一例扣 p; 每少一次扣 p: sentences that are this and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.maintaining.importing.sentences.interval import find_interval
from evalfw.maintaining.importing.sentences.sentence import (
    NUMBER,
    Found,
    NeededFact,
    Sentence,
    cleaned,
    share_or_number,
)

_PIECES = r"(?:例|次|起|件|个|项|人次|人|篇|条|份|宗|处|户|期)"
_ONE = r"(?:一|1)"
_GIVES = rf"(?:的?,?(?:得|计|记)(?:满分|(?P<full>{NUMBER})分))?"
_END = (
    rf"(?P<end>[,;]?(?:直?至?扣[完满](?:(?P<all>{NUMBER})分)?为止|扣完(?P<all2>{NUMBER})分为止|扣至0分(?:为止)?|最低(?:得|为)?(?:0|零)分|"
    rf"不得分为止|扣至(?P<floor>{NUMBER})分为止|最多扣(?P<most>{NUMBER})分))?"
)
_RATE = re.compile(
    rf"(?P<before>.*?){_GIVES}[,;]?每(?P<side>超过|超出|超|高于|高|增加|上升|低于|低|下降|降低|降|少|减少)"
    rf"(?:(?P<step>{NUMBER}%?)(?P<points_of>个百分点)?|一个百分点)(?:的)?,?扣(?:减|除)?(?P<points>{NUMBER})分{_END}"
)
_PLAIN = r"[^0-9,;得扣分或两三否决严重]"
"""Words of a name: nothing that would say how points are given, or which of several things is meant."""
_INCIDENT = re.compile(
    rf"(?:(?:未|无|没有)[^0-9,;得扣分]*(?:得|计|记)(?:满分|(?P<full>{NUMBER})分)[,;])?(?P<before>{_PLAIN}*)[,;]?每(?:出现|发生|发现|有)?{_ONE}"
    rf"(?P<piece>{_PIECES})(?!百分点)(?P<what>{_PLAIN}*)的?,?扣(?:减|除)?(?P<points>{NUMBER})分{_END}"
)
_FEWER = re.compile(
    rf"(?P<label>[^0-9,;得扣分不未]*)(?:至少|不少于|不低于|达到|≥|>=)(?P<target>[0-9]+)(?P<piece>{_PIECES})(?:以上)?{_GIVES}"
    rf"[,;]每?少{_ONE}(?P<less>{_PIECES})的?,?扣(?:减|除)?(?P<points>{NUMBER})分{_END}"
)
_BELOW = ("低于", "低", "下降", "降低", "降", "少", "减少")
FLOOR = "原文没有写“扣完为止”：读作扣到0分为止，请核对"


def find(sentence: Sentence) -> Found | None:
    """One sort of step; a sentence with several, or with more in it, stays to be written by a person."""
    if sentence.weight == 0 or sentence.text.count("每") > 1:
        return None
    for pattern, read in ((_FEWER, _fewer), (_INCIDENT, _incident), (_RATE, _rate)):
        found = pattern.fullmatch(sentence.text)
        if found is None or (found["full"] is not None and Decimal(found["full"]) != sentence.weight):
            continue
        understood = read(sentence, found)
        floor = _floor(sentence, found)
        if understood is not None and floor is not None:
            if floor:
                understood.parameters["floor"] = floor
            return understood
    return None


def _floor(sentence: Sentence, found: re.Match[str]) -> Decimal | None:
    """The fewest points that are left; None if there would be fewer than none."""
    floor = Decimal(0)
    if found["floor"] is not None:
        floor = Decimal(found["floor"])
    most = found["most"] or found["all"] or found["all2"]
    if most is not None:
        floor = sentence.weight - Decimal(most)
    return floor if 0 <= floor <= sentence.weight else None


def _note(found: re.Match[str]) -> str:
    return "" if found["end"] else FLOOR


def _rate(sentence: Sentence, found: re.Match[str]) -> Found | None:
    target = _target(found["before"], said_points=found["full"] is not None or "满分" in sentence.text)
    if target is None:
        return None
    value, is_share, name, end = target
    step, step_is_share = (Decimal("0.01"), True)
    if found["step"] is not None:
        step, step_is_share = share_or_number(found["step"])
        if found["points_of"]:
            step, step_is_share = step.scaleb(-2), True
    if step == value:
        return None  # 每低于100%扣: a step of 100 %, or anything below the target?
    side = "below" if found["side"] in _BELOW else "above"
    if (
        step_is_share != is_share
        or end not in {"above": ("to", "below", "equal"), "below": ("from", "above", "equal")}[side]
    ):
        return None
    fact = NeededFact(
        "rate" if is_share else "value",
        name or sentence.title,
        {"type": "ratio"} if is_share else {"type": "number"},
    )
    parameters: dict[str, object] = {
        "fact": "{" + fact.suffix + "}",
        "target": value,
        "side": side,
        "step": step,
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(found))


def _target(before: str, said_points: bool) -> tuple[Decimal, bool, str, str] | None:
    """What is reached for full marks: 在职人员控制率≤100%; with 计满分 behind it a mere number will do."""
    bounded = find_interval(before)
    if bounded is not None and len(bounded.ends) == 1:
        ((end, value),) = bounded.ends.items()
        return value, bounded.is_share, cleaned(bounded.before), end
    found = re.fullmatch(rf"(?P<name>[^0-9,;]*?)(?P<value>{NUMBER}%)", before)
    if found is None or not said_points:
        return None
    value, is_share = share_or_number(found["value"])
    return value, is_share, cleaned(found["name"]), "equal"


def _fewer(sentence: Sentence, found: re.Match[str]) -> Found | None:
    if found["piece"] != found["less"]:
        return None
    label = cleaned(found["label"]) or sentence.title
    fact = NeededFact("count", label, {"type": "count", "unit": found["piece"]})
    parameters: dict[str, object] = {
        "fact": "{count}",
        "target": Decimal(found["target"]),
        "side": "below",
        "step": Decimal(1),
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(found))


def _incident(sentence: Sentence, found: re.Match[str]) -> Found | None:
    label = cleaned(found["what"]) or cleaned(found["before"]) or sentence.title
    fact = NeededFact("count", label, {"type": "count", "unit": found["piece"]})
    parameters: dict[str, object] = {
        "fact": "{count}",
        "target": Decimal(0),
        "side": "above",
        "step": Decimal(1),
        "points": Decimal(found["points"]),
    }
    return Found("deduct_per_step", parameters, (fact,), _note(found))
