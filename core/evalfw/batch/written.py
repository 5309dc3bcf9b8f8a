"""What clerks write behind a number in a table of texts: %, 万元."""

from __future__ import annotations

from decimal import Decimal

from evalfw.facts import FactDeclaration
from evalfw.facts.reading import narrow
from evalfw.facts.units import MONEY, SHARES, converted, split_unit

AMOUNTS = (MONEY, f"万{MONEY}", f"亿{MONEY}")
"""Units of money that tables are written in; others are read row by row."""


def signs_of(declaration: FactDeclaration) -> dict[str, int]:
    """What may stand behind a number of the fact → the power of ten that it multiplies by; the longest first."""
    if declaration.type == "ratio":
        powers = {sign: -power for sign, power in SHARES.items()}
    elif declaration.unit:
        unit = narrow(declaration.unit)
        units = [unit, *(AMOUNTS if split_unit(unit)[1] == MONEY else ())]
        shifted = {each: converted(Decimal(1), each, unit) for each in units}
        powers = {each: value.adjusted() for each, value in shifted.items() if value is not None}
    else:
        powers = {}
    return dict(sorted(powers.items(), key=lambda item: -len(item[0])))
