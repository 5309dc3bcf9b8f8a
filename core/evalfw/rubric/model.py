"""A resolved rubric: a versioned indicator tree with its rules (指标体系 + 评分办法)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import attrs

from evalfw.foundation import Origin, Problem, Text, quoted
from evalfw.language import (
    STANDARD_UNITS,
    Aggregator,
    Conversion,
    Expression,
    FactDeclaration,
    Range,
    Rule,
    Scale,
    Units,
)
from evalfw.rubric.across import Across
from evalfw.rubric.identity import LayerInfo, RubricIdentity, Status
from evalfw.rubric.layout import Layout
from evalfw.rubric.structures import By, Gate, Grade, Model, Policy, Reconciliation


def title_of(title: str, id: str) -> Text:
    """An official title as messages name it; in English with the id beside it."""
    return Text(quoted(title), f"{quoted(title)} ({id})")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Indicator:
    """
    A node of the tree (一级、二级、三级指标). A leaf has a rule, an inner node has children.

    Attributes:
        id: Dotted path in the tree; everything before the last dot is the parent's id.
        title: The official name, verbatim.
        description: 指标说明, verbatim; may be empty.
        criterion: 评价要点/评分标准, verbatim; empty for inner nodes.
        weight: Most points without bonus (分值). Zero for 加减分项, and for what is only monitored (监测指标).
        limits: Least and most points of the node: [0, weight], unless the node is 加减分项 and says otherwise.
        extra: Whether the node stands outside the full mark (加减分项).
        rule: How facts become points; None for inner nodes.
        note: The reading chosen where the official sentence is incomplete.
        aggregate: How an inner node makes its points; None for leaves.
        share: Its share where the node above averages shares; its weight if the rubric gives none.
        risk: Its risk class, where the node above weighs by risk.
        policy: What it does to the node above without points; from the nearest node that says so.
        applies_when: Condition under which it applies at all, those of the nodes above it included; None: always.
        explain_when: Condition under which the deviation has to be explained (偏差原因分析); None: never.
        explain_lost: Whether it has to be explained whenever it does not earn full marks, or waits for a person.
        scale: The ordinal scale its points are labels of; empty for none.
        places: Decimals of its points.
        is_supplied: Whether it is to be completed by an overlay: parts below it, or weight and rule.
        was: Ids that it had in earlier editions.
        origins: Where each key was last written, by key; ``id`` where the indicator itself was.
    """

    id: str
    title: str
    description: str
    criterion: str
    weight: Fraction
    limits: Range
    extra: bool
    rule: Rule | None
    note: str
    aggregate: Aggregator | None
    share: Fraction
    risk: str
    policy: Policy
    applies_when: Expression | None
    explain_when: Expression | None
    explain_lost: bool
    scale: str
    places: int
    is_supplied: bool
    origins: Mapping[str, Origin]
    was: tuple[str, ...] = ()

    def problem(self, key: str, what: Text, hint: Text | None = None) -> Problem:
        """A problem at *key* of the indicator."""
        return (self.origins.get(key) or self.origins["id"]).problem(key, what, hint)

    @property
    def parent(self) -> str | None:
        """Id of the node above; None at the top."""
        return self.id.rpartition(".")[0] or None

    @property
    def level(self) -> int:
        """1 for 一级指标, and so on."""
        return self.id.count(".") + 1

    @property
    def is_leaf(self) -> bool:
        """Whether the node is scored by a rule."""
        return self.rule is not None

    @property
    def is_monitored(self) -> bool:
        """Whether it is judged and shown, and earns nothing (监测指标): a leaf of weight 0 that is no bonus."""
        return self.is_leaf and not self.extra and self.weight == 0

    @property
    def name(self) -> Text:
        """The title; with the id beside it in English."""
        return title_of(self.title, self.id)


@attrs.frozen(kw_only=True, slots=False, eq=False, repr=False)
class Rubric:
    """
    A rubric as it is scored: extensions resolved, everything checked. It cannot be changed, not by observers either.

    Attributes:
        identity: Id, version and content hash.
        status: How the edition stands; that of the edition that overlays are laid over.
        superseded_by: Id of the edition that takes its place; empty if none is named.
        layers: The files it is made of, base first.
        lineage: Ids of the rubrics this one extends, nearest first.
        title: The official title.
        issuer: Who issued it; may be empty.
        period: The year it is for; may be empty.
        valid_from, valid_to: The days between which it is for; None where it does not say.
        source: Where it is printed; may be empty.
        full_mark: What the weights add up to (满分).
        places: Decimals of points.
        facts: Declarations by id.
        fact_origins: Where they are written, by id.
        indicators: All nodes, each parent before its children, in the order of the table.
        reconciliations: Relations to check.
        aggregate: How the total is made of the nodes of level 1.
        models: Other figures made of the same results.
        gates: What overrides points, grades or publication.
        scales, conversions: By id.
        units: What texts may be counted in.
        across: Facts that batches work out across units.
        grades: Labels for totals; empty where the source gives none.
        grade_by: What they are drawn by.
        note: Readings chosen that concern the rubric as a whole.
        sample: Folder with sample evidence, if there is one.
        layout: How its reports are laid out.
        completes: Id of the rubric that this one, which lies with the evidence, completes; empty otherwise.
    """

    identity: RubricIdentity
    lineage: tuple[str, ...]
    title: str
    issuer: str
    period: str
    source: str
    full_mark: Fraction
    places: int
    facts: Mapping[str, FactDeclaration]
    indicators: tuple[Indicator, ...]
    reconciliations: tuple[Reconciliation, ...]
    aggregate: Aggregator
    models: tuple[Model, ...]
    gates: tuple[Gate, ...]
    scales: Mapping[str, Scale]
    conversions: Mapping[str, Conversion]
    grades: tuple[Grade, ...]
    note: str
    sample: Path | None
    completes: str = ""
    grade_by: By = "points"
    status: Status = "draft"
    superseded_by: str = ""
    layers: tuple[LayerInfo, ...] = ()
    layout: Layout = attrs.field(factory=Layout)
    valid_from: date | None = None
    valid_to: date | None = None
    across: tuple[Across, ...] = ()
    fact_origins: Mapping[str, Origin] = MappingProxyType({})
    units: Units = STANDARD_UNITS

    @property
    def edition(self) -> LayerInfo:
        """The edition that was asked for, below all overlays."""
        return next(layer for layer in reversed(self.layers) if layer.role in ("base", "extends"))

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return MappingProxyType({indicator.id: indicator for indicator in self.indicators})

    def fact_problem(self, id: str, key: str, what: Text, hint: Text | None = None) -> Problem:
        """A problem at *key* of the declaration of the fact *id*; raises KeyError if there is none."""
        return self.fact_origins[id].problem(key, what, hint)

    @property
    def leaves(self) -> Iterator[Indicator]:
        """The scored indicators, in order."""
        return (indicator for indicator in self.indicators if indicator.is_leaf)

    @property
    def waiting(self) -> tuple[Indicator, ...]:
        """Nodes that an overlay still has to complete; the rubric can be looked at, not scored, while there are any."""
        parents = {indicator.parent for indicator in self.indicators}
        return tuple(
            node for node in self.indicators if node.is_supplied and node.rule is None and node.id not in parents
        )

    def children(self, parent: str | None) -> tuple[Indicator, ...]:
        """The nodes right below *parent*; the top level for None."""
        return tuple(indicator for indicator in self.indicators if indicator.parent == parent)

    def readers(self, fact: str) -> tuple[Indicator, ...]:
        """The leaves whose rules read *fact*."""
        return tuple(leaf for leaf in self.leaves if leaf.rule is not None and fact in leaf.rule.reads())
