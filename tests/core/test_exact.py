"""Exact numbers: nothing is lost, and rounding is half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from evalfw.foundation.exact import as_decimal, plain, round_half_up, shown, why_unfit

decimals = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4)
fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@given(decimals)
def test_a_decimal_comes_back_as_it_was(value: Decimal) -> None:
    back = as_decimal(Fraction(value))
    assert back is not None
    assert back == value
    assert Decimal(shown(Fraction(value))) == value


@given(fractions, st.integers(0, 6))
def test_rounding_agrees_with_decimal_half_up(value: Fraction, places: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        expected = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert round_half_up(value, places) == Fraction(expected)


@given(fractions)
def test_only_finite_expansions_are_shown_as_exact(value: Fraction) -> None:
    assert shown(value).startswith("≈") == (as_decimal(value) is None)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.5", 0, "1"), ("-0.5", 0, "-1"), ("2.675", 2, "2.68"), ("18.45", 1, "18.5"), ("0.004999", 2, "0")],
)
def test_a_half_goes_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert round_half_up(Fraction(value), places) == Fraction(rounded)


def test_numbers_are_written_without_exponent_and_trailing_zeros() -> None:
    assert [plain(Decimal(each)) for each in ("98.00", "1E+3", "-0.0", "0.50", "1E-7")] == [
        "98",
        "1000",
        "0",
        "0.5",
        "0.0000001",
    ]
    assert shown(Fraction(741491, 804813), 4) == "≈0.9213"


def test_what_may_not_enter_scoring_is_named() -> None:
    assert [why_unfit(Decimal(each)) for each in ("NaN", "-Infinity", "1e31", "1e-31", "0.1")] == [
        "nan",
        "inf",
        "digits",
        "digits",
        None,
    ]
