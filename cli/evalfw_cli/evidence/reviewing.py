"""``evalfw evidence review``: what the raters make of it, once all of them have handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evalfw import (
    Language,
    Override,
    RequestError,
    Taken,
    Text,
    check_evidence,
    clipped,
    plain,
    round_half_up,
    shown,
    wrapped,
)
from evalfw.evidence.collecting.folder import FACTS
from evalfw.evidence.history.recording import RATING, further, standing
from evalfw.evidence.history_entry import Entry
from evalfw.evidence.model import EvidencePart
from evalfw.evidence.reviewing.forms import blank_table
from evalfw.evidence.reviewing.ratings import RATINGS, read_ratings
from evalfw.evidence.writing import part_text
from evalfw.examining.review import Review, Reviewed, review_of
from evalfw.foundation.errors import nearest
from evalfw.foundation.exact import as_decimal
from evalfw.foundation.writing.files import write_together
from evalfw.foundation.writing.folder import changing
from evalfw.rubric.arrangement import ReviewSettings
from evalfw_cli.clock import now, today
from evalfw_cli.evidence.opened import Opened, is_json, open_evidence, who
from evalfw.evidence.recording import history_file, part_file
from evalfw.evidence.workbooks.limits import points_words
from evalfw_cli.outputs import in_columns, print_lines, tell, write_stdout

FILE = "review.toml"
TITLE, RATER, WIDTH = 36, 12, 100
"""Widest title, name of a rater, and line."""

WAITING = 4


def review(
    given: Path | None,
    ref: str | None,
    settle: bool,
    start: str | None,
    by: str | None,
    format: str,
    language: Language,
) -> int:
    """
    Print the review; with *settle*, make the review scores that the rule gives into points that count; with *start*, write the file
    that the rater called so fills in.

    Returns 4 while a rater is waited for, or a person has to decide.

    Raises:
        EvalfwError: Nobody reviews, or a file of ratings is not in order.
    """
    as_json = is_json(format)
    opened = open_evidence(given, ref)
    settings = opened.collected.file.review
    if settings is None:
        raise RequestError(
            Text(
                "evidence.toml 没有写 [review]（raters、settle、within）",
                "evidence.toml has no [review] (raters, settle, within)",
            )
        )
    if start is not None:
        return _start(opened, settings, start, language)
    ratings = read_ratings(opened.root, opened.shown, settings.raters, opened.rubric)
    found = review_of(opened.rubric, settings, ratings, _without_review(opened).report())
    if settle:
        _settle(opened, settings, found, who(by), language)
    elif as_json:
        write_stdout((json.dumps(_data(settings, found), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        print_lines(line.rstrip() for line in _lines(opened, settings, found, language))
    return WAITING if found.waiting or found.open else 0


def _without_review(opened: Opened) -> Opened:
    """*opened* without what an earlier ``--settle`` wrote."""
    kept = tuple(part for part in opened.collected.parts if part_file(part) != FILE)
    collected = opened.collected._replace(parts=kept)
    return opened._replace(collected=collected, evidence=check_evidence(collected, opened.rubric))


def _lines(opened: Opened, settings: ReviewSettings, found: Review, language: Language) -> Iterator[str]:
    in_already = [rater for rater in settings.raters if rater not in found.waiting]
    done = Text(
        f"评审人 {len(settings.raters)} 人，已交 {len(in_already)} 人",
        f"{len(in_already)} of {len(settings.raters)} raters have handed in",
    )
    yield done.read(language)
    if found.waiting:
        names = "、".join(found.waiting)
        waiting = Text(
            f"等 {names}；交齐之前不公开任何人的评分",
            f"waiting for {names}; nobody's points are shown before all are in",
        )
        yield waiting.read(language)
        return
    percent = shown(round_half_up(found.agreement * 100, 1))
    agreed = Text(f"完全一致的指标占 {percent}%", f"raters agree on {percent} % of the indicators")
    yield agreed.read(language)
    yield ""
    heads = Text("指标 自评分 规则分", "indicator self rule").read(language).split()
    ends = Text("一致 复核分 最终分", "agree review final").read(language).split()
    rows = [[*heads, *(clipped(rater, RATER) for rater in settings.raters), *ends]]
    for row in found.rows:
        given = [plain(row.ratings[rater].points) for rater in settings.raters]
        agreement = f"{shown(round_half_up(row.agreement * 100, 0))}%"
        score, final = ("?" if each is None else shown(each) for each in (row.score, row.final))
        claim, scored = ("" if each is None else shown(each) for each in (row.claim, row.scored))
        rows.append([clipped(row.indicator.title, TITLE), claim, scored, *given, agreement, score, final])
    yield from in_columns(rows)
    apart = [row for row in found.rows if row.spread]
    if apart:
        yield ""
        yield Text("意见不一的：", "where they differ:").read(language)
        for row in apart:
            yield from wrapped(f"  {row.indicator.title}：{row.why.read(language)}", WIDTH)
            for rater in settings.raters:
                rating = row.ratings[rater]
                yield from wrapped(
                    f"    {rater} {plain(rating.points)}" + (f"：{rating.reason}" if rating.reason else ""), WIDTH
                )
    if found.open:
        yield ""
        hint = Text(
            f"{len(found.open)} 项由人裁定：在 facts/ 里用 [[override]] 写明分数、认定人、理由、日期",
            f"{len(found.open)} are left to a person: write an [[override]] with points, author, reason and date",
        )
        yield hint.read(language)


def _settle(
    opened: Opened,
    settings: ReviewSettings,
    found: Review,
    by: str,
    language: Language,
) -> None:
    """Write ``facts/review.toml``: an override for each review score that differs from the points as they stand by themselves."""
    if found.waiting:
        names = "、".join(found.waiting)
        raise RequestError(Text(f"还没有交齐：{names}", f"not all are in: {names}"))
    with changing(opened.root):
        fresh = opened.checked_again()
        kept = [part for part in fresh.collected.parts if part_file(part) != FILE]
        by_hand = {override.indicator for part in kept for override in part.overrides}
        overrides = tuple(
            _override(row, settings, fresh) for row in found.rows if _counts(row) and row.indicator.id not in by_hand
        )
        part = EvidencePart(overrides=overrides)
        history = fresh.collected.history or ()
        state = {**standing([*kept, part]), **rated(found, settings)}
        added: tuple[Entry, ...] = further(history, state, by, now())
        text = part_text(
            part, "由 evalfw evidence review --settle 写入：评审人的分数按 evidence.toml 的 [review] 合成。"
        ).encode()
        write_together({fresh.root / FACTS / FILE: text, **history_file(fresh.root, fresh.collected, added)})
    said = Text(
        f"已写入 {(opened.root / FACTS / FILE).as_posix()}：{len(overrides)} 项复核分与现计分不同；{len(found.open)} 项由人裁定",
        f"wrote {(opened.root / FACTS / FILE).as_posix()}: {len(overrides)} review scores differ from what was scored; {len(found.open)} are left to a person",
    )
    tell(said.read(language))


def _start(opened: Opened, settings: ReviewSettings, rater: str, language: Language) -> int:
    """Write ``ratings/<rater>.csv``, a table with a row for each indicator; one that is there is left alone."""
    if rater not in settings.raters:
        hint = nearest(rater, settings.raters)
        what = Text(
            f"evidence.toml 的 [review] 没有评审人 '{rater}'", f"[review] in evidence.toml has no rater '{rater}'"
        )
        raise RequestError(what if hint is None else what + Text(" — ", " — ") + hint)
    path = opened.root / RATINGS / f"{rater}.csv"
    there = [each for each in (path, path.with_suffix(".toml")) if each.exists()]
    if there:
        raise RequestError(Text(f"已经有 {there[0].as_posix()}", f"{there[0].as_posix()} is there already"))
    table = blank_table([(leaf, points_words(leaf)) for leaf in opened.rubric.leaves])
    with changing(opened.root):
        write_together({path: table.encode()})
    tell(Text(f"已写入 {path.as_posix()}", f"wrote {path.as_posix()}").read(language))
    return 0


def _counts(row: Reviewed) -> bool:
    """Whether the review score has to be written down: it is there, and the points do not come to it by themselves."""
    return row.score is not None and (row.score != row.scored or row.scored is None)


def _override(row: Reviewed, settings: ReviewSettings, opened: Opened) -> Override:
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
        date=opened.evidence.as_of or today(),
        taken=Taken(collector="review", file=RATINGS),
    )


def rated(found: Review, settings: ReviewSettings) -> dict[tuple[str, str], dict[str, object]]:
    """Every rating, for the history: once they are open, nobody changes one unnoticed."""
    return {
        (RATING, f"{rater}: {row.indicator.id}"): {
            "points": plain(row.ratings[rater].points),
            "reason": row.ratings[rater].reason,
        }
        for row in found.rows
        for rater in settings.raters
    }


def _data(settings: ReviewSettings, found: Review) -> dict[str, object]:
    return {
        "raters": list(settings.raters),
        "waiting": list(found.waiting),
        "agreement": shown(found.agreement) if found.rows else None,
        "indicators": [
            {
                "id": row.indicator.id,
                "claim": None if row.claim is None else shown(row.claim),
                "scored": None if row.scored is None else shown(row.scored),
                "ratings": {
                    rater: {"points": plain(each.points), "reason": each.reason} for rater, each in row.ratings.items()
                },
                "spread": shown(row.spread),
                "agreement": shown(row.agreement),
                "review": None if row.score is None else shown(row.score),
                "final": None if row.final is None else shown(row.final),
                "why": row.why.en,
            }
            for row in found.rows
        ],
    }
