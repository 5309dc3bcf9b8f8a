"""Words of official sentences that say how good, and not how much."""

from __future__ import annotations

from evalfw.rubric import Indicator, Rubric

VAGUE = (
    *("良好质效", "应有的作用", "一定效果", "酌情"),
    *("良好", "较好", "较高", "较强", "较大", "明显", "显著", "适当", "适度", "合理", "科学", "清晰", "完善", "健全"),
)
"""Longest first where one contains another: an indicator counts under the first that its sentence has."""


def vague_words(rubric: Rubric) -> dict[str, tuple[Indicator, ...]]:
    """
    The vague words on which indicators rest, with those indicators, heaviest first.

    An indicator rests on one if its sentence has it, and its rule reads neither a number nor a choice among described levels:
    then nothing but a person's opinion stands behind the points.
    """
    found: dict[str, list[Indicator]] = {}
    for leaf in rubric.leaves:
        word = next((each for each in VAGUE if each in leaf.criterion), None)
        assert leaf.rule is not None  # that is what a leaf is
        types = {rubric.facts[fact].type for fact in leaf.rule.reads()}
        if word is not None and types <= {"bool", "text"}:
            found.setdefault(word, []).append(leaf)
    weights = {word: sum(leaf.weight for leaf in leaves) for word, leaves in found.items()}
    return {word: tuple(found[word]) for word in sorted(found, key=lambda word: -weights[word])}
