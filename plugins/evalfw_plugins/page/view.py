"""What the page shows, in the order in which it shows it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from evalfw import IndicatorResult, Language, Report, Statement, shown
from evalfw.evidence import HistoryEntry, Source
from evalfw.reporting import percent, points_of, rate_of, titles_above
from evalfw.scoring import FactUse
from evalfw_plugins.page.charts import kind_of
from evalfw_plugins.report_words import STATES, about_of, facts_behind, lost_of, place_of
from evalfw_plugins.wording import words

MOST_CHANGES = 200
"""Most lines of the history that the page shows of one indicator; the workbook has all."""


class Rate(NamedTuple):
    """A node of level 1 as a bar: its share of full marks in percent (for drawing), and as figures; bonus and malus have no bar."""

    title: str
    points: str
    weight: str
    percent: str
    width: float | None
    kind: str
    id: str


class Fact(NamedTuple):
    """A fact with its sources, as words; *how* it is derived, and of what."""

    label: str
    shown: str
    is_derived: bool
    how: str
    sources: tuple[tuple[str, str, str], ...]


class Row(NamedTuple):
    """A node in the table."""

    result: IndicatorResult
    path: str
    points: str
    weight: str
    state: str
    kind: str
    lost: Fraction
    facts: tuple[Fact, ...]
    changes: tuple[HistoryEntry, ...]
    rule: str
    because: str
    target: str


def rates(report: Report) -> tuple[Rate, ...]:
    """The rates of the nodes of level 1."""
    found = []
    for top in report.indicators:
        if top.level == 1 and top.extra and top.points:
            signed = f"{'+' if top.points > 0 else '−'}{shown(abs(top.points))}"
            found.append(Rate(top.title, signed, "", "", None, "extra", top.id))
        if top.level != 1 or top.extra or not top.weight or not top.has_figure or top.label:
            continue
        rate = rate_of(top)
        width = 0.0 if top.points is None else max(0.0, min(100.0, float(top.points / top.weight) * 100))
        said = "—" if rate is None else percent(rate)
        found.append(Rate(top.title, points_of(top), shown(top.weight), said, round(width, 1), kind_of(top), top.id))
    return tuple(found)


def rows(report: Report, language: Language) -> tuple[Row, ...]:
    """The rows of the table, in rubric order."""
    titles = {result.id: result.title for result in report.indicators}
    changes: dict[str, list[HistoryEntry]] = {}
    for change in report.changes:
        changes.setdefault(about_of(change), []).append(change)
    facts = {fact.id: fact for fact in report.facts}
    return tuple(_row(result, report, titles, changes, facts, language) for result in report.indicators)


def _row(
    result: IndicatorResult,
    report: Report,
    titles: dict[str, str],
    changes: dict[str, list[HistoryEntry]],
    facts: dict[str, FactUse],
    language: Language,
) -> Row:
    path = titles_above(result, titles)
    return Row(
        result=result,
        path=" › ".join(path),
        points=points_of(result) or ("" if result.has_figure else "—"),
        weight="" if result.extra or result.label or not result.has_figure else shown(result.weight),
        state=STATES[result.state].read(language),
        kind=kind_of(result) if result.weight else "open" if result.is_open else "extra",
        lost=(lost_of(result) if result.is_leaf else None) or Fraction(0),
        facts=tuple(_fact(fact, report, language) for fact in facts_behind(result, facts)),
        changes=tuple(changes.get(result.id, ())[-MOST_CHANGES:]),
        rule=result.rule_words.read(language),
        because=result.because.read(language),
        target=result.target.read(language),
    )


def _fact(fact: FactUse, report: Report, language: Language) -> Fact:
    return Fact(
        fact.label,
        fact.shown.read(language),
        fact.derived,
        fact.how.read(language),
        tuple(_source(source, report, language) for source in fact.sources),
    )


def _source(source: Source, report: Report, language: Language) -> tuple[str, str, str]:
    """Where it stands, its words, and what belongs to it: file and page, hash, period, note, who supplied it."""
    _ = words(language)
    more = []
    if source.file:
        page = "" if source.page is None else _(" 第 {page} 页").format(page=source.page)
        more.append(f"{source.file}{page}")
    elif source.taken is not None and (source.taken.sheet or source.taken.query or source.taken.database):
        more.append(source.taken.words().read(language))
    if source.taken is not None and source.taken.digest and (source.file or source.taken.file):
        more.append(source.taken.digest[:19] + "…")
    if isinstance(source, Statement) and source.period:
        more.append(source.period)
    by = " ".join(each for each in (source.supplied_by, str(source.supplied_on or "")) if each)
    more += [_("提供：{by}").format(by=by)] if by else []
    more += [_("说明：{note}").format(note=source.note)] if source.note else []
    return place_of(source, report), source.quote, "；".join(more)


def state_word(change: HistoryEntry) -> str:
    """What changed, from what to what."""

    def said(state: object) -> str:
        if not isinstance(state, dict):
            return "—"
        return "，".join(str(value) for key, value in state.items() if value not in ("", None) and key != "date")

    return f"{said(change.before)} → {said(change.after)}"
