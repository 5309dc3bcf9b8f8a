"""
The algebra of the check reading. N is a ``Number``, B an answer worked out when it is asked for, O a ``SymbolicAward``, or branches.

A number is a quotient of two linear forms whose lower part is above zero, or it is undefined (divided by zero), or it is beyond
linear arithmetic. An answer that depends on the facts is decided by the script that the reading is given (see ``explore``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from evalfw.language.algebra import (
    NotDecidedError,
    Range,
)
from evalfw.language.proving.linear import Linear, number, variable
from evalfw.language.proving.region import Region, floor
from evalfw.language.proving.symbolic_facts import SymbolicFacts
from evalfw.language.proving.symbols import (
    BEYOND,
    DOUBTFUL,
    NOTHING_SAID,
    ONE,
    UNDEFINED,
    ZERO,
    Answer,
    Branches,
    Number,
    SymbolicAward,
    product,
    without_value,
)
from evalfw.language.proving.variables import Numeric


class SymbolicAlgebra(SymbolicFacts):
    """Reads a rule for all values of a region, and narrows the region as it decides."""

    def add(self, left: Number, right: Number) -> Number:
        return self._together(left, right, ONE)

    def subtract(self, left: Number, right: Number) -> Number:
        return self._together(left, right, -ONE)

    def _together(self, left: Number, right: Number, sign: Fraction) -> Number:
        if (without := without_value(left, right)) is not None:
            return without
        if left.lower == right.lower:
            return Number(left.upper.plus(right.upper, sign), left.lower)
        ups = product(left.upper, right.lower), product(right.upper, left.lower)
        lower = product(left.lower, right.lower)
        if ups[0] is None or ups[1] is None or lower is None:
            return BEYOND
        return Number(ups[0].plus(ups[1], sign), lower)

    def multiply(self, left: Number, right: Number) -> Number:
        without = without_value(left, right)
        if without is not None and (without is not BEYOND or ZERO not in (left.fixed, right.fixed)):
            return without
        if ZERO in (left.fixed, right.fixed):
            return self.constant(ZERO)
        upper, lower = product(left.upper, right.upper), product(left.lower, right.lower)
        return BEYOND if upper is None or lower is None else Number(upper, lower)

    def divide(self, left: Number, right: Number) -> Number:
        if right.sort != "known":
            return DOUBTFUL if right is BEYOND and left.sort != "undefined" else without_value(left, right) or right
        divisor = right.upper  # the lower part is above zero and does not change the sign
        if self._is_positive(divisor, strict=True):
            sign = ONE
        elif self._is_positive(divisor.times(-ONE), strict=True):
            sign = -ONE
        else:
            return UNDEFINED
        if left.sort != "known":
            return left
        if left.lower == right.lower:
            return Number(left.upper.times(sign), divisor.times(sign))
        upper, lower = product(left.upper, right.lower), product(left.lower, divisor)
        return BEYOND if upper is None or lower is None else Number(upper.times(sign), lower.times(sign))

    def lesser(self, left: Number, right: Number) -> Number:
        return self._one_of(left, right, right, left)

    def greater(self, left: Number, right: Number) -> Number:
        return self._one_of(left, right, left, right)

    def _one_of(self, left: Number, right: Number, if_not_less: Number, otherwise: Number) -> Number:
        """One number where *left* is not less than *right*, the other elsewhere."""
        if (without := without_value(left, right)) is not None:
            return without
        gap = self._gap(left, right)
        if gap is None:
            return BEYOND
        return if_not_less if self._is_positive(gap, strict=False) else otherwise

    def _gap(self, left: Number, right: Number) -> Linear | None:
        """A form that has the sign of left − right; None beyond linear arithmetic."""
        if left.lower == right.lower:
            return left.upper.plus(right.upper, -ONE)
        ups = product(left.upper, right.lower), product(right.upper, left.lower)
        return None if ups[0] is None or ups[1] is None else ups[0].plus(ups[1], -ONE)

    def floor(self, operand: Number) -> Number:
        if operand.sort != "known":
            return operand
        if operand.lower.fixed is None:
            return BEYOND
        form = operand.upper.times(1 / operand.lower.fixed)
        if form.fixed is not None:
            return self.constant(Fraction(floor(form.fixed)))
        if self.region.is_whole(form):
            return Number(form)
        for name, known in self.region.floors.items():
            if known == form:
                return Number(variable(name))
        reach = self.region.extent(form)
        low = None if reach is None or reach.low is None else Fraction(floor(reach.low))
        high = None if reach is None or reach.high is None else Fraction(floor(reach.high))
        if low is not None and low == high:
            return self.constant(low)
        name = f"⌊{len(self.region.floors) + 1}⌋"
        region = self.region.with_variable(name, Numeric(Range(low, high), 0))
        gap = form.plus(variable(name), -ONE)  # 0 <= form - floor < 1
        region = region.where(gap, False).where(gap.times(-ONE).plus(number(ONE)), True)
        self.region = region._replace(floors={**region.floors, name: form})
        return Number(variable(name))

    def choose(self, condition: Answer, held: Callable[[], Number], failed: Callable[[], Number]) -> Number:
        answer = condition()
        if answer is None:
            return UNDEFINED
        return held() if answer else failed()

    def less(self, left: Number, right: Number) -> Answer:
        return lambda: self._compare(right, left, strict=True)

    def at_most(self, left: Number, right: Number) -> Answer:
        return lambda: self._compare(right, left, strict=False)

    def _compare(self, greater: Number, lesser: Number, strict: bool) -> bool | None:
        if "undefined" in (greater.sort, lesser.sort):
            return None
        gap = None if without_value(greater, lesser) is not None else self._gap(greater, lesser)
        if gap is None:
            raise NotDecidedError
        return self._is_positive(gap, strict)

    def equal(self, left: Number, right: Number) -> Answer:
        return self.both(self.at_most(left, right), self.at_most(right, left))

    def both(self, left: Answer, right: Answer) -> Answer:
        def answer() -> bool | None:
            first = left()
            if first is False:
                return False
            second = right()
            return False if second is False else None if first is None else second

        return answer

    def either(self, left: Answer, right: Answer) -> Answer:
        return self.negate(self.both(self.negate(left), self.negate(right)))

    def negate(self, operand: Answer) -> Answer:
        def answer() -> bool | None:
            given = operand()
            return None if given is None else not given

        return answer

    def points(self, value: Number) -> SymbolicAward:
        return SymbolicAward("awarded", value, value)

    def judged(self, least: Number, most: Number, open_above: bool = False) -> SymbolicAward:
        return SymbolicAward("judged", least, most, open_above=open_above)

    def cases(self, branches: Sequence[tuple[Answer, SymbolicAward | Branches]]) -> SymbolicAward | Branches:
        if self._lazily:
            return Branches(tuple(condition for condition, _ in branches), tuple(award for _, award in branches))
        for at, (condition, award) in enumerate(branches):
            holds = condition()
            if holds is None:
                return SymbolicAward("awarded", UNDEFINED, UNDEFINED, at, len(branches))
            if holds and isinstance(award, SymbolicAward):
                return award._replace(branch=at, branches=len(branches))
        return NOTHING_SAID._replace(branches=len(branches))

    def answers(self, condition: Answer, region: Region) -> Iterator[tuple[Region, bool | None]]:
        """*condition* everywhere in *region*: the parts of it where it holds, where it does not, and where it rests on something undefined."""
        pending: list[list[int]] = [[]]
        while pending:
            self.region, self.script, self.untried, self._at = region, pending.pop(), [], 0
            holds = condition()
            yield self.region, holds
            pending += reversed(self.untried)
