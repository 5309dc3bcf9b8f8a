"""Values to try where nothing can be proved: those at which rules change, and small lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, islice, product

import attrs

from evalfw.foundation import round_half_up
from evalfw.language import Amount, Expression, FactDeclaration

MOST_SAMPLES = 5000
FIRST, LAST = date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal()
"""Numbers of a rule between these may be days."""
_USUAL = tuple(Fraction(each) for each in ("0", "0.5", "1", "2", "10", "100", "-1"))


def samples(
    read: Sequence[str], facts: Mapping[str, FactDeclaration], rules: Sequence[object], most: int
) -> Iterator[Mapping[str, Amount]]:
    """At most *most* combinations of values of the facts *read*, always the same ones in the same order."""
    turns = sorted({number for rule in rules for number in _numbers(rule)})
    if len(read) == 1:  # steps from a target
        turns = [
            *turns,
            *sorted({one + sign * other for one in turns for other in turns for sign in (1, -1)} - {*turns}),
        ]
    choices = [list(_values(facts[fact], turns)) for fact in read]
    for values in islice(product(*choices), most):
        yield dict(zip(read, values, strict=True))


def _values(fact: FactDeclaration, turns: Sequence[Fraction]) -> Iterator[Amount]:
    if fact.is_numeric:
        yield from _numeric(fact, turns)
    elif fact.type == "bool":
        yield from (True, False)
    elif fact.type == "choice":
        yield from fact.choices
    elif fact.type == "date":
        days = (int(turn) + step for turn in turns if FIRST < turn < LAST for step in (0, -1, 1))
        yield from dict.fromkeys((*map(date.fromordinal, days), date(2020, 1, 1), date(2020, 12, 31)))
    elif fact.type == "list":
        yield from _lists(fact)
    else:
        yield ""


def _numeric(fact: FactDeclaration, turns: Sequence[Fraction]) -> Iterator[Fraction]:
    """Numbers of the rules and those beside them, then usual ones; only such as the fact may have."""
    unit = Fraction(1, 10**fact.scale)
    near = (round_half_up(turn, fact.scale) + step for turn in turns for step in (Fraction(0), -unit, unit))
    ends = (end for end in (fact.domain.least, fact.domain.most) if end is not None)
    for value in dict.fromkeys((*near, *ends, *_USUAL)):
        if fact.domain.contains(value) and (value * 10**fact.scale).denominator == 1:
            yield value


def _lists(fact: FactDeclaration) -> Iterator[tuple[dict[str, str], ...]]:
    """No item, one, and two, with every choice of their fields."""
    fields = {
        name: list(field.choices) or (["0", "1", "10"] if field.is_number else ["甲", "乙"])
        for name, field in fact.fields.items()
    }
    items = [dict(zip(fields, values, strict=True)) for values in product(*fields.values())]
    yield ()
    yield from ((item,) for item in items)
    yield from combinations_with_replacement(items, 2)


def _numbers(value: object) -> Iterator[Fraction]:
    """Every number that stands in a rule."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, date):
        yield Fraction(value.toordinal())
    elif isinstance(value, Decimal | Fraction | int):
        yield Fraction(value)
    elif isinstance(value, Expression):
        yield from _numbers(value.root)
    elif isinstance(value, Mapping):
        yield from (number for each in value.values() for number in _numbers(each))
    elif isinstance(value, tuple):
        yield from (number for each in value for number in _numbers(each))
    elif not isinstance(value, type) and attrs.has(kind := type(value)):
        fields = (field for field in attrs.fields(kind) if field.eq)
        yield from (number for field in fields for number in _numbers(getattr(value, field.name)))
