"""The aggregators that come with evalfw: how an inner node makes its points from those below it. One idea a file."""

from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.kind import AggregatorKind
from evalfw.language.aggregates.part import Combined, Part, Whole

CORE_AGGREGATORS = tuple(
    AggregatorKind(kind, f"evalfw.language.aggregates.{module}:{name}")
    for kind, module, name in (
        ("sum", "total", "Sum"),
        ("none", "nothing", "Nothing"),
        ("weighted_mean", "weighted_mean", "WeightedMean"),
        ("weighted_blocks", "weighted_blocks", "WeightedBlocks"),
        ("risk_weighted_mean", "risk_weighted_mean", "RiskWeightedMean"),
        ("weakest_link", "weakest_link", "WeakestLink"),
        ("conversion_table", "conversion_table", "ConversionTable"),
        ("best_of", "best_of", "BestOf"),
        ("declared_one", "declared_one", "DeclaredOne"),
        ("n_of_m", "n_of_m", "NOfM"),
        ("xccdf_default", "xccdf", "XccdfDefault"),
        ("xccdf_flat", "xccdf", "XccdfFlat"),
        ("xccdf_flat_unweighted", "xccdf", "XccdfFlatUnweighted"),
        ("xccdf_absolute", "xccdf", "XccdfAbsolute"),
    )
)
"""Registered before any plugin's."""

__all__ = ["CORE_AGGREGATORS", "Aggregator", "AggregatorKind", "Combined", "Part", "Whole"]
