"""What a reviewer looks up: lost points, findings, evidence with its hashes, facts, points set by hand, history."""

from __future__ import annotations

from fractions import Fraction

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.evidence import Source
from evalfw.foundation import numeral
from evalfw.reporting import points_of, titles_above
from evalfw.scoring import FactUse
from evalfw_plugins.report_words import (
    SEVERITIES,
    about_of,
    facts_behind,
    lost_how,
    lost_points,
    nothing_lost,
    place_of,
    places_of,
)
from evalfw_plugins.spreadsheet.book import Book, Column, Row, Value
from evalfw_plugins.wording import words

PERCENT = "0.00##%"


def add_lost(book: Book, report: Report, language: Language) -> None:
    """失分: most points lost first."""
    _ = words(language)
    nodes = {result.id: result.title for result in report.indicators}
    rows: list[Row] = [
        (
            leaf.id,
            " › ".join(titles_above(leaf, nodes)),
            leaf.title,
            Value(shown(leaf.weight), leaf.weight),
            Value(points_of(leaf), leaf.points),
            Value(shown(lost), lost),
            leaf.because.read(language),
            leaf.criterion,
            places_of(leaf, report),
        )
        for lost, leaf in lost_points(report)
    ]
    columns = (
        Column(_("编号"), 22),
        Column(_("所属"), 22),
        Column(_("指标"), 26),
        Column(_("分值"), 7, True),
        Column(_("得分"), 7, True),
        Column(_("失分"), 7, True),
        Column(_("依据"), 40),
        Column(_("评价要点"), 40),
        Column(_("出处"), 30),
    )
    how, title = lost_how(report), _("失分清单（按失分从多到少）")
    if how is not None:
        title = f"{title}{'。' if language == 'zh' else '. '}{how.read(language)}"
    book.add_list(_("失分"), title, columns, rows, nothing_lost(report).read(language))


def add_findings(book: Book, report: Report, language: Language) -> None:
    """发现: what a reviewer has to know."""
    _ = words(language)
    titles = {result.id: result.title for result in report.indicators}
    rows: list[Row] = [
        (
            SEVERITIES[finding.severity].read(language),
            finding.message.read(language),
            _("；").join(titles.get(id, id) for id in finding.indicators),
            Value("" if finding.at_stake is None else shown(finding.at_stake), finding.at_stake),
            finding.code,
        )
        for finding in report.findings
    ]
    columns = (
        Column(_("程度"), 8, True),
        Column(_("内容"), 90),
        Column(_("涉及指标"), 34),
        Column(_("涉及分数"), 9, True),
        Column(_("代码"), 24),
    )
    book.add_list(_("发现"), _("需要说明的情况"), columns, rows, _("没有发现。"))


def add_evidence(book: Book, report: Report, language: Language) -> None:
    """佐证: every source behind every indicator, with hashes; then the attachments."""
    _ = words(language)
    digests = {name: each.digest for each in report.attachments for name in (each.file, *each.names)}
    facts = {fact.id: fact for fact in report.facts}
    rows: list[Row] = []
    for leaf in report.leaves:
        if leaf.override is not None:
            rows.append(_evidence(leaf, _("人工认定"), "", leaf.override.source, report, digests, language))
        for fact in facts_behind(leaf, facts):
            rows += [
                _evidence(leaf, fact.label, fact.shown.read(language), source, report, digests, language)
                for source in fact.sources
            ]
    for each in report.attachments:
        named = "、".join(each.names)
        on = "" if each.supplied_on is None else each.supplied_on.isoformat()
        rows.append(
            (
                _("（附件）"),
                named,
                "",
                "",
                "",
                each.note,
                f"attachments/{each.file}",
                "",
                each.digest,
                each.supplied_by,
                on,
            )
        )
    columns = (
        Column(_("指标"), 24),
        Column(_("事实"), 24),
        Column(_("数值"), 14, True),
        Column(_("资料和位置"), 30),
        Column(_("原文"), 40),
        Column(_("说明"), 26),
        Column(_("文件"), 26),
        Column(_("页"), 5, True),
        Column(_("哈希"), 30),
        Column(_("提供"), 12, True),
        Column(_("日期"), 12, True),
    )
    book.add_list(_("佐证"), _("佐证资料清单"), columns, rows, _("没有佐证。"))


