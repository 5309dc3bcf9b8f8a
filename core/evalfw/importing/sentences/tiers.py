"""…加3分，…加2分；同一项目不累计: the best tier of each project."""

from __future__ import annotations

import re
from decimal import Decimal

from evalfw.importing.sentences.sentence import NUMBER, Found, NeededFact, Sentence, cleaned

_ADDS = re.compile(rf"(?P<tier>.+?)(?:加|得|奖励)(?P<points>{NUMBER})分")
_ONCE = re.compile(r"同一(?P<per>[^,;]{0,10}?)(?:[^,;]*?)不(?:重复|累计|累加)|(?:就高|取最高)")


def find(sentence: Sentence) -> Found | None:
    """At least two tiers, and that they do not add up inside a project."""
    if "每" in sentence.text or not _ONCE.search(sentence.text):
        return None
    tiers = []
    for clause in sentence.clauses:
        found = _ADDS.fullmatch(clause)
        if found is not None:
            tiers.append((cleaned(found["tier"]), Decimal(found["points"])))
        elif not _ONCE.search(clause):
            return None
    if len(tiers) < 2:
        return None
    choices = {f"tier_{number}": label for number, (label, _) in enumerate(tiers, 1)}
    points = {f"tier_{number}": each for number, (_, each) in enumerate(tiers, 1)}
    fields = {"project": {"label": "项目"}, "tier": {"label": "档次", "choices": choices}}
    fact = NeededFact("awards", sentence.title, {"type": "list", "fields": fields})
    parameters: dict[str, object] = {"fact": "{awards}", "tier": "tier", "per": "project", "points": points}
    return Found("tiers", parameters, (fact,), "同一项目只计最高一档，不同项目相加：原文没有写不同项目是否相加，请核对")
