"""What is done with a review: the file of a rater begun, and review scores made into points that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import (
    FACTS,
    RATING,
    RATINGS,
    EvidenceFolder,
    EvidencePart,
    Override,
    Taken,
    blank_table,
    further,
    history_file,
    part_file,
    part_text,
    points_words,
    read_ratings,
    standing,
)
from evalfw.examining.review import Review, Reviewed, review_of
from evalfw.foundation import RequestError, Text, as_decimal, changing, nearest, plain, write_together
from evalfw.rubric import ReviewSettings
from evalfw.scoring import Report

FILE = "review.toml"


def settings_of(folder: EvidenceFolder) -> ReviewSettings:
    """Who reviews *folder*, and how. Raises RequestError: nobody does."""
    settings = folder.collected.file.review
    if settings is None:
        raise RequestError(
            Text(
                "evidence.toml 没有写 [review]（raters、settle、within）",
                "evidence.toml has no [review] (raters, settle, within)",
            )
        )
    return settings


def review_folder(folder: EvidenceFolder, scored: Callable[[EvidenceFolder], Report]) -> Review:
    """
    What the raters of *folder* make of it.

    Args:
        folder: The evidence folder, with the files of the raters.
        scored: How it is scored; asked without what an earlier settlement wrote.

    Raises:
        EvalfwError: Nobody reviews, or a file of ratings is not in order.
    """
    settings = settings_of(folder)
    ratings = read_ratings(folder.root, folder.shown, settings.raters, folder.rubric)
    kept = tuple(part for part in folder.collected.parts if part_file(part) != FILE)
    before = folder.with_collected(folder.collected._replace(parts=kept))
    return review_of(folder.rubric, settings, ratings, scored(before))


class Settled(NamedTuple):
    """What was settled: the file, and how many review scores differ from what was scored."""

    path: Path
    overrides: int


def settle_review(folder: EvidenceFolder, found: Review, by: str, at: str, today: date) -> Settled:
    """
    Write ``facts/review.toml``: an override for each review score that differs from the points as they stand by themselves.

    Args:
        folder: The evidence folder.
        found: Its review.
        by: Who settles it, for the history.
        at: When, as RFC 3339 in UTC.
        today: The date of the points, where the evidence says none.

    Raises:
        EvalfwError: Not all raters have handed in, or the folder cannot be written.
    """
    settings = settings_of(folder)
    if found.waiting:
        names = "、".join(found.waiting)
        raise RequestError(Text(f"还没有交齐：{names}", f"not all are in: {names}"))
    with changing(folder.root):
        fresh = folder.read_again()
        kept = [part for part in fresh.collected.parts if part_file(part) != FILE]
        by_hand = {override.indicator for part in kept for override in part.overrides}
        overrides = tuple(
            _override(row, settings, fresh, today)
            for row in found.rows
            if _counts(row) and row.indicator.id not in by_hand
        )
        part = EvidencePart(overrides=overrides)
        history = fresh.collected.history or ()
        state = {**standing([*kept, part]), **_rated(found, settings)}
        added = further(history, state, by, at)
        text = part_text(
            part, "由 evalfw evidence review --settle 写入：评审人的分数按 evidence.toml 的 [review] 合成。"
        ).encode()
        write_together({fresh.root / FACTS / FILE: text, **history_file(fresh.root, fresh.collected, added)})
    return Settled(folder.root / FACTS / FILE, len(overrides))


def start_rating(folder: EvidenceFolder, rater: str) -> Path:
    """
    Write the table that *rater* fills in, a row for each indicator; one that is there is left alone.

    Raises:
        EvalfwError: There is no such rater, or a file of theirs is there.
    """
    settings = settings_of(folder)
    if rater not in settings.raters:
        hint = nearest(rater, settings.raters)
        what = Text(
            f"evidence.toml 的 [review] 没有评审人 '{rater}'", f"[review] in evidence.toml has no rater '{rater}'"
        )
        raise RequestError(what if hint is None else what + Text(" — ", " — ") + hint)
    path = folder.root / RATINGS / f"{rater}.csv"
    there = [each for each in (path, path.with_suffix(".toml")) if each.exists()]
    if there:
        raise RequestError(Text(f"已经有 {there[0].as_posix()}", f"{there[0].as_posix()} is there already"))
    table = blank_table([(leaf, points_words(leaf)) for leaf in folder.rubric.leaves])
    with changing(folder.root):
        write_together({path: table.encode()})
    return path


def _counts(row: Reviewed) -> bool:
    """Whether the review score has to be written down: it is there, and the points do not come to it by themselves."""
    return row.score is not None and (row.score != row.scored or row.scored is None)


def _override(row: Reviewed, settings: ReviewSettings, folder: EvidenceFolder, today: date) -> Override:
    points = as_decimal(row.score) if row.score is not None else None
    assert points is not None
    given = "，".join(f"{rater} {plain(row.ratings[rater].points)}" for rater in settings.raters)
    reasons = "；".join(
        dict.fromkeys(row.ratings[rater].reason for rater in settings.raters if row.ratings[rater].reason)
    )
    return Override(
        indicator=row.indicator.id,
        points=points,
        author="、".join(settings.raters),
        reason=f"复核：{given}；{row.why.zh}" + (f"。{reasons}" if reasons else ""),
        date=folder.evidence.as_of or today,
        taken=Taken(collector="review", file=RATINGS),
    )


def _rated(found: Review, settings: ReviewSettings) -> dict[tuple[str, str], dict[str, object]]:
    """Every rating, for the history: once they are open, nobody changes one unnoticed."""
    return {
        (RATING, f"{rater}: {row.indicator.id}"): {
            "points": plain(row.ratings[rater].points),
            "reason": row.ratings[rater].reason,
        }
        for row in found.rows
        for rater in settings.raters
    }
