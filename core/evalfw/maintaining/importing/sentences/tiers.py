"""…加3分，…加2分；同一项目不累计: the best tier of each project."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.maintaining.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned

_ADDS = re.compile(rf"(?P<tier>.+?)(?:加|得|奖励)(?P<points>{NUMBER})分")
_ONCE = re.compile(
    r"(?:对)?同一(?:项目|事项|工作|奖项|成果|个)[^,;]{0,8}?不(?:重复|累计|累加)(?:加分|计分|得分|奖励|计算)?(?:[,;]?(?:就高|取最高)(?:计分|加分)?)?"
)
_NO_TIER = re.compile(r"最高|上限|累计|合计|减半|联合|以上|以下|[0-9]")


def find(sentence: Sentence) -> Found | None:
    """At least two tiers, and that they do not add up inside a project."""
    if "每" in sentence.text:
        return None
    tiers = []
    once = False
    for clause in sentence.clauses:
        found = _ADDS.fullmatch(clause)
        if found is not None and not _NO_TIER.search(found["tier"]):
            tiers.append((cleaned(found["tier"]), Decimal(found["points"])))
        elif _ONCE.fullmatch(clause):
            once = True
        else:
            return None
    if len(tiers) < 2 or not once:
        return None
    choices = {f"tier_{number}": label for number, (label, _) in enumerate(tiers, 1)}
    points = {f"tier_{number}": each for number, (_, each) in enumerate(tiers, 1)}
    fields = {"project": {"label": "项目"}, "tier": {"label": "档次", "choices": choices}}
    fact = NeededFact("awards", sentence.title, {"type": "list", "fields": fields})
    parameters: dict[str, object] = {"fact": "{awards}", "tier": "tier", "per": "project", "points": points}
    return Found("tiers", parameters, (fact,), "同一项目只计最高一档，不同项目相加：原文没有写不同项目是否相加，请核对")
