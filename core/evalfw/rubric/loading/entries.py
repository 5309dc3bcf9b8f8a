"""The keys of a rubric file, as attrs classes: what stands in them, before extensions are resolved."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import attrs

from evalfw.language import Aggregator, Conversion, Expression, FactDeclaration, Rule, Scale, UnitDeclaration
from evalfw.rubric.across import AcrossEntry
from evalfw.rubric.identity import Status
from evalfw.rubric.layout import Layout
from evalfw.rubric.structures import Absence, By, Gate, Grade, Model, Reconciliation, Spreading


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PolicyEntry:
    """The keys of a policy; those that are not given are inherited."""

    missing: Literal["zero", "exclude", "error"] | None = None
    not_applicable: Absence | None = None
    cohort_mean: str | None = None
    spread: Spreading | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class IndicatorEntry:
    """
    An indicator as a file writes it: a new one, or what an extension changes of one it inherits.

    The keys mean what the attributes of ``Indicator`` of the same name mean; ``was`` lists ids that it had in earlier editions. In an
    extension an entry with ``was`` takes over the inherited indicator of that id, with all below it.
    """

    id: str
    title: str | None = None
    description: str | None = None
    criterion: str | None = None
    weight: Decimal | None = None
    limits: tuple[Decimal, ...] | None = None
    extra: bool | None = None
    rule: Rule | None = None
    note: str | None = None
    aggregate: Aggregator | None = None
    share: Decimal | None = None
    risk: str | None = None
    policy: PolicyEntry | None = None
    applies_when: Expression | None = None
    explain_when: Expression | None = None
    explain_lost: bool | None = None
    scale: str | None = None
    places: int | None = None
    supplied: bool | None = None
    was: tuple[str, ...] | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RubricFile:
    """
    The keys of a rubric file. Keys that an extension does not give are inherited, but for those that are about the file itself.

    Attributes:
        status: ``draft`` until it is published, ``released`` (never edited again; a correction is a new version), ``superseded``.
        superseded_by: Id of the edition that takes its place.
        valid_from, valid_to: The days between which it is for; evidence of another time is told.
        sha256: Hash of the content when it was released; a file that no longer matches it is refused.
        requires_plugins: Ids of plugins without which it is not loaded.
        layout: How reports are laid out; an extension changes single keys of it.
    """

    format: str
    id: str
    version: str
    status: Status = "draft"
    superseded_by: str | None = None
    sha256: str | None = None
    extends: str | None = None
    aliases: tuple[str, ...] = ()
    requires_plugins: tuple[str, ...] = ()
    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str | None = None
    full_mark: Decimal | None = None
    places: int | None = None
    note: str | None = None
    sample: str | None = None
    policy: PolicyEntry | None = None
    aggregate: Aggregator | None = None
    drop: tuple[str, ...] = ()
    unit: tuple[UnitDeclaration, ...] = ()
    fact: tuple[FactDeclaration, ...] = ()
    across: Mapping[str, AcrossEntry] = attrs.field(factory=dict)
    indicator: tuple[IndicatorEntry, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()
    grade_by: By | None = None
    grade: tuple[Grade, ...] | None = None
    gate: tuple[Gate, ...] = ()
    model: tuple[Model, ...] = ()
    scale: tuple[Scale, ...] = ()
    conversion: tuple[Conversion, ...] = ()
    layout: Layout | None = None
