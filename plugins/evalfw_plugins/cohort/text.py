"""A cohort on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw import Language, Text
from evalfw.foundation import clipped, in_columns, visible, wrapped
from evalfw.population import Cohort, NodeFigures
from evalfw_plugins.cohort.words import (
    CLAIM_WORDS,
    claim_words,
    count,
    edition_of,
    figure,
    flags_of,
    grade_words,
    name_of,
    remarks,
    share,
    stability_words,
    title_of,
    units_of,
)

WIDTH = 100
TITLE = 34
BAR = 30
MOST_ODD = 10


def text_cohort(given: Cohort, language: Language) -> str:
    """*given* as lines, ending in a line break."""
    return "\n".join(visible(line) for line in _lines(given, language)) + "\n"


def _lines(given: Cohort, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Text(zh, en).read(language)

    yield title_of(given).read(language)
    yield f"{given.rubric.id} {given.rubric.version} · {edition_of(given).read(language)}"
    yield units_of(given).read(language)
    yield from _total(given, language)
    said = list(remarks(given))
    if said:
        yield ""
        for each in said:
            yield from wrapped(f"- {each.read(language)}", WIDTH)
    yield ""
    heads = [
        say("得分率", "rate"),
        say("满分", "full"),
        say("未定", "open"),
        say("区分度", "discr."),
        say("相关", "corr."),
    ]
    rows = [[*heads, say("指标", "indicator"), ""]]
    for node in given.nodes:
        rows.append(
            [*_cells(node, given), "  " * (node.level - 1) + clipped(node.title, TITLE), _flags(node, language)]
        )
    yield from in_columns(rows)
    yield from _places(given, language)
    yield from _claims(given, language)
    if given.odd:
        yield ""
        yield say("离群单位（总分离群的在前）", "Outliers (those by total first)")
        table = [
            [figure(unit.points), clipped(unit.name, 24), clipped(listed(unit.indicators), 60)]
            for unit in given.odd[:MOST_ODD]
        ]
        yield from in_columns(table)
        if (given.odd_units or 0) > MOST_ODD:
            yield say("……其余见 -f html、xlsx", "… the others: -f html, xlsx")


def listed(titles: tuple[str, ...]) -> str:
    """*titles* as a list."""
    return "、".join(titles)


def _cells(node: NodeFigures, given: Cohort) -> list[str]:
    opened = None if node.open is None else Fraction(node.open, given.units)
    return [
        share(node.rate),
        share(node.share_full),
        share(opened),
        figure(node.difference),
        figure(node.correlation),
    ]


def _flags(node: NodeFigures, language: Language) -> str:
    return " ".join(f"[{word.read(language)}]" for _, word in flags_of(node)) if node.is_leaf else ""


def _total(given: Cohort, language: Language) -> Iterator[str]:
    total = given.total
    if total is None:
        return
    said = Text(
        f"总分：平均 {figure(total.mean)} / {figure(total.weight)}，标准差 {figure(total.deviation)}",
        f"total: mean {figure(total.mean)} of {figure(total.weight)}, standard deviation {figure(total.deviation)}",
    )
    if total.points is not None:
        low, middle, high = (figure(total.points.quantile(Fraction(part, 4))) for part in (1, 2, 3))
        ends = f"{figure(total.points.least)}～{figure(total.points.most)}"
        said += Text(
            f"，四分位 {low}、{middle}、{high}，范围 {ends}", f", quartiles {low}, {middle}, {high}, range {ends}"
        )
    yield from wrapped(said.read(language), WIDTH)
    counted = [(f"{figure(low)}～{figure(high)}", units) for low, high, units, _ in _coarser(given.total_bins)]
    yield from _bars(counted, given.units)
    yield from _bars([(grade_words(grade, given).read(language), grade.units) for grade in given.grades], given.units)


def _coarser(bins: tuple[tuple[Fraction, Fraction, int, int], ...]) -> Iterator[tuple[Fraction, Fraction, int, int]]:
    """*bins*, some together, so that they fit a terminal."""
    step = -(-len(bins) // 12)
    for at in range(0, len(bins), step or 1):
        part = bins[at : at + step]
        yield part[0][0], part[-1][1], sum(each[2] for each in part), sum(each[3] for each in part)


def _bars(counted: list[tuple[str, int]], units: int) -> Iterator[str]:
    most = max((count for _, count in counted), default=0)
    if most:
        rows = [
            [f"  {label}", "█" * (BAR * number // most), count(number), share(Fraction(number, units))]
            for label, number in counted
        ]
        yield from in_columns(rows)


def _places(given: Cohort, language: Language) -> Iterator[str]:
    stability = given.stability
    if stability is None:
        return
    yield ""
    said = Text("名次稳定：", "Places: ") + stability_words(stability)
    yield from wrapped(said.read(language), WIDTH)


def _claims(given: Cohort, language: Language) -> Iterator[str]:
    for each in given.agreements:
        title = name_of(each).read(language)
        if each.cells is not None:
            counts = "，".join(f"{claim_words(cell).read(language)} {cell.units}" for cell in each.cells)
        else:
            kinds = zip(CLAIM_WORDS[1:], (each.under, each.equal, each.within, each.over), strict=True)
            counts = "，".join(f"{word.read(language)} {count}" for word, count in kinds)
        said = Text(f"自评与评分（{title}）：{counts}", f"Claims against points ({title}): {counts}")
        if each.mean is not None:
            said += Text(
                f"；自评平均多 {figure(each.mean)} 分，平均相差 {figure(each.distance)} 分",
                f"; on average {figure(each.mean)} more, {figure(each.distance)} apart",
            )
        yield from wrapped(said.read(language), WIDTH)
