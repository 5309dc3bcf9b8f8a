"""Run a case: score its facts, and compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import attrs

from evalfw.evidence import (
    EVIDENCE_FORMAT,
    Collected,
    Collector,
    Evidence,
    EvidenceFile,
    EvidencePart,
    Statement,
    Subject,
    check_evidence,
    collect,
)
from evalfw.foundation import NOTHING, EvidenceError, Origin, Problem, RubricError, Text, nearest, shown
from evalfw.maintaining.cases.case_file import Case, Expectation
from evalfw.rubric import Catalogue, Overlay, Rubric, RubricSource, Vocabulary, load_rubric
from evalfw.scoring import OPEN, IndicatorResult, Report, score

FIGURES = frozenset({"points", "grade"})
SAYS_OPEN = frozenset({"state", "low", "high"})
"""What says of a figure that it is open, if it is."""


class Prepared(NamedTuple):
    """
    A case with the rubric and the evidence that it speaks of.

    Attributes:
        case: The case.
        source: The file of the rubric.
        rubric: The rubric, with the overlay of the case.
        evidence: The facts.
    """

    case: Case
    source: RubricSource
    rubric: Rubric
    evidence: Evidence

    @property
    def report(self) -> Report:
        """What the facts earn."""
        return self.report_under(self.rubric)

    def report_under(self, rubric: Rubric) -> Report:
        """What the facts earn under *rubric*, which may differ in a rule."""
        return score(rubric, self.evidence, self.evidence.as_of)


class Difference(NamedTuple):
    """
    Something that came out otherwise: of which indicator (empty: the total), which key, expected and found; and why, where a rule
    has failed.
    """

    indicator: str
    key: str
    expected: object
    found: object
    because: Text = NOTHING

    def words(self, rubric: Rubric) -> Text:
        """``“部门预算执行率” points：期望 1，得到 0``."""
        node = rubric.by_id.get(self.indicator)
        name = Text("总分", "the total") if node is None else node.name
        expected, found = _said(self.expected), _said(self.found)
        return Text(
            f"{name.zh} {self.key}：期望 {expected}，得到 {found}",
            f"{name.en} {self.key}: expected {expected}, got {found}",
        ) + (Text(f"（{self.because.zh}）", f" ({self.because.en})") if self.because.zh else NOTHING)


class CaseResult(NamedTuple):
    """
    A case that was run.

    Attributes:
        prepared: The case.
        report: What came out.
        differences: What is not as expected; empty if the case holds.
    """

    prepared: Prepared
    report: Report
    differences: tuple[Difference, ...]


Loaded = dict[tuple[Path, Path | None], Rubric]
"""Rubrics by their files: that of the rubric, and that of the overlay."""


def prepare(
    case: Case,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    collectors: Mapping[str, Collector],
    loaded: Loaded | None = None,
) -> Prepared:
    """
    Load what *case* speaks of.

    Args:
        case: From ``read_cases``.
        catalogue, vocabulary: As for ``load_rubric``.
        collectors: By file suffix, for evidence that the case names.
        loaded: Rubrics that were loaded for other cases; this one is added to them.

    Raises:
        EvalfwError: The rubric, the overlay or the evidence is not in order, or the case names facts or indicators that are not
            there, or values that do not fit.
    """
    folder = case.path.parent
    try:
        source = catalogue.find(case.file.rubric, below=folder)
    except RubricError as error:
        told = [case.document.problem(("rubric",), problem.what, problem.hint) for problem in error.problems]
        raise RubricError(told) from None
    path = None if case.file.overlay is None else folder / case.file.overlay
    overlays = [] if path is None else [Overlay(RubricSource(id="", path=path, shown=path.as_posix()), "project")]
    known = {} if loaded is None else loaded
    key = source.path, path
    if key not in known:
        known[key] = load_rubric(source, catalogue, vocabulary, overlays)
    rubric = known[key]
    unknown = [
        case.origin.problem(key, Text(f"没有指标 '{id}'", f"there is no indicator '{id}'"), nearest(id, rubric.by_id))
        for id, key in _named(case)
        if id and id not in rubric.by_id
    ]
    if unknown:
        raise RubricError(unknown)
    try:
        evidence = check_evidence(_collected(case, rubric, collectors), rubric)
    except EvidenceError as error:
        raise EvidenceError([_at_the_fact(problem) for problem in error.problems]) from None
    return Prepared(case, source, rubric, evidence)


def _at_the_fact(problem: Problem) -> Problem:
    """In a case a fact is one key, not an entry with keys of its own."""
    return attrs.evolve(problem, path=problem.path.removesuffix(".id").removesuffix(".value"))


def _named(case: Case) -> Iterator[tuple[str, str]]:
    yield case.entry.indicator, "indicator"
    yield from ((id, "expect_each") for id in case.entry.expect_each)


def _collected(case: Case, rubric: Rubric, collectors: Mapping[str, Collector]) -> Collected:
    """The evidence that the case names, with its own facts in place of those stated there."""
    own = EvidencePart(statements=tuple(_statement(case, fact) for fact in case.entry.facts))
    if case.file.evidence is None:
        file = EvidenceFile(
            format=EVIDENCE_FORMAT, rubric=rubric.identity.id, subject=Subject(id="case", name=case.name)
        )
        return Collected(file, case.document, (own,), ())
    base = collect(case.path.parent / case.file.evidence, collectors, shown=case.file.evidence)
    parts = [
        attrs.evolve(part, statements=tuple(each for each in part.statements if each.fact not in case.entry.facts))
        for part in base.parts
    ]
    return base._replace(parts=(*parts, own))


def _statement(case: Case, fact: str) -> Statement:
    at = (*case.origin.path, "facts", fact)
    origin = Origin(case.document.shown, None, case.document, at)
    return Statement(fact=fact, value=case.entry.facts[fact], origin=origin)


def run_case(prepared: Prepared) -> CaseResult:
    """Score the facts of a case, and compare with what it expects."""
    report = prepared.report
    return CaseResult(prepared, report, tuple(differences(prepared.case, report)))


def differences(case: Case, report: Report) -> Iterator[Difference]:
    """What *report* says otherwise than *case* expects."""
    results = {result.id: result for result in report.indicators}
    for id, expectation in case.expectations.items():
        found = result_values(results[id]) if id else total_values(report)
        failed = [each for each in report.indicators if each.state == "error" and id in ("", each.id)]
        why = failed[0].because if failed else NOTHING
        yield from (each._replace(because=why) for each in compare(id, expectation, found))
        yield from _open_below(id, expectation, report)


def _open_below(id: str, expectation: Expectation, report: Report) -> Iterator[Difference]:
    """Leaves that are open or in error below the total or an inner node, where the case does not say so."""
    said = expectation.given.keys()
    if id in {leaf.id for leaf in report.leaves} or ("open" not in said and (said & SAYS_OPEN or not said & FIGURES)):
        return
    found = [each for each in report.leaves if each.state in OPEN and (not id or each.id.startswith(f"{id}."))]
    expected = sorted(expectation.open or ())
    if sorted(each.id for each in found) != expected:
        names = "、".join(each.id for each in found)
        why = found[0].because if found else NOTHING
        yield Difference(id, "open", "、".join(expected) or None, names or None, why)


def compare(id: str, expectation: Expectation, found: Mapping[str, object]) -> Iterator[Difference]:
    """What *found* says otherwise than *expectation*."""
    for key, expected in expectation.given.items():
        if key == "open":
            continue  # of what lies below
        exact = Fraction(expected) if isinstance(expected, Decimal) else expected
        if found.get(key) != exact:
            yield Difference(id, key, exact, found.get(key))


def result_values(result: IndicatorResult) -> dict[str, object]:
    """What can be expected of an indicator."""
    return {
        "points": result.points,
        "state": result.state,
        "branch": result.branch,
        "label": result.label,
        "low": result.bounds.least,
        "high": result.bounds.most,
        "because": result.because.zh,
        "because_en": result.because.en,
    }


def total_values(report: Report) -> dict[str, object]:
    """What can be expected of the total."""
    total = report.total
    return {"points": total.points, "low": total.bounds.least, "high": total.bounds.most, "grade": total.grade}


def _said(value: object) -> str:
    return "—" if value is None else shown(value) if isinstance(value, Fraction) else f"{value}"


def problem_of(result: CaseResult) -> Problem:
    """A failed case as a problem at its place."""
    told = [difference.words(result.prepared.rubric) for difference in result.differences]
    what = Text("；".join(each.zh for each in told), "; ".join(each.en for each in told))
    case = result.prepared.case
    reason = Text(f"用例：{case.entry.reason}", f"the case: {case.entry.reason}")
    return Problem(case.document.shown, case.origin.line, case.name, what, reason)
