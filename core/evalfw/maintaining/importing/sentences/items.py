"""①…1分；②…1分, and 每少一项扣 p 分: several conditions, each worth its points."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.maintaining.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned

_MARK = re.compile(r"[①-⑳]|[(（][0-9一二三四五六七八九十]+[)）]|(?<![0-9.])[1-9][.、](?![0-9])")
_HEADING = re.compile(r"(?:评价要点|评分标准|评分办法|评价内容|评价标准|主要)?(?:包括|为|如下)?[:,]?")
_NOT_PLAIN = re.compile(
    r"[扣每]|否则|酌情|比例|最高|最多|最低|其中|满足|不得分|部分|一般|较好|较差|优秀|良好|[0-9]-|[得计记][0-9]|[0-9]%|全部"
)
"""Words of an item that make more of it than a condition that holds or not."""
_WORTH = re.compile(rf"^(?P<condition>.+?)[,，(（:]?(?:得|计|记)?(?P<points>{NUMBER})分[)）]?$")
_MISSING = re.compile(rf"每(?:少|缺|缺少)(?:一|1)(?:项|条|个|点)的?,?扣(?P<points>{NUMBER})分")


def find(sentence: Sentence) -> Found | None:
    """Marked items; either each with its points, or all with one deduction."""
    marks = list(_MARK.finditer(sentence.text))
    if len(marks) < 2 or sentence.weight == 0 or not _HEADING.fullmatch(sentence.text[: marks[0].start()]):
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(sentence.text)]
    items = [sentence.text[mark.end() : end].strip(",;。，；、") for mark, end in zip(marks, ends, strict=True)]
    missing = _MISSING.search(sentence.text)
    if missing is not None:
        return _deducting(sentence, items, Decimal(missing["points"]))
    return _adding(sentence, items)


def _adding(sentence: Sentence, items: list[str]) -> Found | None:
    worth = [_WORTH.match(item) for item in items]
    if any(found is None for found in worth):
        return None
    points = [Decimal(found["points"]) for found in worth if found is not None]
    labels = [cleaned(found["condition"]) for found in worth if found is not None]
    if any(_NOT_PLAIN.search(label) or not label for label in labels):
        return None
    if sum(points) != sentence.weight:
        return None
    facts = _facts(labels)
    listed = [{"when": f"{{{fact.suffix}}}", "points": each} for fact, each in zip(facts, points, strict=True)]
    return Found("checklist", {"items": listed}, facts)


def _deducting(sentence: Sentence, items: list[str], points: Decimal) -> Found | None:
    last = _MISSING.search(items[-1])
    if last is None or re.sub(r"[,;]?扣完为止", "", items[-1][last.end() :]):
        return None
    labels = [cleaned(item) for item in (*items[:-1], items[-1][: last.start()])]
    if not all(labels) or any(_NOT_PLAIN.search(label) or re.search(r"[;得]|[0-9]分", label) for label in labels):
        return None
    facts = _facts(labels)
    listed = [{"when": f"{{{fact.suffix}}}", "points": points} for fact in facts]
    return Found("checklist", {"mode": "deduct", "items": listed}, facts)


def _facts(labels: list[str]) -> tuple[NeededFact, ...]:
    return tuple(NeededFact(f"item_{number}", label, {"type": "bool"}) for number, label in enumerate(labels, 1))
