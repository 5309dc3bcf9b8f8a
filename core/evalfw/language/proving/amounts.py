"""The largest and the least award of a rule, and whether any is outside what its indicator allows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.foundation import NOTHING, ZERO, Text, shown
from evalfw.language.algebra import Range
from evalfw.language.proving.cell import Cell
from evalfw.language.proving.subject import BEYOND, UNSHOWN, Subject, Verdict


def amount_verdicts(subject: Subject, cells: tuple[Cell, ...]) -> Iterator[Verdict]:
    """The largest and the least award, and whether any is outside what the indicator allows."""
    given = [cell for cell in cells if cell.how != "unruled" and not cell.is_undefined]
    spans = [(cell, cell.span) for cell in given]
    if any(span is None for _, span in spans):
        yield from amount_verdicts_by_bounds(subject, BEYOND)
        return
    reached = [(cell, span) for cell, span in spans if span is not None]
    if not reached:
        return
    lows = sorted(reached, key=lambda each: (each[1].least is not None, each[1].least or ZERO))
    highs = sorted(reached, key=lambda each: (each[1].most is not None, -(each[1].most or ZERO)))
    low, high = lows[0][1].least, highs[0][1].most
    if subject.weight > 0:
        yield _largest(subject, high, [cell for cell, span in highs if span.most == high])
    floor = subject.rule.declared_floor(subject.weight)
    if floor is not None:
        yield _least(subject, floor, low, [cell for cell, span in lows if span.least == low])
    yield _inside(subject, reached)


def _largest(subject: Subject, high: Fraction | None, cells: list[Cell]) -> Verdict:
    full = shown(subject.weight)
    if high is None or high > subject.weight:  # told as outside, if so
        cells = [cell for cell in cells if cell.award.how == "awarded"]
        found = any(_reached(subject, cell, subject.weight, most=True) is not None for cell in cells)
        return Verdict("largest", "proved") if found else Verdict("largest", "not_proved", UNSHOWN)
    said = Text(f"最多只能得 {shown(high)} 分，到不了 {full} 分", f"at most {shown(high)} of {full} can be earned")
    if high < subject.weight:
        where = next((at for cell in cells if (at := _reached(subject, cell, high, most=True)) is not None), NOTHING)
        return Verdict("largest", "violated", said, where)
    if any(_reached(subject, cell, high, most=True) is not None for cell in cells):
        return Verdict("largest", "proved")
    if all(cell.is_about_one_number for cell in cells):
        near = Text(f"只能接近、得不到 {full} 分", f"{full} points are approached, never earned")
        return Verdict("largest", "violated", near)
    return Verdict("largest", "not_proved", UNSHOWN)


def _least(subject: Subject, floor: Fraction, low: Fraction | None, cells: list[Cell]) -> Verdict:
    if low is not None and low > floor:
        said = Text(
            f"声明最少 {shown(floor)} 分，而最少能得 {shown(low)} 分",
            f"the floor is {shown(floor)}, but at least {shown(low)} is awarded",
        )
        where = next((at for cell in cells if (at := _reached(subject, cell, low, most=False)) is not None), NOTHING)
        return Verdict("least", "violated", said, where)
    if low == floor and any(_reached(subject, cell, low, most=False) is not None for cell in cells):
        return Verdict("least", "proved")
    return Verdict("least", "not_proved", UNSHOWN)


def _inside(subject: Subject, reached: list[tuple[Cell, Range]]) -> Verdict:
    """A weighted indicator allows nothing beyond its limits; the limits of an extra one cap what its rule gives."""
    doubtful = False
    for cell, span in reached if subject.weight > 0 else ():
        too_low = subject.least is not None and (span.least is None or span.least < subject.least)
        too_high = subject.most is not None and (span.most is None or span.most > subject.most)
        for wrong, points, most in ((too_low, span.least, False), (too_high, span.most, True)):
            if not wrong:
                continue
            where = _outside(subject, cell, points, most)
            if where is not None:
                amount = "∞" if points is None else shown(points)
                said = Text(f"会给 {amount} 分，超出允许范围", f"awards {amount}, outside what the indicator allows")
                return Verdict("inside", "violated", said, where)
            doubtful = True
    return Verdict("inside", "not_proved", UNSHOWN) if doubtful else Verdict("inside", "proved")


def _outside(subject: Subject, cell: Cell, points: Fraction | None, most: bool) -> Text | None:
    """Facts of *cell* for which the award, read exactly, is outside the limits; None if none are found."""
    for region in (cell.where_points(points, most), cell.region):
        witness = region.witness()
        award = None if witness is None or not subject.can_be_tried(region) else subject.award(witness)
        if witness is None or award is None:
            continue
        ends = award.span.least, award.span.most
        beyond = any(
            end is not None
            and (
                (subject.least is not None and end < subject.least) or (subject.most is not None and end > subject.most)
            )
            for end in ends
        )
        if beyond:
            return subject.shown(witness)
    return None


def _reached(subject: Subject, cell: Cell, points: Fraction, most: bool) -> Text | None:
    """Facts of *cell* for which the award, read exactly, is *points*; None if none are found."""
    region = cell.where_points(points, most)
    witness = region.witness()
    if witness is None:
        return None
    if subject.can_be_tried(region):
        award = subject.award(witness)
        if award is None or (award.span.most if most else award.span.least) != points:
            return None
    return subject.shown(witness)


def amount_verdicts_by_bounds(subject: Subject, why: Text) -> Iterator[Verdict]:
    """What the bounds reading proves of amounts that are beyond linear arithmetic: they may be wider than what can be."""
    span = subject.bounds().span
    inside = _not_below(span.least, subject.least) and _not_below(_less(subject.most), _less(span.most))
    if subject.weight > 0:
        yield Verdict("largest", "not_proved", why)
    if subject.rule.declared_floor(subject.weight) is not None:
        yield Verdict("least", "not_proved", why)
    yield Verdict("inside", "proved") if inside else Verdict("inside", "not_proved", why)


def _less(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _not_below(value: Fraction | None, limit: Fraction | None) -> bool:
    return limit is None or (value is not None and value >= limit)
