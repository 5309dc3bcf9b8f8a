"""Sums in prose: a figure and its parts (其中), and parts with their total (合计)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from evalfw.examining.narrative.figures import Figure, figures_of
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.foundation import Text, shown

_NO_PART = re.compile(
    r"较|比|增加|减少|增长|下降|提高|降低|上升|节约|超支|结余|执行|调整|累计|实际|人均|平均|同期|上年|去年"
)
"""Names of figures that are compared with something, and are no part of the whole."""

_OF_THESE = re.compile(r"(（)?其中[：:]?")


def sum_observations(passages: tuple[Passage, ...]) -> Iterator[Observation]:
    """``narrative.sum``: parts that do not make their total."""
    for passage in passages:
        figures = [each for each in figures_of(passage) if each.family != "date"]
        for mark in _OF_THESE.finditer(passage.text):
            yield from _of_these(passage, figures, mark.start(), mark.end(), bracketed=mark[1] is not None)
        for total in figures:
            if total.name.endswith("合计"):
                yield from _together(passage, figures, total)


def _of_these(passage: Passage, figures: list[Figure], start: int, end: int, bracketed: bool) -> Iterator[Observation]:
    text = passage.text
    stop = text.find("）" if bracketed else "。", end)
    stop = len(text) if stop < 0 else stop
    begin = max(text.rfind(mark, 0, start) for mark in "。；") + 1
    before = [each for each in figures if begin <= each.start < start]
    parts = [each for each in figures if end <= each.start < stop]
    nested = _OF_THESE.search(text, end, stop)
    if nested is not None:
        parts = [each for each in parts if each.start < nested.start()]
    whole = next((each for each in reversed(before) if any(each.family == part.family for part in parts)), None)
    if whole is None:
        return
    same = [
        part
        for part in parts
        if part.family == whole.family and not part.is_rough and _NO_PART.search(part.name) is None
    ]
    if len(same) < 2 or whole.is_rough or whole.family == "ratio":
        return
    total = sum((part.amount for part in same), Fraction(0))
    is_complete = (whole.family == "money" or whole.places > 0) and not text.startswith("等", same[-1].end)
    if _some_first_make(same, whole.amount) or (total < whole.amount and not is_complete):
        return
    yield _differs(passage, whole, same, total)


def _some_first_make(parts: list[Figure], whole: Fraction) -> bool:
    """Whether two or more of *parts*, from the first on, make *whole*: what follows them speaks of something else."""
    total = parts[0].amount
    for part in parts[1:]:
        total += part.amount
        if total == whole:
            return True
    return False


def _together(passage: Passage, figures: list[Figure], total: Figure) -> Iterator[Observation]:
    """The figures right before a 合计, of its unit: the last two or more of them have to make it."""
    begin = max(passage.text.rfind(mark, 0, total.start) for mark in "。；") + 1
    parts = [
        each
        for each in figures
        if begin <= each.start < total.start and each.unit == total.unit and _NO_PART.search(each.name) is None
    ]
    for count in range(2, len(parts) + 1):
        if sum(each.amount for each in parts[-count:]) == total.amount:
            return
    if len(parts) >= 2:
        yield _differs(passage, total, parts, sum((each.amount for each in parts), Fraction(0)))


def _differs(passage: Passage, whole: Figure, parts: list[Figure], total: Fraction) -> Observation:
    def words(amount: Fraction) -> str:
        return f"{shown(amount / whole.scale)}{whole.unit}"

    added = " + ".join(shown(part.amount / whole.scale) for part in parts)
    gap = words(abs(total - whole.amount))
    return Observation(
        "narrative.sum",
        "warning",
        passage.place(whole.start),
        Text(
            f"{whole.name}写 {words(whole.amount)}，各项之和是 {added} = {words(total)}，相差 {gap}",
            f"{whole.name}: printed as {words(whole.amount)}, its parts make {added} = {words(total)}, off by {gap}",
        ),
        passage.around(whole.start, parts[-1].end),
    )