def _evidence(
    leaf: IndicatorResult,
    label: str,
    value: str,
    source: Source,
    report: Report,
    digests: dict[str, str],
    language: Language,
) -> Row:
    taken = source.taken
    file = source.file or ("" if taken is None else taken.words().read(language))
    digest = digests.get(source.file.removeprefix("attachments/"), "") if source.file else ""
    digest = digest or ("" if taken is None else taken.digest)
    page = "" if source.page is None else str(source.page)
    on = "" if source.supplied_on is None else source.supplied_on.isoformat()
    return (
        leaf.title,
        label,
        value,
        place_of(source, report),
        source.quote,
        source.note,
        file,
        page,
        digest,
        source.supplied_by,
        on,
    )


def add_facts(book: Book, report: Report, language: Language) -> None:
    """事实: every fact with its value, as a number where it is one."""
    _ = words(language)
    readers: dict[str, list[str]] = {}
    for leaf in report.leaves:
        for fact in leaf.facts:
            readers.setdefault(fact.id, []).append(leaf.title)
    rows: list[Row] = [
        (
            fact.id,
            fact.label,
            _value(fact, language),
            fact.unit,
            _("推算") if fact.derived else "",
            _("；").join(dict.fromkeys(place_of(source, report) for source in fact.sources)),
            _("；").join(readers.get(fact.id, [])),
        )
        for fact in report.facts
    ]
    columns = (
        Column(_("编号"), 26),
        Column(_("事实"), 40),
        Column(_("数值"), 16),
        Column(_("单位"), 8, True),
        Column(_("推算"), 8, True),
        Column(_("出处"), 44),
        Column(_("用于指标"), 40),
    )
    book.add_list(_("事实"), _("事实清单"), columns, rows, _("没有事实。"))


def _value(fact: FactUse, language: Language) -> Value:
    number = None
    if fact.type in ("ratio", "money", "count", "number") and fact.value is not None:
        decimal = numeral(fact.value)
        number = None if decimal is None else Fraction(decimal)
    return Value(fact.shown.read(language), number, PERCENT if fact.type == "ratio" else "")


def add_history(book: Book, report: Report, language: Language) -> None:
    """人工认定和留痕: points set by people, then every recorded change."""
    _ = words(language)
    rows: list[Row] = []
    titles = {result.id: result.title for result in report.indicators}
    for leaf in report.leaves:
        override = leaf.override
        if override is None:
            continue
        ruled = "" if override.rule_points is None else shown(override.rule_points)
        rows.append(
            (
                _("人工认定"),
                leaf.title,
                Value(shown(override.points), override.points),
                Value(ruled, override.rule_points),
                override.reason,
                override.author,
                override.date.isoformat(),
                override.rule_because.read(language),
            )
        )
    for change in report.changes:
        after = "" if change.after is None else _("；").join(f"{key}={value}" for key, value in change.after.items())
        before = "" if change.before is None else _("；").join(f"{key}={value}" for key, value in change.before.items())
        rows.append(
            (
                _("留痕 {number}").format(number=change.number),
                titles.get(about_of(change), about_of(change)),
                "",
                "",
                f"{change.what}{_('：')}{before or '—'} → {after or '—'}",
                change.by,
                change.at,
                change.hash,
            )
        )
    columns = (
        Column(_("类别"), 12, True),
        Column(_("指标"), 28),
        Column(_("认定得分"), 9, True),
        Column(_("按规则"), 9, True),
        Column(_("理由或变更"), 50),
        Column(_("何人"), 18, True),
        Column(_("何时"), 20, True),
        Column(_("按规则的理由，或哈希"), 50),
    )
    book.add_list(_("人工认定和留痕"), _("人工认定和留痕"), columns, rows, _("没有人工认定，也没有留痕。"))
