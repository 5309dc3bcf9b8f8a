"""The nodes of the tree while they are scored: leaves after the gates at them, and inner nodes made of their parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from evalfw.evidence import Evidence
from evalfw.foundation import NOTHING, ZERO, Text, round_half_up, told, verbatim
from evalfw.language import NO_LIMITS, Aggregator, Combined, Part, Range, Whole, doubts_of
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring.applying import may_apply
from evalfw.scoring.gate_result import GateResult
from evalfw.scoring.gates import judge_gates, through_gates
from evalfw.scoring.lacking import lacking
from evalfw.scoring.leaf import (
    authors_beside,
    counted_instead,
    failed_condition,
    internal_entries,
    open_condition,
)
from evalfw.scoring.parts import in_doubt, is_left_out, nearest_to_none, points_instead, spreads_of
from evalfw.scoring.report import OPEN, IndicatorResult, State
from evalfw.scoring.table import FactTable

ATTENTION: tuple[State, ...] = ("error", "missing", "pending", "scored", "waived", "not_applicable")
"""States from the one that most needs attention to the one that needs none."""

UNWEIGHTED = Fraction(1)
"""What stands for the full mark of bonus parts among which one is chosen: they have none."""


class GrowingTree:
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

    def add(self, node: Indicator, part: Part, result: IndicatorResult) -> None:
        """*node*, scored."""
        self.parts[node.id], self.results[node.id] = part, result
        self.below.setdefault(node.parent, []).append(node.id)

    def parts_of(self, id: str | None) -> list[Part]:
        """The parts of the node *id*, in the order of the table."""
        return [self.parts[child] for child in reversed(self.below.get(id, []))]

    def combine(self, aggregate: Aggregator, parts: Sequence[Part], whole: Whole, places: int) -> Combined:
        """The node made of *parts*, rounded to *places* if something was divided; of bonus parts what is chosen of them."""
        only_extra = aggregate.chooses and bool(parts) and all(part.extra for part in parts)
        if only_extra:
            parts = [part._replace(extra=False, weight=UNWEIGHTED, full=UNWEIGHTED) for part in parts]
        combined = aggregate.combine(parts, whole)
        divided = aggregate.divides or any(part.is_spread or (part.doubt and part.spreads) for part in parts)
        least, points = combined.bounds.least, combined.points
        if least is not None and all(part.is_decided or part.weight or part.extra for part in parts):
            points = max(points, least)  # what is sure counts, whichever way conditions turn out that hang together
        return Combined(
            self.rounded(points, places, divided),
            ZERO if only_extra else combined.weight,
            combined.bounds.at_ends(lambda end: self.rounded(end, places, divided)),
        )

    def rounded(self, value: Fraction, places: int, divided: bool) -> Fraction:
        """*value* to *places* if it was divided; a sum keeps the decimals of its parts, as long as these are all it has."""
        kept = not divided and (value * 10**self.most_places).denominator == 1
        return value if kept else round_half_up(value, places)

    def combined_node(self, node: Indicator, parts: Sequence[Part]) -> Combined:
        """The inner *node* made of *parts*, before gates."""
        assert node.aggregate is not None  # every inner node has one
        return self.combine(node.aggregate, parts, self.whole_of(node), node.places)

    def whole_of(self, node: Indicator) -> Whole:
        """What the aggregator of *node* is told about it."""
        return Whole(node.weight, node.limits, self.table.values, self.rubric.conversions, bool(node.scale))

    def whole_without_limits(self, full: Fraction) -> Whole:
        """The same of a figure that is no node: the total, or one of another model."""
        return Whole(full, Range(None, None), self.table.values, self.rubric.conversions)


def gated_leaf(leaf: Indicator, part: Part, result: IndicatorResult, tree: GrowingTree) -> tuple[Part, IndicatorResult]:
    """The leaf after the gates at it; one that does not apply has to pass them if it gets points all the same."""
    gates = [gate for gate in tree.gates if gate.at == leaf.id and gate.state != "clear"]
    exempt = result.state in ("not_applicable", "waived")
    if not gates or (exempt and is_left_out(leaf)):
        return part, result
    combined = through_gates(Combined(part.points, part.weight, part.bounds), tree.gates, leaf.id)
    if part.instead is not None:
        part = part._replace(instead=through_gates(part.instead, tree.gates, leaf.id))
    said = Text.joined(
        (Text(f"{gate.title}：{gate.because.zh}", f"{gate.title}: {gate.because.en}") for gate in gates), "；", "; "
    )
    because = result.because + Text(f"。一票否决：{said.zh}", f". Gate: {said.en}")
    is_certain = combined.bounds.single is not None and not part.doubt
    if is_certain and combined.bounds.single is not None:
        combined = combined._replace(points=combined.bounds.single)  # open and left out, it counted as none until now
    weight = leaf.weight if is_certain else part.weight  # what a gate decides counts, whatever else is missing
    part = part._replace(points=combined.points, bounds=combined.bounds, weight=weight, is_decided=is_certain)
    if is_certain:
        label = _label(leaf, combined.bounds, tree)
        shown = combined.points
        state: State = result.state if exempt else "scored"
        return part, result._replace(points=shown, bounds=combined.bounds, state=state, because=because, label=label)
    part = part._replace(points=nearest_to_none(part.reach) if part.weight or part.extra else ZERO)
    state = "missing" if result.state in ("scored", "not_applicable", "waived") else result.state
    return part, result._replace(points=None, bounds=combined.bounds, state=state, because=because)


def _label(node: Indicator, bounds: Range, tree: GrowingTree) -> str:
    """The label of the scale for what *bounds* leave open; empty without a scale."""
    scale = tree.rubric.scales.get(node.scale)
    return "" if scale is None else scale.span(bounds)


def inner_node(node: Indicator, tree: GrowingTree) -> tuple[Part, IndicatorResult]:
    """The inner *node* made of its parts, which are in *tree*."""
    parts = tree.parts_of(node.id)
    assert node.aggregate is not None  # every inner node has one
    failure, may_fall = NOTHING, True
    try:
        _leave_out_ignored(node, parts, tree)
        made = tree.combined_node(node, parts)
        may_fall = node.aggregate.may_fall(tree.whole_of(node))  # then its ends are not where those of its parts are
    except Exception as error:  # an aggregator may come from a plugin, and a rule may award what no table has
        failure = failed_aggregator(node.aggregate, error)
        made = Combined(ZERO, node.weight, node.limits)
    part = Part(
        id=node.id,
        points=made.points,
        weight=made.weight,
        bounds=made.bounds,
        full=node.weight,
        share=node.share,
        risk=node.risk,
        extra=node.extra,
        spreads=spreads_of(node),
        instead=None if is_left_out(node) else points_instead(node, tree.table),
        is_decided=all(each.is_decided for each in parts) and not failure.zh,
        is_loose=any(each.is_loose for each in parts)
        or bool(_unknown_facts(node, tree).zh)
        or (may_fall and bool(doubts_of(parts))),
        parts=tuple(parts),
        remake=None if may_fall else lambda given: through_gates(tree.combined_node(node, given), tree.gates, node.id),
    )
    applies, none_left = may_apply(node, tree.table), _is_none_left(node, made, parts, tree)
    if applies is False or none_left:
        part = part.gone
    elif applies is None:
        part = part._replace(doubt=in_doubt(node), is_decided=False)
    elif part.instead is not None and doubts_of(parts):
        part = part._replace(bounds=Range.over((part.bounds, part.instead.bounds)))
    gated = through_gates(Combined(part.points, part.weight, part.bounds), tree.gates, node.id)
    instead = None if part.instead is None else through_gates(part.instead, tree.gates, node.id)
    decided = part.is_decided and gated.bounds.single is not None and not part.is_loose
    part = part._replace(points=gated.points, bounds=gated.bounds, instead=instead, is_decided=decided)
    if part.doubt and instead is not None:
        part = part._replace(points=nearest_to_none(part.reach))
    return part, _inner_result(node, part, tree, applies, none_left, failure)


def _is_none_left(node: Indicator, made: Combined, parts: Sequence[Part], tree: GrowingTree) -> bool:
    """Whether nothing below *node* applies, so that its own policy counts."""
    assert node.aggregate is not None  # every inner node has one
    if made.weight or not node.weight:
        return False
    ignored = node.aggregate.ignored(parts, tree.whole_of(node))
    return all(part.is_decided or part.id in ignored for part in parts)


def _leave_out_ignored(node: Indicator, parts: Sequence[Part], tree: GrowingTree) -> None:
    """Parts that were not chosen need no evidence: open results below them are open no more."""
    assert node.aggregate is not None  # every inner node has one
    for id in node.aggregate.ignored(parts, tree.whole_of(node)):
        for each in [id, *(other for other in tree.results if other.startswith(f"{id}."))]:
            result = tree.results[each]
            if result.state in OPEN:
                because = Text("没有选这一项，不计", "another part was chosen: this one does not count")
                tree.results[each] = result._replace(state="not_applicable", points=None, because=because)


def _inner_result(
    node: Indicator, part: Part, tree: GrowingTree, applies: bool | None, none_left: bool, failure: Text
) -> IndicatorResult:
    assert node.aggregate is not None  # every inner node has one
    children = [tree.results[child] for child in tree.below.get(node.id, [])]
    state = min((child.state for child in children), key=ATTENTION.index)
    because = _gates_said(gate for gate in tree.gates if gate.at == node.id)
    if failure.zh:
        state, because = "error", failure
    elif applies is False:
        state, because = (
            "not_applicable",
            failed_condition(node, tree.table) + counted_instead(node, tree.table) + because,
        )
    elif none_left:
        because = Text("下级都不适用", "Nothing below it applies") + counted_instead(node, tree.table) + because
    elif applies is None:
        state, because = min(state, "missing", key=ATTENTION.index), open_condition(node, tree.table) + because
    elif state not in OPEN and (unknown := _unknown_facts(node, tree)).zh:
        state, because = "missing", unknown + because
    claim = tree.evidence.claims.get(node.id)
    plain = node.aggregate.adds == "sum" and node.aggregate.own_limits == NO_LIMITS
    return IndicatorResult(
        id=node.id,
        parent=node.parent,
        level=node.level,
        title=node.title,
        description=node.description,
        criterion=node.criterion,
        note=node.note,
        extra=node.extra,
        weight=part.weight,
        points=part.points,
        bounds=part.reach,
        state=state,
        rule_kind="",
        rule_words=NOTHING if plain else aggregator_words(node.aggregate, tree.rubric),
        branch=None,
        because=because,
        facts=(),
        override=None,
        claim=None if claim is None else Fraction(claim.points),
        label=_label(node, part.reach, tree),
        has_figure=node.aggregate.makes_figure,
        internal=internal_entries(node.id, tree.evidence),
        by=authors_beside(node, tree.table),
    )


def aggregator_words(aggregate: Aggregator, rubric: Rubric) -> Text:
    """The sentence of *aggregate*; its kind alone if it has none to give."""
    try:
        return aggregate.words(lambda id: rubric.by_id[id].title)
    except Exception:  # the sentence of a plugin; its points are judged by themselves
        return verbatim(aggregate.kind)


def failed_aggregator(aggregate: Aggregator, error: Exception) -> Text:
    """That *aggregate* failed."""
    return told(Text(f"汇总方式 {aggregate.kind}", f"aggregator {aggregate.kind}"), error)


def _gates_said(gates: Iterable[GateResult]) -> Text:
    fired = [gate for gate in gates if gate.state == "fired"]
    return Text.joined((Text(f"一票否决：{gate.title}", f"gate: {gate.title}") for gate in fired), "；", "; ")


def _unknown_facts(node: Indicator, tree: GrowingTree) -> Text:
    """What the aggregator itself still has to know; nothing if it reads no fact that is unknown."""
    assert node.aggregate is not None  # every inner node has one
    return lacking(node.aggregate.reads(), tree.table)
