"""The *score* reading: exact points and the branch taken. Every fact that is read must be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evalfw.foundation import NoAnswerError, geometric_mean, logarithm, power, root, too_large
from evalfw.language.algebra.outcome import Outcome, Possibility, Range
from evalfw.language.algebra.protocol import Irrational, OverItems, Where, holds
from evalfw.language.algebra.values import Amount, Items, Known, Values, is_given


class UndefinedError(NoAnswerError):
    """An operation has no result: something is divided by zero."""


class NotDecidedError(NoAnswerError):
    """A reading cannot tell: the answer rests on more than linear arithmetic, or the rule is opaque."""


class TooLargeError(UndefinedError):
    """An operation has a result of so many digits that no rubric can mean it."""


def _held(value: Fraction) -> Fraction:
    if too_large(value):
        raise TooLargeError
    return value


class ExactAlgebra:
    """N is ``Fraction``, B is ``bool``, O is ``Outcome`` with one possibility."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def _known(self, fact: str) -> Amount:
        value = self._values[fact]
        if not isinstance(value, Known):
            raise TypeError(f"fact {fact!r} is not known")
        return value.value

    def value(self, fact: str) -> Amount:
        """The value of *fact*, of whatever type; only this reading has it."""
        return self._known(fact)

    def constant(self, value: Fraction) -> Fraction:
        return value

    def number(self, fact: str) -> Fraction:
        value = self._known(fact)
        if isinstance(value, date):
            return Fraction(value.toordinal())
        if isinstance(value, bool) or not isinstance(value, Fraction):
            raise TypeError(f"fact {fact!r} is not a number")
        return value

    def truth(self, value: bool) -> bool:
        return value

    def flag(self, fact: str) -> bool:
        value = self._known(fact)
        if not isinstance(value, bool):
            raise TypeError(f"fact {fact!r} is not yes or no")
        return value

    def is_text(self, fact: str, value: str) -> bool:
        known = self._known(fact)
        if not isinstance(known, str):
            raise TypeError(f"fact {fact!r} is not a text")
        return known == value

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Fraction:
        best: dict[str, Fraction] = {}
        for item in self._items(fact):
            earned = points[item[key]]
            best[item[group]] = max(earned, best.get(item[group], earned))
        return sum(best.values(), Fraction(0))

    def _items(self, fact: str) -> Items:
        items = self._known(fact)
        if not isinstance(items, tuple):
            raise TypeError(f"fact {fact!r} is not a list")
        return items

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Fraction:
        items = [item for item in self._items(fact) if all(holds(each, item) for each in where)]
        if how == "count":
            return Fraction(len(items))
        numbers = [Fraction(Decimal(item[field])) for item in items]
        if how == "sum":
            return sum(numbers, Fraction(0))
        if not numbers:
            raise UndefinedError
        match how:
            case "mean":
                return sum(numbers, Fraction(0)) / len(numbers)
            case "median":
                ordered, middle = sorted(numbers), len(numbers) // 2
                return (ordered[middle] + ordered[-middle - 1]) / 2
            case "least":
                return min(numbers)
            case "most":
                return max(numbers)

    def given(self, fact: str) -> bool:
        return bool(is_given(self._values[fact]))

    def irrational(self, how: Irrational, operands: Sequence[Fraction], by: Fraction, places: int) -> Fraction:
        try:
            match how:
                case "root":
                    return root(operands[0], places, int(by))
                case "power":
                    return power(operands[0], by, places)
                case "ln":
                    return logarithm(operands[0], places)
                case "log":
                    return logarithm(operands[0], places, by)
                case "geometric_mean":
                    return geometric_mean(operands, places)
        except ValueError:
            raise UndefinedError from None

    def place(self, own: Fraction, fact: str, field: str, from_last: bool) -> Fraction:
        others = [Fraction(Decimal(item[field])) for item in self._items(fact)]
        return Fraction(1 + sum(other < own if from_last else other > own for other in others))

    def add(self, left: Fraction, right: Fraction) -> Fraction:
        return _held(left + right)

    def subtract(self, left: Fraction, right: Fraction) -> Fraction:
        return _held(left - right)

    def multiply(self, left: Fraction, right: Fraction) -> Fraction:
        return _held(left * right)

    def divide(self, left: Fraction, right: Fraction) -> Fraction:
        if right == 0:
            raise UndefinedError
        return _held(left / right)

    def lesser(self, left: Fraction, right: Fraction) -> Fraction:
        return min(left, right)

    def greater(self, left: Fraction, right: Fraction) -> Fraction:
        return max(left, right)

    def floor(self, operand: Fraction) -> Fraction:
        return Fraction(operand.numerator // operand.denominator)

    def choose(self, condition: bool, held: Callable[[], Fraction], failed: Callable[[], Fraction]) -> Fraction:
        return held() if condition else failed()

    def less(self, left: Fraction, right: Fraction) -> bool:
        return left < right

    def at_most(self, left: Fraction, right: Fraction) -> bool:
        return left <= right

    def equal(self, left: Fraction, right: Fraction) -> bool:
        return left == right

    def both(self, left: bool, right: bool) -> bool:
        return left and right

    def either(self, left: bool, right: bool) -> bool:
        return left or right

    def negate(self, operand: bool) -> bool:
        return not operand

    def points(self, value: Fraction) -> Outcome:
        return Outcome((Possibility(0, "awarded", Range(value, value)),))

    def judged(self, least: Fraction, most: Fraction, open_above: bool = False) -> Outcome:
        return Outcome((Possibility(0, "judged", Range(least, most), open_above),))

    def cases(self, branches: Sequence[tuple[bool, Outcome]]) -> Outcome:
        for number, (is_taken, outcome) in enumerate(branches):
            if is_taken:
                (only,) = outcome.possibilities
                return Outcome((Possibility(number, only.how, only.span, only.open_above),))
        return Outcome((Possibility(None, "unruled", Range(None, None)),))
