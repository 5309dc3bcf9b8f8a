"""What a comparison says in words, in all formats alike."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw import IndicatorResult, Language, Report, Text, shown, shown_span
from evalfw.foundation import listing, verbatim
from evalfw.reporting import Comparison, Difference, Saved, percent, points_of, rate_of

MOST_NAMED = 6


def title_of(given: Comparison) -> Text:
    """What is compared."""
    count = len(given.saved)
    if given.mode == "years":
        name = given.saved[-1].report.subject.name
        return Text(f"{name}：{count} 次评价", f"{name}: {count} evaluations")
    return Text(f"{count} 个单位的比较", f"{count} subjects side by side")


ARROWS = {1: " ↑", 0: "", -1: " ↓"}
"""What stands behind points that went up or down since the report before."""


def column_of(saved: Saved, given: Comparison) -> str:
    """What a report is called: the subject, or the year; with its file where others are called the same."""
    return name_of(saved, given) + file_behind(saved, given)


def file_behind(saved: Saved, given: Comparison) -> str:
    """What tells a report from others that are called the same: its file, in brackets; nothing where there are none."""
    name = name_of(saved, given)
    others = [each for each in given.saved if name_of(each, given) == name]
    return f" ({file_of(saved, given)})" if len(others) > 1 else ""


def name_of(saved: Saved, given: Comparison) -> str:
    """The subject, or the year."""
    return saved.year if given.mode == "years" else saved.report.subject.name


def file_of(saved: Saved, given: Comparison) -> str:
    """The file of a report, with as many folders as it takes to tell it from the others."""
    parts = saved.path.parts
    others = [each.path.parts for each in given.saved if each is not saved]
    for count in range(1, len(parts)):
        if all(other[-count:] != parts[-count:] for other in others):
            return "/".join(parts[-count:])
    return saved.path.as_posix()


def total_words(report: Report) -> str:
    """``98 / 100``, with the span while it is open."""
    total = report.total
    if not total.is_made:
        return "—"
    span = f" [{shown_span(total.bounds.least, total.bounds.most)}]" if total.is_open else ""
    return f"{shown(total.points)} / {shown(total.weight)}{span}"


def cell_of(result: IndicatorResult | None) -> str:
    """What stands for a node in a table: its rate; points where it has no weight; the span while it is open."""
    if result is None:
        return ""
    rate = rate_of(result)
    return percent(rate, 1) if rate is not None else points_of(result)


def warnings(given: Comparison) -> Iterator[Text]:
    """What a reader has to know before comparing."""
    if given.differences:
        yield Text(
            "评分表不同：名次只在同一评分表内排；标 ≠ 的指标含义不同，数字不能相比。",
            "The rubrics differ: places are among those under one rubric; figures of indicators marked ≠ cannot be compared.",
        )
        yield from (_difference(each, given.saved[0]) for each in given.differences)
    if given.by == "rate":
        yield Text("名次按得分率排：得分除以计入的满分。", "Places go by rates: points of the full mark that counts.")
    elif given.has_other_full_marks and given.mode == "subjects":
        yield Text(
            "有的指标不适用，各单位计入的满分不同；名次按得分排，要按得分率排用 --by rate。",
            "Something does not apply to some, so that their full marks differ; places go by points, with --by rate by rates.",
        )
    public = [each for each in given.saved if each.report.audience == "public"]
    if public and len(public) < len(given.saved):
        yield Text("有的是公开版，有的是内部版。", "Some are public editions, some internal ones.")
    called = list(dict.fromkeys(each.report.subject.name for each in given.saved))
    if given.mode == "subjects" and len({each.report.subject.id for each in given.saved}) < len(called):
        yield Text(
            "有的单位名称不同、编号相同：编号应当各不相同。",
            "Some subjects of different names have the same id: ids should differ.",
        )
    if given.mode == "years" and len(called) > 1:
        names = listing(map(verbatim, called))
        yield Text(
            f"编号相同，单位名称先后不同，按同一单位比较：{names.zh}",
            f"One id under several names, taken for one subject: {names.en}",
        )
    seen: dict[tuple[str, str, str, str], Saved] = {}
    for each in given.saved:
        key = (each.report.subject.id, each.report.subject.name, each.year, each.report.rubric.sha256)
        other = seen.setdefault(key, each)
        if other is not each:
            yield Text(
                f"{file_of(other, given)} 与 {file_of(each, given)} 是同一单位、同一年度、同一评分表。",
                f"{file_of(other, given)} and {file_of(each, given)} are of one subject, year and rubric.",
            )
    provisional = [each for each in given.saved if each.report.is_provisional]
    if provisional:
        names = listing(verbatim(column_of(each, given)) for each in provisional)
        yield Text(f"有指标出错，结果未定：{names.zh}", f"Provisional, for an indicator is in error: {names.en}")


def _difference(each: Difference, first: Saved) -> Text:
    mine = f"{each.saved.report.rubric.id} {each.saved.report.rubric.version}"
    theirs = f"{first.report.rubric.id} {first.report.rubric.version}"
    parts = []
    for titles, zh, en in (
        (each.more, "多", "has more"),
        (each.less, "少", "has not"),
        (each.other, "标准不同", "has other criteria for"),
    ):
        if titles:
            named = "、".join(titles[:MOST_NAMED]) + ("…" if len(titles) > MOST_NAMED else "")
            parts.append(Text(f"{zh} {len(titles)} 项（{named}）", f"{en} {len(titles)} ({named})"))
    if not parts:
        parts = [Text("指标相同，其他规定不同", "the same indicators, other provisions")]
    said = listing(parts)
    return Text(f"{mine} 与 {theirs} 相比：{said.zh}", f"{mine} against {theirs}: {said.en}")


def say_of(language: Language) -> dict[str, str]:
    """Headings."""
    words = {
        "place": Text("名次", "place"),
        "places": Text("排名", "Ranking"),
        "subject": Text("单位", "subject"),
        "total": Text("总分", "total"),
        "grade": Text("等级", "grade"),
        "rubric": Text("评分表", "rubric"),
        "report": Text("报告", "report"),
        "indicator": Text("指标", "indicator"),
        "weight": Text("分值", "weight"),
        "least": Text("最低", "least"),
        "middle": Text("中位", "median"),
        "most": Text("最高", "most"),
        "range": Text("相差", "range"),
        "full": Text("满分单位", "at full marks"),
        "ranking": Text("排名和一级指标得分率", "Ranking, and rates of level 1"),
        "spread": Text("各指标的差距（从大到小）", "Spread at each indicator (widest first)"),
        "over_years": Text("历年得分", "Points over the years"),
        "tied": Text(
            "并列的名次相同；未定的总分给出可能的名次范围。",
            "Equal totals share a place; open totals give the places still possible.",
        ),
        "none": Text("各单位没有差距", "no indicator sets them apart"),
        "nothing": Text(
            "没有含义相同、至少两个单位有得分的指标", "no indicator means the same and has points in two reports"
        ),
    }
    return {key: text.read(language) for key, text in words.items()}
