"""What a mapping says of a table: which column holds what, and which facts are worked out across all units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import attrs

from evalfw.foundation import Text, listing, nearest, verbatim
from evalfw.language import unlike
from evalfw.rubric import HOWS, Across, Rubric


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
        one, other = rubric.facts.get(each.of), rubric.facts.get(each.fact)
        if one is not None and other is not None and each.rate(one, other) is None:
            yield where + unlike(one.measure, other.measure)
        if each.how not in HOWS:
            named = listing(map(verbatim, HOWS))
            yield where + Text(f"how 没有 '{each.how}'；可用 {named.zh}", f"no how '{each.how}'; known: {named.en}")
