"""All patterns, in the order in which they are tried: what says most about a sentence comes first."""

from __future__ import annotations

from collections.abc import Callable

from evalfw.maintaining.importing.sentences import all_or_nothing, bands, discretion, items, proportion, steps, tiers
from evalfw.maintaining.importing.sentences.sentence import Found, Sentence

PATTERNS: tuple[tuple[str, Callable[[Sentence], Found | None]], ...] = (
    ("酌情扣分", discretion.find),
    ("分档加分，不累计", tiers.find),
    ("①…②…，每少一项扣", items.find),
    ("每超过/低于/出现…扣", steps.find),
    ("按比例", proportion.find),
    ("大于/小于…得…分", bands.find),
    ("…得N分，否则不得分", all_or_nothing.find),
)
"""What people call each pattern, and what finds it."""


MAX_LENGTH = 600
"""Longest sentence that is looked at; patterns take longer with every sign, and no single rule needs so many."""


def recognise(sentence: Sentence) -> tuple[str, Found] | None:
    """The name of the first pattern that fits, and the rule; None if none does."""
    if len(sentence.text) > MAX_LENGTH:
        return None
    for name, find in PATTERNS:
        found = find(sentence)
        if found is not None:
            return name, found
    return None
