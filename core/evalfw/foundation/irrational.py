"""
Roots, powers and logarithms, rounded to decimals that are said beforehand.

Each is exact to the last of them, rounded half away from zero, and so the same on every machine: roots are drawn of integers, and logarithms are
worked out with more and more digits until it is certain which way they are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import isqrt, prod

from evalfw.foundation.exact import round_half_up

MOST_PLACES = 12
MOST_POWER = 1000
"""Largest exponent, and largest root, whichever way it is written: beyond it nothing of a rubric is meant."""


def root(value: Fraction, places: int, degree: int = 2) -> Fraction:
    """
    The root of *value*, to *places* decimals.

    Args:
        value: 0 or more; of odd roots any number.
        places: Decimals.
        degree: Which root; 2 is the square root.

    Raises:
        ValueError: An even root of a negative number.
    """
    if value < 0:
        if degree % 2 == 0:
            raise ValueError("an even root of a negative number")
        return -root(-value, places, degree)
    unit = 2 * 10**places
    doubled = _whole_root(value.numerator * unit**degree // value.denominator, degree)
    return Fraction((doubled + 1) // 2, 10**places)


def _whole_root(value: int, degree: int) -> int:
    """The greatest whole number whose power is not above *value*."""
    if degree == 2:
        return isqrt(value)
    if value < 2:
        return value
    low = 1 << (value.bit_length() - 1) // degree
    high = low * 2
    while high - low > 1:
        middle = (low + high) // 2
        if middle**degree <= value:
            low = middle
        else:
            high = middle
    return low


def power(base: Fraction, exponent: Fraction, places: int) -> Fraction:
    """
    *base* to the power of *exponent*, to *places* decimals.

    Raises:
        ValueError: It has no value: 0 to a negative power, an even root of a negative number; or it is beyond what rubrics mean.
    """
    if max(abs(exponent.numerator), exponent.denominator) > MOST_POWER:
        raise ValueError("too large an exponent")
    if base == 0 and exponent < 0:
        raise ValueError("zero to a negative power")
    return root(base**exponent.numerator, places, exponent.denominator)


def geometric_mean(values: Sequence[Fraction], places: int) -> Fraction:
    """The root of the product of *values*, to *places* decimals. Raises ValueError: one of them is negative."""
    if min(values) < 0:
        raise ValueError("a negative number")
    return root(prod(values, start=Fraction(1)), places, len(values))


def logarithm(value: Fraction, places: int, base: Fraction | None = None) -> Fraction:
    """
    The logarithm of *value*, to *places* decimals.

    Args:
        value: More than 0.
        places: Decimals.
        base: More than 0 and not 1; None for the natural logarithm.

    Raises:
        ValueError: It has none.
    """
    if value <= 0 or (base is not None and (base <= 0 or base == 1)):
        raise ValueError("no logarithm")
    if value == 1:
        return Fraction(0)
    if base is not None and (exact := _rational_logarithm(value, base)) is not None:
        return round_half_up(exact, places)
    digits = places + 20
    while True:
        least, most = _natural(value, digits)
        if base is not None:
            ends = [Fraction(top) / below for top in (least, most) for below in _natural(base, digits)]
            least, most = min(ends), max(ends)
        rounded = round_half_up(least, places)
        if rounded == round_half_up(most, places):
            return rounded
        digits *= 2


def _rational_logarithm(value: Fraction, base: Fraction) -> Fraction | None:
    """The logarithm where it is rational, which is where both are powers of one number; None elsewhere, and there its digits never end."""
    bits = max(base.numerator, base.denominator).bit_length()
    (least, _), (other, _) = _natural(value, 60), _natural(base, 60)
    found = (least / other).limit_denominator(bits)  # base is a power of that number too
    if abs(found.numerator) > MOST_POWER * bits:
        return None
    return found if value**found.denominator == base**found.numerator else None


def _natural(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Two numbers between which the natural logarithm of *value* lies."""
    context = Context(prec=digits)
    top, below = (context.ln(Decimal(part)) for part in (value.numerator, value.denominator))
    made = Fraction(top) - Fraction(below)
    error = sum(abs(Fraction(part)) for part in (top, below)) / 10 ** (digits - 1)
    return made - error, made + error
