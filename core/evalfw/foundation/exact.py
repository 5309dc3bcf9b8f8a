"""
Exact numbers.

Inside evalfw a number is a ``Fraction``: addition, comparison and division lose nothing, and 0.9 means nine tenths.
At the borders (files, reports) it is a ``Decimal``. Points are rounded once, half up, at the indicator.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

ZERO = Fraction(0)
"""No points."""
MAX_DIGITS = 30
"""Most significant digits, and most digits on either side of the point, that a number in a file may have."""


MAX_BITS = 4096
"""Largest numerator or denominator that arithmetic may reach, in bits; some 1,200 digits, far beyond any rubric."""


def too_large(value: Fraction) -> bool:
    """Whether *value* has grown beyond what arithmetic may reach."""
    return value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS


def round_half_up(value: Fraction, places: int) -> Fraction:
    """*value* rounded to *places* decimals; a half goes away from zero (四舍五入)."""
    scale = 10**places
    if scale % value.denominator == 0:
        return value
    scaled = abs(value) * scale
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(rounded if value >= 0 else -rounded, scale)


def as_decimal(value: Fraction) -> Decimal | None:
    """*value* as the shortest exact decimal; None if it has no finite decimal expansion."""
    denominator, twos, fives = value.denominator, 0, 0
    if denominator == 1:
        return Decimal(value.numerator)
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    digits = abs(value.numerator) * (10**places // value.denominator)
    return Decimal((int(value < 0), tuple(map(int, str(digits))), -places))


def plain(value: Decimal) -> str:
    """*value* without exponent and without trailing zeros: ``98``, ``18.5``, ``0.0001``."""
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def shown(value: Fraction, places: int = 4) -> str:
    """*value* as a person reads it: exactly if it is a finite decimal, else ``≈`` and *places* decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = as_decimal(value)
    if decimal is not None:
        return plain(decimal)
    rounded = as_decimal(round_half_up(value, places))
    assert rounded is not None
    return f"≈{plain(rounded)}"


def shown_span(least: Fraction | None, most: Fraction | None) -> str:
    """``0～2``; an end that is not there is left out."""
    return f"{'' if least is None else shown(least)}～{'' if most is None else shown(most)}"


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
"""The full-width forms that Chinese keyboards type (８３．０４％), the minus sign (−), and no other look-alikes: 10⁶ is not 106."""


def narrow(text: str) -> str:
    """*text* with full-width letters, digits and signs as their plain forms, each character as one."""
    return text.translate(_NARROW)


NUMERAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
"""A number as people write it: digits, perhaps a sign and a point; no exponent, no separators."""


def numeral(written: str) -> Decimal | None:
    """The number that *written* spells; None if it spells none, or one that may not enter scoring."""
    if not NUMERAL.fullmatch(written):
        return None
    value = Decimal(written)
    return value if why_unfit(value) is None else None


GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
"""A number with its thousands set apart, as spreadsheets print it: 7,414.91; never 1,5."""


def grouped_numeral(written: str) -> Decimal | None:
    """As ``numeral``; thousands may be set apart."""
    return numeral(written.replace(",", "") if GROUPED.fullmatch(written) else written)


def why_unfit(value: Decimal) -> str | None:
    """The English reason why *value* may not enter scoring (``nan``, ``inf``, ``digits``); None if it may."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return "nan" if value.is_nan() else "inf"
    if len(digits) > MAX_DIGITS or abs(exponent) > MAX_DIGITS or len(digits) + exponent > MAX_DIGITS:
        return "digits"
    return None
