"""Points in prose: 部门决策（总分15分，自评价得分14分）, 总分100分，自评得分98分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from evalfw.evidence import TOTAL, Claim
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.foundation import Text, folded, shown
from evalfw.rubric import Rubric

_OF_NODE = re.compile(
    r"([^，。；：、（）“”]{2,30})（(?:总分|分值|满分)([0-9]+(?:\.[0-9]+)?)分，?(?:自评价?|自评价得|实际|最终)?得分([0-9]+(?:\.[0-9]+)?)分）"
)
_OF_ALL = re.compile(
    r"(?<!（)(?:总分|满分)([0-9]+(?:\.[0-9]+)?)分，(?:自评价?|自评价|最终|综合)?得分([0-9]+(?:\.[0-9]+)?)分"
)


def score_observations(
    passages: tuple[Passage, ...],
    rubric: Rubric,
    claims: Mapping[str, Claim],
    points: Mapping[str, Fraction],
    total: Fraction | None,
) -> Iterator[Observation]:
    """
    ``narrative.weight``: a full mark that the rubric does not have; ``narrative.score``: points that are neither the self-score nor
    what was scored.

    Args:
        passages: The report.
        rubric: The full marks.
        claims: Self-scores by indicator, and for the total.
        points: As scored now, by indicator.
        total: As scored now.
    """
    titles: dict[str, list[str]] = {}
    for node in rubric.indicators:
        titles.setdefault(folded(node.title), []).append(node.id)
    for passage in passages:
        for found in _OF_NODE.finditer(passage.text):
            ids = next((titles[title] for title in _endings(found[1]) if title in titles), None)
            if ids is None:
                continue
            node = rubric.by_id[ids[0]]
            known = _known(node.id, claims, points.get(node.id))
            yield from _compare(passage, found, 2, f"“{node.title}”", Fraction(node.weight), known)
        for found in _OF_ALL.finditer(passage.text):
            yield from _compare(passage, found, 1, "总分", Fraction(rubric.full_mark), _known(TOTAL, claims, total))


def _endings(text: str) -> Iterator[str]:
    """*text* and its ends: （一）部门决策 stands after a number, 和履职绩效 after a conjunction."""
    return (text[start:] for start in range(len(text) - 1))


def _known(id: str, claims: Mapping[str, Claim], scored: Fraction | None) -> list[Fraction]:
    known = [] if scored is None else [scored]
    return [Fraction(claims[id].points), *known] if id in claims else known


def _compare(
    passage: Passage, found: re.Match[str], first: int, name: str, weight: Fraction, known: list[Fraction]
) -> Iterator[Observation]:
    place, quote = passage.place(found.start(first)), passage.around(found.start(), found.end())
    full, got = (Fraction(found[number]) for number in (first, first + 1))
    if full != weight:
        what = Text(
            f"{name}写总分 {shown(full)} 分，指标体系是 {shown(weight)} 分",
            f"{name} is printed as {shown(full)} points, the rubric gives {shown(weight)}",
        )
        yield Observation("narrative.weight", "warning", place, what, quote)
    if known and got not in known:
        listed = "、".join(shown(each) for each in dict.fromkeys(known))
        what = Text(
            f"{name}写得分 {shown(got)} 分，自评分和计分是 {listed} 分",
            f"{name} is printed as {shown(got)}, self-scored and scored are {listed}",
        )
        yield Observation("narrative.score", "warning", place, what, quote)
