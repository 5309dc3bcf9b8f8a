"""
Cases proposed for a rubric, for a person to read against the official sentences and to approve.

For each rule one case a branch, from the cells into which the check reading divides its facts; then one for each slip of the pen that those do
not notice, with facts for which the slip is proved to matter: so both sides of each boundary are there. For what stands around the rules
totals are tried until they notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import attrs

from evalfw.evidence import Means, evidence_of
from evalfw.foundation import RequestError, Text, path_from, write_file
from evalfw.language import Amount, NotDecidedError, asked_by, award_if, explore, facts_in, variable_of
from evalfw.maintaining.cases.case_file import CASE_SUFFIX
from evalfw.maintaining.cases.mutants import Mutant, rule_mutants
from evalfw.maintaining.cases.mutants_around import mutants_around
from evalfw.maintaining.cases.proposed import Facts, ProposedCase, case_file, case_for, stated_value
from evalfw.maintaining.cases.proposing_around import MOST_TRIED, Around
from evalfw.maintaining.cases.reached_totals import changes_no_figure, changes_no_grade
from evalfw.maintaining.cases.running import result_values
from evalfw.maintaining.comparing.behaviour import compare_behaviour
from evalfw.maintaining.comparing.reading import Side
from evalfw.maintaining.comparing.samples import samples
from evalfw.rubric import Indicator, Rubric, load_rubric
from evalfw.scoring import score_leaf, tabulate


class Proposal(NamedTuple):
    """
    Proposed cases.

    Attributes:
        cases: In the order of the rubric.
        unnoticed: Slips of the pen for which no facts were found.
    """

    cases: tuple[ProposedCase, ...]
    unnoticed: tuple[str, ...]


def propose(rubric: Rubric) -> Proposal:
    """Cases for *rubric* that take every branch and notice every slip of the pen for which facts can be found."""
    cases: list[ProposedCase] = []
    unnoticed: list[str] = []
    chosen: dict[str, list[ProposedCase]] = {}
    by_leaf: dict[str, list[Mutant]] = {}
    for mutant in rule_mutants(rubric):
        by_leaf.setdefault(mutant.indicator, []).append(mutant)
    for leaf in rubric.leaves:
        made = list(_of_leaf(leaf, rubric, by_leaf.get(leaf.id, []), unnoticed))
        chosen[leaf.id] = made
        cases += made
    around = Around(rubric, chosen, {leaf.id: _levels(leaf, rubric) for leaf in rubric.leaves} if rubric.grades else {})
    for mutant in mutants_around(rubric):
        found = around.noticing(mutant)
        if found is None:
            same = changes_no_grade(mutant, rubric) or changes_no_figure(mutant, rubric)
            unnoticed += [] if same else [mutant.id]
        elif found not in cases:
            cases.append(found)
    cases += [case for case in (*around.grades(), *around.derived()) if case not in cases]
    return Proposal(tuple(cases), tuple(unnoticed))


def _of_leaf(
    leaf: Indicator, rubric: Rubric, mutants: Sequence[Mutant], unnoticed: list[str]
) -> Iterator[ProposedCase]:
    made: list[ProposedCase] = []
    for facts in _telling(_with_some_absent(_of_cells(leaf, rubric), leaf), leaf, rubric):
        case = case_for(leaf.id, facts, rubric, len(made) + 1, Text("", ""))
        if case is not None:
            made.append(case)
            yield case
    for mutant in mutants:
        if any(_tells(mutant, case.facts, rubric) for case in made):
            continue
        weighs = mutant.node.weight != leaf.weight
        behaviour = compare_behaviour(Side(leaf, {}), Side(mutant.node, {}), rubric.facts)
        looks_at = Text(f"能看出“{mutant.id}”", f"tells '{mutant.id}'")
        for witness in behaviour.witnesses:
            case = case_for(leaf.id, witness.facts, rubric, len(made) + 1, looks_at)
            if case is not None and _tells(mutant, case.facts, rubric):
                made.append(case)
                yield case
                break
        else:
            if behaviour.verdict != "same" and not weighs:
                unnoticed.append(mutant.id)


def _with_some_absent(given: Iterator[Facts], leaf: Indicator) -> Iterator[Facts]:
    """*given*, and the same without each fact of which the rule or the condition asks whether it is given."""
    asked = asked_by((leaf.rule, leaf.applies_when))
    for facts in given:
        yield facts
        for fact in asked:
            yield {id: value for id, value in facts.items() if id != fact}


def _of_cells(leaf: Indicator, rubric: Rubric) -> Iterator[Facts]:
    """Facts for every branch of *leaf*; samples where nothing can be proved."""
    rule, condition = leaf.rule, leaf.applies_when
    assert rule is not None  # that is what a leaf is
    needed = [] if condition is None else [ref.id for ref in facts_in(condition.root)]
    read = tuple(dict.fromkeys((*rule.reads(), *needed)))
    branches: set[object] = set()
    try:
        variables = {fact: variable_of(rubric.facts[fact]) for fact in read}
        for cell in explore(lambda a: award_if(condition, rule, leaf.weight, a), variables, {}):
            found = None if cell.is_undefined else cell.region.witness()
            if found is None or (cell.branch, cell.how) in branches or not set(read) <= found.keys():
                continue
            branches.add((cell.branch, cell.how))
            yield {fact: _typed(found[fact], rubric, fact) for fact in read}
    except NotDecidedError:
        pass
    if not branches:
        yield from islice(samples(read, rubric.facts, (rule, condition), MOST_TRIED), MOST_TRIED)


def _typed(value: Amount, rubric: Rubric, fact: str) -> Amount:
    return date.fromordinal(int(value)) if rubric.facts[fact].type == "date" and isinstance(value, Fraction) else value


def _telling(given: Iterator[Facts], leaf: Indicator, rubric: Rubric) -> list[Facts]:
    """Of the facts that are *given* the first for each branch and state, and those for the fewest and the most points."""
    first: dict[object, Facts] = {}
    ends: list[tuple[Fraction, Facts]] = []
    for facts in given:
        values = _values(leaf, facts, rubric)
        first.setdefault((values["branch"], values["state"]), facts)
        if isinstance(points := values["points"], Fraction):
            ends.append((points, facts))
    ends.sort(key=lambda each: each[0])
    kept = [*first.values(), *(facts for _, facts in (*ends[:1], *ends[-1:]))]
    return [facts for at, facts in enumerate(kept) if facts not in kept[:at]]


MOST_LEVELS = 12
"""Points of one leaf of which totals are made."""


def _levels(leaf: Indicator, rubric: Rubric) -> dict[Fraction, Facts]:
    """Points that *leaf* can have, the fewest and the most among them → facts for them."""
    assert leaf.rule is not None  # that is what a leaf is
    found: dict[Fraction, Facts] = {}
    for facts in samples(leaf.rule.reads(), rubric.facts, (leaf.rule,), 5 * MOST_TRIED):
        points = _values(leaf, facts, rubric)["points"]
        if isinstance(points, Fraction) and all(stated_value(value) is not None for value in facts.values()):
            found.setdefault(points, facts)
    ordered = sorted(found)
    step = max(1, len(ordered) // MOST_LEVELS)
    return {points: found[points] for points in dict.fromkeys((*ordered[::step], *ordered[-1:]))}


def _values(node: Indicator, facts: Facts, rubric: Rubric) -> dict[str, object]:
    """What *node*, a leaf of *rubric* or a changed one, gives for *facts*."""
    assert node.rule is not None  # that is what a leaf is
    given = {fact: stated for fact, value in facts.items() if (stated := stated_value(value)) is not None}
    evidence = evidence_of(rubric, given)
    needed = [] if node.applies_when is None else [ref.id for ref in facts_in(node.applies_when.root)]
    needed += [*facts, *node.rule.reads(), *filter(None, [node.policy.cohort_mean])]
    read = {fact: attrs.evolve(rubric.facts[fact], derivation=None) for fact in needed}
    table = tabulate(read, evidence.statements)
    return result_values(score_leaf(node, node.rule, rubric, table, evidence, None))


def _tells(mutant: Mutant, facts: Facts, rubric: Rubric) -> bool:
    """Whether the leaf gives something else for *facts* under *mutant*."""
    before, after = (_values(node, facts, rubric) for node in (rubric.by_id[mutant.indicator], mutant.node))
    return any(before[key] != after[key] for key in ("points", "state", "branch", "low", "high"))


def propose_cases(ref: str, means: Means, target: Path) -> Proposal:
    """
    Write proposed cases for a rubric.

    Args:
        ref: The rubric: its id, an alias or a path.
        means: What rubrics are read with.
        target: The case file, which must not be there yet.

    Raises:
        RubricError: The rubric is not in order.
        RequestError: *target* is there, or is no name of a case file.
        OutputError: It cannot be written.
    """
    if not target.name.endswith(CASE_SUFFIX):
        raise RequestError(
            Text(f"用例文件的名字要以 {CASE_SUFFIX} 结尾", f"the name of a case file ends in {CASE_SUFFIX}")
        )
    if target.exists():
        raise RequestError(Text(f"{target} 已经有了，不覆盖", f"{target} is there already, and is not overwritten"))
    source = means.rubrics.find(ref)
    rubric = load_rubric(source, means.rubrics, means.vocabulary)
    if rubric.waiting:
        named = "、".join(node.title for node in rubric.waiting)
        what = (
            f"评分表还缺单位补充的指标（{named}），没有可以提议的用例",
            f"indicators are still to be supplied: {named}",
        )
        raise RequestError(Text(*what))
    proposal = propose(rubric)
    named = path_from(source.path, target.parent) if ref.endswith(".toml") else source.id
    write_file(target, case_file(proposal.cases, named).encode("utf-8"))
    return proposal
