"""The whole of scoring: table the facts, score the tree, look for what a reviewer has to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import attrs

from evalfw.evidence import Evidence
from evalfw.foundation import VERSION, RequestError, Text
from evalfw.language import Expression, facts_in
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring.contribution import Contribution
from evalfw.scoring.findings import (
    claim_findings,
    derivation_findings,
    exemption_findings,
    explanation_findings,
    gap_findings,
    gate_findings,
    grade_findings,
    open_findings,
    override_findings,
    reconciliation_findings,
    standing_findings,
)
from evalfw.scoring.leaf import fact_use, holds
from evalfw.scoring.report import Finding, Report
from evalfw.scoring.table import FactTable, tabulate
from evalfw.scoring.tree import Scored, score_tree

_SEVERITIES = ("error", "warning", "info")


def score(
    rubric: Rubric, evidence: Evidence, as_of: date | None = None, plugins: Sequence[Contribution] = ()
) -> Report:
    """
    Score *evidence* under *rubric*.

    Args:
        rubric: From ``load_rubric``.
        evidence: From ``check_evidence``, checked against this rubric.
        as_of: The day on which exemptions and overrides are judged. Needed if there are exemptions.
        plugins: Plugins that took part, to be named in the report.

    Raises:
        RequestError: There are exemptions, and *as_of* is not given.
    """
    if evidence.exemptions and as_of is None:
        raise RequestError(
            Text("有豁免项，要用 --as-of 给出判断日期", "there are exemptions: give --as-of to judge them by")
        )
    declarations = {**rubric.facts, **evidence.declarations}
    table = tabulate(declarations, evidence.statements, evidence.adjudications)
    scored = score_tree(rubric, table, evidence, as_of, {})

    def rescore(fact: str, value: Fraction) -> Scored:
        other = table.with_value(fact, value)
        moved = {fact for fact in declarations if other.values[fact] != table.values[fact]}
        touched = {id for node in rubric.indicators if moved & _read_by(node) for id in _upwards(node.id)}
        touched |= {id for gate in rubric.gates if moved & set(_facts(gate.when)) for id in _upwards(gate.at)}
        unchanged = {
            result.id: (scored.parts[result.id], result) for result in scored.results if result.id not in touched
        }
        return score_tree(rubric, other, evidence, as_of, unchanged)

    reconciliations = (*rubric.reconciliations, *evidence.reconciliations)
    findings = [
        *open_findings(scored.results, (scored.total, *scored.models)),
        *gate_findings(scored.gates),
        *explanation_findings(rubric, table, scored.results),
        *derivation_findings(table, scored, rescore),
        *reconciliation_findings(reconciliations, rubric, table),
        *override_findings(rubric, table, scored.results),
        *claim_findings(evidence, scored),
        *gap_findings(rubric, table),
        *standing_findings(rubric, table, evidence, as_of),
        *grade_findings(rubric, scored.total),
        *_exemption_findings(rubric, table, evidence, as_of, scored),
    ]
    return Report(
        rubric=rubric.identity,
        title=rubric.title,
        subject=evidence.subject,
        document=evidence.document,
        period=evidence.period,
        as_of=as_of,
        total=scored.total,
        indicators=scored.results,
        findings=tuple(sorted(findings, key=_most_severe_first)),
        narrative=evidence.narrative,
        tool_version=VERSION,
        plugins=tuple(plugins),
        places=rubric.places,
        models=scored.models,
        gates=scored.gates,
        status=rubric.status,
        layers=rubric.layers,
        history=evidence.history,
        changes=evidence.changes,
        attachments=evidence.attachments,
        facts=tuple(fact_use(fact, table) for fact in declarations),
        layout=rubric.layout,
    )


def _exemption_findings(
    rubric: Rubric, table: FactTable, evidence: Evidence, as_of: date | None, scored: Scored
) -> Iterator[Finding]:
    exempt = [result.id for result in scored.results if _is_exempt(result.id, evidence, as_of)]
    if exempt:
        without = attrs.evolve(evidence, exemptions={})
        yield from exemption_findings(exempt, score_tree(rubric, table, without, as_of, {}).total, scored.total)


def _is_exempt(id: str, evidence: Evidence, as_of: date | None) -> bool:
    exemption = evidence.exemptions.get(id)
    return exemption is not None and holds(exemption, as_of)


def _facts(condition: Expression | None) -> Iterator[str]:
    return (ref.id for ref in facts_in(condition.root)) if condition is not None else iter(())


def _read_by(node: Indicator) -> set[str]:
    """Facts on which the result of *node* itself rests, apart from those below it."""
    read = set(_facts(node.applies_when)) | {node.policy.cohort_mean}
    read |= set(() if node.rule is None else node.rule.reads())
    return read | set(() if node.aggregate is None else node.aggregate.reads())


def _upwards(id: str) -> Iterator[str]:
    """*id*, and every node above it."""
    while id:
        yield id
        id = id.rpartition(".")[0]


def _most_severe_first(finding: Finding) -> tuple[int, Fraction]:
    """Most severe first, then most points at stake; findings alike stay in the order they were found."""
    return _SEVERITIES.index(finding.severity), -(finding.at_stake or Fraction(0))
