"""
What is worked out for every row at once: terms over columns, with the limits of each, so that no integer can overflow unseen.

A term is an integer, a truth or a text that every row has, or has not (null). Terms are made by ``Terms``, which folds what is constant
already and makes the same term only once, so that what several indicators share is worked out once.

Nulls behave as in every engine of tables: arithmetic and comparisons of null are null; ``and`` and ``or`` are null only where the other
side does not decide; a condition that is null does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from evalfw.population.columns.term import MOST, STRICT, Sort, Term, TooWideError


class Terms:
    """Makes terms. Every method folds what it can tell at once."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Term] = {}

    def _term(
        self,
        op: str,
        args: tuple[Term, ...],
        sort: Sort,
        limits: tuple[int, int] = (0, 0),
        value: int | bool | str | None = None,
        is_nullable: bool | None = None,
    ) -> Term:
        if op in STRICT and any(arg.is_value and arg.value is None for arg in args):
            return self.null(sort)
        low, high = limits
        if sort == "int" and (low < -MOST or high > MOST):
            raise TooWideError
        nullable = any(arg.is_nullable for arg in args) if is_nullable is None else is_nullable
        key = (op, sort, type(value), value, nullable, low, high, *map(id, args))
        return self._made.setdefault(key, Term(op, args, value, sort, low, high, nullable))

    def column(self, name: str, sort: Sort, low: int = 0, high: int = 0, is_nullable: bool = True) -> Term:
        """The column *name*; of integers between *low* and *high*."""
        return self._term("column", (), sort, (low, high), name, is_nullable)

    def value(self, value: int | bool | str) -> Term:
        """The same for every row."""
        sort: Sort = "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "text"
        limits = (value, value) if sort == "int" else (0, 0)
        return self._term("value", (), sort, cast(tuple[int, int], limits), value, is_nullable=False)

    def null(self, sort: Sort) -> Term:
        """Null for every row."""
        return self._term("value", (), sort, (0, 0), None, is_nullable=True)

    def add(self, left: Term, right: Term) -> Term:
        """left + right"""
        if left.is_value and not right.is_value:
            left, right = right, left
        if self._is(right, 0):
            return left
        if left.is_known and right.is_known:
            return self.value(left.whole + right.whole)
        return self._term("+", (left, right), "int", (left.low + right.low, left.high + right.high))

    def total(self, terms: Iterable[Term]) -> Term:
        """The sum of *terms*, constants last."""
        listed = sorted(terms, key=lambda term: term.is_value)
        result = self.value(0)
        for each in listed:
            result = self.add(result, each)
        return result

    def subtract(self, left: Term, right: Term) -> Term:
        """left − right"""
        if right.is_known:
            return self.add(left, self.value(-right.whole))
        if left is right and not left.is_nullable:
            return self.value(0)
        return self._term("-", (left, right), "int", (left.low - right.high, left.high - right.low))

    def multiply(self, left: Term, right: Term) -> Term:
        """left × right"""
        if left.is_value and not right.is_value:
            left, right = right, left
        if self._is(right, 1):
            return left
        if self._is(right, 0) and not left.is_nullable:
            return right
        if left.is_known and right.is_known:
            return self.value(left.whole * right.whole)
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return self._term("*", (left, right), "int", (min(ends), max(ends)))

    def quotient(self, left: Term, right: Term) -> Term:
        """left ÷ right, rounded down; *left* is not negative and *right* more than zero."""
        if left.low < 0 or right.low <= 0:
            raise TooWideError
        if self._is(right, 1):
            return left
        if left.is_known and right.is_known:
            return self.value(left.whole // right.whole)
        return self._term("//", (left, right), "int", (left.low // right.high, left.high // right.low))

    def lesser(self, left: Term, right: Term) -> Term:
        """The lesser of two; null where one is."""
        limits = min(left.low, right.low), min(left.high, right.high)
        return self._nearer(self.at_most(left, right), self.less(right, left), left, right, limits)

    def greater(self, left: Term, right: Term) -> Term:
        """The greater of two; null where one is."""
        limits = max(left.low, right.low), max(left.high, right.high)
        return self._nearer(self.at_most(right, left), self.less(left, right), left, right, limits)

    def _nearer(self, holds: Term, fails: Term, left: Term, right: Term, limits: tuple[int, int]) -> Term:
        """*left* or *right*, as one of the conditions holds; null where none does, so that the limits hold in every row."""
        if not (left.is_nullable or right.is_nullable):
            return self.when(holds, left, right, limits)
        if (left.is_nullable and left.is_value) or (right.is_nullable and right.is_value):
            return self.null("int")
        return self.when(holds, left, self.when(fails, right, self.null("int")), limits)

    def least_of(self, terms: Sequence[Term]) -> Term:
        """The least of *terms*, of which there is one at least, and none is null."""
        listed = tuple(dict.fromkeys(terms))
        fixed = [each for each in listed if each.is_known]
        if len(fixed) > 1:
            least = min(fixed, key=lambda each: each.whole)
            listed = tuple(each for each in listed if not each.is_value or each is least)
        low = min(each.low for each in listed)
        if any(each.is_value and each.whole == low for each in listed):
            return self.value(low)
        if len(listed) == 1:
            return listed[0]
        return self._term("least", listed, "int", (low, min(each.high for each in listed)))

    def less(self, left: Term, right: Term) -> Term:
        """left < right"""
        if not (left.is_nullable or right.is_nullable):
            if left.high < right.low:
                return self.value(True)
            if left.low >= right.high:
                return self.value(False)
        return self._compared(self.less, left, right) or self._term("<", (left, right), "bool")

    def at_most(self, left: Term, right: Term) -> Term:
        """left ≤ right"""
        if not (left.is_nullable or right.is_nullable):
            if left.high <= right.low:
                return self.value(True)
            if left.low > right.high:
                return self.value(False)
        return self._compared(self.at_most, left, right) or self._term("<=", (left, right), "bool")

    def equal(self, left: Term, right: Term) -> Term:
        """left = right, of integers"""
        if not (left.is_nullable or right.is_nullable):
            if left.high < right.low or left.low > right.high:
                return self.value(False)
            if left.low == left.high == right.low == right.high:
                return self.value(True)
        return self._compared(self.equal, left, right) or self._term("=", (left, right), "bool")

    def _compared(self, compare: Callable[[Term, Term], Term], left: Term, right: Term) -> Term | None:
        """The comparison of a choice between two numbers with a third one, which is known at once; None if that is no such thing."""
        for one, other in ((left, right), (right, left)):
            if one.op == "when" and other.is_value and all(arg.is_known for arg in one.args[1:]):
                given = [compare(*((arg, other) if one is left else (other, arg))) for arg in one.args[1:]]
                return self.when(one.args[0], given[0], given[1])
        return None

    def is_text(self, text: Term, value: str) -> Term:
        """Whether *text* is *value*."""
        return self._term("is", (text,), "bool", value=value)

    def both(self, left: Term, right: Term) -> Term:
        """left and right"""
        for one, other in ((left, right), (right, left)):
            if self._is(one, True):
                return other
            if self._is(one, False):
                return one
        if not left.is_nullable and (left is self.negate(right)):
            return self.value(False)
        return left if left is right else self._term("and", (left, right), "bool")

    def either(self, left: Term, right: Term) -> Term:
        """left or right"""
        for one, other in ((left, right), (right, left)):
            if self._is(one, False):
                return other
            if self._is(one, True):
                return one
        if not left.is_nullable and (left is self.negate(right)):
            return self.value(True)
        return left if left is right else self._term("or", (left, right), "bool")

    def negate(self, operand: Term) -> Term:
        """not operand"""
        if operand.is_known:
            return self.value(not operand.value)
        return operand.args[0] if operand.op == "not" else self._term("not", (operand,), "bool")

    def every(self, terms: Sequence[Term]) -> Term:
        """Whether all of *terms* hold; true of none."""
        result = self.value(True)
        for each in terms:
            result = self.both(result, each)
        return result

    def some(self, terms: Sequence[Term]) -> Term:
        """Whether one of *terms* holds; false of none."""
        result = self.value(False)
        for each in terms:
            result = self.either(result, each)
        return result

    def is_null(self, operand: Term) -> Term:
        """Whether *operand* is null."""
        if not operand.is_nullable:
            return self.value(False)
        if operand.is_value:
            return self.value(operand.value is None)
        return self._term("null?", (operand,), "bool", is_nullable=False)

    def is_there(self, operand: Term) -> Term:
        """Whether *operand* is not null."""
        return self.negate(self.is_null(operand))

    def when(self, condition: Term, held: Term, failed: Term, limits: tuple[int, int] | None = None) -> Term:
        """*held* where *condition* holds, else *failed*, also where it is null; *limits* are narrower ones of what comes out."""
        if condition.is_value:
            return held if condition.value is True else failed
        if held is failed:
            return held
        while condition.op == "not" and not condition.is_nullable:
            condition, held, failed = condition.args[0], failed, held
        if held.op == "when" and held.args[0] is condition:
            held = held.args[1]
        if failed.op == "when" and failed.args[0] is condition:
            failed = failed.args[2]
        if held.sort == "bool" and not condition.is_nullable:
            if self._is(held, True) and self._is(failed, False):
                return condition
            if self._is(held, False) and self._is(failed, True):
                return self.negate(condition)
        given = [each for each in (held, failed) if each.is_known or not each.is_value] or [held]
        low, high = min(each.low for each in given), max(each.high for each in given)
        if limits is not None:
            low, high = max(low, limits[0]), min(high, limits[1])
        nullable = held.is_nullable or failed.is_nullable
        return self._term("when", (condition, held, failed), held.sort, (low, high), is_nullable=nullable)

    def pick(self, condition: Term, held: Term, failed: Term) -> Term:
        """*held* where *condition* holds, *failed* where it does not, null where it is null; of two integers."""
        if not condition.is_nullable:
            return self.when(condition, held, failed)
        if held.is_known and failed.is_known:
            return self.add(self.multiply(self.number_of(condition), self.value(held.whole - failed.whole)), failed)
        return self.when(condition, held, self.when(self.negate(condition), failed, self.null(held.sort)))

    def number_of(self, condition: Term) -> Term:
        """1 where *condition* holds, 0 where it does not, null where it is null."""
        if condition.is_known:
            return self.value(int(condition.value is True))
        return self._term("number", (condition,), "int", (0, 1))

    def fill(self, operand: Term, instead: Term) -> Term:
        """*operand*, and *instead* where that is null."""
        if not operand.is_nullable:
            return operand
        if operand.is_value:
            return instead
        low, high = min(operand.low, instead.low), max(operand.high, instead.high)
        return self._term("fill", (operand, instead), operand.sort, (low, high), is_nullable=instead.is_nullable)

    def holds(self, condition: Term) -> Term:
        """*condition*, and false where it is null."""
        return self.fill(condition, self.value(False))

    def within(self, operand: Term, low: int | None, high: int | None) -> Term:
        """*operand* moved to the nearest integer between *low* and *high*, where there are such ends."""
        if low is not None and operand.low < low:
            operand = self.greater(operand, self.value(low))
        return self.lesser(operand, self.value(high)) if high is not None and operand.high > high else operand

    @staticmethod
    def _is(term: Term, value: int | bool) -> bool:
        return term.is_value and term.value == value and term.value is not None and isinstance(term.value, type(value))


__all__ = ["Sort", "Term", "Terms", "TooWideError"]
