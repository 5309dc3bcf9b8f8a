"""What a leaf gives to the node above it: its points, or what the policy makes of their absence."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from evalfw.foundation import ZERO, round_half_up
from evalfw.language import Combined, Known, Part, Range
from evalfw.rubric import Indicator
from evalfw.scoring.report import IndicatorResult
from evalfw.scoring.table import FactTable

NOTHING_EARNED = Range(ZERO, ZERO)


def leaf_part(leaf: Indicator, result: IndicatorResult, table: FactTable, is_doubtful: bool) -> Part:
    """
    The part that *leaf* is.

    Args:
        leaf: The indicator.
        result: What was found of it.
        table: The facts, for the mean of the cohort.
        is_doubtful: Whether it is open if the indicator applies at all.
    """
    part = Part(
        id=leaf.id,
        points=ZERO,
        weight=leaf.weight,
        bounds=result.bounds,
        full=leaf.weight,
        share=leaf.share,
        risk=leaf.risk,
        extra=leaf.extra,
        instead=None if is_left_out(leaf) else points_instead(leaf, table),
        spreads=spreads_of(leaf),
    )
    if leaf.is_monitored:
        return part._replace(bounds=NOTHING_EARNED, spreads="")
    if result.state == "scored":
        assert result.points is not None  # that is what scored means
        return part._replace(points=result.points)
    if result.state in ("not_applicable", "waived"):
        return part.gone
    part = part._replace(is_decided=False, doubt=in_doubt(leaf) if is_doubtful else "")
    if leaf.policy.missing == "exclude":
        return part._replace(points=ZERO, weight=ZERO)
    return part._replace(points=nearest_to_none(part.reach))


def is_left_out(node: Indicator) -> bool:
    """Whether *node* leaves the full mark where it does not apply, instead of getting points by its policy."""
    return node.policy.not_applicable in ("exclude", "reweight")


def spreads_of(node: Indicator) -> Literal["", "in_proportion", "equally"]:
    """Whether, and how, the weight of *node* goes to the others where it does not apply."""
    return node.policy.spread if node.policy.not_applicable == "reweight" else ""


def in_doubt(node: Indicator) -> str:
    """On what it hangs whether *node* applies at all."""
    assert node.applies_when is not None  # otherwise it applies
    return node.applies_when.text


def points_instead(node: Indicator, table: FactTable) -> Combined:
    """What *node*, which is not left out, gets by its policy where it does not apply."""
    match node.policy.not_applicable:
        case "full":
            bounds = Range(node.weight, node.weight)
        case "cohort_mean":
            bounds = cohort_mean(node, table)
        case _:
            bounds = NOTHING_EARNED
    return Combined(nearest_to_none(bounds), node.weight, bounds)


def cohort_mean(leaf: Indicator, table: FactTable) -> Range:
    """The mean of the cohort, within what the indicator allows and rounded as its points are; a range while it is unknown."""
    value = table.values[leaf.policy.cohort_mean]
    given = value.value if isinstance(value, Known) else None
    span = Range(given, given) if isinstance(given, Fraction) else table.declarations[leaf.policy.cohort_mean].domain
    clipped = span.clipped(leaf.limits.least, leaf.limits.most)
    return clipped.at_ends(lambda end: round_half_up(end, leaf.places))


def nearest_to_none(bounds: Range) -> Fraction:
    """The number in *bounds* that is nearest to zero: what counts while nothing is decided."""
    return bounds.nearest(ZERO)
