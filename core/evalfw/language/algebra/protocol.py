"""The protocol itself. N is a number, B a truth, O what a rule awards, each in the form a reading needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal, Protocol, TypeVar

N = TypeVar("N")
"""What a reading has for a number."""
B = TypeVar("B")
"""What a reading has for a truth value."""
O = TypeVar("O")  # noqa: E741 - N, B, O: number, bool, outcome
"""What a reading has for an outcome: what a rule awards."""


OverItems = Literal["count", "sum", "mean", "median", "least", "most"]

Irrational = Literal["root", "power", "ln", "log", "geometric_mean"]
"""What is rounded to decimals that the rubric declares: a root, a power, a natural logarithm or one to a base, the root of a product."""


Where = tuple[str, str, Fraction | str]
"""What holds of an item: a field, how it is compared (``=``, ``!=``; a number also ``<``, ``<=``, ``>``, ``>=``), and a text, or a number in the unit of the field."""

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def holds(where: Where, item: Mapping[str, str]) -> bool:
    """Whether *where* holds of *item*."""
    field, sign, value = where
    own = item[field] if isinstance(value, str) else Fraction(Decimal(item[field]))
    return bool(COMPARED[sign](own, value))


class Algebra(Protocol[N, B, O]):
    """What a rule may do with facts. Numbers are exact; nothing is rounded here."""

    def constant(self, value: Fraction) -> N:
        """A number of the rubric."""
        ...

    def number(self, fact: str) -> N:
        """The value of a numeric fact, in its declared unit; ratios as 0.9, not 90; of a date the number of its day."""
        ...

    def truth(self, value: bool) -> B:
        """``true`` or ``false``."""
        ...

    def flag(self, fact: str) -> B:
        """The value of a yes/no fact."""
        ...

    def is_text(self, fact: str, value: str) -> B:
        """Whether a choice or text fact has exactly this value."""
        ...

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> N:
        """
        Sum over the groups of a list fact of the most points that any item of the group earns.

        Args:
            fact: Id of a list fact.
            group: Name of the field that says which items belong together (the project).
            key: Name of the field that decides the points (the tier).
            points: Points by value of *key*. Every value that the field may have is listed.
        """
        ...

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> N:
        """
        A number about the items of a list fact.

        Args:
            fact: Id of a list fact.
            how: ``count`` of the items; or ``sum``, ``mean``, ``median``, ``least`` or ``most`` of a numeric field,
                undefined of no items except the sum.
            field: The field; empty to count.
            where: What holds of the items that are meant; nothing for all items.
        """
        ...

    def given(self, fact: str) -> B:
        """Whether anything is said of the fact: a value, or a range; or, where it is derived, whether its value follows."""
        ...

    def place(self, own: N, fact: str, field: str, from_last: bool) -> N:
        """
        The place (名次) of *own* among the values of a numeric field: one more than there are better ones, so that equals share
        the better place. More is better; counted *from_last* (倒数), less is.
        """
        ...

    def add(self, left: N, right: N) -> N:
        """left + right"""
        ...

    def subtract(self, left: N, right: N) -> N:
        """left − right"""
        ...

    def multiply(self, left: N, right: N) -> N:
        """left × right"""
        ...

    def divide(self, left: N, right: N) -> N:
        """left ÷ right; undefined where right is zero, which a reading reports, never hides."""
        ...

    def lesser(self, left: N, right: N) -> N:
        """The lesser of the two."""
        ...

    def greater(self, left: N, right: N) -> N:
        """The greater of the two."""
        ...

    def floor(self, operand: N) -> N:
        """The greatest whole number that is not above *operand*."""
        ...

    def irrational(self, how: Irrational, operands: Sequence[N], by: Fraction, places: int) -> N:
        """
        A root, a power, a logarithm or a geometric mean, exact to the last decimal, rounded half away from zero; undefined where there is none.

        Args:
            how: Which.
            operands: The number; of a geometric mean all numbers.
            by: Which root, which power, or the base.
            places: Decimals.
        """
        ...

    def choose(self, condition: B, held: Callable[[], N], failed: Callable[[], N]) -> N:
        """What *held* gives if *condition* holds, else what *failed* gives. The other one does not matter."""
        ...

    def less(self, left: N, right: N) -> B:
        """left < right"""
        ...

    def at_most(self, left: N, right: N) -> B:
        """left ≤ right"""
        ...

    def equal(self, left: N, right: N) -> B:
        """left = right"""
        ...

    def both(self, left: B, right: B) -> B:
        """left and right"""
        ...

    def either(self, left: B, right: B) -> B:
        """left or right"""
        ...

    def negate(self, operand: B) -> B:
        """not operand"""
        ...

    def points(self, value: N) -> O:
        """The rule awards *value*."""
        ...

    def judged(self, least: N, most: N, open_above: bool = False) -> O:
        """The rule leaves the points to a person, between *least* and *most*; *open_above*: *most* itself is excluded."""
        ...

    def cases(self, branches: Sequence[tuple[B, O]]) -> O:
        """
        The outcome of the first branch whose condition holds.

        Branches are counted from 0 over the whole rule. Where no condition holds the rule says nothing: no points are
        awarded and none denied, and a person has to decide.
        """
        ...
