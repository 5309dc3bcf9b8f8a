"""The reading that writes a rule down as a formula, which anything that has integers can work out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, Union

from evalfw.language import ExactAlgebra, Irrational, Known, NotDecidedError, OverItems, UndefinedError, Values, Where

Formula: TypeAlias = Union[bool, str, "list[Formula]"]
"""
A formula as JSON: an operation, then its operands.

Numbers: ``["c", upper, lower]`` (integers as texts) · ``["f", fact]`` · ``+ - * / min max`` of two · ``["floor", n]`` ·
``["if", truth, n, n]``. Truths: ``true``, ``false`` · ``["flag", fact]`` · ``["is", fact, text]`` · ``< <= =`` of two numbers ·
``and or`` of two · ``["not", truth]``. What a rule awards: ``["points", n]`` · ``["judged", n, n]`` · ``["cases", [truth, award], …]``.
"""


class FormulaAlgebra:
    """
    N, B and O are ``Formula``. What is made of the items of a list is worked out at once: a page changes no lists.

    Raises:
        NotDecidedError: From the operations over lists, where the list is unknown or nothing comes out.
    """

    def __init__(self, values: Values) -> None:
        self._values = values
        self._exact = ExactAlgebra(values)

    def constant(self, value: Fraction) -> Formula:
        return ["c", str(value.numerator), str(value.denominator)]

    def number(self, fact: str) -> Formula:
        return ["f", fact]

    def truth(self, value: bool) -> Formula:
        return value

    def flag(self, fact: str) -> Formula:
        return ["flag", fact]

    def is_text(self, fact: str, value: str) -> Formula:
        return ["is", fact, value]

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Formula:
        return self._settled(fact, lambda: self._exact.best_per_group(fact, group, key, points))

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Formula:
        return self._settled(fact, lambda: self._exact.over_items(fact, how, field, where))

    def given(self, fact: str) -> Formula:
        raise NotDecidedError  # a page fills in what is not given

    def irrational(self, how: Irrational, operands: Sequence[Formula], by: Fraction, places: int) -> Formula:
        raise NotDecidedError  # a page has no roots to the last decimal

    def place(self, own: Formula, fact: str, field: str, from_last: bool) -> Formula:
        raise NotDecidedError  # it hangs on a number that may change, and on every item

    def _settled(self, fact: str, work: Callable[[], Fraction]) -> Formula:
        if not isinstance(self._values[fact], Known):
            raise NotDecidedError
        try:
            return self.constant(work())
        except UndefinedError:
            raise NotDecidedError from None

    def add(self, left: Formula, right: Formula) -> Formula:
        return ["+", left, right]

    def subtract(self, left: Formula, right: Formula) -> Formula:
        return ["-", left, right]

    def multiply(self, left: Formula, right: Formula) -> Formula:
        return ["*", left, right]

    def divide(self, left: Formula, right: Formula) -> Formula:
        return ["/", left, right]

    def lesser(self, left: Formula, right: Formula) -> Formula:
        return ["min", left, right]

    def greater(self, left: Formula, right: Formula) -> Formula:
        return ["max", left, right]

    def floor(self, operand: Formula) -> Formula:
        return ["floor", operand]

    def choose(self, condition: Formula, held: Callable[[], Formula], failed: Callable[[], Formula]) -> Formula:
        return ["if", condition, held(), failed()]

    def less(self, left: Formula, right: Formula) -> Formula:
        return ["<", left, right]

    def at_most(self, left: Formula, right: Formula) -> Formula:
        return ["<=", left, right]

    def equal(self, left: Formula, right: Formula) -> Formula:
        return ["=", left, right]

    def both(self, left: Formula, right: Formula) -> Formula:
        return ["and", left, right]

    def either(self, left: Formula, right: Formula) -> Formula:
        return ["or", left, right]

    def negate(self, operand: Formula) -> Formula:
        return ["not", operand]

    def points(self, value: Formula) -> Formula:
        return ["points", value]

    def judged(self, least: Formula, most: Formula, open_above: bool = False) -> Formula:
        return ["judged", least, most]

    def cases(self, branches: Sequence[tuple[Formula, Formula]]) -> Formula:
        return ["cases", *([condition, award] for condition, award in branches)]


DEEPEST = 100
"""How deep a formula may be nested; rules that are deeper stay as they were scored."""

ARITY = {
    **dict.fromkeys(("f", "flag", "floor", "not", "points"), 1),
    **dict.fromkeys(("c", "is", "+", "-", "*", "/", "min", "max", "<", "<=", "=", "and", "or", "judged"), 2),
    "if": 3,
}
"""How many operands each operation takes; ``cases`` takes any number of pairs."""


def depth_of(formula: Formula) -> int:
    """How deep *formula* is nested."""
    return 1 + max(map(depth_of, formula), default=0) if isinstance(formula, list) else 0


def facts_of(formula: Formula) -> frozenset[str]:
    """The facts that *formula* reads."""
    if not isinstance(formula, list):
        return frozenset()
    if formula and formula[0] in ("f", "flag", "is"):
        return frozenset({str(formula[1])})
    return frozenset().union(*map(facts_of, formula)) if formula else frozenset()
