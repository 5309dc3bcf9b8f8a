"""按比例计分: the weight times what was reached of the target."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.maintaining.importing.sentences.interval import Bounded, find_interval
from evalfw.maintaining.importing.sentences.sentence import (
    NUMBER,
    Found,
    NeededFact,
    Sentence,
    cleaned,
    share_or_number,
)

_SENTENCE = re.compile(
    rf"(?P<before>.*?)(?:的?,?(?:得|计|记)(?:满分|(?P<full>{NUMBER})分))?[,;]?"
    r"(?P<else>否则|未达到(?:目标值|指标值)?的?|达不到的?|未完成的?|没有完成的?|低于的?|不足的?|其余|其他)?,?"
    r"(?:按(?:实际)?(?:完成)?(?:情况)?比例|按(?:实际)?完成值占目标值的(?:比例|比重)|按B/A[×*]?(?:该指标)?(?:分值)?)"
    r"(?:计算)?(?:得分?|计分?|记分?|给分|折算)?(?:,?(?:满分为止|最低为?(?:0|零)分|最高不超过满分))?"
)
_REVERSE = "反向指标：超过目标的按“目标值÷实际值”折算，原文没有写怎样按比例，请核对"
_COLUMN = "目标值取自“年度指标值”一列，请核对方向（越大越好还是越小越好）"
_TARGET_UNSAID = "原文没有写目标值：本表把它作为事实要求提供"


def _column_target(sentence: Sentence) -> Bounded | None:
    """What the column 年度指标值 says; a bare number is one that has to be reached."""
    if re.fullmatch(rf"{NUMBER}%?", sentence.target):
        value, is_share = share_or_number(sentence.target)
        return Bounded({"from": value}, is_share, "", "")
    return find_interval(sentence.target) if sentence.target else None


def find(sentence: Sentence) -> Found | None:
    """A target, or one that is a fact of its own, and 按比例: this and nothing else."""
    found = _SENTENCE.fullmatch(sentence.text)
    if sentence.weight == 0 or found is None:
        return None
    if found["full"] is not None and Decimal(found["full"]) != sentence.weight:
        return None
    before = found["before"]
    bounded = find_interval(before) if before else _column_target(sentence)
    if bounded is None and before:
        return None
    if before and "满分" not in sentence.text and found["full"] is None and not found["else"]:
        return None  # 达到60%的，按比例: a target, or the least that counts?
    if bounded is None:
        done = NeededFact("actual", f"{sentence.title}：实际完成值", {"type": "number", "min": 0})
        target = NeededFact("target", f"{sentence.title}：目标值", {"type": "number", "min": 0})
        return Found("proportional", {"fact": "{actual}", "target": "{target}"}, (done, target), _TARGET_UNSAID)
    if len(bounded.ends) != 1 or not {"from", "to", "equal"} & bounded.ends.keys():
        return None
    ((end, value),) = bounded.ends.items()
    if value == 0:
        return None
    fact = NeededFact(
        "rate" if bounded.is_share else "value",
        cleaned(bounded.before) or sentence.title,
        {"type": "ratio"} if bounded.is_share else {"type": "number", "min": 0},
    )
    parameters: dict[str, object] = {"fact": "{" + fact.suffix + "}", "target": value}
    if end == "to":
        parameters["side"] = "at_most"
    notes = [bounded.note, _REVERSE if end == "to" else "", "" if before else _COLUMN]
    return Found("proportional", parameters, (fact,), "；".join(note for note in notes if note))
