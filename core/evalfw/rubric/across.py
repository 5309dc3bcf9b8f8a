"""Facts that are worked out across the units of a table: the mean of a city, the place in a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

from evalfw.foundation import Misfit, Text, listing, nearest, verbatim
from evalfw.language import FactDeclaration, unlike

HOWS = ("count", "sum", "mean", "median", "least", "most", "place", "place_from_last")
"""What can be worked out across units, called as in expressions over lists."""

WITHOUT_UNIT = frozenset({"count", "place", "place_from_last"})
"""What gives a number of units, whatever is counted."""


class Across(NamedTuple):
    """
    A fact that is worked out across units.

    Attributes:
        fact: The fact that it gives to every unit.
        how: One of ``HOWS``.
        of: The fact whose values count.
        by: The fact, or the column of a table, that says which units belong together; empty for all.
    """

    fact: str
    how: str
    of: str
    by: str = ""

    @property
    def column(self) -> str:
        """The column that holds it, beside those of the table."""
        return f"~across {self.fact}"

    @property
    def is_place(self) -> bool:
        """Whether each unit gets its own."""
        return self.how in ("place", "place_from_last")

    def rate(self, of: FactDeclaration, target: FactDeclaration) -> Fraction | None:
        """What a figure of values of *of* is multiplied by to be one of *target*; None if they measure different things."""
        return Fraction(1) if self.how in WITHOUT_UNIT else of.measure.rate(target.measure)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AcrossEntry:
    """
    How a fact is worked out across units, under its id in ``[across]``.

    Attributes:
        how: ``count``, ``sum``, ``mean``, ``median``, ``least``, ``most``, ``place`` or ``place_from_last``.
        of: The fact whose values count.
        by: The fact, or the column of a table, that says which units belong together; empty for all.
    """

    how: str
    of: str
    by: str = ""


def across_misfits(each: Across, facts: Mapping[str, FactDeclaration]) -> list[Misfit]:
    """What does not fit about *each*, which a rubric declares."""
    found = []
    for key, id in (("", each.fact), ("of", each.of)):
        path = (key,) if key else ()
        if id not in facts:
            what = Text(f"没有声明事实 '{id}'", f"no fact '{id}' is declared")
            found.append(Misfit(path, what, nearest(id, facts)))
        elif not facts[id].is_numeric:
            found.append(Misfit(path, Text(f"'{id}' 不是数", f"'{id}' is no number")))
    if each.fact == each.of:
        found.append(Misfit(("of",), Text("不能由自己得出", "it cannot be made of itself")))
    if each.how not in HOWS:
        named = listing(map(verbatim, HOWS))
        what = Text(f"没有 '{each.how}'；可用 {named.zh}", f"no '{each.how}'; known: {named.en}")
        found.append(Misfit(("how",), what))
    if not found and each.rate(facts[each.of], facts[each.fact]) is None:
        found.append(Misfit(("of",), unlike(facts[each.of].measure, facts[each.fact].measure)))
    return found
