"""Facts that are worked out across the units of a table: the mean of a city, the place in a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

from evalfw.foundation import Misfit, Text, listing, nearest, verbatim
from evalfw.language import FactDeclaration, Quantity, unlike

OF_EACH = ("place", "place_from_last", "percent_rank", "z_score")
"""What each unit gets for its own value: its place; the share of units that have no more; by how many standard deviations it is above the mean."""

HOWS = ("count", "sum", "mean", "median", "least", "most", "deviation", "percentile", *OF_EACH)
"""What can be worked out across units, called as in expressions over lists; ``deviation`` is the standard deviation of all units."""

WITHOUT_UNIT = frozenset({"count", *OF_EACH})
"""What gives a number without the unit of what is counted."""


class Across(NamedTuple):
    """
    A fact that is worked out across units.

    Attributes:
        fact: The fact that it gives to every unit.
        how: One of ``HOWS``.
        of: The fact whose values count.
        by: The fact, or the column of a table, that says which units belong together; empty for all.
        share: Of ``percentile``: the share of units that do not exceed it; half-way between two where it falls between them, as a median does.
    """

    fact: str
    how: str
    of: str
    by: str = ""
    share: Fraction | None = None

    @property
    def column(self) -> str:
        """The column that holds it, beside those of the table."""
        return f"~across {self.fact}"

    @property
    def is_of_each(self) -> bool:
        """Whether each unit gets its own."""
        return self.how in OF_EACH

    def rate(self, of: FactDeclaration, target: FactDeclaration) -> Fraction | None:
        """What a figure of values of *of* is multiplied by to be one of *target*; None if they measure different things."""
        return Fraction(1) if self.how in WITHOUT_UNIT else of.measure.rate(target.measure)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AcrossEntry:
    """
    How a fact is worked out across units, under its id in ``[across]``.

    Attributes:
        how: ``count``, ``sum``, ``mean``, ``median``, ``least``, ``most``, ``deviation``, ``percentile``, ``place``, ``place_from_last``,
            ``percent_rank`` or ``z_score``.
        of: The fact whose values count.
        by: The fact, or the column of a table, that says which units belong together; empty for all.
        share: Of ``percentile``: the share of units that do not exceed it.
    """

    how: str
    of: str
    by: str = ""
    share: Quantity | None = None

    def of_fact(self, fact: str) -> Across:
        """What is worked out for *fact*."""
        share = None if self.share is None else Fraction(self.share)
        return Across(
            fact, self.how, self.of, self.by, share / 100 if getattr(self.share, "unit", "") == "%" and share else share
        )


def across_misfits(each: Across, facts: Mapping[str, FactDeclaration]) -> list[Misfit]:
    """What does not fit about *each*: facts, units, how."""
    found = []
    for key, id in (("", each.fact), ("of", each.of)):
        path = (key,) if key else ()
        if id not in facts:
            what = Text(f"没有事实 '{id}'", f"there is no fact '{id}'")
            found.append(Misfit(path, what, nearest(id, facts)))
        elif not facts[id].is_numeric:
            found.append(Misfit(path, Text(f"'{id}' 不是数", f"'{id}' is no number")))
    if each.fact == each.of:
        found.append(Misfit(("of",), Text("不能由自己得出", "it cannot be made of itself")))
    if each.how not in HOWS:
        named = listing(map(verbatim, HOWS))
        what = Text(f"how 没有 '{each.how}'；可用 {named.zh}", f"no how '{each.how}'; known: {named.en}")
        found.append(Misfit(("how",), what))
    if (each.how == "percentile") != (each.share is not None):
        what = Text(
            "percentile 要写 share，如 0.75，其他的不写", "'percentile' takes a 'share' such as 0.75, nothing else does"
        )
        found.append(Misfit(("share",), what))
    elif each.share is not None and not 0 < each.share < 1:
        found.append(Misfit(("share",), Text("share 在 0 和 1 之间", "'share' lies between 0 and 1")))
    if not found and each.rate(facts[each.of], facts[each.fact]) is None:
        found.append(Misfit(("of",), unlike(facts[each.of].measure, facts[each.fact].measure)))
    return found
