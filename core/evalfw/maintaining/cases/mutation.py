"""Which mutants the cases of a rubric notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evalfw.language import Aggregator
from evalfw.maintaining.cases.case_file import Expectation
from evalfw.maintaining.cases.mutants import Mutant, rule_mutants
from evalfw.maintaining.cases.mutants_around import mutants_around
from evalfw.maintaining.cases.reached_totals import changes_no_figure, changes_no_grade
from evalfw.maintaining.cases.running import CaseResult, Prepared, compare, differences, result_values
from evalfw.maintaining.comparing.behaviour import compare_behaviour
from evalfw.maintaining.comparing.reading import Side
from evalfw.rubric import Rubric
from evalfw.scoring import FactTable, score_leaf, tabulate


class MutationResult(NamedTuple):
    """
    Attributes:
        killed: Mutants for which some case fails.
        refused: Weights that no case notices, and that the sum of the weights does: such a rubric cannot be loaded.
        equivalent: Mutants that are proved to give the same for all facts: no case can notice them.
        survived: Mutants that no case notices and that may matter.
    """

    killed: tuple[Mutant, ...]
    refused: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]


def mutate(rubric: Rubric, results: Iterable[CaseResult]) -> MutationResult:
    """
    Try every mutant of *rubric* on the cases that were run, all of which held.

    A mutant is killed if a case expects something else of its indicator, of one above it, or of the total.
    """
    tried = [_Tried(result.prepared, tabulate(rubric.facts, result.prepared.evidence.statements)) for result in results]
    killed: list[Mutant] = []
    refused: list[Mutant] = []
    equivalent: list[Mutant] = []
    survived: list[Mutant] = []
    for mutant in (*rule_mutants(rubric), *mutants_around(rubric)):
        if any(_notices(each, mutant, rubric) for each in tried):
            killed.append(mutant)
        elif not mutant.indicator:
            is_same = changes_no_grade(mutant, rubric) or changes_no_figure(mutant, rubric)
            (equivalent if is_same else survived).append(mutant)
        elif mutant.node.weight != rubric.by_id[mutant.indicator].weight and _adds_up(mutant.indicator, rubric):
            refused.append(mutant)
        elif _is_equivalent(mutant, rubric):
            equivalent.append(mutant)
        else:
            survived.append(mutant)
    return MutationResult(tuple(killed), tuple(refused), tuple(equivalent), tuple(survived))


class _Tried(NamedTuple):
    """A case, and its facts in a table."""

    prepared: Prepared
    table: FactTable

    @property
    def expectations(self) -> Mapping[str, Expectation]:
        """What it expects, by indicator."""
        return self.prepared.case.expectations


def _notices(tried: _Tried, mutant: Mutant, rubric: Rubric) -> bool:
    """First the leaf alone, which is quick; then, only where the case is about something above it, the whole tree."""
    if not mutant.indicator:
        return _may_show(tried, mutant) and _differs(tried, mutant)
    expected = tried.expectations.get(mutant.indicator)
    if expected is not None:
        rule, evidence = mutant.node.rule, tried.prepared.evidence
        assert rule is not None  # a mutant is a leaf
        result = score_leaf(mutant.node, rule, rubric, tried.table, evidence, evidence.as_of)
        if any(True for _ in compare(mutant.indicator, expected, result_values(result))):
            return True
    if not any(_is_above(id, mutant.indicator) for id in tried.expectations):
        return False
    return _differs(tried, mutant)


def _may_show(tried: _Tried, mutant: Mutant) -> bool:
    """Whether the case expects anything of a node at which *mutant* may show: where it is, above it, and below it, where it says what applies."""
    if mutant.at is None:
        return True
    return any(
        id == mutant.at or _is_above(id, mutant.at) or id.startswith(f"{mutant.at}.") for id in tried.expectations
    )


def _differs(tried: _Tried, mutant: Mutant) -> bool:
    """Whether the case does not hold under the rubric as changed; one that cannot be scored is noticed as well."""
    report = tried.prepared.report_under(mutant.rubric)
    return any(True for _ in differences(tried.prepared.case, report))


def _is_above(id: str, leaf: str) -> bool:
    return not id or leaf.startswith(f"{id}.")


def _adds_up(leaf: str, rubric: Rubric) -> bool:
    """Whether the weight of *leaf* is part of a sum up to the full mark, which is checked when a rubric is loaded."""
    return all(each.adds == "sum" for each in (*_above(leaf, rubric), rubric.aggregate))


def _above(leaf: str, rubric: Rubric) -> list[Aggregator]:
    """How the nodes above *leaf* are made."""
    path = leaf.split(".")
    nodes = [rubric.by_id[".".join(path[:length])] for length in range(1, len(path))]
    return [node.aggregate for node in nodes if node.aggregate is not None]


_WITHOUT_WEIGHTS = frozenset({"conversion_table", "weakest_link", "none"})
"""Aggregators that make nothing of weights."""


def _is_equivalent(mutant: Mutant, rubric: Rubric) -> bool:
    if mutant.node.weight != rubric.by_id[mutant.indicator].weight:
        kinds = {each.kind for each in (*_above(mutant.indicator, rubric), rubric.aggregate)}
        kinds |= {model.aggregate.kind for model in rubric.models}
        if not kinds <= _WITHOUT_WEIGHTS:
            return False
    before, after = Side(rubric.by_id[mutant.indicator], {}), Side(mutant.node, {})
    return compare_behaviour(before, after, rubric.facts).verdict == "same"
