"""How wide integers must be for a rule in the integer reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evalfw.language.algebra.widths import ENDLESS, Size, WidthAlgebra
from evalfw.language.facts import FactDeclaration
from evalfw.language.rules.rule import Rule


def integer_bits(rule: Rule, weight: Fraction, facts: Mapping[str, FactDeclaration], places: int) -> int | None:
    """
    Bits of a signed integer that holds every intermediate result of *rule*.

    Args:
        rule: The rule.
        weight: Most points of its indicator.
        facts: The declared facts by id.
        places: Decimals of points.

    Returns:
        The bits; None where a fact that the rule reads as a number has no limits, or is derived or a list: then the width has
        to be found from the data.
    """
    algebra = WidthAlgebra({fact: size_of(facts[fact]) for fact in rule.reads()}, places)
    rule.points(algebra, weight)
    return algebra.bits


def size_of(fact: FactDeclaration) -> Size:
    """The largest integers that stand for a value of *fact* in its fixed scale."""
    least, most = fact.domain.least, fact.domain.most
    if not fact.is_numeric or fact.derivation is not None or least is None or most is None:
        return ENDLESS
    unit = 10**fact.scale
    return Size(int(max(abs(least), abs(most)) * unit) + 1, unit)
