"""What aggregators in columns take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evalfw.language import Conversion
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.parts import Face, PartTerms
from evalfw.population.columns.reading import Ratio
from evalfw.population.columns.terms import Term, Terms


class Making(NamedTuple):
    """
    What aggregators need besides their parts.

    Attributes:
        t: Makes terms.
        facts: The facts, for aggregators that read them.
        conversions: By id.
        full: Full mark of the node, in the unit of the rubric.
        unit: The unit of the rubric: how many make one point.
        is_ordinal: Whether points stand for labels.
    """

    t: Terms
    facts: TableFacts
    conversions: Mapping[str, Conversion]
    full: int
    unit: int
    is_ordinal: bool = False


class Figure(NamedTuple):
    """
    What is made.

    Attributes:
        value: Points, exact, in the unit of the rubric.
        weight: Full mark that counts.
        divided: Where something was divided, so that it has to be rounded.
        odd: Where columns do not tell; scoring is asked for the whole row.
    """

    value: Ratio
    weight: Term
    divided: Term
    odd: Term


Parts = Sequence[PartTerms]


def plain(value: Term, weight: Term, making: Making, odd: Term | None = None) -> Figure:
    t = making.t
    return Figure(Ratio(value, t.value(1)), weight, t.value(False), t.value(False) if odd is None else odd)


def faces(parts: Parts, at: int) -> list[tuple[PartTerms, Face]]:
    return [(part, part.faces[at]) for part in parts]
