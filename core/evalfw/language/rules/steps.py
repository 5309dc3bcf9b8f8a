"""How steps of a distance are counted (每超过/低于 u): whole, started, or in proportion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evalfw.foundation import ZERO, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.rules.rule import amount

Steps = Literal["whole", "started", "exact"]
"""
``whole``: a step counts once it is complete; ``started``: as soon as it is begun; ``exact``: in proportion. Sources do not say;
``whole`` is what a published score shows (99.27 % under "每低于5%扣2分" kept its 8 of 8).
"""

_WORDS: Mapping[Steps, Text] = {
    "whole": Text("，不足一步不计", ", only whole steps count"),
    "started": Text("，不足一步按一步计", ", a started step counts as one"),
    "exact": Text("，不足一步按比例计", ", part of a step counts in proportion"),
}


def count_steps(distance: N, step: Decimal, steps: Steps, a: Algebra[N, B, O]) -> N:
    """How many steps of length *step* (more than zero) fit into *distance*; none where that is negative."""
    zero = a.constant(ZERO)
    count = a.divide(a.greater(distance, zero), a.constant(Fraction(step)))
    if steps == "whole":
        return a.floor(count)
    if steps == "started":
        return a.subtract(zero, a.floor(a.subtract(zero, count)))
    return count


def counted(distance: Fraction, step: Decimal, steps: Steps) -> Fraction:
    """As ``count_steps``, of a distance that is known."""
    count = max(distance, ZERO) / Fraction(step)
    return count if steps == "exact" else Fraction(count // 1 if steps == "whole" else -(-count // 1))


def counted_words(distance: Fraction, step: Decimal, steps: Steps, each: Decimal) -> Text:
    """``3 步×2分``: how many steps of *each* points; nothing where there is none."""
    count = counted(distance, step, steps)
    worth = amount(Fraction(each))
    return Text(f"{shown(count)} 步×{worth.zh}", f"{shown(count)} × {worth.en}")


def steps_words(steps: Steps) -> Text:
    """How *steps* counts a step that is not complete, to be put behind a sentence."""
    return _WORDS[steps]
