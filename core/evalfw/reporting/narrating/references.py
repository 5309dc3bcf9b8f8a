"""Living numbers of the narrative, replaced by what they stand for (``evidence/references.py`` says what they are)."""

from __future__ import annotations

from evalfw.evidence import TOTAL, Reference, references
from evalfw.foundation import Language, Text
from evalfw.reporting.narrating.patterns import fill, node_values, percent, rate_of, report_values
from evalfw.scoring import FactUse, Report


def resolved(markdown: str, report: Report, language: Language = "zh") -> str:
    """*markdown* with every reference replaced by what it stands for; what nothing has is left as it stands."""
    facts = {fact.id: fact for fact in report.facts}
    labels = {fact.label: fact for fact in report.facts}
    nodes = {result.id: result for result in report.indicators}

    def value(reference: Reference) -> str | None:
        name, part = reference.name, reference.part
        if not part:
            fact = facts.get(name) or labels.get(name)
            return None if fact is None else _fact(fact, language)
        if name == TOTAL:
            if part == "rate":
                total = report.total
                return percent(total.points / total.weight) if total.weight else "—"
            return report_values(report).get(part)
        result = nodes.get(name)
        if result is None:
            return None
        if part == "rate":
            rate = rate_of(result)
            return "—" if rate is None else percent(rate)
        values = node_values(result)
        return fill(report.layout.scores.suffix, values) if part == "scores" else values.get(part)

    pieces, at = [], 0
    for reference in references(markdown):
        said = value(reference)
        if said is not None:
            pieces += [markdown[at : reference.start], said]
            at = reference.end
    return "".join([*pieces, markdown[at:]])


def _fact(fact: FactUse, language: Language) -> str:
    if fact.value is None and fact.audience == "public":
        return Text(f"〔缺：{fact.label}〕", f"[missing: {fact.label}]").read(language)
    return fact.shown.read(language)
