"""Which branches of the rules of a rubric its cases go through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evalfw.language import SKIPPED, BoundsAlgebra, NotDecidedError, award_if, explore, facts_in, variable_of
from evalfw.maintaining.cases.running import CaseResult
from evalfw.rubric import Indicator, Rubric


class Branch(NamedTuple):
    """A branch of the rule of *indicator*, from 1; None where the rule has none for some facts."""

    indicator: str
    number: int | None


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
    reachable = tuple(Branch(leaf.id, number) for leaf in rubric.leaves for number in _reachable(leaf, rubric))
    taken = {branch for result in results for branch in _taken(result)}
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
