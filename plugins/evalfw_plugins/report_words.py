"""Headings and labels that the text and Markdown reports share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from evalfw import IndicatorResult, Report, Text, shown, shown_span
from evalfw.evidence import Source
from evalfw.language import Range
from evalfw.scoring import FactUse, ModelResult, Total

if TYPE_CHECKING:
    from evalfw.evidence import HistoryEntry

MOST_NAMED = 8
"""Most indicators or facts that are named of one plugin."""

STATES = {
    "scored": Text("已评", "scored"),
    "not_applicable": Text("不适用", "not applicable"),
    "waived": Text("豁免", "waived"),
    "missing": Text("缺证据", "missing"),
    "pending": Text("待裁定", "pending"),
    "error": Text("出错", "error"),
}

SEVERITIES = {"error": Text("错误", "error"), "warning": Text("注意", "warning"), "info": Text("提示", "info")}

LOST = Text("失分", "Points lost")
BY_HAND = Text("人工认定", "Set by hand")
FINDINGS = Text("发现", "Findings")
PLUGINS = Text("插件参与的内容", "What plugins contributed")
STATUS = {
    "draft": Text("（草稿，未发布）", " (a draft, not released)"),
    "released": Text("", ""),
    "superseded": Text("（已被取代）", " (superseded)"),
}
"""How the edition of the rubric stands, behind its version."""

NO_TOTAL = Text("不计总分", "no total")
BLOCKED = Text("一票否决：报告不得公布", "a gate forbids to publish this report")


def bounds_words(total: Total) -> str:
    """`` [96～98]`` while something is open; empty otherwise."""
    return open_words(total.bounds)


def open_words(bounds: Range) -> str:
    """`` [96～98]`` if *bounds* are open; empty otherwise."""
    return "" if bounds.single is not None else f" [{shown_span(bounds.least, bounds.most)}]"


def model_words(model: ModelResult) -> Text:
    """The other figure, what it is of, and how it is made."""
    figure = f"{shown(model.points)} / {shown(model.weight)}{open_words(model.bounds)}"
    return Text(f"{model.title} {figure}（{model.words.zh}）", f"{model.title} {figure} ({model.words.en})")


def counts(report: Report) -> Text:
    """How many indicators there are, and in which states."""
    leaves = report.leaves
    by_hand = sum(leaf.override is not None for leaf in leaves)
    zh, en = [], []
    for state, words in STATES.items():
        count = sum(leaf.state == state for leaf in leaves)
        if count:
            zh.append(f"{words.zh} {count} 项")
            en.append(f"{count} {words.en}")
    if by_hand:
        zh.append(f"其中人工认定 {by_hand} 项")
        en.append(f"{by_hand} of them by hand")
    return Text(f"指标 {len(leaves)} 项：{'，'.join(zh)}", f"{len(leaves)} indicators: {', '.join(en)}")


def grade_words(total: Total) -> Text | None:
    """The grade, or the grades still possible; None if the rubric has none."""
    return Text(f"等级 {total.grade_span}", f"grade {total.grade_span}") if total.grades else None


def about_of(change: HistoryEntry) -> str:
    """The indicator or fact that a line of the history is about; of a rating without the rater before it."""
    return change.about.rpartition(": ")[2]


def weight_of(result: IndicatorResult) -> str:
    """The weight of a node as the report prints it: ``—`` for bonus and malus, nothing beside a label or where there is no figure."""
    return "" if result.label or not result.has_figure else "—" if result.extra else shown(result.weight)


def lost_of(leaf: IndicatorResult) -> Fraction | None:
    """Points that the total lost at *leaf*; None outside the full mark, on a scale, and without points."""
    return None if leaf.extra else leaf.lost


def lost_points(report: Report) -> list[tuple[Fraction, IndicatorResult]]:
    """Leaves at which the total lost something, most points lost first."""
    lost = [(leaf.lost, leaf) for leaf in report.leaves if leaf.lost]
    return sorted(lost, key=lambda each: -each[0])


def lost_how(report: Report) -> Text | None:
    """What is lost where it is not simply full mark less points; None where it is."""
    if all(leaf.lost == leaf.weight - (leaf.points or 0) for leaf in report.leaves if leaf.lost):
        return None
    return Text(
        "失分是总分少得的分：该项得满分，总分会多这么多（其余各项不变）",
        "what the total lost: how much more it would be with the full mark of the indicator, all others as they are",
    )


def nothing_lost(report: Report) -> Text:
    """What stands where no points are lost: that there are none, or that some may yet be."""
    open_ones = sum(leaf.is_open for leaf in report.leaves)
    if open_ones:
        return Text(f"已评的指标没有失分；{open_ones} 项未定", f"Nothing lost so far; {open_ones} undecided")
    return Text("没有失分", "No points were lost")


def facts_behind(result: IndicatorResult, facts: Mapping[str, FactUse]) -> Iterator[FactUse]:
    """The facts of *result*, each followed by those that it is derived of, and those in turn; each once."""
    seen: set[str] = set()
    waiting = list(reversed(result.facts))
    while waiting:
        fact = waiting.pop()
        if fact.id in seen:
            continue
        seen.add(fact.id)
        yield fact
        if fact.derived:
            waiting += [facts[id] for id in reversed(fact.inputs) if id in facts]


def others_of(result: IndicatorResult, report: Report) -> tuple[str, ...]:
    """Plugins of others that touched *result*: its rule or aggregator, or the facts that it read."""
    own = {each.author for each in report.plugins if each.distribution == "evalfw"}
    touched = (*result.by, *(author for fact in result.facts for author in fact.by))
    return tuple(author for author in dict.fromkeys(touched) if author not in own)


def contributions(report: Report) -> dict[str, Text]:
    """What each plugin of others contributed, by plugin: files of the rubric, rules, facts, the total."""
    own = {each.author for each in report.plugins if each.distribution == "evalfw"}
    found: dict[str, list[Text]] = {}

    def add(author: str, zh: str, en: str) -> None:
        if author not in own:
            found.setdefault(author, []).append(Text(zh, en))

    for layer in report.layers:
        if layer.by:
            add(layer.by, f"评分表 {layer.id}", f"rubric {layer.id}")
    rules: dict[str, list[str]] = {}
    facts: dict[str, list[str]] = {}
    for result in report.indicators:
        for author in result.by:
            rules.setdefault(author, []).append(result.title)
        for fact in result.facts:
            for author in fact.by:
                facts.setdefault(author, []).append(fact.label)
    for author, titles in rules.items():
        add(author, f"规则：{_listed(titles, '、')}", f"rules of {_listed(titles, ', ')}")
    for author, labels in facts.items():
        add(author, f"事实：{_listed(labels, '、')}", f"facts: {_listed(labels, ', ')}")
    for gate in report.gates:
        for author in gate.by:
            add(author, f"一票否决的条件：{gate.title}", f"the condition of gate {gate.title}")
    for author in report.total.by:
        add(author, "总分的汇总方式", "the aggregator of the total")
    for model in report.models:
        for author in model.by:
            add(author, f"汇总方式：{model.title}", f"the aggregator of {model.title}")
    return {author: Text.joined(said, "；", "; ") for author, said in found.items()}


def _listed(names: list[str], comma: str) -> str:
    once = list(dict.fromkeys(names))
    return comma.join(once[:MOST_NAMED]) + ("…" if len(once) > MOST_NAMED else "")


def sources_of(result: IndicatorResult) -> list[Source]:
    """What stands behind the points: the override, or the statements of the facts that the rule read."""
    if result.override is not None:
        return [result.override.source]
    return [source for fact in result.facts for source in fact.sources]


def places_of(result: IndicatorResult, report: Report) -> str:
    """The places that stand behind the points, each once: ``二（一）；附件1 第9行``."""
    places = [place_of(source, report) for source in sources_of(result)]
    if result.override is None:
        places += [f"{fact.label} = 推算" for fact in result.facts if fact.derived]
    return "；".join(dict.fromkeys(places))


def notes_of(result: IndicatorResult) -> str:
    """What those who recorded the sources want a reader to know, each once."""
    return "；".join(dict.fromkeys(source.note for source in sources_of(result) if source.note))


def place_of(source: Source, report: Report) -> str:
    """Document and section, without the document that the whole report is about; the file where neither is given."""
    document = "" if source.document == report.document else source.document
    return " ".join(part for part in (document, source.section) if part) or _read_from(source)


def history_words(report: Report, digits: int = 64) -> Text | None:
    """Where the history of the evidence stood, with *digits* of the hash of its last entry; None if it keeps none."""
    head = report.history
    if head is None:
        return None
    return Text(
        f"留痕 {head.length} 条，末条哈希 {head.hash[:digits]}",
        f"history: {head.length} entries, hash of the last {head.hash[:digits]}",
    )


def _read_from(source: Source) -> str:
    """Where a value was read, where nothing says where it stands: the cell of the workbook, or the file of the folder."""
    taken = source.taken
    if taken is None or taken.collector != "workbook":
        return str(source.origin)
    by = f"（{source.supplied_by}）" if source.supplied_by else ""
    return taken.words().zh + by
