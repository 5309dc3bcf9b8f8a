"""Where a value stands, as a saved report says it."""

from __future__ import annotations

from typing import get_args

from evalfw.evidence import Source, Statement, Taken
from evalfw.foundation import Origin
from evalfw.language import Audience
from evalfw.reporting.saving.cursor import Cursor

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def audience_at(at: Cursor) -> Audience:
    """Whom an entry is for; what says nothing is public."""
    return "public" if at.is_null else at.one_of(AUDIENCES)


def source_at(at: Cursor) -> Source:
    """Where a value stands."""
    page, audience = at["page"], at.get("audience")
    return Statement(
        fact="",
        period=at["period"].text(),
        document=at["document"].text(),
        section=at["section"].text(),
        quote=at["quote"].text(),
        note=at["note"].text(),
        file=at["file"].text(),
        page=None if page.is_null else page.whole(),
        supplied_by=at["supplied_by"].text(),
        supplied_on=at["supplied_on"].day(),
        taken=at["taken"].maybe(_taken),
        audience=audience_at(audience),
        origin=Origin(at["origin"].text()),
        by=at["collector"].text(),
    )


def _taken(at: Cursor) -> Taken:
    row = at["row"]
    return Taken(
        collector=at["collector"].text(),
        file=at["file"].text(),
        sheet=at["sheet"].text(),
        cell=at["cell"].text(),
        row=None if row.is_null else row.whole(),
        query=at["query"].text(),
        database=at["database"].text(),
        digest=at["digest"].text(),
    )
