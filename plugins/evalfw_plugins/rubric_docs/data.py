"""What the pages say, as plain data; both forms are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from evalfw import FactDeclaration, FactView, Indicator, Language, Rubric, Text, shown, shown_span
from evalfw.foundation import verbatim
from evalfw.language import Sum, expression_words
from evalfw.maintaining import CaseResult, result_values, total_values
from evalfw.rubric import ON_POINTS, Gate, gate_effect, used_facts

Data = dict[str, Any]

TYPES = {
    "bool": Text("是 / 否", "yes / no"),
    "ratio": Text("比率（%）", "ratio (%)"),
    "money": Text("金额", "money"),
    "count": Text("个数", "count"),
    "number": Text("数", "number"),
    "choice": Text("选项", "choice"),
    "text": Text("文字", "text"),
    "date": Text("日期", "date"),
    "list": Text("列表", "list"),
}
STATUS = {
    "draft": Text("草稿，未发布", "draft, not released"),
    "released": Text("已发布", "released"),
    "superseded": Text("已被取代", "superseded"),
}


def docs_data(rubric: Rubric, results: Sequence[CaseResult], language: Language) -> Data:
    """Everything that the pages of *rubric* say, with examples from cases that were run."""
    view = FactView(rubric.facts, {})
    used = used_facts(rubric)
    return {
        "title": rubric.title,
        "id": rubric.identity.id,
        "version": rubric.identity.version,
        "status": STATUS[rubric.status].read(language),
        "lineage": list(rubric.lineage),
        "sha256": rubric.identity.sha256,
        "issuer": rubric.issuer,
        "period": rubric.period,
        "source": rubric.source,
        "note": rubric.note.splitlines(),
        "full_mark": None if not rubric.aggregate.makes_figure else shown(rubric.full_mark),
        "total": _unusual(rubric.aggregate.words(_title_in(rubric)), language),
        "nodes": [_node(node, rubric, view, results, language) for node in rubric.indicators],
        "facts": [_fact(fact, rubric, used.get(fact.id, ()), view, language) for fact in rubric.facts.values()],
        "suppliers": list(dict.fromkeys(fact.supplied_by for fact in rubric.facts.values() if fact.supplied_by)),
        "gates": [
            {
                "title": gate.title,
                "criterion": gate.criterion,
                "when": expression_words(gate.when.root, view).read(language),
                "effect": _effect(gate, rubric).read(language),
            }
            for gate in rubric.gates
        ],
        "grades": [
            {"label": grade.label, "words": grade.words(lambda total: _points(total, language)).read(language)}
            for grade in rubric.grades
        ],
        "reconciliations": [{"label": each.label, "relation": each.relation.text} for each in rubric.reconciliations],
        "examples": list(_examples("", results, language)),
    }


def _title_in(rubric: Rubric) -> Any:
    return lambda id: rubric.by_id[id].title


def _unusual(words: Text, language: Language) -> str:
    """How a node is put together, unless it simply adds up."""
    return "" if words == Sum().words(str) else words.read(language)


def _node(node: Indicator, rubric: Rubric, view: FactView, results: Sequence[CaseResult], language: Language) -> Data:
    leaf = node.rule is not None
    return {
        "id": node.id,
        "level": node.level,
        "title": node.title,
        "weight": None if node.extra or node.scale else shown(node.weight),
        "limits": shown_span(node.limits.least, node.limits.most)
        if node.extra and node.limits.most is not None
        else "",
        "description": node.description,
        "criterion": node.criterion,
        "rule": node.rule.words(node.weight, view).read(language) if node.rule is not None else "",
        "made": _unusual(node.aggregate.words(_title_in(rubric)), language) if node.aggregate is not None else "",
        "applies": expression_words(node.applies_when.root, view).read(language) if node.applies_when else "",
        "note": node.note,
        "was": list(node.was),
        "is_leaf": leaf,
        "facts": [{"id": fact, "label": rubric.facts[fact].label} for fact in (node.rule.reads() if node.rule else ())],
        "examples": list(_examples(node.id, results, language)),
    }


def _fact(fact: FactDeclaration, rubric: Rubric, readers: Iterable[str], view: FactView, language: Language) -> Data:
    names = [rubric.by_id[each].title for each in readers if each in rubric.by_id]
    return {
        "id": fact.id,
        "label": fact.label,
        "type": TYPES[fact.type].read(language),
        "unit": fact.unit,
        "choices": list(fact.choices.values()),
        "supplied_by": fact.supplied_by,
        "derivation": expression_words(fact.derivation.root, view).read(language) if fact.derivation else "",
        "note": fact.note,
        "readers": names,
    }


MOST_EXAMPLES = 6
"""Most examples of one indicator: a page is read by people."""


def _examples(id: str, results: Sequence[CaseResult], language: Language) -> Iterator[Data]:
    """Cases about this indicator alone (or about the total): the facts, what they earn, and why the case exists."""
    about = [
        result
        for result in results
        if (case := result.prepared.case).entry.indicator == id
        and case.entry.expect is not None
        and case.file.overlay is None  # another rubric
        and case.file.evidence is None  # more facts than the case says
    ]
    for result in about[:MOST_EXAMPLES]:
        case = result.prepared.case
        yield {
            "facts": [
                _stated(result, fact, language) for fact in case.entry.facts if fact in result.prepared.rubric.facts
            ],
            "outcome": _outcome(result, id, language),
            "reason": case.entry.reason,
        }


def _stated(result: CaseResult, fact: str, language: Language) -> str:
    for leaf in result.report.leaves:
        for use in leaf.facts:
            if use.id == fact:
                return f"{use.label} {use.shown.read(language)}"
    return f"{result.prepared.rubric.facts[fact].label} {result.prepared.case.entry.facts[fact]}"


def _outcome(result: CaseResult, id: str, language: Language) -> str:
    found = total_values(result.report) if not id else None
    if found is None:
        node = next(each for each in result.report.indicators if each.id == id)
        found = result_values(node)
    points, state = found["points"], found.get("state")
    if state in ("not_applicable", "waived"):
        return Text("不适用", "not applicable").read(language)
    if isinstance(points, Fraction):
        label = found.get("label") or found.get("grade")
        return Text(f"{shown(points)} 分", f"{shown(points)} points").read(language) + (f"（{label}）" if label else "")
    low, high = found["low"], found["high"]
    assert low is None or isinstance(low, Fraction)
    assert high is None or isinstance(high, Fraction)
    span = shown_span(low, high)
    return Text(f"未定，{span} 分", f"open, {span} points").read(language)


def _points(total: Fraction, language: Language) -> str:
    return Text(f"{shown(total)}分", shown(total)).read(language)


def _effect(gate: Gate, rubric: Rubric) -> Text:
    effect = gate_effect(gate.action, gate.points, gate.grade)
    if gate.action not in ON_POINTS:
        return effect
    return (verbatim(rubric.by_id[gate.at].title) if gate.at else Text("总分", "total")) + Text("：", ": ") + effect
