"""
The two editions of a report: the internal one, complete, and the public one, without what is labelled internal.

The public edition shows the points of every indicator, so that anybody can add them up to the same total; of what is labelled
internal it shows that it is there, and neither its value nor its sources. How values were taken (queries, databases, who supplied
them) is left out of it altogether. It carries no hash of what it withholds: figures are so short that one could guess them from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from evalfw.evidence import Source
from evalfw.foundation import NOTHING, Origin, Text, verbatim
from evalfw.language import Audience, Range, amount
from evalfw.scoring import AppliedOverride, FactUse, IndicatorResult, Report, TryOther, WhatIf

WITHHELD = Text("（内部）", "(internal)")
"""What stands for a value that is not shown."""

SHORTEST = 3
"""Fewest characters of a value that is looked for in sentences: 是 or 0 stands in nearly all of them."""


def edition(report: Report, audience: Audience) -> Report:
    """*report* for *audience*; the public edition of a public edition is that edition itself."""
    if audience == "internal" or report.audience == "public":
        return report
    hidden = hidden_facts(report)
    words = frozenset(_words_of(report, hidden))
    readers = {result.id for result in report.indicators if any(fact.id in hidden for fact in result.facts)}
    findings = tuple(
        each
        for each in report.findings
        if each.audience == "public" and not readers & set(each.indicators) and not _mentions(each.message, words)
    )
    kept = report._replace(
        indicators=tuple(_indicator(result, hidden, words) for result in report.indicators),
        gates=tuple(
            gate._replace(because=WITHHELD) if hidden & set(gate.facts) or _mentions(gate.because, words) else gate
            for gate in report.gates
        ),
        findings=findings,
        facts=tuple(_fact(fact, hidden) for fact in report.facts),
        changes=(),
        history=None,
        models=tuple(each._replace(failure=_unless_mentioned(each.failure, words)) for each in report.models),
        total=report.total._replace(failure=_unless_mentioned(report.total.failure, words)),
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
    hidden = hidden_facts(report)
    told = [(fact.label, tuple(_values_of(fact))) for fact in report.facts if fact.id in hidden]
    told += [
        (result.title, (result.override.reason, result.override.author))
        for result in report.indicators
        if result.override is not None and result.override.source.audience == "internal"
    ]
    return tuple(
        Text(f"{section.name}：{name}", f"{section.name}: {name}")
        for section in report.narrative
        for name, words in told
        if any(len(word) > 1 and word in section.markdown for word in words)
    )


def hidden_facts(report: Report) -> frozenset[str]:
    """
    The facts whose values are for the internal edition only: those that are labelled so, those that an internal entry states, if only
    beside others, and those that follow from them, derived or stated as well: an input can be worked out from what comes out.
    """
    facts = {fact.id: fact for fact in _all_facts(report)}
    hidden = {
        fact.id
        for fact in facts.values()
        if fact.audience == "internal" or any(source.audience == "internal" for source in fact.sources)
    }
    return _with_what_follows(hidden, {fact.id: fact.inputs for fact in facts.values()})


def _with_what_follows(facts: Iterable[str], inputs: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """*facts*, and all that follow from one of them; *inputs* says of what each is made."""
    found = frozenset(facts)
    while more := {id for id, made_of in inputs.items() if not found.isdisjoint(made_of)} - found:
        found |= more
    return found


def _all_facts(report: Report) -> Iterator[FactUse]:
    yield from report.facts
    for result in report.indicators:
        yield from result.facts


def _words_of(report: Report, hidden: frozenset[str]) -> Iterator[str]:
    """What betrays an internal fact in a sentence: its label, and its value unless that is very short."""
    for fact in _all_facts(report):
        if fact.id in hidden:
            yield fact.label
            yield from (each for each in _values_of(fact) if len(each) >= SHORTEST)
    for result in report.indicators:
        if result.override is not None and result.override.source.audience == "internal":
            yield from (each for each in (result.override.reason, result.override.author) if len(each) >= SHORTEST)


def _values_of(fact: FactUse) -> Iterator[str]:
    """How the value of *fact* may be written: as people read it, with and without its unit, and as machines do."""
    if fact.value is not None:
        yield from (fact.shown.zh, fact.shown.en, fact.value)
        if fact.unit:
            yield fact.shown.zh.removesuffix(fact.unit)


def _mentions(said: Text, words: Iterable[str]) -> bool:
    return any(word in said.zh or word in said.en for word in words)


def _unless_mentioned(said: Text, words: Iterable[str]) -> Text:
    return WITHHELD if said.zh and _mentions(said, words) else said


def _public(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(_stripped(source) for source in sources if source.audience == "public")


def _stripped(source: Source) -> Source:
    """*source* without how it was taken; the file of the evidence folder stands where nothing else says where it comes from."""
    bare = Origin("") if source.document or source.section or source.quote else Origin(source.origin.file)
    return attrs.evolve(source, supplied_by="", supplied_on=None, taken=None, by="", origin=bare)


def _fact(fact: FactUse, hidden: frozenset[str]) -> FactUse:
    if fact.id in hidden:
        bare = fact._replace(value=None, shown=WITHHELD, sources=(), by=(), audience="internal")
        return bare._replace(inputs=(), how=NOTHING)
    return fact._replace(sources=_public(fact.sources), by=())


def _indicator(result: IndicatorResult, hidden: frozenset[str], words: frozenset[str]) -> IndicatorResult:
    reads = any(fact.id in hidden for fact in result.facts)
    override = None if result.override is None else _override(result.override, reads, words)
    because = result.because
    if reads or "exemption" in result.internal or _mentions(because, words):
        because = _from_internal(result)
    hides_explanation = "explanation" in result.internal or _mentions(verbatim(result.explanation), words)
    return result._replace(
        facts=tuple(_fact(fact, hidden) for fact in result.facts),
        because=because,
        branch=None if reads else result.branch,
        override=override,
        explanation="" if hides_explanation else result.explanation,
        claim=None if "claim" in result.internal else result.claim,
        label="" if reads and result.is_leaf else result.label,
        internal=(),
        target=NOTHING if reads or _mentions(result.target, words) else result.target,
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
        nothing = Range(None, None)
        told = override._replace(author="", reason=WITHHELD.zh, source=bare, rule_because=WITHHELD)
        return told._replace(rule_state="scored", rule_points=None, rule_bounds=nothing)
    because = WITHHELD if reads_hidden or _mentions(override.rule_because, words) else override.rule_because
    reason = WITHHELD.zh if _mentions(verbatim(override.reason), words) else override.reason
    return override._replace(source=_stripped(override.source), reason=reason, rule_because=because)


def _sources(report: Report) -> Iterator[Source]:
    for fact in _all_facts(report):
        yield from fact.sources
    for result in report.indicators:
        if result.override is not None:
            yield result.override.source


def _what_if(report: Report, hidden: frozenset[str]) -> WhatIf | None:
    """What can be tried out without what is withheld: whatever reads it, if only through a list, stays as it was scored."""
    given = report.what_if
    if given is None:
        return None
    closed = _with_what_follows(hidden, {fact.id: fact.reads for fact in given.facts})
    gates = tuple(gate for gate in given.gates if not closed & set(gate.reads))
    capped = {gate.at for gate in given.gates if gate not in gates}
    leaves = tuple(leaf for leaf in given.leaves if not closed & set(leaf.reads) and leaf.id not in capped)
    kept = {leaf.id for leaf in leaves}
    reads = {leaf.id: leaf.reads for leaf in given.leaves} | {other.id: other.reads for other in given.others}
    others = tuple(
        TryOther(id, tuple(fact for fact in facts if fact not in closed))
        for id, facts in reads.items()
        if id not in kept
    )
    return given._replace(
        facts=tuple(fact for fact in given.facts if fact.id not in closed),
        leaves=leaves,
        others=others,
        nodes=tuple(node._replace(made="fixed") if node.id in capped else node for node in given.nodes),
        gates=gates,
    )
