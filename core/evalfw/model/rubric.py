"""A resolved rubric: a versioned indicator tree with its rules (指标体系 + 评分办法)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import attrs

from evalfw.aggregates.aggregator import Aggregator
from evalfw.aggregates.scale import Conversion, Scale
from evalfw.algebra import Interval, Range
from evalfw.errors import Problem
from evalfw.exact import plain
from evalfw.expressions import Expression
from evalfw.facts import FactDeclaration
from evalfw.reading.document import Origin
from evalfw.rules.rule import Rule
from evalfw.text import Text, quoted

Absence = Literal["exclude", "reweight", "full", "zero", "cohort_mean"]
"""
The policies of the trade for what does not apply (不适用). ``exclude``: left out of points and of the full mark · ``reweight``: its
weight is spread over the others beside it · ``full``: counts as full marks · ``zero``: counts as no points · ``cohort_mean``: counts
as the mean of the units that it does apply to, which a fact gives.
"""


class Policy(NamedTuple):
    """
    What an indicator without points does to the node above it.

    Attributes:
        missing: For indicators that are missing, pending or in error: ``zero``, ``exclude``, or ``error``: a missing
            indicator makes the run provisional. The bounds tell what may still come.
        not_applicable: For indicators that do not concern the subject, or are waived.
        cohort_mean: The fact that gives the points of ``cohort_mean``; empty otherwise.
    """

    missing: Literal["zero", "exclude", "error"] = "zero"
    not_applicable: Absence = "exclude"
    cohort_mean: str = ""


GateAction = Literal["to_zero", "cap_score", "cap_grade", "force_grade", "block_publication"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Gate:
    """
    A condition that overrides what was earned (一票否决).

    Attributes:
        id: Stable id, used in findings.
        title: What it is called.
        criterion: The official sentence, verbatim.
        when: The condition; the gate is open while it cannot be told.
        action: ``to_zero``: the indicator *at*, or the total, gets nothing · ``cap_score``: no more than *points* ·
            ``cap_grade``: no better than *grade* · ``force_grade``: exactly *grade* · ``block_publication``: the report must not
            be handed in.
        at: Id of the indicator; empty for the total.
        points: For ``cap_score``.
        grade: For ``cap_grade`` and ``force_grade``.
    """

    id: str
    title: str
    when: Expression
    action: GateAction
    criterion: str = ""
    at: str = ""
    points: Decimal | None = None
    grade: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Model:
    """
    Another figure made of the same results.

    Attributes:
        id: Stable id.
        title: What it is called.
        aggregate: How it is made.
        at: Id of the node whose parts it is made of; empty for the top.
    """

    id: str
    title: str
    aggregate: Aggregator
    at: str = ""


@attrs.frozen(kw_only=True)
class Grade(Interval):
    """A label (优良中差) for the totals in an interval; the interval says which ends are closed."""

    label: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Reconciliation:
    """
    A relation between facts that has to hold (勾稽关系).

    Attributes:
        id: Stable id, used in findings.
        label: What the relation says, in Chinese.
        relation: A comparison, such as ``a + b = c`` or ``a <= b``.
        tolerance: Largest difference between the two sides that still counts as equal, in their unit.
        note: Why the relation matters, where that is not plain.
    """

    id: str
    label: str
    relation: Expression
    tolerance: Decimal = Decimal(0)
    note: str = ""


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
        weight: Most points without bonus (分值). Zero for 加减分项.
        limits: Least and most points of the node: [0, weight], unless the node is 加减分项 and says otherwise.
        extra: Whether the node stands outside the full mark (加减分项).
        rule: How facts become points; None for inner nodes.
        note: The reading chosen where the official sentence is incomplete.
        aggregate: How an inner node makes its points; None for leaves.
        share: Its share where the node above averages shares; its weight if the rubric gives none.
        risk: Its risk class, where the node above weighs by risk.
        policy: What it does to the node above without points; from the nearest node that says so.
        applies_when: Condition under which it applies at all; None: always.
        explain_when: Condition under which the deviation has to be explained (偏差原因分析); None: never.
        explain_lost: Whether it has to be explained whenever it does not earn full marks, or waits for a person.
        scale: The ordinal scale its points are labels of; empty for none.
        places: Decimals of its points.
        is_supplied: Whether it is to be completed by an overlay: parts below it, or weight and rule.
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
    def name(self) -> Text:
        """The title; with the id beside it in English."""
        return title_of(self.title, self.id)


def _canonical(value: object) -> int | str:
    """What JSON has no form for: 15.00 is the same as 15, and other decimals are texts."""
    if not isinstance(value, Decimal):
        return str(value)
    return int(value) if value == value.to_integral_value() else plain(value)


@attrs.frozen(slots=False, eq=False)
class RubricIdentity:
    """
    Which rubric it is.

    Attributes:
        id: Its id.
        version: Its version.
        content: The data of every file of the chain, base first.
    """

    id: str
    version: str
    content: tuple[Mapping[str, object], ...] = attrs.field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """
        Hash of the content in canonical form, in hexadecimal; worked out when first asked for.

        Keys are sorted and numbers stripped of trailing zeros, so comments, layout and line ends do not count.
        """
        import hashlib
        import json

        text = json.dumps(self.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_canonical)
        return hashlib.sha256(text.encode()).hexdigest()


@attrs.frozen(kw_only=True, slots=False, eq=False, repr=False)
class Rubric:
    """
    A rubric as it is scored: extensions resolved, everything checked.

    Attributes:
        identity: Id, version and content hash.
        lineage: Ids of the rubrics this one extends, nearest first.
        title: The official title.
        issuer: Who issued it; may be empty.
        period: The year it is for; may be empty.
        source: Where it is printed; may be empty.
        full_mark: What the weights add up to (满分).
        places: Decimals of points.
        facts: Declarations by id.
        indicators: All nodes, each parent before its children, in the order of the table.
        reconciliations: Relations to check.
        aggregate: How the total is made of the nodes of level 1.
        models: Other figures made of the same results.
        gates: What overrides points, grades or publication.
        scales, conversions: By id.
        grades: Labels for totals; empty where the source gives none.
        note: Readings chosen that concern the rubric as a whole.
        sample: Folder with sample evidence, if there is one.
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

    @cached_property
    def by_id(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators}

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
