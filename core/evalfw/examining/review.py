"""From ratings to review scores: how far raters agree, what the rule makes of their points, and what is left to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.evidence import Rating, RatingsFile
from evalfw.foundation import ZERO, Text, round_half_up, shown
from evalfw.rubric import Indicator, ReviewSettings, Rubric, Settling
from evalfw.scoring import Report

WORDS: Mapping[Settling, Text] = {
    "median": Text("中位数", "median"),
    "mean": Text("平均数", "mean"),
    "lowest": Text("最低分", "lowest"),
    "highest": Text("最高分", "highest"),
    "majority": Text("多数", "majority"),
}


class Reviewed(NamedTuple):
    """
    What the raters make of one indicator.

    Attributes:
        indicator: Which.
        claim: The self-score (自评分); None if there is none.
        scored: The points by the rule, without what people set; None while they are open.
        ratings: By rater, in the order of the raters.
        spread: Largest difference between two raters.
        agreement: Share of pairs of raters who give the same points.
        score: The review score (复核分); None where a person has to decide.
        why: How it came about, or why it did not.
        final: The points that count in the end (最终分): what a person has decided, else the review score; None while it is open.
    """

    indicator: Indicator
    claim: Fraction | None
    scored: Fraction | None
    ratings: Mapping[str, Rating]
    spread: Fraction
    agreement: Fraction
    score: Fraction | None
    why: Text
    final: Fraction | None


class Review(NamedTuple):
    """
    The whole review.

    Attributes:
        waiting: Raters who have not handed in yet; while there are any, nothing else is told.
        rows: Indicators, in order; empty while somebody is waited for.
    """

    waiting: tuple[str, ...]
    rows: tuple[Reviewed, ...]

    @property
    def agreement(self) -> Fraction:
        """Share of indicators on which all raters give the same points."""
        return Fraction(sum(row.spread == 0 for row in self.rows), len(self.rows)) if self.rows else ZERO

    @property
    def open(self) -> tuple[Reviewed, ...]:
        """What a person has to decide."""
        return tuple(row for row in self.rows if row.final is None)


def review_of(rubric: Rubric, settings: ReviewSettings, ratings: Mapping[str, RatingsFile], report: Report) -> Review:
    """
    What the raters make of it; nothing but who is waited for, until all ratings are in.

    Args:
        rubric: What is rated.
        settings: Who rates, and how one score is made.
        ratings: Those that are handed in, by rater.
        report: Self-scores, and points as they are without the review.
    """
    waiting = tuple(rater for rater in settings.raters if rater not in ratings)
    if waiting:
        return Review(waiting, ())
    by_rater = {rater: {each.indicator: each for each in ratings[rater].rating} for rater in settings.raters}
    results = {result.id: result for result in report.leaves}
    rows = []
    for leaf in rubric.leaves:
        given = {rater: of[leaf.id] for rater, of in by_rater.items()}
        points = sorted(Fraction(each.points) for each in given.values())
        score, why = _settled(leaf, points, settings)
        result = results[leaf.id]
        by_rule = result.points if result.override is None else result.override.rule_points
        scored = by_rule if result.state == "scored" else None
        final = score if result.override is None else result.points
        spread = points[-1] - points[0]
        rows.append(Reviewed(leaf, result.claim, scored, given, spread, _agreement(points), score, why, final))
    return Review((), tuple(rows))


def _agreement(points: list[Fraction]) -> Fraction:
    """Share of pairs that agree; one rater agrees with itself."""
    pairs = len(points) * (len(points) - 1) // 2
    same = sum(count * (count - 1) // 2 for count in Counter(points).values())
    return Fraction(same, pairs) if pairs else Fraction(1)


def _settled(leaf: Indicator, points: list[Fraction], settings: ReviewSettings) -> tuple[Fraction | None, Text]:
    """The review score of *points*, in order, and how it came about; None where the rule settles nothing."""
    spread = points[-1] - points[0]
    if spread == 0:
        return points[0], Text("评审人一致", "raters agree")
    if spread > Fraction(settings.within):
        return None, Text(
            f"相差 {shown(spread)} 分，超过 {shown(Fraction(settings.within))} 分，由人裁定",
            f"{shown(spread)} apart, more than {shown(Fraction(settings.within))}: a person decides",
        )
    word = WORDS[settings.settle]
    if settings.settle == "majority":
        (most, count), *_ = Counter(points).most_common(1)
        if count * 2 <= len(points):
            return None, Text("没有多数，由人裁定", "there is no majority: a person decides")
        return most, Text("取", "the ") + word
    middle = len(points) // 2
    made = {
        "median": points[middle] if len(points) % 2 else (points[middle - 1] + points[middle]) / 2,
        "mean": sum(points, ZERO) / len(points),
        "lowest": points[0],
        "highest": points[-1],
    }[settings.settle]
    return round_half_up(made, leaf.places), Text("取", "the ") + word
