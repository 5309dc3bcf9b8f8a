"""…的得 N 分，否则不得分: all points or none."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.foundation import plain
from evalfw.maintaining.importing.sentences.interval import find_interval
from evalfw.maintaining.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned

_SENTENCE = re.compile(
    rf"(?P<condition>.+?)(?:得|计|记)(?:(?P<points>{NUMBER})分|满分)(?P<otherwise>[,;。]?(?:否则|反之|未达到的?|其余|其他)[,]?(?:不得分|不计分|得0分|为0分))?"
)
_OTHERWISE = re.compile(r"(?P<condition>[^得计记,;]+)(?P<points>)(?P<otherwise>[,;](?:否则|反之)[,]?(?:不得分|不计分))")
UNSAID = "原文没有写“否则不得分”：条件不成立时读作不得分，请核对"
_SEVERAL = re.compile(
    r"每|比例|酌情|扣|加[0-9]|否则|其余|其他|;|记|一半|减半|不得分|最高|最多|共计|合计|[0-9]分|[一二两三四五六七八九十]分|[0-9]%[得计]"
    r"|较差|较好|一般|优秀|折算"
)
_BY = re.compile(r"(?:根据|按照?|依据|视)[^,]*(?:情况|等级|质量|结果|程度)")
"""A condition that says by what points are given, not when."""


def find(sentence: Sentence) -> Found | None:
    """One condition that earns the whole weight."""
    found = _SENTENCE.fullmatch(sentence.text) or _OTHERWISE.fullmatch(sentence.text)
    if found is None or sentence.weight == 0:
        return None
    condition = found["condition"]
    if len(re.findall(r"大于|小于|超过|低于|高于", condition)) > 1:
        return None
    if re.search(rf"[得计]{NUMBER}分", condition) or _SEVERAL.search(condition) or _BY.fullmatch(condition):
        return None
    points = Decimal(found["points"]) if found["points"] else sentence.weight
    if points != sentence.weight:
        return None
    note = "" if found["otherwise"] else UNSAID
    bounded = find_interval(condition)
    if bounded is not None and len(bounded.ends) == 1 and found["otherwise"] and len(cleaned(bounded.before)) >= 2:
        ((end, value),) = bounded.ends.items()
        sign = {"from": ">=", "above": ">", "to": "<=", "below": "<", "equal": "="}[end]
        fact = NeededFact(
            "rate" if bounded.is_share else "value",
            cleaned(bounded.before),
            {"type": "ratio"} if bounded.is_share else {"type": "number"},
        )
        when = f"{{{fact.suffix}}} {sign} {plain(value)}"
        notes = "；".join(each for each in (note, bounded.note) if each)
        return Found("all_or_nothing", {"when": when}, (fact,), notes)
    fact = NeededFact("done", cleaned(condition), {"type": "bool"})
    return Found("all_or_nothing", {"when": "{done}"}, (fact,), note)
