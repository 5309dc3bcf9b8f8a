"""Collected evidence checked against its rubric, and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from evalfw.evidence.checking.arrangement import arrangement_problems
from evalfw.evidence.checking.pin import pin_problems
from evalfw.evidence.collecting.folder import Collected
from evalfw.evidence.history_head import HistoryHead
from evalfw.evidence.model import (
    TOTAL,
    Claim,
    Evidence,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Section,
    Statement,
)
from evalfw.foundation import EvidenceError, Problem, Text, nearest, plain, shown, shown_span
from evalfw.language import FactDeclaration, ValueFaultError, read_stated
from evalfw.rubric import (
    Indicator,
    Rubric,
    circular_facts,
    counted_in,
    fact_faults,
    fact_in_units,
    id_used_twice,
    reconciliation_faults,
    relation_in_units,
)

MOST_PROBLEMS = 1000
"""Most problems with stated values that are told of one file: a wrong table of 100,000 rows is told by its first ones."""

Entry = TypeVar("Entry", Claim, Override, Exemption, Explanation)


def check_evidence(collected: Collected, rubric: Rubric) -> Evidence:
    """
    *collected* as evidence for *rubric*.

    Raises:
        EvidenceError: It was gathered for another rubric, names facts or indicators that are not there, states values
            that do not fit, or says a thing twice. With every problem.
    """
    file = collected.file
    if file.rubric not in (rubric.identity.id, *rubric.lineage):
        what = Text(
            f"这份证据是为评分表 '{file.rubric}' 收集的，不是 '{rubric.identity.id}'",
            f"this evidence was gathered for rubric '{file.rubric}', not for '{rubric.identity.id}'",
        )
        raise EvidenceError([collected.document.problem(("rubric",), what)])
    own = {fact.id: counted_in(fact, rubric.units) for part in collected.parts for fact, _ in part.declarations}
    measured = {id: fact_in_units(fact, {**rubric.facts, **own}, rubric.units) for id, fact in own.items()}
    declarations = {id: fact for id, (fact, _) in measured.items()}
    facts = {**rubric.facts, **declarations}
    relations = [
        (relation_in_units(each, facts, rubric.units), origin)
        for part in collected.parts
        for each, origin in part.reconciliations
    ]
    own_edition = file.rubric in (rubric.identity.id, rubric.completes)
    problems: list[Problem] = list(pin_problems(file, collected.document, rubric))
    if file.period is not None and file.period.first > file.period.last:
        what = Text("first 晚于 last", "'first' is after 'last'")
        problems.append(collected.document.problem(("period",), what))
    if own_edition:
        problems += arrangement_problems(file, collected.document, facts)
    declared: set[tuple[str, str]] = set()
    given = [(origin, measured[fact.id][1]) for part in collected.parts for fact, origin in part.declarations]
    given += [(origin, misfits) for (_, misfits), origin in relations]
    problems += [
        origin.problem(str(misfit.path[0]), misfit.what, misfit.hint) for origin, misfits in given for misfit in misfits
    ]
    for part in collected.parts:
        problems += _declaration_problems(part, rubric, facts, declared)
        problems += islice(_statement_problems(part.statements, facts), MOST_PROBLEMS)
    claims = _by_indicator([each for part in collected.parts for each in part.claims], problems)
    overrides = _by_indicator([each for part in collected.parts for each in part.overrides], problems)
    exemptions = _by_indicator([each for part in collected.parts for each in part.exemptions], problems)
    explanations = _by_indicator([each for part in collected.parts for each in part.explanations], problems)
    remarks = tuple(remark for part in collected.parts for remark in part.remarks)
    if own_edition:
        named = [(claim.indicator, claim.origin.problem) for claim in claims.values() if claim.indicator != TOTAL]
        named += [(remarked, remark.origin.problem) for remark in remarks for remarked in remark.indicators]
        named += [(each.indicator, each.origin.problem) for each in explanations.values()]
        problems += _unknown_indicators(named, rubric)
    problems += _override_problems(overrides, rubric, own_edition)
    problems += _exemption_problems(exemptions, rubric, own_edition)
    if own_edition:
        problems += _reference_problems(collected.narrative, facts, rubric)
    if problems:
        raise EvidenceError(problems)
    return Evidence(
        subject=file.subject,
        document=file.document,
        rubric=file.rubric,
        rubric_version=file.rubric_version,
        period=file.period,
        as_of=file.as_of,
        statements=_by_fact(statement for part in collected.parts for statement in part.statements),
        claims=MappingProxyType(claims),
        overrides=MappingProxyType(overrides),
        exemptions=MappingProxyType(exemptions),
        explanations=MappingProxyType(explanations),
        remarks=remarks,
        declarations=MappingProxyType(declarations),
        reconciliations=tuple(relation for (relation, _), _ in relations),
        narrative=collected.narrative,
        history=_history(collected),
        changes=collected.history or (),
        attachments=collected.attachments,
    )


def _reference_problems(
    narrative: Iterable[Section], facts: Mapping[str, FactDeclaration], rubric: Rubric
) -> Iterator[Problem]:
    """References of the narrative that lead to nothing."""
    for section in narrative:
        if "{{" not in section.markdown:
            continue
        from evalfw.evidence.living_numbers import reference_fault, references  # only where there is any

        for reference in references(section.markdown):
            fault = reference_fault(reference, facts, rubric.by_id)
            if fault is not None:
                yield Problem(section.shown, reference.line, "", *fault)


def _history(collected: Collected) -> HistoryHead | None:
    entries = collected.history
    if entries is None:
        return None
    from evalfw.evidence.history.recording import standing, unrecorded
    from evalfw.evidence.history_entry import FIRST

    changed = tuple(" ".join(key) for key in unrecorded(entries, standing(collected.parts)))
    return HistoryHead(len(entries), entries[-1].hash if entries else FIRST, changed)


def _by_fact(statements: Iterable[Statement]) -> Mapping[str, tuple[Statement, ...]]:
    grouped: dict[str, list[Statement]] = {}
    for statement in statements:
        grouped.setdefault(statement.fact, []).append(statement)
    return MappingProxyType({fact: tuple(said) for fact, said in grouped.items()})


def _by_indicator(entries: list[Entry], problems: list[Problem]) -> dict[str, Entry]:
    by_id: dict[str, Entry] = {}
    for entry in entries:
        if entry.indicator in by_id:
            first = by_id[entry.indicator].origin
            what = Text(
                f"指标 '{entry.indicator}' 写了两次（另一处：{first}）",
                f"indicator '{entry.indicator}' is given twice (also in {first})",
            )
            problems.append(entry.origin.problem("indicator", what))
        by_id[entry.indicator] = entry
    return by_id


def _declaration_problems(
    part: EvidencePart,
    rubric: Rubric,
    facts: Mapping[str, FactDeclaration],
    declared: set[tuple[str, str]],
) -> Iterator[Problem]:
    given = [("declare", fact.id, origin) for fact, origin in part.declarations]
    given += [("reconciliation", relation.id, origin) for relation, origin in part.reconciliations]
    for table, id, origin in given:
        if (table, id) in declared:
            yield origin.problem("id", id_used_twice(id))
        declared.add((table, id))
    circular = circular_facts(facts) if part.declarations else frozenset()
    for fact, origin in part.declarations:
        if fact.id in rubric.facts:
            what = Text(f"评分表已经声明了事实 '{fact.id}'", f"the rubric declares fact '{fact.id}' already")
            yield origin.problem("id", what)
        for key, what, hint in fact_faults(fact, facts, circular):
            yield origin.problem(key, what, hint)
    for reconciliation, origin in part.reconciliations:
        for key, what, hint in reconciliation_faults(reconciliation, facts):
            yield origin.problem(key, what, hint)


def _statement_problems(statements: Iterable[Statement], facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    for statement in statements:
        origin = statement.origin
        if statement.fact not in facts:
            what = Text(f"评分表没有要求事实 '{statement.fact}'", f"the rubric asks for no fact '{statement.fact}'")
            yield origin.problem("id", what, nearest(statement.fact, facts))
            continue
        fact = facts[statement.fact]
        try:
            read_stated(fact, statement.value, statement.low, statement.high)
        except ValueFaultError as fault:
            label = Text(f"{fact.label}：", f"{fact.label}: ")
            yield origin.problem("value", label + fault.what, fault.hint)


Tell = Callable[[str, Text, Text | None], Problem]


def _unknown_indicators(named: Iterable[tuple[str, Tell]], rubric: Rubric) -> Iterator[Problem]:
    for indicator, tell in named:
        if indicator not in rubric.by_id:
            what = Text(f"评分表没有指标 '{indicator}'", f"the rubric has no indicator '{indicator}'")
            yield tell("indicator", what, nearest(indicator, rubric.by_id))


def _on_leaf(entry: Override | Exemption, rubric: Rubric, own_edition: bool) -> Iterator[Problem]:
    tell = entry.origin.problem
    if entry.indicator not in rubric.by_id:
        if own_edition:
            yield from _unknown_indicators([(entry.indicator, tell)], rubric)
    elif not rubric.by_id[entry.indicator].is_leaf:
        yield tell(
            "indicator", Text("只有末级指标可以这样写", "only indicators without others below them can have this")
        )


def _override_problems(overrides: Mapping[str, Override], rubric: Rubric, own_edition: bool) -> Iterator[Problem]:
    for override in overrides.values():
        yield from _on_leaf(override, rubric, own_edition)
        tell = override.origin.problem
        for key in ("author", "reason"):
            if not getattr(override, key).strip():
                yield tell(key, Text("不能为空", "must not be empty"))
        node = rubric.by_id.get(override.indicator)
        if node is None or not node.is_leaf:
            continue
        fault = override_fault(Fraction(override.points), node, rubric)
        if fault is not None:
            yield tell("points", *fault)


def override_fault(points: Fraction, leaf: Indicator, rubric: Rubric) -> tuple[Text, Text | None] | None:
    """Why *leaf* cannot be set to *points* by hand, with a hint; None if it can."""
    if not leaf.limits.contains(points):
        span = shown_span(leaf.limits.least, leaf.limits.most)
        return Text(f"{shown(points)} 分超出 {span}", f"{shown(points)} is outside {span}"), None
    if (points * 10**rubric.places).denominator != 1:
        return Text(f"分数最多 {rubric.places} 位小数", f"points have at most {rubric.places} decimals"), None
    if leaf.scale in rubric.scales and rubric.scales[leaf.scale].label(points) is None:
        listed = "、".join(f"{plain(level.points)}（{level.label}）" for level in rubric.scales[leaf.scale].levels)
        what = Text(f"{shown(points)} 分不是量表的一级", f"{shown(points)} is no level of the scale")
        return what, Text(f"有：{listed}", f"there are: {listed}")
    return None


def _exemption_problems(exemptions: Mapping[str, Exemption], rubric: Rubric, own_edition: bool) -> Iterator[Problem]:
    for exemption in exemptions.values():
        yield from _on_leaf(exemption, rubric, own_edition)
        tell = exemption.origin.problem
        for key in ("approver", "reason"):
            if not getattr(exemption, key).strip():
                yield tell(key, Text("不能为空", "must not be empty"))
        if exemption.valid_from > exemption.until:
            yield tell("until", Text("until 早于 from", "'until' is before 'from'"))
