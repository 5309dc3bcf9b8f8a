"""The check reading of facts, and the region of values that it narrows as it decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evalfw.language.algebra import (
    ExactAlgebra,
    Irrational,
    Known,
    OverItems,
    Range,
    UndefinedError,
    Values,
    Where,
    is_given,
)
from evalfw.language.proving.linear import Linear, number, variable
from evalfw.language.proving.region import Region
from evalfw.language.proving.symbols import (
    BEYOND,
    ONE,
    UNDEFINED,
    ZERO,
    Answer,
    Number,
    without_value,
)
from evalfw.language.proving.variables import OTHER_TEXT, Numeric, Options, given_name


class SymbolicFacts:
    """
    The facts for all values of a region, which is narrowed as answers are decided.

    Attributes:
        region: What is left of it.
        script: Decisions, by number; those beyond it take the first possibility.
        untried: Scripts for the possibilities that were not taken.
    """

    def __init__(self, region: Region, known: Values, script: Sequence[int], lazily: bool = False) -> None:
        """With *lazily*, cases are given as branches that are still to be settled; otherwise the region is narrowed to one of them."""
        self.region = region
        self.script = list(script)
        self.untried: list[list[int]] = []
        self._lazily = lazily
        self._known = known
        self._exact = ExactAlgebra(known)
        self._at = 0

    def _decide(self, parts: Sequence[Region]) -> int:
        """Which of *parts* to go on with; the others are noted as untried."""
        if self._at < len(self.script):
            taken = self.script[self._at]
        else:
            taken = next((at for at, part in enumerate(parts) if not part.is_empty), 0)
            for other in range(taken + 1, len(parts)):
                if not parts[other].is_empty:
                    self.untried.append([*self.script, other])
            self.script.append(taken)
        self._at += 1
        self.region = parts[taken]
        return taken

    def _is_positive(self, form: Linear, strict: bool) -> bool:
        """Whether *form* > 0 (or >= 0) in the region, which is narrowed to where the answer holds."""
        if form.fixed is not None:
            return form.fixed > 0 or (not strict and form.fixed == 0)
        reach = self.region.extent(form)
        if reach is not None:
            if reach.low is not None and (reach.low > 0 or (reach.low == 0 and not (strict and reach.low_inside))):
                return True
            if reach.high is not None and (reach.high < 0 or (reach.high == 0 and (strict or not reach.high_inside))):
                return False
        parts = (self.region.where(form, strict), self.region.where(form.times(-ONE), not strict))
        return self._decide(parts) == 0

    def _is_known(self, fact: str) -> bool:
        return isinstance(self._known.get(fact), Known)

    def constant(self, value: Fraction) -> Number:
        return Number(number(value))

    def number(self, fact: str) -> Number:
        if self._is_known(fact):
            return self.constant(self._exact.number(fact))
        return Number(variable(fact))

    def truth(self, value: bool) -> Answer:
        return lambda: value

    def flag(self, fact: str) -> Answer:
        if self._is_known(fact):
            return self.truth(self._exact.flag(fact))
        return lambda: self._has(fact, True)

    def is_text(self, fact: str, value: str) -> Answer:
        if self._is_known(fact):
            return self.truth(self._exact.is_text(fact, value))
        return lambda: self._has(fact, value)

    def _has(self, fact: str, value: bool | str) -> bool:
        if fact in self.region.chosen:
            return self.region.chosen[fact] == value
        options = self.region.variables[fact]
        possible = isinstance(options, Options) and (options.open or value in options.values)
        if not possible or value in self.region.excluded.get(fact, ()) or value == OTHER_TEXT:
            return False
        return self._decide((self.region.choosing(fact, value), self.region.excluding(fact, value))) == 0

    def _of_list(self, name: str, domain: Range, scale: int | None) -> Number:
        if name not in self.region.variables:
            self.region = self.region.with_variable(name, Numeric(domain, scale))
        return Number(variable(name))

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Number:
        if self._is_known(fact):
            return self.constant(self._exact.best_per_group(fact, group, key, points))
        some_cost, some_earn = any(each < 0 for each in points.values()), any(each > 0 for each in points.values())
        domain = Range(None if some_cost else ZERO, None if some_earn else ZERO)
        return self._of_list(f"{fact}[{group}, {key}]", domain, None)

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Number:
        if self._is_known(fact):
            try:
                return self.constant(self._exact.over_items(fact, how, field, where))
            except UndefinedError:
                return UNDEFINED
        which = f"{fact}[{', '.join(''.join(map(str, each)) for each in where)}]" if where else fact
        count = self._of_list(f"count({which})", Range(ZERO, None), 0)
        if how == "count":
            return count
        if how != "sum" and not self._is_positive(count.upper, strict=True):
            return UNDEFINED
        return self._of_list(f"{how}({which}, {field})", Range(None, None), None)

    def given(self, fact: str) -> Answer:
        if fact in self._known:
            return self.truth(bool(is_given(self._known[fact])))
        name = given_name(fact)
        if name not in self.region.variables:
            self.region = self.region.with_variable(name, Options((True, False)))
        return lambda: self._has(name, True)

    def irrational(self, how: Irrational, operands: Sequence[Number], by: Fraction, places: int) -> Number:
        if (without := without_value(*operands)) is not None:
            return without
        fixed = [each.fixed for each in operands]
        known = [each for each in fixed if each is not None]
        if len(known) < len(fixed):
            return BEYOND
        try:
            return self.constant(self._exact.irrational(how, known, by, places))
        except UndefinedError:
            return UNDEFINED

    def place(self, own: Number, fact: str, field: str, from_last: bool) -> Number:
        return self._of_list(f"place({fact}, {field}, {from_last})", Range(ONE, None), 0)
