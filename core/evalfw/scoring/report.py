"""A report: what scoring found, complete, so that renderers need nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from evalfw.evidence import HistoryHead, Period, Section, Source, Subject
from evalfw.foundation import NOTHING, Text, in_notebook, shown, shown_span
from evalfw.language import Audience, FactType, Range
from evalfw.rubric import LayerInfo, Layout, RubricIdentity, Status, title_of
from evalfw.scoring.contribution import Contribution
from evalfw.scoring.figures import ModelResult, Total
from evalfw.scoring.gate_result import GateResult

if TYPE_CHECKING:
    from evalfw.evidence import Attachment, HistoryEntry as Entry
    from evalfw.scoring.trying import WhatIf

State = Literal["scored", "not_applicable", "waived", "missing", "pending", "error"]
"""
``scored`` has points · ``not_applicable``, ``waived`` do not count · ``missing`` lacks facts · ``pending`` waits for a
person · ``error`` could not be scored. For an inner node: the state that most needs attention below it.
"""

OPEN: tuple[State, ...] = ("missing", "pending", "error")
"""States of what may still change."""

DEFAULT_LAYOUT = Layout()
"""For rubrics that say nothing of it."""

Severity = Literal["error", "warning", "info"]


class FactUse(NamedTuple):
    """
    A fact as a rule read it.

    Attributes:
        id: The fact.
        label: Its name.
        value: Its value in machine form: exact decimal, ``true``/``false``, text; None if unknown.
        shown: Its value as people read it, with unit.
        derived: Whether it was computed from other facts.
        sources: What says so; empty if unknown.
        by: Plugins that read it, brought a function that it is derived with, or decided which statement counts.
        type: As declared.
        unit: As declared.
        audience: Who may see its value.
        inputs: The facts that a derived one follows from.
        how: How it follows from them.
    """

    id: str
    label: str
    value: str | None
    shown: Text
    derived: bool
    sources: tuple[Source, ...]
    by: tuple[str, ...] = ()
    type: FactType = "text"
    unit: str = ""
    audience: Audience = "public"
    inputs: tuple[str, ...] = ()
    how: Text = NOTHING


class AppliedOverride(NamedTuple):
    """An override that counts, with what the rule would have given (None: it could not tell, only bound it)."""

    points: Fraction
    author: str
    reason: str
    date: date
    source: Source
    rule_state: State
    rule_points: Fraction | None
    rule_bounds: Range
    rule_because: Text


class IndicatorResult(NamedTuple):
    """
    The result of one node.

    Attributes:
        id, parent, level, title, description, criterion, note: As in the rubric.
        weight: Full mark of the node, as far as it counts (excluded indicators are left out).
        points: Points earned; of a leaf None unless it is scored, or counts by its policy although it does not apply. Of an inner node: the sum below, within its limits.
        bounds: Guaranteed least and most points while anything below is open; of a leaf: if it applies.
        state: See ``State``.
        rule_kind: Kind of the rule; empty for inner nodes.
        rule_words: The executable rule as a sentence.
        branch: Branch of the rule that was taken, from 1; None if none was.
        because: Why these points.
        facts: The facts the rule reads.
        override: The override that set the points, if any.
        claim: The self-score, if any.
        label: The label of the points on the ordinal scale of the node; several while it is open; empty without a scale.
        explanation: Why the target was missed or far exceeded, in the words of the subject; empty if not said.
        has_figure: Whether the points are a figure; an inner node whose parts are not put together has none.
        by: Plugins that brought its rule or aggregator, or functions that these or its conditions call.
        target: What the fact is compared with (年度指标值), in words; empty where the rule has no single target.
        internal: What of it is for the internal edition only: ``claim``, ``explanation``, ``exemption``.
        lost: Of a leaf: how many points more the total would have with its full mark; None where that says nothing.
    """

    id: str
    parent: str | None
    level: int
    title: str
    description: str
    criterion: str
    note: str
    extra: bool
    weight: Fraction
    points: Fraction | None
    bounds: Range
    state: State
    rule_kind: str
    rule_words: Text
    branch: int | None
    because: Text
    facts: tuple[FactUse, ...]
    override: AppliedOverride | None
    claim: Fraction | None
    label: str = ""
    explanation: str = ""
    has_figure: bool = True
    by: tuple[str, ...] = ()
    target: Text = NOTHING
    internal: tuple[str, ...] = ()
    lost: Fraction | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is missing, pending or in error."""
        return self.state in OPEN

    @property
    def is_leaf(self) -> bool:
        """Whether the node has a rule of its own."""
        return bool(self.rule_kind)

    @property
    def is_monitored(self) -> bool:
        """Whether it is judged and shown, and earns nothing (监测指标)."""
        return self.is_leaf and not self.extra and not self.weight

    @property
    def name(self) -> Text:
        """The title; with the id beside it in English."""
        return title_of(self.title, self.id)


