"""
The two editions of a report: the internal one, complete, and the public one, without what is labelled internal.

The public edition shows the points of every indicator, so that anybody can add them up to the same total; of what is labelled
internal it shows that it is there, and neither its value nor its sources. How values were taken (queries, databases, who supplied
them) is left out of it altogether. It carries no hash of what it withholds: figures are so short that one could guess them from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from evalfw.facts.declaration import Audience
from evalfw.model.evidence import Source
from evalfw.model.report import AppliedOverride, FactUse, IndicatorResult, Report
from evalfw.reading.document import Origin
from evalfw.rules.rule import amount
from evalfw.text import NOTHING, Text, verbatim
from evalfw.trying import WhatIf
from evalfw.trying.formula import facts_of

WITHHELD = Text("（内部）", "(internal)")
"""What stands for a value that is not shown."""

SHORTEST = 3
"""Fewest characters of a value that is looked for in sentences: 是 or 0 stands in nearly all of them."""


def edition(report: Report, audience: Audience) -> Report:
    """*report* for *audience*; the public edition of a public edition is that edition itself."""
    if audience == "internal" or report.audience == "public":
        return report
    hidden = frozenset(fact.id for fact in _all_facts(report) if is_internal(fact))
    words = frozenset(_words_of(report, hidden))
    findings = tuple(each for each in report.findings if not _mentions(each.message, words))
    kept = report._replace(
        indicators=tuple(_indicator(result, hidden, words) for result in report.indicators),
        gates=tuple(
            gate._replace(because=WITHHELD) if hidden & set(gate.facts) or _mentions(gate.because, words) else gate
            for gate in report.gates
        ),
        findings=findings,
        facts=tuple(_fact(fact, hidden) for fact in report.facts),
        changes=(),
        history=None if report.history is None else report.history._replace(unrecorded=()),
        audience="public",
        withheld=len(report.findings) - len(findings),
    )
    cited = {source.file.removeprefix("attachments/") for source in _sources(kept) if source.file}
    attachments = tuple(
        attrs.evolve(each, supplied_by="", supplied_on=None, note="")
        for each in report.attachments
        if each.file in cited or cited & set(each.names)
    )
    return kept._replace(attachments=attachments, what_if=_what_if(report, hidden))


def leaks(report: Report) -> tuple[Text, ...]:
    """
    Where the narrative of *report* says a value that is labelled internal in so many words: label and section. Words that people
    wrote are not changed, so whoever publishes has to be told.
    """
    hidden = [fact for fact in report.facts if is_internal(fact) and fact.value is not None]
    return tuple(
        Text(f"{section.name}：{fact.label}", f"{section.name}: {fact.label}")
        for section in report.narrative
        for fact in hidden
        if len(fact.shown.zh) >= SHORTEST and fact.shown.zh in section.markdown
    )


def is_internal(fact: FactUse) -> bool:
    """Whether the value of *fact* is for the internal edition only: it is labelled so, or nothing but internal sources say it."""
    return fact.audience == "internal" or (
        bool(fact.sources) and all(source.audience == "internal" for source in fact.sources)
    )


def _all_facts(report: Report) -> Iterator[FactUse]:
    yield from report.facts
    for result in report.indicators:
        yield from result.facts


def _words_of(report: Report, hidden: frozenset[str]) -> Iterator[str]:
    """What betrays an internal fact in a sentence: its label, and its value unless that is very short."""
    for fact in _all_facts(report):
        if fact.id in hidden:
            yield fact.label
            shown = () if fact.value is None else (fact.shown.zh, fact.shown.en, fact.value)
            yield from (each for each in shown if len(each) >= SHORTEST)
    for result in report.indicators:
        if result.override is not None and result.override.source.audience == "internal":
            yield from (each for each in (result.override.reason, result.override.author) if len(each) >= SHORTEST)


def _mentions(said: Text, words: Iterable[str]) -> bool:
    return any(word in said.zh or word in said.en for word in words)


def _public(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(_stripped(source) for source in sources if source.audience == "public")


def _stripped(source: Source) -> Source:
    """*source* without how it was taken; the file of the evidence folder stands where nothing else says where it comes from."""
    bare = Origin("") if source.document or source.section or source.quote else Origin(source.origin.file)
    return attrs.evolve(source, supplied_by="", supplied_on=None, taken=None, by="", origin=bare)


def _fact(fact: FactUse, hidden: frozenset[str]) -> FactUse:
    if fact.id in hidden:
        return fact._replace(value=None, shown=WITHHELD, sources=(), by=(), audience="internal")
    return fact._replace(sources=_public(fact.sources), by=())


def _indicator(result: IndicatorResult, hidden: frozenset[str], words: frozenset[str]) -> IndicatorResult:
    reads = any(fact.id in hidden for fact in result.facts)
    override = None if result.override is None else _override(result.override, reads, words)
    because = result.because
    if reads or _mentions(because, words):
        because = _from_internal(result)
    return result._replace(
        facts=tuple(_fact(fact, hidden) for fact in result.facts),
        because=because,
        branch=None if reads else result.branch,
        override=override,
        explanation="" if _mentions(verbatim(result.explanation), words) else result.explanation,
        target=NOTHING if _mentions(result.target, words) else result.target,
    )


def _from_internal(result: IndicatorResult) -> Text:
    if result.points is None:
        return Text("依据内部资料", "from internal material")
    if result.override is not None and result.override.source.audience == "public":
        reason, given = result.override.reason, amount(result.points)
        return Text(f"人工认定{given.zh}：{reason}", f"Set by hand to {given.en}: {reason}")
    given = amount(result.points)
    return Text(f"依据内部资料，得{given.zh}", f"from internal material: {given.en}")


def _override(override: AppliedOverride, reads_hidden: bool, words: frozenset[str]) -> AppliedOverride:
    if override.source.audience == "internal":
        bare = attrs.evolve(_stripped(override.source), document="", section="", quote="", note="", file="", page=None)
        return override._replace(author="", reason="（内部）", source=bare, rule_because=WITHHELD)
    because = override.rule_because
    if reads_hidden or _mentions(because, words):
        because = WITHHELD
    return override._replace(source=_stripped(override.source), rule_because=because)


def _sources(report: Report) -> Iterator[Source]:
    for fact in _all_facts(report):
        yield from fact.sources
    for result in report.indicators:
        if result.override is not None:
            yield result.override.source


def _what_if(report: Report, hidden: frozenset[str]) -> WhatIf | None:
    """What can be tried out without what is withheld: a leaf that reads it stays as it was scored."""
    given = report.what_if
    if given is None:
        return None
    derived = {fact.id: facts_of(fact.derived) for fact in given.facts if fact.derived is not None}
    closed = set(hidden)
    while more := {id for id, read in derived.items() if read & closed} - closed:
        closed |= more
    leaves = tuple(leaf for leaf in given.leaves if not facts_of(leaf.formula) & closed)
    gates = tuple(gate for gate in given.gates if not facts_of(gate.when) & closed)
    return given._replace(
        facts=tuple(fact for fact in given.facts if fact.id not in closed), leaves=leaves, gates=gates
    )
