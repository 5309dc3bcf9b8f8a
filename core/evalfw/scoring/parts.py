"""What a leaf gives to the node above it: its points, or what the policy makes of their absence."""

from __future__ import annotations

from fractions import Fraction

from evalfw.aggregates.aggregator import Part
from evalfw.algebra import Known, Range, hull
from evalfw.exact import ZERO, round_half_up
from evalfw.model.report import IndicatorResult
from evalfw.model.rubric import Indicator
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
        spreads=leaf.policy.not_applicable == "reweight",
    )
    if result.state == "scored":
        assert result.points is not None  # that is what scored means
        return part._replace(points=result.points)
    if result.state in ("not_applicable", "waived"):
        return _absent(leaf, part, table)
    leaves_out = leaf.policy.not_applicable in ("exclude", "reweight")
    bounds = result.bounds
    if is_doubtful and not leaves_out:
        bounds = hull((bounds, _absent(leaf, part, table).bounds))
    part = part._replace(bounds=bounds, is_decided=False, may_be_absent=is_doubtful and leaves_out)
    if leaf.policy.missing == "exclude":
        return part._replace(weight=ZERO)
    return part._replace(points=nearest_to_none(bounds))


def _absent(leaf: Indicator, part: Part, table: FactTable) -> Part:
    """The part of an indicator that does not apply, as its policy says."""
    match leaf.policy.not_applicable:
        case "exclude" | "reweight":
            return part.absent
        case "full":
            return part._replace(points=leaf.weight, bounds=Range(leaf.weight, leaf.weight))
        case "zero":
            return part._replace(bounds=NOTHING_EARNED)
        case "cohort_mean":
            bounds = cohort_mean(leaf, table)
            return part._replace(points=nearest_to_none(bounds), bounds=bounds, is_decided=bounds.single is not None)


def cohort_mean(leaf: Indicator, table: FactTable) -> Range:
    """The mean of the cohort, within what the indicator allows and rounded as its points are; a range while it is unknown."""
    value = table.values[leaf.policy.cohort_mean]
    given = value.value if isinstance(value, Known) else None
    span = Range(given, given) if isinstance(given, Fraction) else table.declarations[leaf.policy.cohort_mean].domain
    clipped = span.clipped(leaf.limits.least, leaf.limits.most)
    return Range(
        None if clipped.least is None else round_half_up(clipped.least, leaf.places),
        None if clipped.most is None else round_half_up(clipped.most, leaf.places),
    )


def nearest_to_none(bounds: Range) -> Fraction:
    """The number in *bounds* that is nearest to zero: what counts while nothing is decided."""
    nearest = NOTHING_EARNED.clipped(bounds.least, bounds.most).least
    assert nearest is not None  # a finite number clipped stays finite
    return nearest
