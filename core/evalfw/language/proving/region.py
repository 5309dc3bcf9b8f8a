"""A set of values of facts: choices made, and linear inequalities between the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from evalfw.language.proving.linear import Constraint, Extent, Linear, can_hold, extent, linear, share_extent, variable
from evalfw.language.proving.variables import OTHER_TEXT, Numeric, Options, Variable

ZERO = Fraction(0)


def floor(value: Fraction) -> int:
    """The greatest whole number that is not above *value*."""
    return int(value // 1)


def ceil(value: Fraction) -> int:
    """The least whole number that is not below *value*."""
    return -int(-value // 1)


Value = Fraction | bool | str


class Region(NamedTuple):
    """
    Values of facts.

    Attributes:
        variables: By fact; numbers read of lists are variables of their own.
        constraints: Inequalities that hold.
        chosen: Facts of which one value is taken.
        excluded: Values that a fact does not have.
        floors: Whole numbers that stand for ⌊form⌋, by name.
    """

    variables: Mapping[str, Variable]
    constraints: tuple[Constraint, ...] = ()
    chosen: Mapping[str, bool | str] = MappingProxyType({})
    excluded: Mapping[str, frozenset[bool | str]] = MappingProxyType({})
    floors: Mapping[str, Linear] = MappingProxyType({})

    def with_variable(self, name: str, variable: Numeric | Options) -> Region:
        """The region with one more number, or choice, in it."""
        if isinstance(variable, Options):
            return self._replace(variables={**self.variables, name: variable})
        limits = []
        if variable.domain.least is not None:
            limits.append(Constraint(linear({name: Fraction(1)}, -variable.domain.least), False))
        if variable.domain.most is not None:
            limits.append(Constraint(linear({name: Fraction(-1)}, variable.domain.most), False))
        return self._replace(variables={**self.variables, name: variable}, constraints=(*self.constraints, *limits))

    def where(self, form: Linear, strict: bool) -> Region:
        """The part in which *form* is at least zero, or above it; of limits in one direction the tightest is kept."""
        new = self._whole(form, strict).scaled()
        kept = []
        for each in self.constraints:
            if each.form.terms != new.form.terms or not new.form.terms:
                kept.append(each)
            elif (each.form.constant, not each.strict) <= (new.form.constant, not new.strict):
                return self  # it says no more than what is known
        return self._replace(constraints=(*kept, new))

    def _whole(self, form: Linear, strict: bool) -> Constraint:
        """The inequality; of one whole number it is moved to the next whole number that satisfies it."""
        if len(form.terms) != 1 or not self._is_whole(form.terms[0][0]):
            return Constraint(form, strict)
        ((name, multiple),) = form.terms
        limit = -form.constant / multiple
        if multiple > 0:
            least = floor(limit) + 1 if strict else ceil(limit)
            return Constraint(linear({name: Fraction(1)}, Fraction(-least)), False)
        most = ceil(limit) - 1 if strict else floor(limit)
        return Constraint(linear({name: Fraction(-1)}, Fraction(most)), False)

    def is_whole(self, form: Linear) -> bool:
        """Whether *form* is a whole number throughout: a whole multiple of each of its variables, which are whole, and a whole number."""
        each = all(multiple.denominator == 1 and self._is_whole(name) for name, multiple in form.terms)
        return each and form.constant.denominator == 1

    def _is_whole(self, name: str) -> bool:
        known = self.variables.get(name)
        return name in self.floors or (isinstance(known, Numeric) and known.is_whole)

    def choosing(self, fact: str, value: bool | str) -> Region:
        """The part in which *fact* has *value*."""
        return self._replace(chosen={**self.chosen, fact: value})

    def excluding(self, fact: str, value: bool | str) -> Region:
        """The part in which *fact* does not have *value*; if only one is left, it has that."""
        gone = self.excluded.get(fact, frozenset()) | {value}
        options = self.variables[fact]
        assert isinstance(options, Options)
        left = [each for each in options.values if each not in gone]
        region = self._replace(excluded={**self.excluded, fact: gone})
        return region.choosing(fact, left[0]) if len(left) == 1 and not options.open else region

    def extent(self, form: Linear) -> Extent | None:
        """Where *form* lies; None if the region is empty."""
        return extent(form, self.constraints)

    def share_extent(self, upper: Linear, lower: Linear) -> Extent | None:
        """Where upper ÷ lower lies; the lower part is more than zero throughout."""
        return share_extent(upper, lower, self.constraints)

    @property
    def is_empty(self) -> bool:
        """Whether no values satisfy it."""
        return not can_hold(list(self.constraints))

    def witness(self) -> Mapping[str, Value] | None:
        """
        Values in the region, one for each fact, as round as can be; None if none of the scale of the facts was found.

        Numbers read of lists are named by what they are.
        """
        found: dict[str, Value] = dict(self.chosen)
        region = self
        for name, kind in self.variables.items():
            if isinstance(kind, Options) and name not in found:
                gone = self.excluded.get(name, frozenset())
                left = [each for each in kind.values if each not in gone]
                found[name] = left[0] if left else OTHER_TEXT
            if not isinstance(kind, Numeric):
                continue
            reach = region.extent(variable(name))
            value = None if reach is None else _roundest(reach, kind)
            if value is None:
                return None
            found[name] = value
            only = linear({name: Fraction(1)}, -value)
            region = region.where(only, False).where(only.times(Fraction(-1)), False)
        return None if region.is_empty else found


def _roundest(reach: Extent, kind: Numeric) -> Fraction | None:
    """The value in *reach* that a person would name: an end that belongs to it, or the number of fewest decimals."""
    ends = ((reach.low, reach.low_inside), (reach.high, reach.high_inside))
    for end, inside in ends:
        if end is not None and inside and kind.holds(end):
            return end
    if reach.low is None and reach.high is None:
        return ZERO
    for places in range(13 if kind.scale is None else kind.scale + 1):
        unit = Fraction(1, 10**places)
        if reach.low is not None:
            near = (floor(reach.low / unit) + 1) * unit
            if reach.high is None or near < reach.high:
                return near
        elif reach.high is not None:
            return (ceil(reach.high / unit) - 1) * unit
    return None
