"""Scoring, asked for single rows: what a leaf gets, or what the whole report says, for a key that holds the cells of the row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evalfw.evidence import Evidence, Exemption, Override, Subject
from evalfw.population.columns.cells import read_key, statements_of
from evalfw.population.columns.findings import counted
from evalfw.population.columns.leaves import author_column, exemption_column, override_column, reason_column
from evalfw.population.columns.outputs import FINDINGS, reported
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.ruling import FIELDS, Answer, Leftover, answer_of, behind, read_of
from evalfw.population.columns.working import Cell
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring import Report, score

DAY = date.min
"""The day on which decisions in tables are judged and made: they are taken as they stand."""

NOT_SAID = "—"
"""For a reason or a name that a table does not give."""

MOST_KEPT = 100_000
"""Answers that are kept for rows alike."""


class AskedLeaf:
    """What scoring says of one leaf, by key; rows alike are asked about once."""

    def __init__(self, leaf: Indicator, leftover: Leftover, plan: Plan) -> None:
        assert leaf.rule is not None  # only leaves are left over
        self._leaf, self._rule = leaf, leaf.rule
        self._columns = {name: plan.inputs[name] for name in leftover.inputs}
        self._declarations = behind(read_of(leaf, leaf.rule), plan.rubric.facts)
        self._kept: dict[str, Answer] = {}

    @property
    def name(self) -> str:
        """The id of the leaf."""
        return self._leaf.id

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of what the answer holds; all are integers."""
        return FIELDS

    def __call__(self, key: str) -> Answer:
        """The answer for the row whose cells *key* holds."""
        answer = self._kept.get(key)
        if answer is None:
            answer = answer_of(self._leaf, self._rule, read_key(key, self._columns), self._declarations)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = answer
        return answer


class AskedFindings:
    """How many findings scoring has, of whole rows."""

    name = FINDINGS
    fields = (FINDINGS,)

    def __init__(self, leftover: Leftover, plan: Plan) -> None:
        self._plan = plan
        self._columns = {name: plan.inputs[name] for name in leftover.inputs}

    def __call__(self, key: str) -> Answer:
        """The answer for the row whose cells *key* holds."""
        return (counted(report_on(self._plan.rubric, read_key(key, self._columns), self._plan)),)


def asked_of(leftover: Leftover, plan: Plan) -> AskedLeaf | AskedFindings:
    """Whom to ask about *leftover*."""
    return AskedFindings(leftover, plan) if leftover.leaf is None else AskedLeaf(leftover.leaf, leftover, plan)


class AskedRow:
    """What scoring says of whole rows."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of what the answer holds; all are integers."""
        return tuple(output.name for output in self._plan.outputs)

    def __call__(self, key: str) -> Answer:
        """The answer for the row whose cells *key* holds."""
        plan = self._plan
        report = report_on(plan.rubric, read_key(key, plan.inputs), plan)
        said = reported(report, plan.rubric, plan.unit, plan.labels)
        return tuple(said[name] for name in self.fields)


def report_on(rubric: Rubric, row: Mapping[str, Cell], plan: Plan, subject: Subject | None = None) -> Report:
    """The report on the unit whose canonical cells are *row*."""
    return score(rubric, evidence_in(rubric, row, plan, subject), DAY)


def evidence_in(rubric: Rubric, row: Mapping[str, Cell], plan: Plan, subject: Subject | None = None) -> Evidence:
    """What *row* says, as evidence."""
    overrides, exemptions = {}, {}
    for leaf in plan.decisions.overrides:
        points = row.get(override_column(leaf))
        if points is not None:
            exact = Fraction(int(points), plan.unit)
            value = Decimal(exact.numerator) / Decimal(exact.denominator)
            reason, author = _said_of(row, leaf)
            overrides[leaf] = Override(indicator=leaf, points=value, author=author, reason=reason, date=DAY)
    for leaf in plan.decisions.exemptions:
        kind = row.get(exemption_column(leaf))
        if kind is not None:
            reason, author = _said_of(row, leaf)
            exemptions[leaf] = Exemption(
                indicator=leaf,
                kind="waived" if kind == "waived" else "not_applicable",
                reason=reason,
                approver=author,
                valid_from=DAY,
                until=DAY,
            )
    return Evidence(
        subject=Subject(id="", name="") if subject is None else subject,
        document="",
        rubric=rubric.identity.id,
        period=None,
        as_of=None,
        statements=statements_of(rubric.facts, row, plan.given),
        claims={},
        overrides=overrides,
        exemptions=exemptions,
        explanations={},
        remarks=(),
        declarations={},
        reconciliations=(),
        narrative=(),
    )


def _said_of(row: Mapping[str, Cell], leaf: str) -> tuple[str, str]:
    """Why a person decided about the leaf, and who; dashes where the row does not say."""
    return str(row.get(reason_column(leaf)) or NOT_SAID), str(row.get(author_column(leaf)) or NOT_SAID)
