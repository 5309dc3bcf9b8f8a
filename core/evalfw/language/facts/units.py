"""Units that differ by a power of ten: 元, 万元 and 亿元; %, ‰ and plain ratios; 个 and 万个."""

from __future__ import annotations

from decimal import Decimal

MULTIPLES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10}
"""What a unit may begin with → the power of ten."""

SHARES = {"%": 2, "‰": 3, "个百分点": 2}
"""Signs of ratios → the power of ten that they divide by."""

MONEY = "元"


def split_unit(unit: str) -> tuple[int, str]:
    """*unit* as a power of ten and the plain unit: 万元 is (4, 元); a unit such as 万 alone is (4, "")."""
    for length in (2, 1):
        if unit[:length] in MULTIPLES and len(unit) >= length:
            return MULTIPLES[unit[:length]], unit[length:]
    return 0, unit


def shift(value: Decimal, power: int) -> Decimal:
    """*value* times ten to the *power*, exactly."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite number")
    return Decimal((sign, digits, exponent + power))


def converted(value: Decimal, unit: str, declared: str) -> Decimal | None:
    """*value*, given in *unit*, in the unit *declared*; None if they measure different things."""
    if unit == declared:
        return value
    power, plain = split_unit(unit)
    wanted, base = split_unit(declared)
    return shift(value, power - wanted) if plain == base else None
