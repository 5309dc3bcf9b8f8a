"""What a spreadsheet lets people type into a cell (数据有效性), with the words it refuses anything else with."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.evidence.workbooks.filling import NO_ITEMS, SEE_ITEMS
from evalfw.foundation import shown, shown_span
from evalfw.language import FactDeclaration
from evalfw.rubric import Indicator

TITLE, MESSAGE = 32, 255
"""Longest title and message that Excel shows."""


class Limit(NamedTuple):
    """
    What a cell takes.

    Attributes:
        validate: ``decimal``, ``integer``, ``date``, ``list`` or ``length``.
        least, most: Its ends; None for none.
        choices: What may be chosen.
        error: The words of a refusal.
    """

    validate: str
    least: Fraction | None = None
    most: Fraction | None = None
    choices: tuple[str, ...] = ()
    error: str = ""

    def options(self, choices_at: str = "") -> dict[str, object]:
        """As xlsxwriter takes it; *choices_at*: the cells that hold the choices, where they are too long for a list."""
        options: dict[str, object] = {
            "validate": self.validate,
            "error_title": "填写有误",
            "error_message": self.error[:MESSAGE],
        }
        if self.validate == "list":
            return options | {"source": f"={choices_at}" if choices_at else list(self.choices)}
        least, most = self.least, self.most
        if self.validate == "length":
            return options | {"criteria": "<=", "value": 32000}
        if least is not None and most is not None:
            return options | {"criteria": "between", "minimum": _plain(least), "maximum": _plain(most)}
        if least is not None:
            return options | {"criteria": ">=", "value": _plain(least)}
        if most is not None:
            return options | {"criteria": "<=", "value": _plain(most)}
        return options | {"criteria": ">=", "value": -1e15}


def _plain(value: Fraction) -> float:
    """*value* as xlsxwriter takes it; a whole number without a point."""
    return int(value) if value.denominator == 1 else float(value)


def limit_of_fact(fact: FactDeclaration) -> Limit:
    """What the value of *fact* may be."""
    if fact.type == "bool":
        return Limit("list", choices=("是", "否"), error=f"“{fact.label}”请选 是 或 否")
    if fact.type == "choice":
        return Limit("list", choices=tuple(fact.choices.values()), error=f"“{fact.label}”请从下拉中选")
    if fact.type == "list":
        return Limit("list", choices=(SEE_ITEMS, NO_ITEMS), error=f"“{fact.label}”在条目表里填；没有就选“无”")
    if fact.type == "date":
        return Limit("date", error=f"“{fact.label}”请填日期，如 2021-06-30")
    if fact.type == "text":
        return Limit("length", error="文字太长")
    least, most = fact.domain.least, fact.domain.most
    if fact.type == "ratio":
        ends = [None if end is None else end * 100 for end in (least, most)]
        return Limit("decimal", least, most, error=f"“{fact.label}”是百分数，请填 {shown_span(*ends)}%，如 83.04%")
    unit = f"（{fact.unit}）" if fact.unit else ""
    asked = f"请填 {shown_span(least, most)}" if least is not None or most is not None else "请填数"
    whole = "整数，" if fact.type == "count" else ""
    return Limit(
        "integer" if fact.type == "count" else "decimal",
        least,
        most,
        error=f"“{fact.label}”{unit}是{whole}{asked}".replace("是请", "请"),
    )


def limit_of_points(leaf: Indicator) -> Limit:
    """What the self-score or the points set for *leaf* may be."""
    least, most = leaf.limits.least, leaf.limits.most
    return Limit("decimal", least, most, error=f"“{leaf.title}”：{points_words(leaf)}")


def points_words(leaf: Indicator) -> str:
    """What may be given for *leaf*: 分值是 2 分，请填 0～2; for an extra indicator without limits that points are wanted."""
    least, most = leaf.limits.least, leaf.limits.most
    if most is not None and least == 0 and not leaf.extra:
        return f"分值是 {shown(most)} 分，请填 {shown_span(least, most)}"
    if least is None and most is None:
        return "请填加减的分数"
    ends = [
        f"最少 {shown(least)} 分" if least is not None else "",
        f"最多 {shown(most)} 分" if most is not None else "",
    ]
    return "请填分数，" + "，".join(end for end in ends if end)


def as_number(text: str) -> Decimal | None:
    """*text* as a number that a spreadsheet keeps exactly: at most 15 digits."""
    from evalfw.foundation import numeral

    number = numeral(text)
    return number if number is not None and len(number.as_tuple().digits) <= 15 else None
