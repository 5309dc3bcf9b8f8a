"""
Branches settled one after the other: each condition narrows what those before it have left, and nothing is read twice.

Where all conditions are about one number, as those of bands are, each is looked at once by itself, and the ends of where they hold are gone
through in order: n bands take n·log n steps.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from fractions import Fraction
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from evalfw.language.algebra import NotDecidedError
from evalfw.language.proving.linear import Constraint, TooHardError, linear, variable
from evalfw.language.proving.region import Region
from evalfw.language.proving.symbolic import SymbolicAlgebra
from evalfw.language.proving.symbols import NOTHING_SAID, UNDEFINED, Branches, SymbolicAward

Settled = tuple[Region, SymbolicAward, tuple[int, ...]]
"""A region, what is awarded there, and the branches that hold, where they were looked at."""


def settled(algebra: SymbolicAlgebra, given: SymbolicAward | Branches, every: bool) -> Iterator[Settled]:
    """
    Everything that *given* comes to in the region that *algebra* has reached.

    Args:
        algebra: The reading that gave it.
        given: An award, or branches that are still to be settled.
        every: Look at every condition, not only at those before the branch taken.
    """
    if isinstance(given, SymbolicAward):
        yield algebra.region, given, ()
        return
    start = algebra.region
    for region, taken, held in _along_one_number(algebra, start, given, every) or _in_turn(
        algebra, start, given, every
    ):
        for part, award, _ in _awarded(algebra, given, region, taken, every):
            yield part, award._replace(branches=len(given.conditions)), held


class _Taken(NamedTuple):
    """The branch taken; *is_defined* unless its condition rests on something undefined."""

    branch: int
    is_defined: bool


Found = tuple[Region, _Taken | None, tuple[int, ...]]


def _awarded(
    algebra: SymbolicAlgebra, given: Branches, region: Region, taken: _Taken | None, every: bool
) -> Iterator[Settled]:
    if taken is None:
        yield region, NOTHING_SAID, ()
    elif not taken.is_defined:
        yield region, SymbolicAward("awarded", UNDEFINED, UNDEFINED, taken.branch), ()
    else:
        algebra.region = region
        for part, award, held in settled(algebra, given.awards[taken.branch], every):
            yield part, award._replace(branch=taken.branch), held


def _in_turn(algebra: SymbolicAlgebra, whole: Region, given: Branches, every: bool) -> Iterator[Found]:
    """Each condition in what those before it have left."""
    start: tuple[int, Region, _Taken | None, tuple[int, ...]] = (0, whole, None, ())
    pending = [start]
    while pending:
        at, region, taken, held = pending.pop()
        if at == len(given.conditions) or (taken is not None and not every):
            yield region, taken, held
            continue
        following = []
        for part, holds in algebra.answers(given.conditions[at], region):
            now = _Taken(at, holds is not None) if taken is None and holds is not False else taken
            following.append((at + 1, part, now, (*held, at) if holds else held))
        pending += reversed(following)


Edge = tuple[int, Fraction, int]
"""A place between numbers: −1, 0 or 1 for before all, at, and after all of them; the number; 0 just before it, 1 just after it."""

FIRST, LAST = (-1, Fraction(0), 0), (1, Fraction(0), 0)


def _along_one_number(algebra: SymbolicAlgebra, region: Region, given: Branches, every: bool) -> list[Found] | None:
    """What holds along the only number that conditions are about; None if they are about more, or one cannot be told by itself."""
    names: set[str] = set()
    starts: dict[Edge, list[int]] = {}
    ends: dict[Edge, list[int]] = {}
    undefined: set[int] = set()
    known = frozenset(region.constraints)
    try:
        for at, condition in enumerate(given.conditions):
            for part, holds in algebra.answers(condition, region):
                span = _span(part, region, known, names)
                if span is None or (holds is None and span != (FIRST, LAST)):
                    return None
                if holds is not False:
                    starts.setdefault(span[0], []).append(at)
                    ends.setdefault(span[1], []).append(at)
                undefined |= {at} if holds is None else set()
    except (NotDecidedError, TooHardError):
        return None
    if len(names) != 1:
        return None
    (name,) = names
    pieces: list[tuple[Edge, Edge, int | None, tuple[int, ...]]] = []
    edges = sorted({FIRST, LAST, *starts, *ends})
    holding: list[int] = []
    waiting: list[int] = []
    gone: list[int] = []
    for edge, following in pairwise(edges):
        for at in ends.get(edge, ()):
            heappush(gone, at)
            if every:
                del holding[bisect_left(holding, at)]
        for at in starts.get(edge, ()):
            heappush(waiting, at)
            if every:
                insort(holding, at)
        while waiting and gone and waiting[0] == gone[0]:
            heappop(waiting)
            heappop(gone)
        first, held = waiting[0] if waiting else None, tuple(holding)
        if pieces and pieces[-1][2:] == (first, held):
            pieces[-1] = (pieces[-1][0], following, first, held)
        else:
            pieces.append((edge, following, first, held))
    pieces.sort(key=lambda piece: (piece[2] is None, piece[2] or 0, piece[0]))
    found = []
    for low, high, branch, held in pieces:
        part = _between(region, name, low, high)
        if not part.is_empty:
            now = None if branch is None else _Taken(branch, branch not in undefined)
            found.append((part, now, tuple(each for each in held if each not in undefined)))
    return found


def _span(part: Region, whole: Region, known: frozenset[Constraint], names: set[str]) -> tuple[Edge, Edge] | None:
    """Where the number lies in *part*, beyond what is known of *whole*; its name goes to *names*. None if more than a number tells it apart."""
    if part._replace(constraints=()) != whole._replace(constraints=()):
        return None
    low, high = FIRST, LAST
    for each in part.constraints:
        if each in known:
            continue
        form, strict = each
        if len(form.terms) != 1:
            return None
        ((name, multiple),) = form.terms
        names.add(name)
        limit = -form.constant / multiple
        if multiple > 0:
            low = (0, limit, 1 if strict else 0)
        else:
            high = (0, limit, 0 if strict else 1)
    return low, high


def _between(region: Region, name: str, low: Edge, high: Edge) -> Region:
    if low != FIRST:
        region = region.where(variable(name)._replace(constant=-low[1]), strict=low[2] == 1)
    if high != LAST:
        region = region.where(linear({name: Fraction(-1)}, high[1]), strict=high[2] == 0)
    return region
