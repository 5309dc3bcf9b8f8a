"""TerminalText of the terminal report. Figures stand first, so that they align however wide a terminal draws other signs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw import Finding, IndicatorResult, Language, RenderOptions, Report, Text, shown
from evalfw.foundation import padded, right, visible, wrapped
from evalfw.reporting import points_of
from evalfw_plugins.report_words import (
    BLOCKED,
    BY_HAND,
    FINDINGS,
    LOST,
    NO_TOTAL,
    PLUGINS,
    SEVERITIES,
    STATUS,
    bounds_words,
    contributions,
    counts,
    grade_words,
    history_words,
    lost_how,
    lost_points,
    model_words,
    notes_of,
    nothing_lost,
    others_of,
    places_of,
    weight_of,
)

MARKS = {"scored": " ", "missing": "?", "pending": "~", "error": "!", "not_applicable": "-", "waived": "-"}
LEGEND = Text(
    "* 人工认定   ? 缺证据   ~ 待裁定   ! 出错   - 不计分",
    "* set by hand   ? missing   ~ pending   ! error   - not counted",
)
COLUMN = 6
SMALLEST_WIDTH = 60
HANGING = 4
"""Columns kept free for closing marks that hang over the end of a line."""

BOLD, DIM, RED, YELLOW, RESET = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"


def text_report(report: Report, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""
    return "\n".join(TerminalText(report, options).lines()) + "\n"


class TerminalText:
    """The report on lines of a terminal."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.language: Language = options.language
        self.width = max(options.width, SMALLEST_WIDTH)
        self.color = options.color
        self.last_of = {leaf.parent: leaf.id for leaf in report.indicators}

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.tree()
        if self.report.total.is_made:
            yield from self.lost()
        yield from self.by_hand()
        yield from self.findings()
        yield from self.plugins()

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def paint(self, text: str, *codes: str) -> str:
        return "".join(codes) + text + RESET if self.color and codes else text

    def block(self, text: str, first: str, rest: str, *codes: str) -> Iterator[str]:
        """*text* wrapped, its first line behind *first*, the others behind *rest*."""
        for number, line in enumerate(wrapped(visible(text), self.width - len(rest) - HANGING)):
            yield (first if number == 0 else rest) + self.paint(line, *codes)

    def heading(self, title: Text, figure: str) -> Iterator[str]:
        yield ""
        yield self.paint(self.say(f"{title.zh}（{figure}）", f"{title.en} ({figure})"), BOLD)

    def head(self, with_sources: bool = True) -> Iterator[str]:
        """What is scored, by what, and the bottom line; *with_sources* also what the places in brackets mean."""
        report, total = self.report, self.report.total
        yield self.paint(visible(report.title), BOLD)
        named = self.say("评分表", "rubric")
        version = visible(report.rubric.version) + STATUS[report.status].read(self.language)
        yield f"{visible(report.subject.name)}  ·  {named} {visible(report.rubric.id)} {version}"
        overlays = [f"{layer.id} {layer.version}" for layer in report.layers if layer.role not in ("base", "extends")]
        if overlays:
            said = " ← ".join([f"{report.edition.id} {report.edition.version}", *overlays])
            yield from self.block(self.say(f"叠加 {said}", f"layers {said}"), "", "  ")
        points = f"{shown(total.points)} / {shown(total.weight)}{bounds_words(total)}"
        grade = grade_words(total)
        graded = "" if grade is None else f"  ·  {visible(grade.read(self.language))}"
        bottom = f"{self.say('总分', 'total')} {points}" if total.is_made else NO_TOTAL.read(self.language)
        yield self.paint(bottom, BOLD) + f"{graded}  ·  {counts(report).read(self.language)}"
        if report.is_blocked:
            yield self.paint(BLOCKED.read(self.language), RED)
        for model in report.models:
            yield from self.block(model_words(model).read(self.language), "", "  ")
        if report.as_of is not None:
            yield self.say(f"判断日期 {report.as_of}", f"as of {report.as_of}")
        history = history_words(report, 16)
        if history is not None:
            yield history.read(self.language)
        if report.document and with_sources:
            cited = report.document
            yield from self.block(
                self.say(
                    f"〔〕内是出处，未写文件名的指《{cited}》",
                    f"〔〕 holds sources: places in “{cited}” where no other document is named",
                ),
                "",
                "",
            )

    def tree(self) -> Iterator[str]:
        yield ""
        heads = self.say("得分", "points"), self.say("分值", "weight"), self.say("指标", "indicator")
        yield f"{right(heads[0], COLUMN)}  {right(heads[1], COLUMN)}    {heads[2]}"
        for result in self.report.indicators:
            yield self.row(result)
            if result.is_leaf:
                yield from self.reason(result)
            elif result.rule_words.zh or result.because.zh:
                yield from self.made_of(result)
        yield ""
        yield self.paint(self.say(LEGEND.zh, LEGEND.en), DIM)

    def row(self, result: IndicatorResult) -> str:
        points, weight = points_of(result), weight_of(result)
        mark = "*" if result.override is not None else MARKS[result.state] if result.is_leaf else " "
        codes = self.codes(result)
        figures = self.paint(f"{right(points, COLUMN)}", *codes) + f"  {right(weight, COLUMN)} "
        return f"{figures}{self.paint(mark, *codes)}  {self.guides(result)}{self.title(result)}"

    def title(self, result: IndicatorResult) -> str:
        return self.paint(visible(result.title), *((BOLD,) if result.level == 1 else ()))

    def codes(self, result: IndicatorResult) -> tuple[str, ...]:
        if result.is_open:
            return (RED,)
        lost = result.points is not None and result.points < result.weight
        return (YELLOW,) if lost and result.is_leaf else ()

    def guides(self, result: IndicatorResult, below: bool = False) -> str:
        """The lines of the tree before a title, or (*below*) before the text under it."""
        if result.level == 1:
            return ""
        steps = result.id.split(".")
        drawn = ""
        for depth in range(2, result.level + 1):
            id, parent = ".".join(steps[:depth]), ".".join(steps[: depth - 1])
            last = self.last_of[parent] == id
            if depth == result.level and not below:
                drawn += "└ " if last else "├ "
            else:
                drawn += "  " if last else "│ "
        return drawn

    def made_of(self, result: IndicatorResult) -> Iterator[str]:
        """How an inner node is made, where that is not a plain sum."""
        parts = (result.rule_words.read(self.language), result.because.read(self.language))
        indent = " " * (2 * COLUMN + 6) + self.guides(result, below=True)
        yield from self.block("；".join(part for part in parts if part), indent, indent, DIM)

    def reason(self, result: IndicatorResult) -> Iterator[str]:
        said = result.because.read(self.language)
        place = places_of(result, self.report)
        others = [author.partition(" (")[0] for author in others_of(result, self.report)]
        if others:
            named = self.say(f"插件 {'、'.join(others)}", f"plugin {', '.join(others)}")
            place = f"{place}；{named}" if place else named
        if result.override is not None:
            said = f"{self.say('人工认定：', 'set by hand: ')}{result.override.reason}"
        notes = notes_of(result)
        if notes:
            said += self.say(f"（注：{notes}）", f" (note: {notes})")
        if result.explanation:
            said += self.say(f"。偏差原因：{result.explanation}", f". Deviation: {result.explanation}")
        indent = " " * (2 * COLUMN + 6) + self.guides(result, below=True)
        yield from self.block(f"{said}〔{place}〕" if place else said, indent, indent, DIM)

    def lost(self) -> Iterator[str]:
        lost = lost_points(self.report)
        together = sum((points for points, _ in lost), Fraction(0))
        yield from self.heading(LOST, shown(together))
        if not lost:
            yield f"  {nothing_lost(self.report).read(self.language)}"
        how = lost_how(self.report)
        if how is not None:
            yield from self.block(how.read(self.language), "  ", "  ", DIM)
        for points, leaf in lost:
            why = leaf.because if leaf.override is None else Text("人工认定", "set by hand")
            said = f"{leaf.title}{self.say('：', ': ')}{why.read(self.language)}"
            yield from self.block(said, f"{right('-' + shown(points), COLUMN)}  ", " " * (COLUMN + 2))

    def by_hand(self) -> Iterator[str]:
        set_by_hand = [leaf for leaf in self.report.leaves if leaf.override is not None]
        if not set_by_hand:
            return
        yield from self.heading(BY_HAND, str(len(set_by_hand)))
        authors = dict.fromkeys(f"{o.author} {o.date}" for leaf in set_by_hand if (o := leaf.override) is not None)
        yield from self.block("；".join(authors), " " * (COLUMN + 2), " " * (COLUMN + 2), DIM)
        for leaf in set_by_hand:
            override = leaf.override
            assert override is not None  # chosen above
            ruled = override.rule_because.read(self.language)
            if override.rule_points is not None:
                ruled = f"{shown(override.rule_points)} · {ruled}"
            said = f"{leaf.title}{self.say('；按规则：', '; by the rule: ')}{ruled}"
            yield from self.block(said, f"{right(shown(override.points), COLUMN)}  ", " " * (COLUMN + 2))

    def plugins(self) -> Iterator[str]:
        """What plugins of others contributed, with their distributions."""
        given = contributions(self.report)
        if not given:
            return
        yield from self.heading(PLUGINS, str(len(given)))
        for author, said in given.items():
            yield from self.block(f"{author}{self.say('：', ': ')}{said.read(self.language)}", "  ", "    ")

    def findings(self) -> Iterator[str]:
        yield from self.heading(FINDINGS, str(len(self.report.findings)))
        for finding in self.report.findings:
            yield from self.finding(finding)

    def finding(self, finding: Finding) -> Iterator[str]:
        stake = ""
        if finding.at_stake:
            stake = self.say(f"［涉及 {shown(finding.at_stake)} 分］", f" [{shown(finding.at_stake)} at stake]")
        codes = {"error": (RED,), "warning": (YELLOW,), "info": ()}[finding.severity]
        indent = COLUMN + 2 if self.language == "zh" else COLUMN + 5
        label = padded(f"  {SEVERITIES[finding.severity].read(self.language)}", indent)
        first, *rest = self.block(f"{finding.message.read(self.language)}{stake}", "", " " * indent)
        yield self.paint(label, *codes) + first
        yield from rest
