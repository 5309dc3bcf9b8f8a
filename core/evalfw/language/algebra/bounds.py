"""
The *bounds* reading: everything that may come out while facts are unknown.

Numbers are ranges, truths the set of answers still possible. The result never leaves out what may happen (it is sound);
where one fact is read several times it may allow a little more than can happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from evalfw.foundation import too_large
from evalfw.language.algebra.exact import ExactAlgebra, UndefinedError
from evalfw.language.algebra.outcome import Outcome, Possibility, Range
from evalfw.language.algebra.protocol import Irrational, OverItems, Where
from evalfw.language.algebra.values import Known, Values, is_given

Answers = frozenset[bool]
_YES, _NO, _OPEN = frozenset({True}), frozenset({False}), frozenset({True, False})


class BoundsAlgebra:
    """N is ``Range``, B is ``Answers``, O is ``Outcome``."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._exact = ExactAlgebra(values)

    def constant(self, value: Fraction) -> Range:
        return Range(value, value)

    def number(self, fact: str) -> Range:
        value = self._values[fact]
        return self.constant(self._exact.number(fact)) if isinstance(value, Known) else value.within

    def truth(self, value: bool) -> Answers:
        return _YES if value else _NO

    def flag(self, fact: str) -> Answers:
        return self.truth(self._exact.flag(fact)) if isinstance(self._values[fact], Known) else _OPEN

    def is_text(self, fact: str, value: str) -> Answers:
        return self.truth(self._exact.is_text(fact, value)) if isinstance(self._values[fact], Known) else _OPEN

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Range:
        if isinstance(self._values[fact], Known):
            return self.constant(self._exact.best_per_group(fact, group, key, points))
        some_cost, some_earn = any(each < 0 for each in points.values()), any(each > 0 for each in points.values())
        return Range(None if some_cost else Fraction(0), None if some_earn else Fraction(0))

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Range:
        if isinstance(self._values[fact], Known):
            try:
                return self.constant(self._exact.over_items(fact, how, field, where))
            except UndefinedError:
                return Range(None, None)
        return Range(Fraction(0) if how == "count" else None, None)

    def given(self, fact: str) -> Answers:
        given = is_given(self._values[fact])
        return _OPEN if given is None else self.truth(given)

    def irrational(self, how: Irrational, operands: Sequence[Range], by: Fraction, places: int) -> Range:
        if how == "power" and operands[0].single is None and not _is_at_least(operands[0], Fraction(0)):
            return Range(None, None)  # it may fall, and rise again
        falls = (how == "power" and by < 0) or (how == "log" and by < 1)
        ends = [self._end(how, [each.least for each in operands], by, places)]
        ends.append(self._end(how, [each.most for each in operands], by, places))
        least, most = ends[::-1] if falls else ends
        return Range(least, most)

    def _end(self, how: Irrational, ends: Sequence[Fraction | None], by: Fraction, places: int) -> Fraction | None:
        """Where all operands are at one of their ends; None where one has none there, or nothing comes out."""
        there = [end for end in ends if end is not None]
        if len(there) < len(ends):
            return None
        try:
            return self._exact.irrational(how, there, by, places)
        except UndefinedError:
            return None

    def place(self, own: Range, fact: str, field: str, from_last: bool) -> Range:
        if not isinstance(self._values[fact], Known):
            return Range(Fraction(1), None)
        ends = [
            None if end is None else self._exact.place(end, fact, field, from_last) for end in (own.least, own.most)
        ]
        lowest, highest = ends if from_last else ends[::-1]
        return Range(Fraction(1) if lowest is None else lowest, highest)

    def add(self, left: Range, right: Range) -> Range:
        least = None if left.least is None or right.least is None else left.least + right.least
        most = None if left.most is None or right.most is None else left.most + right.most
        return _held(Range(least, most))

    def subtract(self, left: Range, right: Range) -> Range:
        return self.add(left, _negative(right))

    def multiply(self, left: Range, right: Range) -> Range:
        if left.single == 0 or right.single == 0:
            return self.constant(Fraction(0))
        if None in (left.least, left.most, right.least, right.most):
            return _product_without_limits(left, right)
        products = [
            a * b for a in (left.least, left.most) for b in (right.least, right.most) if a is not None and b is not None
        ]
        return _held(Range(min(products), max(products)))

    def divide(self, left: Range, right: Range) -> Range:
        if right.contains(Fraction(0)):
            return Range(None, None)
        inverse = Range(
            Fraction(0) if right.most is None else 1 / right.most,
            Fraction(0) if right.least is None else 1 / right.least,
        )
        return self.multiply(left, inverse)

    def lesser(self, left: Range, right: Range) -> Range:
        return _negative(self.greater(_negative(left), _negative(right)))

    def greater(self, left: Range, right: Range) -> Range:
        leasts = [end for end in (left.least, right.least) if end is not None]
        most = None if left.most is None or right.most is None else max(left.most, right.most)
        return Range(max(leasts, default=None), most)

    def floor(self, operand: Range) -> Range:
        least = None if operand.least is None else self._exact.floor(operand.least)
        most = None if operand.most is None else self._exact.floor(operand.most)
        return Range(least, most)

    def choose(self, condition: Answers, held: Callable[[], Range], failed: Callable[[], Range]) -> Range:
        return Range.over(([held()] if True in condition else []) + ([failed()] if False in condition else []))

    def less(self, left: Range, right: Range) -> Answers:
        if left.most is not None and right.least is not None and left.most < right.least:
            return _YES
        if left.least is not None and right.most is not None and left.least >= right.most:
            return _NO
        return _OPEN

    def at_most(self, left: Range, right: Range) -> Answers:
        return self.negate(self.less(right, left))

    def equal(self, left: Range, right: Range) -> Answers:
        return self.both(self.at_most(left, right), self.at_most(right, left))

    def both(self, left: Answers, right: Answers) -> Answers:
        return frozenset(a and b for a in left for b in right)

    def either(self, left: Answers, right: Answers) -> Answers:
        return frozenset(a or b for a in left for b in right)

    def negate(self, operand: Answers) -> Answers:
        return frozenset(not answer for answer in operand)

    def points(self, value: Range) -> Outcome:
        return Outcome((Possibility(0, "awarded", value),))

    def judged(self, least: Range, most: Range, open_above: bool = False) -> Outcome:
        return Outcome((Possibility(0, "judged", Range.over((least, most)), open_above),))

    def cases(self, branches: Sequence[tuple[Answers, Outcome]]) -> Outcome:
        possible = []
        for number, (answers, outcome) in enumerate(branches):
            if True in answers:
                possible += [
                    Possibility(number, each.how, each.span, each.open_above) for each in outcome.possibilities
                ]
            if False not in answers:
                return Outcome(tuple(possible))
        return Outcome((*possible, Possibility(None, "unruled", Range(None, None))))


def _is_at_least(span: Range, value: Fraction) -> bool:
    return span.least is not None and span.least >= value


def _held(span: Range) -> Range:
    """*span*, or without limit where a limit has grown beyond what arithmetic may reach; that leaves nothing out."""
    return Range(
        None if span.least is None or too_large(span.least) else span.least,
        None if span.most is None or too_large(span.most) else span.most,
    )


def _negative(operand: Range) -> Range:
    return Range(
        None if operand.most is None else -operand.most,
        None if operand.least is None else -operand.least,
    )


def _product_without_limits(left: Range, right: Range) -> Range:
    """Limits of a product of which a factor has none on some side: the signs decide what remains."""
    if left.least is not None and left.least >= 0 and right.least is not None and right.least >= 0:
        most = None if left.most is None or right.most is None else left.most * right.most
        return _held(Range(left.least * right.least, most))
    return Range(None, None)
