"""``evalfw evidence review``: what the raters make of it, once all of them have handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evalfw import Language, Text, shown
from evalfw.examining import Review, review_folder, settings_of, settle_review, start_rating
from evalfw.foundation import clipped, in_columns, plain, round_half_up, wrapped
from evalfw.rubric import ReviewSettings
from evalfw_cli.clock import now, today
from evalfw_cli.evidence.opened import is_json, open_evidence, report_of, who
from evalfw_cli.outputs import print_lines, tell, write_stdout

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
    settings = settings_of(opened)
    if start is not None:
        path = start_rating(opened, start).as_posix()
        tell(Text(f"已写入 {path}", f"wrote {path}").read(language))
        return 0
    found = review_folder(opened, report_of)
    if settle:
        settled = settle_review(opened, found, who(by), now(), today())
        path, count, left = settled.path.as_posix(), settled.overrides, len(found.open)
        said = Text(
            f"已写入 {path}：{count} 项复核分与现计分不同；{left} 项由人裁定",
            f"wrote {path}: {count} review scores differ from what was scored; {left} are left to a person",
        )
        tell(said.read(language))
    elif as_json:
        write_stdout((json.dumps(_data(settings, found), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        print_lines(line.rstrip() for line in _lines(settings, found, language))
    return WAITING if found.waiting or found.open else 0


def _lines(settings: ReviewSettings, found: Review, language: Language) -> Iterator[str]:
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
