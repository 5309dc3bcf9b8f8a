"""Conversion tables in columns: how often each label occurs says which row of the table holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations_with_replacement

from evalfw.language import Conversion
from evalfw.population.columns.reading import NotInColumnsError
from evalfw.population.columns.terms import Term, Terms

MOST_ROWS = 4096
"""Combinations of labels that are laid out."""


def converted(there: Sequence[tuple[Term, Term]], table: Conversion, unit: int, t: Terms) -> tuple[Term, Term]:
    """
    The points that the parts are converted to, and where the table tells.

    Args:
        there: Points of each part, with where it counts.
        table: The table.
        unit: How many make one point.
        t: Makes terms.
    """
    levels = table.inputs
    if any((level * unit).denominator != 1 for level in levels):
        raise NotInColumnsError
    base = len(there) + 1
    size = t.total(t.when(here, t.value(1), t.value(0)) for _, here in there)
    known, code = t.value(True), t.value(0)
    for points, here in there:
        is_level = [t.equal(points, t.value(int(level * unit))) for level in levels]
        worth = t.value(0)
        for place, each in enumerate(is_level):
            worth = t.when(each, t.value(base**place), worth)
        known = t.both(known, t.either(t.negate(here), t.holds(t.some(is_level))))
        code = t.add(code, t.when(here, worth, t.value(0)))
    value, said = t.value(0), t.equal(size, t.value(0))
    rows = [each for count in range(2, len(there) + 1) for each in combinations_with_replacement(levels, count)]
    if len(rows) > MOST_ROWS:
        raise NotInColumnsError
    by_result: dict[Fraction, list[int]] = {}
    for row in rows:
        if set(map(len, [row])) <= table.sizes:
            try:
                result = table.convert(row)
            except KeyError:
                continue
            by_result.setdefault(result, []).append(sum(base ** levels.index(each) for each in row))
    for result, codes in by_result.items():
        here = t.some([t.equal(code, t.value(each)) for each in codes])
        value, said = t.when(here, t.value(int(result * unit)), value), t.either(said, here)
    alone = t.equal(size, t.value(1))
    only = t.total(t.when(here, points, t.value(0)) for points, here in there)
    return t.when(alone, only, value), t.either(alone, t.both(known, said))
