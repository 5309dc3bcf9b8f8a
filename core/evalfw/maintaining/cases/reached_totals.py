"""Which totals a rubric can reach at all, where that is a matter of adding up the points of its branches."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from evalfw.foundation import ZERO, round_half_up
from evalfw.language import NO_LIMITS, Aggregator, BoundsAlgebra, Part, Range, Whole
from evalfw.maintaining.cases.mutants import Mutant
from evalfw.rubric import Indicator, Rubric

MOST_TOTALS = 20_000


def changes_no_grade(mutant: Mutant, rubric: Rubric) -> bool:
    """Whether *mutant*, which moves the edge of a grade, is proved to give every total that can be reached the grade that it had."""
    if mutant.rubric.grades is rubric.grades or (totals := reached_totals(rubric)) is None:
        return False
    graded = [
        {total: [each.label for each in grades if each.contains(total)] for total in totals}
        for grades in (rubric.grades, mutant.rubric.grades)
    ]
    return graded[0] == graded[1]


def changes_no_figure(mutant: Mutant, rubric: Rubric) -> bool:
    """Whether *mutant*, which changes how a node is made, is proved to make the same of all that its parts can have."""
    node = rubric.by_id.get(mutant.at or "")
    changed = None if node is None else mutant.rubric.by_id[node.id]
    if node is not None and changed is not None and changed.limits is not node.limits:
        return _limits_alike(node, changed, rubric)
    if node is None or changed is None or node.aggregate is None or changed.aggregate is node.aggregate:
        return False
    below = rubric.children(node.id)
    reached = [_points(leaf, rubric) if leaf.is_leaf else None for leaf in below]
    if changed.aggregate is None or None in reached:
        return False
    whole = Whole(node.weight, node.limits, {}, rubric.conversions, bool(node.scale))
    levels = [(None, *sorted(each or ())) for each in reached]
    for number, picked in enumerate(product(*levels)):
        parts = [_part(leaf, points) for leaf, points in zip(below, picked, strict=True)]
        if number > MOST_TOTALS or node.aggregate.combine(parts, whole) != changed.aggregate.combine(parts, whole):
            return False
    return True


def _limits_alike(node: Indicator, changed: Indicator, rubric: Rubric) -> bool:
    """Whether the rule of the bonus *node*, or what lies below it, cannot get as far as either of its limits that differ."""
    reach = _reach(node, rubric)
    return reach.clipped(node.limits.least, node.limits.most) == reach.clipped(
        changed.limits.least, changed.limits.most
    )


def _reach(node: Indicator, rubric: Rubric) -> Range:
    """The points that *node* can have, whatever the facts are, apart from its own limits."""
    if node.rule is None:
        assert node.aggregate is not None  # every inner node has one
        if not _is_plain(node.aggregate):
            return NO_LIMITS
        below = rubric.children(node.id)
        return _summed([_reach(each, rubric).clipped(each.limits.least, each.limits.most) for each in below])
    try:
        unknown = {fact: rubric.facts[fact].unknown for fact in node.rule.reads()}
        return node.rule.points(BoundsAlgebra(unknown), node.weight).span
    except Exception:  # a rule may come from a plugin
        return NO_LIMITS


def _summed(ranges: list[Range]) -> Range:
    leasts, mosts = [each.least for each in ranges], [each.most for each in ranges]
    return Range(
        None if None in leasts else sum((each for each in leasts if each is not None), ZERO),
        None if None in mosts else sum((each for each in mosts if each is not None), ZERO),
    )


def _part(leaf: Indicator, points: Fraction | None) -> Part:
    """*leaf* with *points*; without any it is left out."""
    span = Range(points or ZERO, points or ZERO)
    weight = ZERO if points is None or leaf.extra else leaf.weight
    return Part(leaf.id, points or ZERO, weight, span, leaf.weight, leaf.share, leaf.risk, leaf.extra)


def reached_totals(rubric: Rubric) -> frozenset[Fraction] | None:
    """Every total that can be reached, and perhaps some that cannot, within the full mark; None where they cannot be told."""
    plain = [node.aggregate for node in rubric.indicators if node.aggregate is not None]
    if rubric.grade_by != "points" or not all(map(_is_plain, (*plain, rubric.aggregate))):
        return None
    totals = frozenset({ZERO})
    for leaf in rubric.leaves:
        points = _points(leaf, rubric)
        if points is None:
            return None
        totals = frozenset(total + each for total in totals for each in points)
        if len(totals) > MOST_TOTALS:
            return None
    if any(gate.points is not None for gate in rubric.gates):
        totals |= {Fraction(gate.points) for gate in rubric.gates if gate.points is not None}
    return frozenset(min(max(total, ZERO), rubric.full_mark) for total in totals | {ZERO})


def _is_plain(aggregate: Aggregator) -> bool:
    return aggregate.adds == "sum" and aggregate.own_limits == NO_LIMITS


def _points(leaf: Indicator, rubric: Rubric) -> frozenset[Fraction] | None:
    """The points that *leaf* can have: those of its scale; or none, and those of each branch; None where a branch gives more than one, or a person decides."""
    assert leaf.rule is not None  # that is what a leaf is
    policy = leaf.policy.not_applicable
    if leaf.scale in rubric.scales:
        return frozenset({ZERO, *(Fraction(level.points) for level in rubric.scales[leaf.scale].levels)})
    if leaf.extra or (leaf.applies_when is not None and policy in ("reweight", "cohort_mean")):
        return None
    try:
        unknown = {fact: rubric.facts[fact].unknown for fact in leaf.rule.reads()}
        outcome = leaf.rule.points(BoundsAlgebra(unknown), leaf.weight)
    except Exception:  # a rule may come from a plugin
        return None
    singles = [each.span.single for each in outcome.possibilities if each.how == "awarded"]
    if len(singles) < len(outcome.possibilities) or None in singles:
        return None
    return frozenset({ZERO, leaf.weight, *(round_half_up(each, leaf.places) for each in singles if each is not None)})
