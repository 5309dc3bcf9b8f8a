"""Grades must cover every total from 0 to the full mark, each exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from evalfw.foundation import ZERO, Problem, Text, shown
from evalfw.rubric.loading.chain import Place
from evalfw.rubric.structures import Grade


def grade_problems(grades: tuple[Grade, ...], place: Place, full_mark: Fraction) -> Iterator[Problem]:
    """
    Empty intervals, and totals with no grade or with two.

    Membership changes only at an end of an interval, so every end and one total between neighbouring ends prove it.
    """
    sound = True
    for number, grade in enumerate(grades):
        what = grade.problem()
        if what is not None:
            sound = False
            yield place.problem((number,), what)
    if not grades or not sound:
        return
    ends = sorted({ZERO, full_mark} | {end for grade in grades for end in grade.ends() if 0 <= end <= full_mark})
    totals = sorted([*ends, *((low + high) / 2 for low, high in pairwise(ends))])
    for total in totals:
        labels = [grade.label for grade in grades if grade.contains(total)]
        if not labels:
            yield place.problem((), Text(f"总分 {shown(total)} 没有等级", f"a total of {shown(total)} has no grade"))
        elif len(labels) > 1:
            named = "、".join(labels)
            what = Text(
                f"总分 {shown(total)} 有多个等级：{named}", f"a total of {shown(total)} has several grades: {named}"
            )
            yield place.problem((), what)
