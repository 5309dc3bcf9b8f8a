"""Which text is which unit: the standard ones, those that a rubric or a plugin declares, and any other as a dimension of its own."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import attrs

from evalfw.foundation import GROUPED, NUMERAL, narrow, numeral, spelled
from evalfw.language.units.standard import PREFIXES, STANDARD
from evalfw.language.units.unit import PLAIN, Unit, base


@attrs.frozen(kw_only=True)
class UnitDeclaration:
    """
    A unit that a rubric or a plugin adds.

    Attributes:
        name: How it is written: 担, 标准箱.
        equals: How much one of it is, in a unit that is known: ``50千克``; spelled ``is``. Empty for a dimension of its own, which is what any
            unit is that nobody declares; declaring it keeps its first character from being taken for a number (百户 of 百户村).
    """

    name: str
    equals: str = attrs.field(default="", metadata=spelled("is"))

    @property
    def id(self) -> str:
        """What it is known by: its name."""
        return self.name


_STANDARD = {name: base(of, Fraction(scale), name) for of, names in STANDARD.items() for name, scale in names.items()}


@attrs.frozen(slots=False)
class Units:
    """
    The units that a text may name.

    Attributes:
        declared: Those that are added to the standard ones, each after those that it is made of.
    """

    declared: tuple[UnitDeclaration, ...] = ()

    @cached_property
    def _known(self) -> dict[str, Unit]:
        known = dict(_STANDARD)
        for each in self.declared:
            number, unit = amount_and_unit(each.equals) or (Fraction(1), "")
            meant = _product(unit, known) if each.equals else base(each.name)
            known[each.name] = Unit(meant.dimension, number * meant.scale, each.name)
        return known

    @cached_property
    def _read(self) -> dict[str, Unit]:
        return {}

    def read(self, text: str) -> Unit:
        """The unit that *text* names; ``PLAIN`` for no text."""
        if text not in self._read:
            self._read[text] = _product(text, self._known)
        return self._read[text]

    def is_known(self, text: str) -> bool:
        """Whether *text* is a unit of the table, alone."""
        return narrow(text).strip() in self._known


def _product(text: str, known: dict[str, Unit]) -> Unit:
    """万元/人 and 吨·公里: units with signs between them, from left to right."""
    text = narrow(text).strip()
    unit, sign, word = PLAIN, "·", ""
    for character in [*text, "·"]:
        if character not in "/·*":
            word += character
            continue
        part = _single(word.strip(), known)
        unit = part if unit is PLAIN and sign == "·" else unit.per(part) if sign == "/" else unit.times(part)
        sign, word = character, ""
    return unit if unit.written == text or not text else Unit(unit.dimension, unit.scale, text)


def _single(word: str, known: dict[str, Unit]) -> Unit:
    if not word:
        return PLAIN
    if word in known:
        return known[word]
    power, rest = split_unit(word)
    plain = known.get(rest) or (base(rest) if rest else PLAIN)
    return Unit(plain.dimension, plain.scale * 10**power, word)


def amount_and_unit(text: str) -> tuple[Fraction, str] | None:
    """The number that *text* begins with and the unit after it, which may be empty; None if it begins with no number."""
    narrowed = narrow(text).strip()
    figure = GROUPED.match(narrowed) or NUMERAL.match(narrowed)
    number = None if figure is None else numeral(figure.group().replace(",", ""))
    return None if figure is None or number is None else (Fraction(number), narrowed[figure.end() :].strip())


STANDARD_UNITS = Units()
"""Nothing but the standard units."""


def rate_between(one: str, other: str) -> Fraction | None:
    """How many of *other* one of *one* is, by the standard units; None if they measure different things."""
    return STANDARD_UNITS.read(one).rate(STANDARD_UNITS.read(other))


def split_unit(text: str) -> tuple[int, str]:
    """*text* as a power of ten and the unit after it: 万元 is (4, 元); a unit such as 万 alone is (4, "")."""
    for length in (2, 1):
        if text[:length] in PREFIXES and len(text) >= length:
            return PREFIXES[text[:length]], text[length:]
    return 0, text
