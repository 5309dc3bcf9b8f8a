"""按比例计分: the weight times what was reached of the target."""

from __future__ import annotations

import re

from evalfw.importing.sentences.interval import Bounded, find_interval
from evalfw.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned, share_or_number

_WORDS = re.compile(r"按(?:实际)?(?:完成)?比例|按.{0,8}占.{0,8}(?:比例|比重)|按B/A")
_TARGET_UNSAID = "原文没有写目标值：本表把它作为事实要求提供"


def _column_target(sentence: Sentence) -> Bounded | None:
    """What the column 年度指标值 says; a bare number is one that has to be reached."""
    if re.fullmatch(rf"{NUMBER}%?", sentence.target):
        value, is_share = share_or_number(sentence.target)
        return Bounded({"from": value}, is_share, "", "")
    return find_interval(sentence.target) if sentence.target else None


def find(sentence: Sentence) -> Found | None:
    """A target, or one that is a fact of its own, and 按比例."""
    if sentence.weight == 0 or not _WORDS.search(sentence.text) or re.search(r"每|酌情|扣", sentence.text):
        return None
    before = sentence.text[: sentence.text.index("按")]
    bounded = find_interval(before) or _column_target(sentence)
    if bounded is None:
        done = NeededFact("actual", f"{sentence.title}：实际完成值", {"type": "number", "min": 0})
        target = NeededFact("target", f"{sentence.title}：目标值", {"type": "number", "min": 0})
        return Found("proportional", {"fact": "{actual}", "target": "{target}"}, (done, target), _TARGET_UNSAID)
    if len(bounded.ends) != 1 or not {"from", "to", "equal"} & bounded.ends.keys():
        return None
    ((end, value),) = bounded.ends.items()
    fact = NeededFact(
        "rate" if bounded.is_share else "value",
        cleaned(bounded.before) or sentence.title,
        {"type": "ratio", "min": 0} if bounded.is_share else {"type": "number", "min": 0},
    )
    parameters: dict[str, object] = {"fact": "{" + fact.suffix + "}", "target": value}
    if end == "to":
        parameters["side"] = "at_most"
    return Found("proportional", parameters, (fact,), bounded.note)
