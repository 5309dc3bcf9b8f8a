"""Which column of an official table is which: headers differ in wording and order from city to city."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evalfw.foundation import Cell, Table

_NAMES: Mapping[str, tuple[str, ...]] = {
    "level1": ("一级指标", "level1"),
    "level2": ("二级指标", "level2"),
    "level3": ("三级指标", "level3", "指标名称", "具体指标"),
    "level4": ("四级指标", "level4"),
    "description": ("指标说明", "指标解释", "指标内涵", "说明", "description"),
    "criterion": (
        *(
            "评价要点",
            "评分标准",
            "评分办法",
            "评分细则",
            "评价标准",
            "计分标准",
            "计分办法",
            "评分方法",
            "考核标准",
            "扣分标准",
        ),
        "criterion",
    ),
    "gist": ("评价要点", "考核要点"),
    "target": ("年度指标值", "指标值", "目标值", "标准值", "target"),
    "points": ("分值", "标准分", "标准分值", "满分", "权重分值", "分值权重", "points"),
    "share": ("权重",),
    "self_score": ("自评分", "自评得分", "得分", "自评分值", "selfscore"),
    "level1_points": ("一级指标分值", "一级分值", "level1points"),
    "level2_points": ("二级指标分值", "二级分值", "level2points"),
}
_KEYS = {name: key for key, names in _NAMES.items() for name in names}
LEVELS = ("level1", "level2", "level3", "level4")
MOST_ROWS_ABOVE = 30
"""Most rows of titles and notes above the header."""


class Header(NamedTuple):
    """
    Attributes:
        row: Which row it is, from 0.
        columns: Column by key.
        subtotals: Column with the points of a level, by the key of the level.
    """

    row: int
    columns: Mapping[str, int]
    subtotals: Mapping[str, int]

    @property
    def levels(self) -> tuple[str, ...]:
        """Keys of the level columns, highest first."""
        return tuple(level for level in LEVELS if level in self.columns)


def find_header(table: Table) -> Header | None:
    """The header of *table*; None if no row names a level, a criterion and points."""
    for number, row in enumerate(table.rows[:MOST_ROWS_ABOVE]):
        header = _header(number, row)
        if header is not None:
            return header
    return None


def is_header(row: Sequence[Cell], header: Header) -> bool:
    """Whether *row* repeats the header, as tables do on each page."""
    levels = [header.columns[level] for level in header.levels]
    return all(key_of(row[column].text) in LEVELS for column in levels)


def key_of(text: str) -> str | None:
    """What a heading names; brackets, white space and punctuation do not matter."""
    plain = unicodedata.normalize("NFKC", text).lower()
    without = re.sub(r"\(.*?\)|[\s_:：/、*]", "", plain)
    return _KEYS.get(without)


def _header(number: int, row: Sequence[Cell]) -> Header | None:
    named = list(_named(row))
    columns: dict[str, int] = {}
    if not any(key == "points" for key, _ in named):  # 权重 means points where there is no other column for them
        named = [("points" if key == "share" else key, column) for key, column in named]
    if not any(key == "criterion" for key, _ in named):  # and so does 评价要点 the sentence
        named = [("criterion" if key == "gist" else key, column) for key, column in named]
    for key, column in named:
        if key not in ("points", "share"):
            columns.setdefault(key, column)
    levels = [level for level in LEVELS if level in columns]
    points = [column for key, column in named if key == "points"]
    if not levels or not points or "criterion" not in columns:
        return None
    columns["points"] = points[-1]
    subtotals = {level: columns[f"{level}_points"] for level in levels if f"{level}_points" in columns}
    for column in points[:-1]:  # 一级指标 | 分值 | 二级指标 | 分值 | …
        before = [level for level in levels if columns[level] < column]
        if before:
            subtotals[max(before, key=lambda level: columns[level])] = column
    deepest = levels[-1]
    if subtotals.get(deepest) is not None:
        columns["points"] = subtotals.pop(deepest)
    return Header(number, columns, subtotals)


def _named(row: Sequence[Cell]) -> Iterator[tuple[str, int]]:
    """Key and column of every heading; a merged heading counts once."""
    seen: set[tuple[int, int]] = set()
    for column, cell in enumerate(row):
        key = key_of(cell.text)
        if key is not None and cell.anchor not in seen:
            seen.add(cell.anchor)
            yield key, column
