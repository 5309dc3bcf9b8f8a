"""What the kinds of weighted mean share: normalised parts, and bonus parts added on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from evalfw.foundation import ZERO
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole, bonus_of


def mean(parts: Sequence[Part], whole: Whole, share: Callable[[Part], Fraction]) -> Combined:
    """
    The mean of points ÷ full mark over the parts that count, weighted by *share*, times the full mark of the whole.

    Bonus parts (加减分项) are added to it as points. Without any part that counts, the whole does not count either.
    """

    def figure(given: Sequence[Part]) -> Fraction:
        present = [part for part in given if part.is_present]
        shares = sum((share(part) for part in present), ZERO)
        if not shares:
            return bonus_of(given)
        rates = sum((share(part) * part.points / part.weight for part in present), ZERO)
        return whole.full * rates / shares + bonus_of(given)

    counts = any(part.is_present and share(part) for part in parts)
    bounds = bounds_of(parts, figure, whole.full).clipped(whole.limits.least, whole.limits.most)
    return Combined(whole.limits.nearest(figure(parts)), whole.full if counts else ZERO, bounds)


def gains(
    parts: Sequence[Part], raised: Sequence[Part], whole: Whole, share: Callable[[Part], Fraction]
) -> list[Fraction]:
    """What a mean gains with each of *raised*: a part of its points for those that count, all of them for bonus parts."""
    now = {part.id: part.points for part in parts}
    shares = sum((share(part) for part in parts if part.is_present), ZERO)

    def gain(part: Part) -> Fraction:
        more = part.points - now[part.id]
        if not part.is_present:
            return more
        return whole.full * share(part) * more / part.weight / shares if shares else ZERO

    return list(map(gain, raised))
