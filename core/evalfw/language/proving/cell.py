"""Cells: the values of the facts divided so that in each cell a rule takes one branch and awards one expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeVar

from evalfw.language.algebra import How, NotDecidedError, Range, Values
from evalfw.language.proving.branching import settled
from evalfw.language.proving.linear import Extent, TooHardError
from evalfw.language.proving.region import Region
from evalfw.language.proving.symbolic import SymbolicAlgebra
from evalfw.language.proving.symbols import Branches, Number, SymbolicAward, TooManyCellsError
from evalfw.language.proving.variables import Items, Numeric, Options, Variable

MOST_CELLS = 3000

MOST_WORK = 6000
"""Most of cells × numbers², which is what time goes with: a rule is examined in seconds, or said to be too much."""

MOST_FREE = 3
"""Numbers that cost nothing extra: most rules read no more."""

T = TypeVar("T")

Read = Callable[[SymbolicAlgebra], SymbolicAward | Branches]


class Cell(NamedTuple):
    """
    Values for which a rule does one thing.

    Attributes:
        region: The values.
        award: What it does.
        held: All branches whose conditions hold, where they were looked at; from 0.
    """

    region: Region
    award: SymbolicAward
    held: tuple[int, ...]

    @property
    def branch(self) -> int | None:
        """The branch, from 0; None if the rule says nothing."""
        return self.award.branch

    @property
    def how(self) -> How:
        """As in an outcome."""
        return self.award.how

    @property
    def is_undefined(self) -> bool:
        """Whether something is divided by zero."""
        return self.how != "unruled" and "undefined" in (self.award.least.sort, self.award.most.sort)

    @property
    def is_about_one_number(self) -> bool:
        """Whether one number at most tells its values apart; then it is certain that none is left out."""
        return sum(isinstance(each, Numeric) for each in self.region.variables.values()) <= 1

    @property
    def is_doubtful(self) -> bool:
        """Whether something may be divided by zero, beyond linear arithmetic."""
        return self.how != "unruled" and "doubtful" in (self.award.least.sort, self.award.most.sort)

    @property
    def least(self) -> Extent | None:
        """Where the fewest points lie; None beyond linear arithmetic, or if nothing is awarded."""
        return self._reach(self.award.least)

    @property
    def most(self) -> Extent | None:
        """Where the most points lie."""
        return self._reach(self.award.most)

    def _reach(self, points: Number) -> Extent | None:
        if self.how == "unruled" or points.sort != "known":
            return None
        return self.region.share_extent(points.upper, points.lower)

    def where_points(self, points: Fraction | None, most: bool) -> Region:
        """The part in which the most (or the fewest) points are *points*; the whole cell if they are only approached."""
        award = self.award.most if most else self.award.least
        if points is None:
            return self.region
        gap = award.upper.plus(award.lower, -points)
        there = self.region.where(gap, False).where(gap.times(Fraction(-1)), False)
        return self.region if there.is_empty else there

    @property
    def span(self) -> Range | None:
        """Least and most points anywhere in the cell; None if they cannot be told."""
        least, most = self.least, self.most
        return None if least is None or most is None else Range(least.low, most.high)


def explore(read: Read, variables: Mapping[str, Variable], known: Values, every: bool = False) -> tuple[Cell, ...]:
    """
    All cells of a rule.

    Args:
        read: Reads the rule through the algebra.
        variables: The facts that are not known, by id.
        known: The others.
        every: Look at every condition, not only at those before the branch taken.

    Raises:
        NotDecidedError: An answer is beyond linear arithmetic; ``TooManyCellsError``: there are too many cells.
    """
    found: list[Cell] = []
    limit = _Limit(variables)
    for algebra, given, waiting in _paths(read, variables, known, lazily=True):
        try:
            for each in settled(algebra, given, every):
                found.append(Cell(*each))
                limit.check(len(found) + waiting)
        except TooHardError:
            raise NotDecidedError from None
    return tuple(found)


def divide(
    read: Callable[[SymbolicAlgebra], T], variables: Mapping[str, Variable], known: Values
) -> Iterator[tuple[Region, T]]:
    """
    The values of *variables* divided so that *read* gives one thing in each region.

    Args:
        read, variables, known: As for ``explore``; *read* may ask several rules.

    Raises:
        NotDecidedError, TooManyCellsError: As ``explore``.
    """
    limit = _Limit(variables)
    for done, (algebra, given, waiting) in enumerate(_paths(read, variables, known, lazily=False), 1):
        yield algebra.region, given
        limit.check(done + waiting)


class _Limit:
    """How many cells are looked at: the more numbers there are, the fewer."""

    def __init__(self, variables: Mapping[str, Variable]) -> None:
        numbers = sum(isinstance(each, Numeric) for each in variables.values())
        self._each = max(numbers - MOST_FREE, 1) ** 2

    def check(self, cells: int) -> None:
        """Raises TooManyCellsError: *cells* are too many."""
        if cells > MOST_CELLS or cells * self._each > MOST_WORK:
            raise TooManyCellsError


def _paths(
    read: Callable[[SymbolicAlgebra], T], variables: Mapping[str, Variable], known: Values, lazily: bool
) -> Iterator[tuple[SymbolicAlgebra, T, int]]:
    """What *read* gives in each part of the values that it tells apart while it reads; and how many parts are still waiting."""
    start = Region({fact: each for fact, each in variables.items() if isinstance(each, Options | Items)})
    for fact, each in variables.items():
        if isinstance(each, Numeric):
            start = start.with_variable(fact, each)
    pending: list[list[int]] = [[]]
    while pending:
        algebra = SymbolicAlgebra(start, known, pending.pop(), lazily)
        try:
            given = read(algebra)
        except TooHardError:
            raise NotDecidedError from None
        pending += reversed(algebra.untried)
        yield algebra, given, len(pending)
