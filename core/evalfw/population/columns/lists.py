"""Lists become numbers before rules are read: a column for each number that rules ask of the items of a list."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Literal

import attrs

from evalfw.language import FactDeclaration, OverItems, Where
from evalfw.population.columns.reading import NotInColumnsError, Ratio
from evalfw.population.columns.term import MOST
from evalfw.population.columns.terms import Term, Terms

ITEM_PLACES = 6
"""Decimals that numbers in items have in columns; a row with more is worked out by itself."""

MOST_ITEM, MOST_ITEMS = 10**12, 10**6
"""Largest number in an item, in its smallest unit, and most items of one list, in columns; a row beyond is worked out by itself."""


ITEMS = "#items"
"""What follows the id of a list in the name of the column that holds its items."""


@attrs.frozen
class ListNumber:
    """
    A number about the items of a list.

    Attributes:
        column: The column that holds it: null where the list is missing, or where no item is meant (but for counts and sums).
        fact: The list.
        how: ``count``, ``sum``, ``least``, ``most``; ``middle``: the sum of the two values in the middle, which may be one; ``before`` and ``behind``: how
            many items are more, or less, than the fact *own*; ``best``: the sum over groups of the most points that an item of the group earns.
        field: The field; of ``best`` the one that decides the points.
        where: What holds of the items that are meant; numbers in the smallest unit that items have here.
        group: Of ``best`` the field that says which items belong together.
        points: Of ``best`` the points, times ``lower``, by value of the field.
        lower: What the number is to be divided by.
        own: Of ``before`` and ``behind`` the column of the fact that items are compared with, and what its integers are multiplied by for that.
    """

    column: str
    fact: str
    how: Literal["count", "sum", "least", "most", "middle", "before", "behind", "best"]
    field: str = ""
    where: tuple[Where, ...] = ()
    group: str = ""
    points: tuple[tuple[str, int], ...] = ()
    lower: int = 1
    own: tuple[str, int] = ("", 1)


class ListNumbers:
    """The numbers that are asked of lists, each once."""

    def __init__(self, terms: Terms, declarations: Mapping[str, FactDeclaration]) -> None:
        self._terms = terms
        self._declarations = declarations
        self.asked: dict[ListNumber, Term] = {}

    def _ask(self, number: ListNumber, low: int, high: int) -> Term:
        for each, term in self.asked.items():
            if attrs.evolve(each, column="") == number:
                return term
        named = attrs.evolve(number, column=f"{number.fact}#{len(self.asked) + 1}")
        self.asked[named] = self._terms.column(named.column, "int", low, high)
        return self.asked[named]

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Ratio:
        """The sum over groups of the most points that any item of the group earns."""
        lower = lcm(*(each.denominator for each in points.values()))
        worth = tuple((name, int(each * lower)) for name, each in points.items())
        number = ListNumber("", fact, "best", field=key, group=group, points=worth, lower=lower)
        ends = [0, *(each for _, each in worth)]
        term = self._ask(number, min(ends) * MOST_ITEMS, max(ends) * MOST_ITEMS)
        return Ratio(term, self._terms.value(lower))

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Ratio:
        """A number about the items; a mean has a lower part of zero where there are none, and so have the others where they have no result."""
        t, unit = self._terms, 10**ITEM_PLACES
        where = tuple(map(_in_integers, where))
        if how == "count":
            return Ratio(self._ask(ListNumber("", fact, "count", where=where), 0, MOST_ITEMS), t.value(1))
        total = ListNumber("", fact, "sum", field, where, lower=unit)
        if how in ("sum", "mean"):
            top = self._ask(total, -MOST_ITEM, MOST_ITEM)
            if how == "sum":
                return Ratio(top, t.value(unit))
            count = self._ask(ListNumber("", fact, "count", where=where), 0, MOST_ITEMS)
            return Ratio(top, t.multiply(count, t.value(unit)))
        if how == "median":
            asked = ListNumber("", fact, "middle", field, where, lower=2 * unit)
            middle = self._ask(asked, -2 * MOST_ITEM, 2 * MOST_ITEM)
            return Ratio(t.fill(middle, t.value(0)), t.when(t.is_null(middle), t.value(0), t.value(2 * unit)))
        end = self._ask(
            ListNumber("", fact, "least" if how == "least" else "most", field, where, lower=unit), -MOST_ITEM, MOST_ITEM
        )
        return Ratio(t.fill(end, t.value(0)), t.when(t.is_null(end), t.value(0), t.value(unit)))

    def place(self, own: Ratio, fact: str, field: str, from_last: bool) -> Ratio:
        """
        The place of *own*, a fact that the table has a column for, among the values of a field.

        Raises:
            NotInColumnsError: It is none, or has more decimals than items have.
        """
        t, unit = self._terms, 10**ITEM_PLACES
        if own.upper.op != "column" or not own.lower.is_known or unit % own.lower.whole:
            raise NotInColumnsError
        compared = (str(own.upper.value), unit // own.lower.whole)
        if max(-own.upper.low, own.upper.high) * compared[1] > MOST:
            raise NotInColumnsError
        number = ListNumber("", fact, "behind" if from_last else "before", field, own=compared)
        return Ratio(t.add(self._ask(number, 0, MOST_ITEMS), t.value(1)), t.value(1))


def _in_integers(where: Where) -> Where:
    """
    *where* for items whose numbers are integers.

    Raises:
        NotInColumnsError: No integer is what it asks for.
    """
    field, sign, value = where
    if isinstance(value, str):
        return where
    exact = value * 10**ITEM_PLACES
    whole = floor(exact) if sign in (">", "<=") else ceil(exact)
    if abs(whole) > MOST_ITEM or (sign in ("=", "!=") and whole != exact):
        raise NotInColumnsError
    return field, sign, Fraction(whole)
