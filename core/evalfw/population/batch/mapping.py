"""What a mapping says of a table: which column holds what, and which facts are worked out across all units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import attrs

from evalfw.foundation import Text, nearest
from evalfw.rubric import Across, Rubric, across_misfits


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
        return json.dumps([sorted(self.columns.items()), sorted(map(str, self.across))], ensure_ascii=False)


def across_problems(
    across: Iterable[Across], rubric: Rubric, found: Mapping[str, str], there: list[str], said_by: Text
) -> Iterable[Text]:
    """
    What is wrong with facts across units.

    Args:
        across: They.
        rubric: The rubric.
        found: What the table holds → its column.
        there: The columns of the table.
        said_by: Who says so: ``--mapping 的 ``; nothing for the rubric.
    """
    for each in across:
        where = said_by + Text(f"[across.{each.fact}]：", f"[across.{each.fact}]: ")
        for misfit in across_misfits(each, rubric.facts):
            said = where + misfit.what
            yield said if misfit.hint is None else said + Text("；", "; ") + misfit.hint
        if each.fact in found:
            yield where + Text("表里已有这一列", "the table has a column for it")
        if each.of in rubric.facts and each.of not in found:
            yield where + Text(f"表里没有 '{each.of}' 的列", f"the table has no column for '{each.of}'")
        if each.by and each.by not in there:
            hint = nearest(each.by, there)
            said = where + Text(f"表里没有列 '{each.by}'", f"the table has no column '{each.by}'")
            yield said if hint is None else said + Text("；", "; ") + hint
