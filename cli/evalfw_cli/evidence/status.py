"""``evalfw evidence status``: how far the evidence is, and what to fetch first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from evalfw import EvidenceFolder, Language, Text, shown, shown_span
from evalfw.examining import OpenItem, Status, folder_status
from evalfw.foundation import clipped, in_columns
from evalfw_cli.evidence.opened import is_json, open_evidence, report_of
from evalfw_cli.outputs import print_lines, write_stdout

LABEL, DIVISION, USED, TITLE = 34, 16, 26, 44
"""Widest columns, so that a line fits a terminal of 100."""

FIRST = 3
"""How many items are to be fetched first."""

WANTS = {
    "missing": Text("缺", "missing"),
    "conflicting": Text("说法不一", "conflicting"),
    "ranged": Text("只知道范围", "a range only"),
    "judgement": Text("待裁定", "to be decided"),
}
STATES = {
    "scored": Text("已评", "scored"),
    "missing": Text("缺证据", "missing"),
    "pending": Text("待裁定", "pending"),
    "error": Text("出错", "error"),
    "waived": Text("豁免", "waived"),
    "not_applicable": Text("不适用", "not applicable"),
}


def show_status(given: Path | None, ref: str | None, format: str, indicators: bool, language: Language) -> int:
    """
    Print how far the evidence is.

    Args:
        given: The evidence folder; the one here if None.
        ref: The rubric; that of the evidence if None.
        format: ``text`` or ``json``.
        indicators: Whether every indicator is listed too.
        language: Of the page.

    Raises:
        EvalfwError: There is no evidence, or it is not in order.
    """
    as_json = is_json(format)
    opened = open_evidence(given, ref, sample=True)
    report = report_of(opened)
    status, bounds = folder_status(opened, report), report.total.bounds
    if as_json:
        write_stdout(
            (json.dumps(_data(status, bounds.least, bounds.most), ensure_ascii=False, indent=2) + "\n").encode()
        )
        return 0
    return print_lines(
        line.rstrip() for line in _lines(opened, status, bounds.least, bounds.most, indicators, language)
    )


def _lines(
    opened: EvidenceFolder,
    status: Status,
    least: Fraction | None,
    most: Fraction | None,
    indicators: bool,
    language: Language,
) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    total = shown(least) if least is not None and least == most else shown_span(least, most)
    yield f"{opened.evidence.subject.name}  ·  {opened.rubric.identity.id} {opened.rubric.identity.version}"
    yield say(f"总分现在是 {total}", f"the total is now {total}")
    yield ""
    yield from _divisions(status, language)
    if status.items:
        yield ""
        scoring = [item for item in status.items if item.worth > 0]
        if scoring:
            first = scoring[:FIRST]
            count = "一二三"[len(first) - 1]
            yield say(f"先收这{count}项：", f"fetch these {len(first)} first:")
            yield from (f"  {line}" for line in _items(first, opened, language))
        rest = [item for item in status.items if item not in scoring[:FIRST]]
        if rest:
            yield ""
            yield say("其余未定：", "also open:")
            yield from (f"  {line}" for line in _items(rest, opened, language))
    else:
        yield ""
        yield say("分数都定了。", "no points are open.")
        left = sum(each.missing for each in status.divisions)
        if left:
            yield say(
                f"还有 {left} 个事实没有收到：只供核对，或所在指标已由人认定。",
                f"{left} facts have not come in: they only serve checks, or people have set the points.",
            )
    if indicators:
        yield ""
        yield from _indicators(status, language)


def _divisions(status: Status, language: Language) -> Iterator[str]:
    heads = (
        ("处室", "应填", "已有", "缺", "说法不一", "待裁定", "涉及分数"),
        ("division", "asked", "supplied", "missing", "conflicting", "to decide", "points"),
    )
    rows = [heads[0] if language == "zh" else heads[1]]
    rows += [
        (
            each.division.title,
            str(each.asked),
            str(each.supplied),
            str(each.missing),
            str(each.conflicting),
            str(each.pending),
            shown(each.worth),
        )
        for each in status.divisions
    ]
    return in_columns(rows)


def _items(items: list[OpenItem] | tuple[OpenItem, ...], opened: EvidenceFolder, language: Language) -> Iterator[str]:
    rows = []
    for item in items:
        titles = "、".join(opened.rubric.by_id[id].title for id in item.indicators[:2])
        more = "…" if len(item.indicators) > 2 else ""
        unit = "分" if language == "zh" else " points"
        worth = f"{shown(item.worth)}{unit}{'*' if item.conditional else ''}" if item.worth else "—"
        used = f"→ {titles}{more}" if item.want != "judgement" and titles else ""
        want = WANTS[item.want].read(language)
        division = f"〔{clipped(item.division.title, DIVISION)}〕"
        rows.append((worth, want, clipped(item.label, LABEL), division, clipped(used, USED)))
    yield from in_columns(rows)
    if any(item.conditional for item in items):
        yield (
            "* 还要看同一指标的其他未定项"
            if language == "zh"
            else "* other open items of the same indicator count as well"
        )


def _indicators(status: Status, language: Language) -> Iterator[str]:
    head = ("指标", "处室", "状态", "得分") if language == "zh" else ("indicator", "division", "state", "points")
    rows = [head]
    for result, division in status.leaves:
        points = (
            shown(result.points)
            if result.points is not None and result.state == "scored"
            else shown_span(result.bounds.least, result.bounds.most)
        )
        rows.append(
            (
                clipped(result.title, TITLE),
                clipped(division.title, DIVISION),
                STATES[result.state].read(language),
                points,
            )
        )
    return in_columns(rows)


def _data(status: Status, least: Fraction | None, most: Fraction | None) -> dict[str, object]:
    return {
        "total": {"low": None if least is None else shown(least), "high": None if most is None else shown(most)},
        "divisions": [
            {
                "id": each.division.id,
                "name": each.division.title,
                "asked": each.asked,
                "supplied": each.supplied,
                "missing": each.missing,
                "conflicting": each.conflicting,
                "pending": each.pending,
                "worth": shown(each.worth),
            }
            for each in status.divisions
        ],
        "open": [
            {
                "want": item.want,
                "id": item.id,
                "label": item.label,
                "division": item.division.id,
                "worth": shown(item.worth),
                "conditional": item.conditional,
                "indicators": list(item.indicators),
            }
            for item in status.items
        ],
        "indicators": [
            {"id": result.id, "division": division.id, "state": result.state} for result, division in status.leaves
        ],
    }
