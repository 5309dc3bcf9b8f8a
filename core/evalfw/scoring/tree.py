"""From leaves to the total: aggregators, gates, the denominator, bounds, and the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from evalfw.evidence import Evidence
from evalfw.foundation import NOTHING, ZERO
from evalfw.language import NO_LIMITS, Combined, Part, Range, bounds_of
from evalfw.rubric import Rubric
from evalfw.scoring.applying import may_apply
from evalfw.scoring.authors import authors_of
from evalfw.scoring.figures import ModelResult, Total
from evalfw.scoring.gate_result import GateResult
from evalfw.scoring.gates import through_gates
from evalfw.scoring.grading import graded_bounds, reached_grades
from evalfw.scoring.leaf import score_leaf
from evalfw.scoring.losing import losses
from evalfw.scoring.nodes import GrowingTree, aggregator_words, failed_aggregator, gated_leaf, inner_node
from evalfw.scoring.parts import leaf_part
from evalfw.scoring.report import IndicatorResult
from evalfw.scoring.table import FactTable


class Scored(NamedTuple):
    """Results in rubric order, the total, other models, gates, and what each node gave to the one above it."""

    results: tuple[IndicatorResult, ...]
    total: Total
    models: tuple[ModelResult, ...]
    gates: tuple[GateResult, ...]
    parts: Mapping[str, Part]


def score_tree(
    rubric: Rubric,
    table: FactTable,
    evidence: Evidence,
    as_of: date | None,
    unchanged: Mapping[str, tuple[Part, IndicatorResult]],
) -> Scored:
    """
    Score every node of *rubric*.

    Args:
        rubric: The rubric.
        table: The facts.
        evidence: For overrides, exemptions and claims.
        as_of: The day on which those are judged.
        unchanged: Nodes that are known already, to be taken as they are.
    """
    tree = GrowingTree(rubric, table, evidence)
    for node in reversed(rubric.indicators):  # children before parents
        if node.id in unchanged:
            part, result = unchanged[node.id]
        elif node.rule is not None:
            result = score_leaf(node, node.rule, rubric, table, evidence, as_of)
            part = leaf_part(node, result, table, may_apply(node, table) is None)
            part, result = gated_leaf(node, part, result, tree)
        else:
            part, result = inner_node(node, tree)
        tree.add(node, part, result)
    lost = losses(tree)
    ordered = tuple(tree.results[node.id]._replace(lost=lost.get(node.id)) for node in rubric.indicators)
    return Scored(ordered, _total(tree), tuple(_models(tree)), tree.gates, tree.parts)


def _total(tree: GrowingTree) -> Total:
    rubric = tree.rubric
    failure, parts, weights = NOTHING, tree.parts_of(None), Range(rubric.full_mark, rubric.full_mark)
    try:
        if rubric.grades:
            weights = _weights(tree, parts)
        combined = tree.combine(rubric.aggregate, parts, tree.whole_without_limits(rubric.full_mark), rubric.places)
    except Exception as error:  # an aggregator may come from a plugin, and a rule may award what no table has
        failure = failed_aggregator(rubric.aggregate, error)
        combined = Combined(ZERO, rubric.full_mark, Range(None, None))
    combined = through_gates(combined, tree.gates, "")
    is_made = rubric.aggregate.makes_figure
    graded = graded_bounds(combined, weights, rubric) if is_made else None
    reached = () if graded is None else reached_grades(graded, rubric, tree.gates)
    return Total(
        points=combined.points,
        weight=combined.weight,
        bounds=combined.bounds,
        grade=reached[0] if len(reached) == 1 else None,
        grades=reached,
        is_made=is_made,
        failure=failure,
        by=authors_of(rubric.aggregate),
        is_sum=rubric.aggregate.adds == "sum" and rubric.aggregate.own_limits == NO_LIMITS,
    )


def _weights(tree: GrowingTree, parts: Sequence[Part]) -> Range:
    """The full marks that may count in the end."""
    rubric, whole = tree.rubric, tree.whole_without_limits(tree.rubric.full_mark)
    return bounds_of(
        parts, lambda given: tree.combine(rubric.aggregate, given, whole, rubric.places).weight, whole.full
    )


def _models(tree: GrowingTree) -> list[ModelResult]:
    results = []
    for model in tree.rubric.models:
        parts, failure, full = tree.parts_of(model.at or None), NOTHING, ZERO
        try:
            full = model.aggregate.full_mark(parts, None) or ZERO
            combined = tree.combine(model.aggregate, parts, tree.whole_without_limits(full), tree.rubric.places)
        except Exception as error:  # as above
            failure = failed_aggregator(model.aggregate, error)
            combined = Combined(ZERO, full, Range(None, None))
        results.append(
            ModelResult(
                id=model.id,
                title=model.title,
                kind=model.aggregate.kind,
                words=aggregator_words(model.aggregate, tree.rubric),
                at=model.at,
                points=combined.points,
                weight=combined.weight,
                bounds=combined.bounds,
                failure=failure,
                by=authors_of(model.aggregate),
            )
        )
    return results
