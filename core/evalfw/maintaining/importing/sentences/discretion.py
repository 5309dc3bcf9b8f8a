"""酌情扣分, and …扣分，若不…则不扣分: how much is deducted is left to a person."""

from __future__ import annotations

import re

from evalfw.foundation import plain
from evalfw.maintaining.importing.sentences.sentence import Found, NeededFact, Sentence, cleaned

_AT_DISCRETION = re.compile(r"(?P<condition>.*?)(?:,)?(?:的)?酌情扣(?:减|除)?分")
_NOT_PLAIN = re.compile(r"得[0-9]|得满分|不得分|否则|扣|每|不扣分|根据|视情|情况|;")
"""Words that make more of it than one thing for which points are deducted."""
_IF_NOT = re.compile(r"(?P<condition>[^,;]+?)的?扣分,?(?:若|如)(?:不|未|没有)[^,;]+?不扣分")


def find(sentence: Sentence) -> Found | None:
    """Full marks where there is no reason to deduct; otherwise a person decides."""
    found = _AT_DISCRETION.fullmatch(sentence.text) or _IF_NOT.fullmatch(sentence.text)
    if found is None or _NOT_PLAIN.search(found["condition"]):
        return None
    floor = sentence.floor if sentence.weight == 0 else None
    if sentence.weight == 0 and floor is None:
        return None
    condition = cleaned(found["condition"]) or sentence.title
    fact = NeededFact("found", f"有扣分情形：{condition}" if not found["condition"] else condition, {"type": "bool"})
    least = plain(floor) if floor is not None else "0"
    note = f"原文没有写扣多少：没有这种情形不扣分；有则由人裁定，最低 {least} 分，请核对"
    return Found("discretion", {"full_when": "not {found}", "least": floor or 0}, (fact,), note)
