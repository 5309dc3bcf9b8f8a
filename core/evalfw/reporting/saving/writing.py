"""A report as plain data, ``evalfw.report/1``: complete, so that it can be read back; every key is explained in docs/report-json.md."""

from __future__ import annotations

from fractions import Fraction

import attrs

from evalfw.evidence import Source, Statement, Taken
from evalfw.foundation import Language, shown
from evalfw.language import Range
from evalfw.reporting.saving.extras import attachment_data, change_data, what_if_data
from evalfw.reporting.saving.sealing import SEAL, seal_of
from evalfw.scoring import FactUse, Finding, GateResult, IndicatorResult, ModelResult, Report, Total

FORMAT = "evalfw.report/1"


def report_data(report: Report, language: Language) -> dict[str, object]:
    """*report* as JSON data: decimals as texts, keys in documented order; sentences in *language*."""
    total = report.total
    data: dict[str, object] = {
        "format": FORMAT,
        "language": language,
        "audience": report.audience,
        "withheld": report.withheld,
        "rubric": {
            "id": report.rubric.id,
            "version": report.rubric.version,
            "sha256": report.rubric.sha256,
            "title": report.title,
            "status": report.status,
            "layers": [
                {
                    "id": layer.id,
                    "version": layer.version,
                    "role": layer.role,
                    "sha256": layer.identity.sha256,
                    "plugin": layer.by or None,
                }
                for layer in report.layers
            ],
        },
        "subject": {"id": report.subject.id, "name": report.subject.name},
        "period": None
        if report.period is None
        else {"first": report.period.first.isoformat(), "last": report.period.last.isoformat()},
        "as_of": None if report.as_of is None else report.as_of.isoformat(),
        "places": report.places,
        "total": _total(total, language) if total.is_made else None,
        "models": [_model(model, language) for model in report.models],
        "gates": [_gate(gate, language) for gate in report.gates],
        "publication_blocked": report.is_blocked,
        "document": report.document,
        "indicators": [_indicator(result, language) for result in report.indicators],
        "findings": [_finding(finding, language) for finding in report.findings],
        "history": None
        if report.history is None
        else {
            "length": report.history.length,
            "hash": report.history.hash,
            "unrecorded": list(report.history.unrecorded),
            "changes": [change_data(each) for each in report.changes],
        },
        "attachments": [attachment_data(each) for each in report.attachments],
        "facts": [_fact(fact, language) for fact in report.facts],
        "narrative": [{"name": section.name, "markdown": section.markdown} for section in report.narrative],
        "layout": attrs.asdict(report.layout),
        "what_if": None if report.what_if is None else what_if_data(report.what_if),
        "tool": {
            "version": report.tool_version,
            "plugins": [
                {"id": each.id, "distribution": each.distribution, "version": each.version} for each in report.plugins
            ],
        },
    }
    return {**data, SEAL: seal_of(data)}


def _total(total: Total, language: Language) -> dict[str, object]:
    return {
        "points": _number(total.points),
        "weight": _number(total.weight),
        **_ends(total.bounds),
        "grade": total.grade,
        "grades": list(total.grades),
        "sum": total.is_sum,
        "failure": total.failure.read(language) or None,
        "plugins": list(total.by),
    }


def _model(model: ModelResult, language: Language) -> dict[str, object]:
    return {
        "id": model.id,
        "title": model.title,
        "kind": model.kind,
        "words": model.words.read(language),
        "at": model.at or None,
        "points": _number(model.points),
        "weight": _number(model.weight),
        **_ends(model.bounds),
        "failure": model.failure.read(language) or None,
        "plugins": list(model.by),
    }


def _gate(gate: GateResult, language: Language) -> dict[str, object]:
    return {
        "id": gate.id,
        "title": gate.title,
        "criterion": gate.criterion,
        "action": gate.action,
        "at": gate.at or None,
        "state": gate.state,
        "because": gate.because.read(language),
        "points": _number(gate.points),
        "grade": gate.grade,
        "facts": list(gate.facts),
        "plugins": list(gate.by),
    }


def _number(value: Fraction | None) -> str | None:
    return None if value is None else shown(value)


def _ends(bounds: Range) -> dict[str, object]:
    return {"low": _number(bounds.least), "high": _number(bounds.most)}


def _indicator(result: IndicatorResult, language: Language) -> dict[str, object]:
    return {
        "id": result.id,
        "parent": result.parent,
        "level": result.level,
        "title": result.title,
        "description": result.description,
        "criterion": result.criterion,
        "note": result.note,
        "extra": result.extra,
        "weight": _number(result.weight),
        "points": _number(result.points),
        "lost": _number(result.lost),
        **_ends(result.bounds),
        "state": result.state,
        "label": result.label or None,
        "has_figure": result.has_figure,
        "target": result.target.read(language) or None,
        "internal": list(result.internal),
        "rule": {"kind": result.rule_kind, "words": result.rule_words.read(language)} if result.is_leaf else None,
        "aggregate": None if result.is_leaf else result.rule_words.read(language) or None,
        "branch": result.branch,
        "because": result.because.read(language),
        "facts": [_fact(fact, language) for fact in result.facts],
        "override": _override(result, language),
        "claim": _number(result.claim),
        "explanation": result.explanation or None,
        "plugins": list(result.by),
    }


def _fact(fact: FactUse, language: Language) -> dict[str, object]:
    return {
        "id": fact.id,
        "label": fact.label,
        "value": fact.value,
        "shown": fact.shown.read(language),
        "type": fact.type,
        "unit": fact.unit or None,
        "audience": fact.audience,
        "derived": fact.derived,
        "inputs": list(fact.inputs),
        "how": fact.how.read(language) or None,
        "source": _words(fact.sources, language),
        "sources": [_source(source) for source in fact.sources],
        "plugins": list(fact.by),
    }


def _words(sources: tuple[Source, ...], language: Language) -> str | None:
    said = [source.words().read(language) or str(source.origin) for source in sources]
    return "; ".join(said) or None


def _taken(taken: Taken | None) -> dict[str, object] | None:
    if taken is None:
        return None
    return {
        "collector": taken.collector,
        "file": taken.file or None,
        "sheet": taken.sheet or None,
        "cell": taken.cell or None,
        "row": taken.row,
        "query": taken.query or None,
        "database": taken.database or None,
        "digest": taken.digest or None,
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "document": source.document,
        "section": source.section,
        "quote": source.quote,
        "note": source.note,
        "origin": str(source.origin),
        "collector": source.by or None,
        "file": source.file or None,
        "page": source.page,
        "audience": source.audience,
        "period": (source.period or None) if isinstance(source, Statement) else None,
        "supplied_by": source.supplied_by or None,
        "supplied_on": None if source.supplied_on is None else source.supplied_on.isoformat(),
        "taken": _taken(source.taken),
    }


def _override(result: IndicatorResult, language: Language) -> dict[str, object] | None:
    override = result.override
    if override is None:
        return None
    return {
        "points": _number(override.points),
        "author": override.author,
        "reason": override.reason,
        "date": override.date.isoformat(),
        "source": _words((override.source,), language),
        "sources": [_source(override.source)],
        "rule_state": override.rule_state,
        "rule_points": _number(override.rule_points),
        "rule_low": _number(override.rule_bounds.least),
        "rule_high": _number(override.rule_bounds.most),
        "rule_because": override.rule_because.read(language),
    }


def _finding(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message.read(language),
        "indicators": list(finding.indicators),
        "at_stake": _number(finding.at_stake),
        "audience": finding.audience,
    }
