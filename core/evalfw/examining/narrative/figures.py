"""Figures in prose: the number, its unit, and the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.examining.narrative.prose import Passage
from evalfw.language import STANDARD, split_unit

_FIGURE = re.compile(
    r"(?<![0-9.A-Za-z])([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(余|多)?(%|％|‰|个百分点|[十百千万亿]{0,2})(元|人|个|件|次|项|户|家|份|宗|条|张|枚|台|分|天|年|月|日)?"
)
_SHARES = STANDARD[""]
_JOINING = re.compile(r"(?:分别|仅|约|近|为|是|达到|达|共计|合计|总计|共有|共|计|完成|实现|有|：|:)+$")
_NAME = re.compile(r"[^\W\d_]+$")
_CHINESE = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

NUMBER = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?![0-9一二两三四五六七八九十])"
"""A small number, in digits or in Chinese."""


class Figure(NamedTuple):
    """
    A figure in prose.

    Attributes:
        value: As printed, without its unit.
        places: Decimals printed.
        unit: Its unit as printed, ``％`` as ``%``.
        name: The words right before it, up to the last digit or mark.
        before: The text right before it, marks included; without the words that join a name and its figure (为, 达到, 共, ：).
        start, end: Where it stands in its passage.
        is_rough: Whether it is said to be about so much (余、多、约、近).
    """

    value: Decimal
    places: int
    unit: str
    name: str
    before: str
    start: int
    end: int
    is_rough: bool

    @property
    def scale(self) -> Fraction:
        """How many plain units one of its unit is: 10,000 for 万元, 1/100 for %."""
        return Fraction(_SHARES[self.unit]) if self.unit in _SHARES else Fraction(10) ** split_unit(self.unit)[0]

    @property
    def family(self) -> str:
        """``money``, ``ratio``, ``people``, ``points``, ``date`` or ``count``; figures of two families are not added up."""
        if self.unit in _SHARES:
            return "ratio"
        base = split_unit(self.unit)[1]
        return {"元": "money", "人": "people", "分": "points", "年": "date", "月": "date", "日": "date"}.get(
            base, "count"
        )

    @property
    def amount(self) -> Fraction:
        """Its value in plain units."""
        return Fraction(self.value) * self.scale


def figures_of(passage: Passage) -> Iterator[Figure]:
    """The figures of *passage*, in order; those that are part of a name (12345热线) too: what follows tells."""
    text = passage.text
    for found in _FIGURE.finditer(text):
        digits, rough, power, base = found.groups()
        unit = (power or "").replace("％", "%") + (base or "")
        before = _NAME.search(text[: found.start()])
        name = before.group() if before is not None else ""
        yield Figure(
            value=Decimal(digits.replace(",", "")),
            places=len(digits.partition(".")[2]),
            unit=unit,
            name=name.removesuffix("约").removesuffix("近"),
            before=_JOINING.sub("", text[max(found.start() - 60, 0) : found.start()]),
            start=found.start(),
            end=found.end(),
            is_rough=_is_rough(text, found.end(), name, rough is not None, "." in digits),
        )


def _is_rough(text: str, end: int, name: str, is_marked: bool, has_decimals: bool) -> bool:
    """Whether the figure is said to be about so much, or at least; 约 before a figure with decimals is a manner of speaking."""
    return (
        is_marked
        or text[end : end + 1] in ("余", "多")
        or text.startswith(("以上", "以下", "及以上", "及以下", "左右", "以内"), end)
        or name.endswith(("近", "超", "逾", "超过", "不少于", "不超过"))
        or (name.endswith("约") and not has_decimals)
    )


def number_of_words(written: str) -> int:
    """A small number in digits or in Chinese: 3, 三, 十一, 二十."""
    if written.isascii():
        return int(written)
    if "十" not in written:
        return _CHINESE[written]
    tens, _, ones = written.partition("十")
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
