"""What nodes give to the node above them, as terms: now, and with everything open at its least and at its most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalfw.population.columns.terms import Term, Terms


class Face(NamedTuple):
    """
    A part in one way of looking at it: as it counts now, with all that is open at its least, or at its most.

    Attributes:
        points: Points, in the unit of the rubric; null where the least or the most has no limit.
        weight: Full mark that counts; 0 if the part is left out.
        spread: Full mark that is to be spread over the others.
        evenly: Whether in equal parts, where any is: then scoring is asked.
    """

    points: Term
    weight: Term
    spread: Term
    evenly: bool = False


class PartTerms(NamedTuple):
    """
    A part; all numbers in the unit of the rubric.

    Attributes:
        id: The node.
        now, least, most: Its faces.
        full, share: As in a part.
        risk: Its risk class.
        extra: Whether it stands outside the full mark.
        decided: Where it is scored, and not open.
        low, high: Its limits; null where there is none.
        parts: The parts below it.
        is_gone: Where it does not apply as a whole.
    """

    id: str
    now: Face
    least: Face
    most: Face
    full: int
    share: int
    risk: str
    extra: bool
    decided: Term
    low: Term
    high: Term
    parts: tuple[PartTerms, ...] = ()
    is_gone: Term | None = None

    @property
    def faces(self) -> tuple[Face, Face, Face]:
        """Now, at its least, at its most."""
        return self.now, self.least, self.most


NOW, LEAST = 0, 1
"""The first two of the faces of a part."""


def present(part: PartTerms, face: Face, t: Terms) -> Term:
    """Where *part* counts."""
    return t.value(False) if part.extra else t.less(t.value(0), face.weight)


def bonus(parts: Sequence[PartTerms], at: int, t: Terms) -> Term:
    """Points of parts outside the full mark."""
    return t.total(part.faces[at].points for part in parts if part.extra)


def end_of(ends: Term, instead: int, t: Terms) -> Term:
    """*ends*, and *instead* where there is no limit."""
    return t.fill(ends, t.value(instead))
