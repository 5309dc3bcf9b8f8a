"""大于/小于 N% 得 x 分: a number and what each interval of it earns."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.maintaining.importing.sentences.interval import Bounded, find_interval, settled
from evalfw.maintaining.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned

_EARNS = re.compile(
    rf"(?:得|计|记|给){{1}}(?P<points>{NUMBER})分|(?P<full>[得计]满分)|(?P<none>不得分|不计分|得0分|为0分)"
)


def find(sentence: Sentence) -> Found | None:
    """Several intervals; or one, where the sentence says nothing of the others."""
    if "每" in sentence.text or "比例" in sentence.text or "且" in sentence.text:
        return None
    bands: list[tuple[Bounded, Decimal]] = []
    otherwise: Decimal | None = None
    pending = ""
    for clause in sentence.clauses:
        earned = _EARNS.search(clause)
        if earned is None:
            pending += clause
            continue
        if clause[earned.end() :]:
            return None  # something is said behind the points
        condition, pending = pending + clause[: earned.start()], ""
        points = _points(earned, sentence.weight)
        if re.fullmatch(r"(?:否则|其余|其他|其它|未达到的?|达不到的?|反之)", condition.strip("的")):
            otherwise = points
            continue
        bounded = find_interval(condition)
        if bounded is None:
            return None
        bands.append((bounded, points))
    shares = {
        bounded.is_share for bounded, _ in bands if set(bounded.ends.values()) != {Decimal(0)}
    }  # =0 may be either
    if pending or not bands or len(shares) > 1:
        return None
    is_share = True in shares
    if len(bands) == 1 and otherwise is not None:
        return None  # all or nothing, or a decision table
    if otherwise is not None:
        return None
    name = cleaned(bands[0][0].before) or sentence.title
    if any(cleaned(bounded.before) not in ("", name) for bounded, _ in bands) or _is_vague(name):
        return None
    if sentence.weight > 0 and max(points for _, points in bands) != sentence.weight:
        return None
    intervals = settled([bounded for bounded, _ in bands])
    if intervals is None:
        return None
    bands = [(bounded, points) for bounded, (_, points) in zip(intervals, bands, strict=True)]
    listed = [{**bounded.ends, "points": points} for bounded, points in bands]
    notes = list(dict.fromkeys(bounded.note for bounded, _ in bands if bounded.doubtful))
    if len(bands) == 1:
        notes.append("原文只规定这一档，没有规定其余取值得几分：其余取值待人裁定")
    fact = NeededFact("rate" if is_share else "value", name, _declared(is_share))
    return Found("bands", {"fact": "{" + fact.suffix + "}", "bands": listed}, (fact,), "；".join(notes))


def _points(earned: re.Match[str], weight: Decimal) -> Decimal:
    if earned["full"]:
        return weight
    return Decimal(0) if earned["none"] else Decimal(earned["points"])


def _is_vague(name: str) -> bool:
    """Whether *name* is rather a condition than the name of a number."""
    return len(name) > 40


def _declared(is_share: bool) -> dict[str, object]:
    return {"type": "ratio"} if is_share else {"type": "number"}
