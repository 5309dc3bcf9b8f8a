"""From leaves to the total: aggregators, gates, the denominator, bounds, and the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from evalfw.aggregates.aggregator import Aggregator, Combined, Part, Whole
from evalfw.algebra import Range
from evalfw.exact import round_half_up
from evalfw.model.evidence import Evidence
from evalfw.model.report import GateResult, IndicatorResult, ModelResult, State, Total
from evalfw.model.rubric import Indicator, Rubric
from evalfw.scoring.applying import may_apply
from evalfw.scoring.gates import judge_gates, through_gates
from evalfw.scoring.grading import reached_grades
from evalfw.scoring.leaf import score_leaf
from evalfw.scoring.parts import NOTHING_EARNED, leaf_part
from evalfw.scoring.table import FactTable
from evalfw.text import NOTHING, Text, join

ATTENTION: tuple[State, ...] = ("error", "missing", "pending", "scored", "waived", "not_applicable")
"""States from the one that most needs attention to the one that needs none."""


class Scored(NamedTuple):
    """Results in rubric order, the total, other models, gates, and what each node gave to the one above it."""

    results: tuple[IndicatorResult, ...]
    total: Total
    models: tuple[ModelResult, ...]
    gates: tuple[GateResult, ...]
    parts: Mapping[str, Part]


class _Tree:
    """The rubric while it is scored, children before parents."""

    def __init__(self, rubric: Rubric, table: FactTable, evidence: Evidence) -> None:
        self.rubric = rubric
        self.table = table
        self.evidence = evidence
        self.gates = judge_gates(rubric, table)
        self.results: dict[str, IndicatorResult] = {}
        self.parts: dict[str, Part] = {}
        self.below: dict[str | None, list[str]] = {}
        self.most_places = max((node.places for node in rubric.indicators), default=rubric.places)

    def parts_of(self, id: str | None) -> list[Part]:
        """The parts of the node *id*, in the order of the table."""
        return [self.parts[child] for child in reversed(self.below.get(id, []))]

    def combine(
        self, aggregate: Aggregator, parts: Sequence[Part], full: Fraction, limits: Range, places: int
    ) -> Combined:
        """The node made of *parts*, rounded to *places* if it was divided."""
        whole = Whole(full, limits, self.table.values, self.rubric.conversions)
        combined = aggregate.combine(parts, whole)
        return Combined(
            self._rounded(combined.points, places),
            combined.weight,
            Range(self._end(combined.bounds.least, places), self._end(combined.bounds.most, places)),
        )

    def _rounded(self, value: Fraction, places: int) -> Fraction:
        exact = (value * 10**self.most_places).denominator == 1
        return value if exact else round_half_up(value, places)

    def _end(self, value: Fraction | None, places: int) -> Fraction | None:
        return None if value is None else self._rounded(value, places)


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
    tree = _Tree(rubric, table, evidence)
    for node in reversed(rubric.indicators):  # children before parents
        if node.id in unchanged:
            part, result = unchanged[node.id]
        elif node.rule is not None:
            result = score_leaf(node, node.rule, rubric, table, evidence, as_of)
            part = leaf_part(node, result, table, may_apply(node, table) is None)
            part, result = _gated_leaf(node, part, result, tree)
        else:
            part, result = _inner(node, tree)
        tree.parts[node.id], tree.results[node.id] = part, result
        tree.below.setdefault(node.parent, []).append(node.id)
    ordered = tuple(tree.results[node.id] for node in rubric.indicators)
    return Scored(ordered, _total(tree), tuple(_models(tree)), tree.gates, tree.parts)


def _gated_leaf(leaf: Indicator, part: Part, result: IndicatorResult, tree: _Tree) -> tuple[Part, IndicatorResult]:
    """The leaf after the gates at it."""
    gates = [gate for gate in tree.gates if gate.at == leaf.id and gate.state != "clear"]
    if not gates or result.state in ("not_applicable", "waived"):
        return part, result
    combined = through_gates(Combined(part.points, part.weight, part.bounds), tree.gates, leaf.id)
    said = join(
        (Text(f"{gate.title}：{gate.because.zh}", f"{gate.title}: {gate.because.en}") for gate in gates), "；", "; "
    )
    because = result.because + Text(f"。一票否决：{said.zh}", f". Gate: {said.en}")
    is_certain = combined.bounds.single is not None and not part.may_be_absent
    weight = leaf.weight if is_certain else part.weight  # what a gate decides counts, whatever else is missing
    part = part._replace(points=combined.points, bounds=combined.bounds, weight=weight, is_decided=is_certain)
    if is_certain:
        label = _label(leaf, combined.points, combined.bounds, tree)
        return part, result._replace(
            points=combined.points, bounds=combined.bounds, state="scored", because=because, label=label
        )
    state: State = "missing" if result.state == "scored" else result.state
    return part, result._replace(points=None, bounds=combined.bounds, state=state, because=because)


def _label(node: Indicator, points: Fraction, bounds: Range, tree: _Tree) -> str:
    """The label of the scale for *points*, or those that are possible; empty without a scale."""
    scale = tree.rubric.scales.get(node.scale)
    if scale is None:
        return ""
    if bounds.single is not None:
        return scale.label(points) or ""
    labels = scale.labels(bounds)
    return "～".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""


def _inner(node: Indicator, tree: _Tree) -> tuple[Part, IndicatorResult]:
    children = [tree.results[child] for child in tree.below.get(node.id, [])]
    parts = tree.parts_of(node.id)
    assert node.aggregate is not None  # every inner node has one
    failure = None
    try:
        combined = tree.combine(node.aggregate, parts, node.weight, node.limits, node.places)
    except Exception as error:  # an aggregator may come from a plugin, and a rule may award what no table has
        failure = f"{node.aggregate.kind}: {type(error).__name__}: {error}"
        combined = Combined(Fraction(0), node.weight, node.limits)
    combined = through_gates(combined, tree.gates, node.id)
    applies = may_apply(node, tree.table)
    part = Part(
        id=node.id,
        points=combined.points,
        weight=combined.weight,
        bounds=combined.bounds,
        full=node.weight,
        share=node.share,
        risk=node.risk,
        extra=node.extra,
        spreads=node.policy.not_applicable == "reweight",
        may_be_absent=any(each.may_be_absent for each in parts) and all(each.may_be_absent for each in parts),
        spread=sum((each.spread for each in parts), Fraction(0)) if not combined.weight else Fraction(0),
        is_decided=all(each.is_decided for each in parts),
        parts=tuple(parts),
    )
    state = min((child.state for child in children), key=ATTENTION.index) if failure is None else "error"
    if applies is False:
        part = part.absent
        state, combined = "not_applicable", Combined(part.points, part.weight, NOTHING_EARNED)
    elif applies is None:
        part, state = part._replace(may_be_absent=True), "missing"
    claim = tree.evidence.claims.get(node.id)
    gates = [gate for gate in tree.gates if gate.at == node.id and gate.state == "fired"]
    because = join((Text(f"一票否决：{gate.title}", f"gate: {gate.title}") for gate in gates), "；", "; ")
    if failure is not None:
        because = Text(f"汇总出错：{failure}", f"the aggregator failed: {failure}")
    plain = node.aggregate.kind == "sum" and not attrs_given(node.aggregate)
    return part, IndicatorResult(
        id=node.id,
        parent=node.parent,
        level=node.level,
        title=node.title,
        description=node.description,
        criterion=node.criterion,
        note=node.note,
        extra=node.extra,
        weight=combined.weight,
        points=combined.points,
        bounds=combined.bounds,
        state=state,
        rule_kind="",
        rule_words=NOTHING if plain else node.aggregate.words(lambda id: tree.rubric.by_id[id].title),
        branch=None,
        because=because,
        facts=(),
        override=None,
        claim=None if claim is None else Fraction(claim.points),
        label=_label(node, combined.points, combined.bounds, tree),
        has_figure=node.aggregate.kind != "none",
    )


def attrs_given(aggregate: Aggregator) -> bool:
    """Whether a sum has a cap or a floor, which is worth saying."""
    return getattr(aggregate, "cap", None) is not None or getattr(aggregate, "floor", None) is not None


def _total(tree: _Tree) -> Total:
    rubric = tree.rubric
    combined = tree.combine(rubric.aggregate, tree.parts_of(None), rubric.full_mark, Range(None, None), rubric.places)
    combined = through_gates(combined, tree.gates, "")
    reached = reached_grades(combined.bounds, rubric, tree.gates)
    return Total(
        points=combined.points,
        weight=combined.weight,
        bounds=combined.bounds,
        grade=reached[0] if len(reached) == 1 else None,
        grades=reached,
        is_made=rubric.aggregate.kind != "none",
    )


def _models(tree: _Tree) -> list[ModelResult]:
    results = []
    for model in tree.rubric.models:
        parts = tree.parts_of(model.at or None)
        full = model.aggregate.full_mark(parts, None) or Fraction(0)
        combined = tree.combine(model.aggregate, parts, full, Range(None, None), tree.rubric.places)
        results.append(
            ModelResult(
                id=model.id,
                title=model.title,
                kind=model.aggregate.kind,
                words=model.aggregate.words(lambda id: tree.rubric.by_id[id].title),
                at=model.at,
                points=combined.points,
                weight=combined.weight,
                bounds=combined.bounds,
            )
        )
    return results
