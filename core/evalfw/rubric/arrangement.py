"""How the evidence of a subject is gathered and looked after: who supplies what, from where, and who reviews it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Literal

import attrs

from evalfw.foundation import spelled

Option = str | Decimal | bool | date | tuple[str, ...] | Mapping[str, str | Decimal]
"""A value of an option of a source."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Division:
    """
    A division (处室) that supplies evidence.

    Attributes:
        id: Part of file names.
        name: What people call it.
        facts: The facts it supplies, by id or by pattern (``budget.*``); of several divisions the first counts.
        indicators: The indicators it answers for, in the same way; the facts that their rules read go with them, if no division
            names those facts itself.
    """

    id: str
    name: str = ""
    facts: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or self.id


def matches(id: str, patterns: tuple[str, ...]) -> bool:
    """Whether *id* is one of *patterns*, or lies below one that is an inner node or ends with ``*``."""
    return any(id == each or id.startswith(f"{each}.") or fnmatchcase(id, each) for each in patterns)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Change:
    """
    A change between two figures that has to be explained if it is large: against the year before, or against the first budget.

    Attributes:
        id: Stable id.
        label: What it is called.
        before: Fact with the earlier figure; spelled ``from``.
        after: Fact with the later figure; spelled ``to``.
        within: Largest relative change that needs no words: 0.2 is 20 %.
        explained_by: Where the change is explained: a section, or a sentence; empty while it is not.
    """

    id: str
    label: str
    before: str = attrs.field(metadata=spelled("from"))
    after: str = attrs.field(metadata=spelled("to"))
    within: Decimal = Decimal("0.2")
    explained_by: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CollectedFact:
    """
    One fact that a source is read for.

    Attributes:
        id: The fact.
        column: Column that holds it: its heading, or its name in the query.
        cell: Its cell instead, such as ``D12``, or its place, such as ``totals.income``.
        where: Which row: column → value. Exactly one row has to fit.
        take: What is done with the rows that fit: ``only`` one may, or their ``sum``, ``count``, ``least`` or ``most``.
        unit: Unit of the figure in the source, such as 元; that of the fact if empty.
        to_unit: Unit that it is converted to, such as 万元; as it is if empty.
        places: Decimals it is rounded to after that, half up; not rounded if not given, but for shares that never end (6).
        period: The time it is about, where that is not the time evaluated: ``2021年1-10月``.
        document, section, quote, note: As in any entry.
    """

    id: str
    column: str = ""
    cell: str = ""
    where: dict[str, str] = attrs.field(factory=dict)
    take: Literal["only", "sum", "count", "least", "most"] = "only"
    unit: str = ""
    to_unit: str = ""
    places: int | None = None
    period: str = ""
    document: str = ""
    section: str = ""
    quote: str = ""
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Collect:
    """
    A source from which ``evalfw evidence collect`` takes facts.

    Attributes:
        id: Names the file under ``facts/`` that it fills.
        source: What is read and where: ``csv:attachments/a.csv``, ``sql:FINANCE_DB``; spelled ``from``.
        options: What the source needs to know besides, such as ``sheet``, ``query``, ``threshold``; see the sources.
        supplied_by: Who supplies it.
        supplied_on: When it was supplied.
        period: The time that all its figures are about, where that is not the time evaluated.
        fact: The facts that are taken.
    """

    id: str
    source: str = attrs.field(metadata=spelled("from"))
    options: dict[str, Option] = attrs.field(factory=dict)
    supplied_by: str = ""
    supplied_on: date | None = None
    period: str = ""
    fact: tuple[CollectedFact, ...] = ()


Settling = Literal["median", "mean", "lowest", "highest", "majority"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ReviewSettings:
    """
    How several raters (评审人) come to one score (复核分).

    Attributes:
        raters: Who rates; ratings stay closed until all of them are in.
        settle: What is made of their points where they are close enough.
        within: Largest difference between two raters' points that this may settle; above it a person decides.
    """

    raters: tuple[str, ...]
    settle: Settling = "median"
    within: Decimal = Decimal(0)
