"""Evidence: facts with where they come from, and what people have decided about them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import attrs

from evalfw.evidence.history_head import HistoryHead
from evalfw.evidence.provenance import Taken
from evalfw.foundation import Origin, Text, set_later, spelled
from evalfw.language import Audience, FactDeclaration
from evalfw.rubric import Reconciliation

if TYPE_CHECKING:
    from evalfw.evidence.attachment import Attachment
    from evalfw.evidence.history_entry import Entry


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Source:
    """
    What says so (佐证): a document, the place in it, and its words. Every entry of evidence is one.

    Attributes:
        document: Name of the document; the evidence's main document if empty.
        section: Place in it, such as 二（二）.
        quote: Its words, verbatim; white space does not matter.
        note: What the person who recorded it wants a reader to know.
        file: The file that *quote* is found in, below ``attachments/`` or by its name there; empty for none.
        page: Page of the file, from 1.
        supplied_by: Who supplied it.
        supplied_on: When.
        taken: Where the value was taken from.
        audience: Who may see it: ``internal`` is left out of the public edition of a report.
        origin: Where evalfw read this.
        by: The plugin whose collector read it; empty for evalfw itself.
    """

    document: str = ""
    section: str = ""
    quote: str = ""
    note: str = ""
    file: str = ""
    page: int | None = None
    supplied_by: str = ""
    supplied_on: date | None = None
    taken: Taken | None = None
    audience: Audience = "public"
    origin: Origin = attrs.field(default=Origin(""), metadata=set_later())
    by: str = attrs.field(default="", metadata=set_later())

    def words(self, main: str = "") -> Text:
        """The place and the words, for people; the document is left out if it is *main*."""
        document = "" if self.document == main else self.document
        place = " ".join(part for part in (document, self.section) if part)
        quoted = f"“{self.quote}”" if self.quote else ""
        parts = [part for part in (place, quoted) if part]
        return Text("：".join(parts), ": ".join(parts))


StatedValue = bool | str | Decimal | date | tuple[Mapping[str, str], ...]
"""A value as a file states it; texts are read as the declared type says (``83.04%``, ``是``)."""


StatedEnd = Decimal | str | date
"""An end of a range as a file states it, a number or a day; a text may name a unit (``83%``, ``120万元``) or a month."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Statement(Source):
    """
    One statement of a fact. Several statements of one fact must agree.

    Attributes:
        fact: Id of the fact; ``id`` in files.
        value: Its value; None if a range is stated.
        low: Least value it may have, where only a range is known.
        high: Greatest value it may have.
        period: The time it is about, where that is not the time evaluated: ``2021年1-10月``.
    """

    fact: str = attrs.field(metadata=spelled("id"))
    value: StatedValue | None = None
    low: StatedEnd | None = None
    high: StatedEnd | None = None
    period: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Adjudication:
    """
    Which of several statements of one fact counts (裁定), as a plugin decided: never a value that nobody stated.

    Attributes:
        statement: The one that counts.
        reason: Why.
        by: Set by the plugin host: the plugin that decided.
    """

    statement: Statement
    reason: str
    by: str = ""


TOTAL = "total"
"""What a claim names in place of an indicator when it is about the total."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Source):
    """The points that the subject gives itself (自评分) for an indicator, or for ``total``."""

    indicator: str
    points: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Override(Source):
    """Points set by a person in place of the rule: who, why and when are required."""

    indicator: str
    points: Decimal
    author: str
    reason: str
    date: date


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Exemption(Source):
    """
    An indicator that does not concern the subject (``not_applicable``), or that it has been let off (``waived``).

    Attributes:
        indicator: Id of a leaf.
        kind: ``not_applicable`` or ``waived``.
        reason: Why.
        approver: Who decided.
        valid_from: First day on which it holds; spelled ``from``.
        until: Last day on which it holds.
    """

    indicator: str
    kind: Literal["not_applicable", "waived"]
    reason: str
    approver: str
    valid_from: date = attrs.field(metadata=spelled("from"))
    until: date

    @property
    def is_dated(self) -> bool:
        """Whether it says when it holds; those in tables of many units do not."""
        return self.until != date.min


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Explanation(Source):
    """Why an indicator missed or far exceeded its target, and what is done about it (偏差原因分析及改进措施)."""

    indicator: str
    text: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Remark(Source):
    """Something a reader should know about the evidence; shown as a finding, never scored."""

    text: str
    indicators: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class Subject:
    """The organisation under review."""

    id: str
    name: str


@attrs.frozen(kw_only=True, repr=False)
class Period:
    """The time evaluated, both days included."""

    first: date
    last: date


@attrs.frozen(kw_only=True, repr=False)
class Section:
    """A section of the narrative report, as Markdown; *shown* is its file in messages."""

    name: str
    markdown: str
    shown: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EvidencePart:
    """
    What one collector read from one file. Everything is optional; parts are put together in order of file name.

    Declarations and reconciliations come with the place they were read from.
    """

    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    overrides: tuple[Override, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    remarks: tuple[Remark, ...] = ()
    declarations: tuple[tuple[FactDeclaration, Origin], ...] = ()
    reconciliations: tuple[tuple[Reconciliation, Origin], ...] = ()

    def with_each(self, **changes: object) -> "EvidencePart":
        """The part with *changes* to the fields of each of its statements, claims, overrides and so on."""
        changed = {name: tuple(attrs.evolve(each, **changes) for each in getattr(self, name)) for name in ENTRIES}
        return attrs.evolve(self, **changed)


ENTRIES: Mapping[str, type[Source]] = {
    "statements": Statement,
    "claims": Claim,
    "overrides": Override,
    "exemptions": Exemption,
    "explanations": Explanation,
    "remarks": Remark,
}
"""What a part of evidence holds, by name of the field."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evidence:
    """
    All evidence about a subject, as collected and checked against the rubric.

    Attributes:
        subject: The organisation under review.
        document: The document that sources mean where they name none.
        rubric: Id of the rubric the evidence was gathered for.
        rubric_version: Its version then; empty if not said.
        period: The time evaluated; None if not said.
        as_of: The day on which exemptions and overrides are judged; None if not said.
        statements: Facts by id, each with at least one statement.
        claims: Self-scores by indicator.
        overrides: By indicator.
        exemptions: By indicator.
        explanations: By indicator.
        remarks: In order.
        declarations: Facts that the evidence itself declares, by id.
        reconciliations: Relations that the evidence itself declares.
        narrative: Sections of the report, in order.
        adjudications: Which statement counts, by fact, where plugins have decided that.
        history: Where the history of the evidence stands; None if it keeps none.
        changes: What the history says, oldest first.
        attachments: The documents that entries cite.
    """

    subject: Subject
    document: str
    rubric: str
    period: Period | None
    as_of: date | None
    statements: Mapping[str, tuple[Statement, ...]]
    claims: Mapping[str, Claim]
    overrides: Mapping[str, Override]
    exemptions: Mapping[str, Exemption]
    explanations: Mapping[str, Explanation]
    remarks: tuple[Remark, ...]
    declarations: Mapping[str, FactDeclaration]
    reconciliations: tuple[Reconciliation, ...]
    narrative: tuple[Section, ...]
    rubric_version: str = ""
    adjudications: Mapping[str, Adjudication] = attrs.field(factory=dict)
    history: HistoryHead | None = None
    changes: "tuple[Entry, ...]" = ()
    attachments: "tuple[Attachment, ...]" = ()