class Finding(NamedTuple):
    """
    Something a reviewer has to know.

    Attributes:
        code: Stable name, such as ``derivation.differs``; listed in docs/report-json.md.
        severity: ``error`` makes the report provisional; ``warning`` puts points in question; ``info`` is worth knowing.
        message: The whole story, with figures.
        indicators: Ids concerned.
        at_stake: How many points depend on it; None if that cannot be said.
        audience: Who may see it: what tells of an internal entry of evidence is internal.
    """

    code: str
    severity: Severity
    message: Text
    indicators: tuple[str, ...] = ()
    at_stake: Fraction | None = None
    audience: Audience = "public"


class Report(NamedTuple):
    """
    Everything scoring found.

    Attributes:
        rubric: Which rubric.
        title: Its title.
        subject: The organisation.
        document: The document that sources mean where they name none.
        period: The time evaluated.
        as_of: The day on which exemptions and overrides were judged, if one was given.
        total: The bottom line.
        indicators: Results, in rubric order.
        findings: What a reviewer has to know, most severe first.
        narrative: The sections of the written report.
        tool_version: Version of evalfw.
        plugins: Plugins that were loaded.
        places: Decimals of points.
        models: Other figures made of the same results.
        gates: What gates did.
        status: How the edition of the rubric stands.
        layers: The files that the rubric is made of, base first.
        history: Where the history of the evidence stood; None if it keeps none.
        changes: What the history says, oldest first.
        attachments: The documents that entries cite.
        facts: Every declared fact, in order of declaration.
        layout: How the report is laid out.
        what_if: What it takes to work out the points for other facts; None unless asked for.
        audience: Whom this edition is for.
        withheld: Of the public edition: how many findings are left out.
    """

    rubric: RubricIdentity
    title: str
    subject: Subject
    document: str
    period: Period | None
    as_of: date | None
    total: Total
    indicators: tuple[IndicatorResult, ...]
    findings: tuple[Finding, ...]
    narrative: tuple[Section, ...]
    tool_version: str
    plugins: tuple[Contribution, ...]
    places: int
    models: tuple[ModelResult, ...] = ()
    gates: tuple[GateResult, ...] = ()
    status: Status = "released"
    layers: tuple[LayerInfo, ...] = ()
    history: HistoryHead | None = None
    changes: tuple[Entry, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    facts: tuple[FactUse, ...] = ()
    layout: Layout = DEFAULT_LAYOUT
    what_if: WhatIf | None = None
    audience: Audience = "internal"
    withheld: int = 0

    def __repr__(self) -> str:
        total, bounds = self.total, self.total.bounds
        points = shown_span(bounds.least, bounds.most) if total.is_open else shown(total.points)
        figure = f" {points}/{shown(total.weight)} {total.grade_span}".rstrip() if total.is_made else ""
        return f"<Report {self.subject.name} {self.rubric.id}{figure}>"

    def _repr_html_(self) -> str | None:
        """For notebooks: the page that ``-f html`` writes."""
        return in_notebook(self)

    @property
    def edition(self) -> LayerInfo:
        """The edition of the rubric, below all overlays."""
        return next(layer for layer in reversed(self.layers) if layer.role in ("base", "extends"))

    @property
    def is_blocked(self) -> bool:
        """Whether a gate forbids to hand the report in."""
        return any(gate.state == "fired" and gate.action == "block_publication" for gate in self.gates)

    @property
    def leaves(self) -> tuple[IndicatorResult, ...]:
        """The scored indicators."""
        return tuple(result for result in self.indicators if result.is_leaf)

    @property
    def open_items(self) -> tuple[IndicatorResult, ...]:
        """What is missing, pending or in error: leaves, and nodes that are so by themselves and not for what is below."""
        return open_by_themselves(self.indicators)

    @property
    def open_gates(self) -> tuple[GateResult, ...]:
        """Gates of which it cannot be told whether they fire."""
        return tuple(gate for gate in self.gates if gate.state == "open")

    @property
    def is_provisional(self) -> bool:
        """Whether an indicator or a figure is in error, so that the total cannot be relied on."""
        return bool(self.failures) or any(result.state == "error" for result in self.indicators)

    @property
    def failures(self) -> tuple[Text, ...]:
        """Why figures could not be made."""
        said = (self.total.failure, *(model.failure for model in self.models))
        return tuple(each for each in said if each.zh)


def open_by_themselves(results: Sequence[IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """Of *results*, all of a report, those that are open and have nothing below them that is open in the same way."""
    below = {(result.parent, result.state) for result in results}
    return tuple(result for result in results if result.state in OPEN and (result.id, result.state) not in below)
