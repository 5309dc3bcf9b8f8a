"""What a mapping says of a table: which column holds what, and which facts are worked out across all units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

from evalfw.foundation import Text, listing, nearest, verbatim
from evalfw.rubric import Rubric

HOWS = ("count", "sum", "mean", "median", "least", "most", "place", "place_from_last")
"""What can be worked out across units, called as in expressions over lists."""


class Across(NamedTuple):
    """
    A fact that is worked out across the units of a table: the mean of a city, the place in a ranking.

    Attributes:
        fact: The fact that it gives to every unit.
        how: One of ``HOWS``.
        of: The fact whose values count.
        by: The column that says which units belong together; empty for all.
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


@attrs.frozen
class TableMapping:
    """
    A mapping.

    Attributes:
        columns: What (``unit``, ``name``, a fact, ``<indicator>@claim`` …) → column.
        across: Facts that are worked out across units.
    """

    columns: Mapping[str, str] = attrs.field(factory=dict)
    across: tuple[Across, ...] = ()

    @property
    def said(self) -> str:
        """All of it as one text, the same for the same mapping."""
        return json.dumps([sorted(self.columns.items()), sorted(self.across)], ensure_ascii=False)


def across_problems(
    across: Iterable[Across], rubric: Rubric, found: Mapping[str, str], there: list[str]
) -> Iterable[Text]:
    """
    What is wrong with facts across units.

    Args:
        across: They.
        rubric: The rubric.
        found: What the table holds → its column.
        there: The columns of the table.
    """
    for each in across:
        where = Text(f"--mapping 的 [across.{each.fact}]：", f"--mapping, [across.{each.fact}]: ")
        for fact in (each.fact, each.of):
            declaration = rubric.facts.get(fact)
            if declaration is None:
                hint = nearest(fact, rubric.facts)
                said = where + Text(f"没有事实 '{fact}'", f"there is no fact '{fact}'")
                yield said if hint is None else said + Text("；", "; ") + hint
            elif not declaration.is_numeric:
                yield where + Text(f"'{fact}' 不是数", f"'{fact}' is no number")
        if each.fact in found:
            yield where + Text("表里已有这一列", "the table has a column for it")
        if each.of in rubric.facts and each.of not in found:
            yield where + Text(f"表里没有 '{each.of}' 的列", f"the table has no column for '{each.of}'")
        if each.by and each.by not in there:
            hint = nearest(each.by, there)
            said = where + Text(f"表里没有列 '{each.by}'", f"the table has no column '{each.by}'")
            yield said if hint is None else said + Text("；", "; ") + hint
        if each.how not in HOWS:
            named = listing(map(verbatim, HOWS))
            yield where + Text(f"how 没有 '{each.how}'；可用 {named.zh}", f"no how '{each.how}'; known: {named.en}")
