"""What the check reading works with: quotients of linear forms, answers still to be asked for, awards."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.language.algebra import How, NotDecidedError
from evalfw.language.proving.linear import Linear, number

ZERO, ONE = Fraction(0), Fraction(1)


WHOLE = number(ONE)


class TooManyCellsError(NotDecidedError):
    """There are more combinations than can be looked at."""


class Number(NamedTuple):
    """
    upper ÷ lower; or, by ``sort``, ``undefined``, ``beyond`` linear arithmetic, or ``doubtful``: both may be (the parts then
    mean nothing).
    """

    upper: Linear
    lower: Linear = WHOLE
    sort: Literal["known", "undefined", "doubtful", "beyond"] = "known"

    @property
    def fixed(self) -> Fraction | None:
        """The value, if it is known and no variable is in it."""
        if self.sort != "known" or self.upper.fixed is None or self.lower.fixed is None:
            return None
        return self.upper.fixed / self.lower.fixed


UNDEFINED = Number(number(ZERO), sort="undefined")
BEYOND = Number(number(ZERO), sort="beyond")
DOUBTFUL = Number(number(ZERO), sort="doubtful")

Answer = Callable[[], bool | None]
"""True, False, or None where it rests on something undefined."""


class SymbolicAward(NamedTuple):
    """What is awarded: ``how`` as in an outcome, from *least* to *most*."""

    how: How
    least: Number
    most: Number
    branch: int | None = 0
    branches: int = 1
    open_above: bool = False


class Branches(NamedTuple):
    """Branches that are still to be settled: conditions in order, and what each awards, which may be branches again."""

    conditions: tuple[Answer, ...]
    awards: tuple[SymbolicAward | Branches, ...]


SKIPPED = SymbolicAward("unruled", UNDEFINED, UNDEFINED, None, 0)
"""The indicator does not apply: its rule is not asked."""
NOTHING_SAID = SymbolicAward("unruled", UNDEFINED, UNDEFINED, None)


def without_value(*operands: Number) -> Number | None:
    """What an operation on operands without a value gives; None if all have one."""
    sorts = [operand.sort for operand in operands]
    found = (each for each in (UNDEFINED, DOUBTFUL, BEYOND) if each.sort in sorts)
    return next(found, None)


def product(left: Linear, right: Linear) -> Linear | None:
    """left · right, if one of them is a number; else None."""
    if left.fixed is not None:
        return right.times(left.fixed)
    return None if right.fixed is None else left.times(right.fixed)
