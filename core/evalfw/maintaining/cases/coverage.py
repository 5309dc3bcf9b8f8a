"""What of a rubric its cases go through: branches of rules, gates, grades, conditions, derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from evalfw.language import SKIPPED, BoundsAlgebra, NotDecidedError, award_if, explore, facts_in, variable_of
from evalfw.maintaining.cases.mutants_around import own_conditions
from evalfw.maintaining.cases.running import CaseResult
from evalfw.rubric import Indicator, Rubric

Of = Literal["rule", "gate", "grade", "condition", "derivation"]
"""
What a branch is of. ``rule``: one of its branches, from 1; none where it has none for some facts · ``gate``: it holds (1) or not (2) · ``grade``: the
total has it · ``condition``: the node applies (1) or not (2) · ``derivation``: the fact follows from others.
"""


class Branch(NamedTuple):
    """A branch of something: of the rule of an indicator, of a gate, a grade, a condition, a derivation; by its id or label."""

    indicator: str
    number: int | None
    of: Of = "rule"


class Coverage(NamedTuple):
    """
    Attributes:
        reachable: Every branch that some facts take, in the order of the rubric.
        taken: Those that a case takes and expects something of.
    """

    reachable: tuple[Branch, ...]
    taken: frozenset[Branch]

    @property
    def missed(self) -> tuple[Branch, ...]:
        """Branches that no case takes."""
        return tuple(branch for branch in self.reachable if branch not in self.taken)


def coverage_of(rubric: Rubric, results: Iterable[CaseResult]) -> Coverage:
    """
    Branch coverage of *rubric* by cases that were run.

    A case counts for the indicators that it expects something of, and for those below them; one about the total for all.
    """
    reachable = (
        *(Branch(leaf.id, number) for leaf in rubric.leaves for number in _reachable(leaf, rubric)),
        *(Branch(node.id, number, "condition") for node, _ in own_conditions(rubric) for number in (1, 2)),
        *(Branch(gate.id, number, "gate") for gate in rubric.gates for number in (1, 2)),
        *(Branch(grade.label, None, "grade") for grade in rubric.grades if rubric.aggregate.makes_figure),
        *(Branch(fact.id, None, "derivation") for fact in rubric.facts.values() if fact.derivation is not None),
    )
    taken = {branch for result in results for branch in (*_taken(result), *_taken_around(result))}
    return Coverage(reachable, frozenset(taken & set(reachable)))


def _reachable(leaf: Indicator, rubric: Rubric) -> Iterator[int | None]:
    """Branches of a leaf, from 1, in order; None last, if there are facts that no branch is for."""
    rule = leaf.rule
    assert rule is not None  # that is what a leaf is
    needed = [] if leaf.applies_when is None else [ref.id for ref in facts_in(leaf.applies_when.root)]
    variables = {fact: variable_of(rubric.facts[fact]) for fact in (*rule.reads(), *needed)}
    try:
        cells = explore(lambda a: award_if(leaf.applies_when, rule, leaf.weight, a), variables, {})
        found = {
            cell.branch
            for cell in cells
            if cell.award is not SKIPPED and not cell.is_undefined and not cell.region.is_empty
        }
    except NotDecidedError:
        unknown = {fact: rubric.facts[fact].unknown for fact in rule.reads()}
        found = {each.branch for each in rule.points(BoundsAlgebra(unknown), leaf.weight).possibilities}
    yield from sorted(branch + 1 for branch in found if branch is not None)
    if None in found:
        yield None


def _taken(result: CaseResult) -> Iterator[Branch]:
    about = set(result.prepared.case.expectations)
    for each in result.report.leaves:
        path = each.id.split(".")
        above = {".".join(path[:length]) for length in range(len(path) + 1)}  # the empty text is the total
        if about & above and each.override is None and (each.branch is not None or each.state == "pending"):
            yield Branch(each.id, each.branch)


def _taken_around(result: CaseResult) -> Iterator[Branch]:
    """What stands around the rules, as far as the case expects something that hangs on it."""
    expected, report = result.prepared.case.expectations, result.report
    rubric = result.prepared.rubric
    for gate in report.gates:
        if gate.state != "open" and _is_about(gate.at, expected):
            yield Branch(gate.id, 1 if gate.state == "fired" else 2, "gate")
    if "" in expected and expected[""].grade is not None:
        yield Branch(expected[""].grade, None, "grade")
    states = {each.id: each.state for each in report.indicators}
    for node, _ in own_conditions(rubric):
        if _is_about(node.id, expected) and states[node.id] != "missing":
            yield Branch(node.id, 2 if states[node.id] == "not_applicable" else 1, "condition")
    yield from (Branch(fact.id, None, "derivation") for fact in report.facts if fact.derived)


def _is_about(id: str, expected: Iterable[str]) -> bool:
    """Whether something is *expected* of the node *id*, of one above it, or of the total."""
    return any(not each or each == id or id.startswith(f"{each}.") for each in expected)
