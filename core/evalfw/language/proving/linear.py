"""
Linear inequalities with rational numbers, decided exactly by Fourier-Motzkin elimination.

Each rule has few facts and few thresholds, so that the method's growth does not matter; where it would, ``TooHardError`` is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

ZERO, ONE = Fraction(0), Fraction(1)
MOST_CONSTRAINTS = 600


class TooHardError(Exception):
    """Elimination would need more constraints than it is worth."""


class Linear(NamedTuple):
    """A sum of multiples of variables and a constant; ``terms`` is sorted by name and has no zeros."""

    terms: tuple[tuple[str, Fraction], ...]
    constant: Fraction

    @property
    def fixed(self) -> Fraction | None:
        """The value, if no variable is in it; else None."""
        return None if self.terms else self.constant

    @property
    def coefficients(self) -> Mapping[str, Fraction]:
        """Multiples by variable."""
        return dict(self.terms)

    def plus(self, other: Linear, times: Fraction = ONE) -> Linear:
        """self + times · other"""
        together = dict(self.terms)
        for name, multiple in other.terms:
            together[name] = together.get(name, ZERO) + times * multiple
        return linear(together, self.constant + times * other.constant)

    def times(self, factor: Fraction) -> Linear:
        """factor · self"""
        return linear({name: factor * multiple for name, multiple in self.terms}, factor * self.constant)


def linear(multiples: Mapping[str, Fraction], constant: Fraction) -> Linear:
    """The form with these multiples."""
    return Linear(tuple(sorted((name, each) for name, each in multiples.items() if each)), constant)


def number(value: Fraction) -> Linear:
    """A constant."""
    return Linear((), value)


def variable(name: str) -> Linear:
    """A variable."""
    return Linear(((name, ONE),), ZERO)


class Constraint(NamedTuple):
    """``form >= 0``, or ``form > 0`` if strict."""

    form: Linear
    strict: bool

    def scaled(self) -> Constraint:
        """The same, with a first multiple of 1 or −1, so that limits in one direction have the same terms."""
        if not self.form.terms or abs(self.form.terms[0][1]) == 1:
            return self
        return Constraint(self.form.times(1 / abs(self.form.terms[0][1])), self.strict)


class Extent(NamedTuple):
    """
    Where the values of a form lie.

    Attributes:
        low, high: Limits; None where there is none.
        low_inside, high_inside: Whether the limit is itself a value.
    """

    low: Fraction | None
    low_inside: bool
    high: Fraction | None
    high_inside: bool

    @property
    def single(self) -> Fraction | None:
        """The only value; None if there are more."""
        return self.low if self.low is not None and self.low == self.high else None


@lru_cache(maxsize=2**14)
def eliminate(constraints: tuple[Constraint, ...], keep: str | None) -> list[Constraint] | None:
    """
    What *constraints* say of the variable *keep* alone; None if nothing satisfies them.

    One rubric asks the same some twenty times over, thus answers are remembered; nobody changes them.

    Raises:
        TooHardError: It would take too many steps.
    """
    current = _distinct(constraints)
    while current is not None:
        names = {name for each in current for name, _ in each.form.terms} - {keep}
        if not names:
            return current
        current = _without(min(names, key=lambda name: _cost(current or [], name)), current)
    return None


def _cost(constraints: list[Constraint], name: str) -> tuple[int, str]:
    signs = [each.form.coefficients.get(name, ZERO) for each in constraints]
    return sum(sign > 0 for sign in signs) * sum(sign < 0 for sign in signs), name


def _without(name: str, constraints: list[Constraint]) -> list[Constraint] | None:
    lower, upper, others = [], [], []
    for each in constraints:
        multiple = each.form.coefficients.get(name, ZERO)
        if multiple > 0:
            lower.append((each.form.times(1 / multiple), each.strict))
        elif multiple < 0:
            upper.append((each.form.times(-1 / multiple), each.strict))
        else:
            others.append(each)
    if len(lower) * len(upper) + len(others) > MOST_CONSTRAINTS:
        raise TooHardError
    pairs = [Constraint(low.plus(high), strict or other) for low, strict in lower for high, other in upper]
    return _distinct([*others, *pairs])


def _distinct(constraints: Iterable[Constraint]) -> list[Constraint] | None:
    """*constraints* without what always holds, and without weaker ones of the same direction; None if one never holds."""
    tightest: dict[tuple[tuple[str, Fraction], ...], Constraint] = {}
    for each in constraints:
        form = each.form
        if not form.terms:
            if form.constant < 0 or (each.strict and form.constant == 0):
                return None
            continue
        form = form.times(1 / abs(form.terms[0][1]))
        known = tightest.get(form.terms)
        if known is None or (form.constant, not each.strict) < (known.form.constant, not known.strict):
            tightest[form.terms] = Constraint(form, each.strict)
    return list(tightest.values())


def extent(form: Linear, constraints: Iterable[Constraint]) -> Extent | None:
    """
    Where *form* lies under *constraints*; None if nothing satisfies them.

    Raises:
        TooHardError: It would take too many steps.
    """
    listed = list(constraints)
    if form.fixed is not None:
        return Extent(form.fixed, True, form.fixed, True) if can_hold(listed) else None
    if len(form.terms) == 1 and all(
        len(each.form.terms) == 1 and each.form.terms[0][0] == form.terms[0][0] for each in listed
    ):
        reach = _limits(listed)
        return None if reach is None else _moved(reach, form.terms[0][1], form.constant)
    target = linear({"=": -ONE}, ZERO).plus(form)
    kept = eliminate((*listed, Constraint(target, False), Constraint(target.times(-ONE), False)), "=")
    return None if kept is None else _limits(kept)


def can_hold(constraints: list[Constraint]) -> bool:
    """Whether anything satisfies *constraints*."""
    names = {name for each in constraints for name, _ in each.form.terms}
    if len(names) == 1 and all(each.form.terms for each in constraints):
        return _limits(constraints) is not None
    return eliminate(tuple(constraints), None) is not None


def _moved(reach: Extent, multiple: Fraction, constant: Fraction) -> Extent:
    """*reach* times *multiple*, plus *constant*."""
    low = None if reach.low is None else reach.low * multiple + constant
    high = None if reach.high is None else reach.high * multiple + constant
    if multiple > 0:
        return Extent(low, reach.low_inside, high, reach.high_inside)
    return Extent(high, reach.high_inside, low, reach.low_inside)


def _limits(constraints: Iterable[Constraint]) -> Extent | None:
    """Where the only variable of *constraints* lies; None if nothing satisfies them."""
    low = high = None
    low_inside = high_inside = False
    for each in constraints:
        ((_, multiple),) = each.form.terms
        limit = -each.form.constant / multiple
        if multiple > 0 and (low is None or (limit, each.strict) > (low, not low_inside)):
            low, low_inside = limit, not each.strict
        if multiple < 0 and (high is None or (-limit, each.strict) > (-high, not high_inside)):
            high, high_inside = limit, not each.strict
    if low is not None and high is not None and (low > high or (low == high and not (low_inside and high_inside))):
        return None
    return Extent(low, low_inside, high, high_inside)


def share_extent(upper: Linear, lower: Linear, constraints: Iterable[Constraint]) -> Extent | None:
    """
    Where upper ÷ lower lies, for a lower part that is more than zero throughout.

    The values are scaled so that the lower part is 1 (Charnes and Cooper), which makes the quotient linear.
    """
    if lower.fixed is not None:
        return extent(upper.times(1 / lower.fixed), constraints)
    scaled = [Constraint(_scaled(each.form), each.strict) for each in constraints]
    unit = _scaled(lower).plus(number(-ONE))
    scale = Constraint(variable("÷"), True)
    return extent(_scaled(upper), [*scaled, scale, Constraint(unit, False), Constraint(unit.times(-ONE), False)])


def _scaled(form: Linear) -> Linear:
    return linear({**form.coefficients, "÷": form.constant}, ZERO)
