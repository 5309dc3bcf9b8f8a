"""What the total lost at each leaf: how many points more it would have if the leaf had its full mark."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evalfw.foundation import ZERO
from evalfw.language import Aggregator, Part, Range, Whole
from evalfw.scoring.nodes import GrowingTree
from evalfw.scoring.report import IndicatorResult


def losses(tree: GrowingTree) -> Mapping[str, Fraction]:
    """
    Points that the total lost, by leaf; none of those that say nothing of it: without points, on a scale, or where the total is not made.

    Each leaf is looked at by itself, with all others as they are. Of bonus and malus only a malus is lost. Gates, and caps of sums, take from
    the total what they take, whatever single leaves have: they are left out. Rounded as the total is, where something is divided.
    """
    rubric = tree.rubric
    more: dict[
        str | None, list[tuple[str, str, Fraction]]
    ] = {}  # by node: the leaf, the part below the node, its points
    for node in reversed(rubric.indicators):  # children before parents
        result = tree.results[node.id]
        if result.is_leaf:
            lost = _of_leaf(result)
            if lost is not None:
                more.setdefault(node.parent, []).append((node.id, node.id, lost))
        elif node.aggregate is not None:
            found = _passed_on(node.aggregate, tree.parts_of(node.id), tree.whole_of(node), more.pop(node.id, []))
            more.setdefault(node.parent, []).extend((leaf, node.id, lost) for leaf, lost in found)
    whole = tree.whole_without_limits(rubric.full_mark)
    reached = _passed_on(rubric.aggregate, tree.parts_of(None), whole, more.get(None, []))
    return {leaf: tree.rounded(lost, rubric.places, False) for leaf, lost in reached}


def _of_leaf(result: IndicatorResult) -> Fraction | None:
    if result.points is None or result.label:
        return None
    return max((ZERO if result.extra else result.weight) - result.points, ZERO)


def _passed_on(
    aggregate: Aggregator, parts: list[Part], whole: Whole, more: list[tuple[str, str, Fraction]]
) -> list[tuple[str, Fraction]]:
    """How many points more the node would have for those more that its parts would have."""
    if not more or not aggregate.makes_figure:
        return [(leaf, lost) for leaf, _, lost in more]
    now = {part.id: _as_it_is(part) for part in parts}
    counted = [each for each in more if now[each[1]].weight or now[each[1]].extra]
    raised = [_as_it_is(now[part], now[part].points + lost) for _, part, lost in counted]
    try:
        gains = aggregate.gains(list(now.values()), raised, whole)
    except Exception:  # an aggregator that fails is told where the node is made
        return []
    passed = {leaf: max(gain, ZERO) for (leaf, _, _), gain in zip(counted, gains, strict=True)}
    return [(leaf, passed.get(leaf, ZERO)) for leaf, _, _ in more]


def _as_it_is(part: Part, points: Fraction | None = None) -> Part:
    """*part* with its points, or others, for certain."""
    sure = part.points if points is None else points
    return part._replace(
        points=sure, bounds=Range(sure, sure), doubt="", instead=None, is_decided=True, parts=(), remake=None
    )
