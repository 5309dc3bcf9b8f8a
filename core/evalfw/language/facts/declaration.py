"""What facts a rubric asks for: their types, units and limits."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from evalfw.foundation import Text, set_later
from evalfw.language.algebra import Range, Unknown
from evalfw.language.expressions import Expression, ValueType
from evalfw.language.units.quantity import Quantity
from evalfw.language.units.table import STANDARD_UNITS, Units
from evalfw.language.units.unit import PLAIN, Unit

FactType = Literal["bool", "ratio", "money", "count", "number", "choice", "text", "date", "list"]
"""
``bool`` yes/no · ``ratio`` 0.9 is 90 % · ``money`` in the declared unit · ``count`` whole and not negative · ``number`` any
other · ``choice`` one of ``choices`` · ``text`` · ``date`` · ``list`` items with ``fields``, facts of other units among them
"""

Audience = Literal["public", "internal"]
"""``internal`` is left out of the public edition of a report."""

NUMERIC: frozenset[str] = frozenset({"ratio", "money", "count", "number"})
DEFAULT_PLACES = {"ratio": 6, "money": 2, "count": 0, "number": 6}
"""Decimals a value may have, by type (the fixed scale of the fact)."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Field:
    """
    A field of the items of a list fact: free text, one of ``choices``, or (type ``number``) a number, which may have a unit.

    The units that texts may name (``units``) are set by the rubric that it belongs to.
    """

    label: str
    type: Literal["text", "number"] = "text"
    choices: dict[str, str] = attrs.field(factory=dict)
    unit: str = ""
    units: Units = attrs.field(default=STANDARD_UNITS, metadata=set_later())

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.type == "number"

    @property
    def measure(self) -> Unit:
        """The unit of its numbers."""
        return self.units.read(self.unit)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FactDeclaration:
    """
    A fact that rules, derivations or reconciliations may read.

    Attributes:
        id: Dotted, lower case, stable.
        label: The name people use, in Chinese (实际完成值's name).
        type: See ``FactType``.
        unit: Unit of a number, such as 万元 or 人; ratios are shown in %.
        places: Most decimals a value may have (its fixed scale); by type if not given.
        least: Least value allowed; spelled ``min``.
        most: Greatest value allowed; spelled ``max``.
        choices: Allowed values of a ``choice`` → their labels.
        fields: Fields of the items of a ``list`` → their declaration.
        supplied_by: The division (处室) that supplies the fact.
        better: Which way is better (正向指标 ``higher``, 反向指标 ``lower``); rules on the fact must follow it.
        derivation: How the fact follows from others; used where it is not stated, checked where it is.
        tolerance: Largest difference between the stated and the derived value that is not a finding.
        note: What a reader should know about the fact.
        audience: Who may see its value: ``internal`` is left out of the public edition of a report.
        was: Ids that the fact had in earlier editions.
        units: The units that texts may name; set by the rubric that the fact belongs to.
    """

    id: str
    label: str
    type: FactType
    unit: str = ""
    places: int | None = None
    least: Quantity | None = attrs.field(default=None, metadata={"key": "min"})
    most: Quantity | None = attrs.field(default=None, metadata={"key": "max"})
    choices: dict[str, str] = attrs.field(factory=dict)
    fields: dict[str, Field] = attrs.field(factory=dict)
    supplied_by: str = ""
    better: Literal["higher", "lower"] | None = None
    derivation: Expression | None = None
    tolerance: Quantity = Decimal(0)
    note: str = ""
    audience: Audience = "public"
    was: tuple[str, ...] = ()
    units: Units = attrs.field(default=STANDARD_UNITS, metadata=set_later())

    @property
    def measure(self) -> Unit:
        """The unit of its values; a ratio counts nothing, and is 1 for 100 %."""
        return self.units.read(self.unit) if self.is_numeric and self.type != "ratio" else PLAIN

    def field_measure(self, field: str) -> Unit:
        """The unit of a numeric field of its items."""
        return self.fields[field].measure

    @property
    def is_numeric(self) -> bool:
        """Whether values are numbers."""
        return self.type in NUMERIC

    @property
    def scale(self) -> int:
        """Decimals a value may have. Only for numeric facts."""
        return DEFAULT_PLACES[self.type] if self.places is None else self.places

    @cached_property
    def domain(self) -> Range:
        """
        The values a numeric fact may have.

        Unless declared otherwise a count is not negative, and a ratio is at most 10 (1000 %): so 83.04 for 83.04 % is caught.
        """
        least, most = (None if end is None else Fraction(end) for end in (self.least, self.most))
        if least is None and self.type == "count":
            least = Fraction(0)
        if most is None and self.type == "ratio":
            most = Fraction(10)
        return Range(least, most)

    @property
    def unknown(self) -> Unknown:
        """What is known of the fact before anything is stated."""
        if not self.is_numeric:
            return Unknown()
        return self.unknown_within(self.domain)

    def unknown_within(self, limits: Range) -> Unknown:
        """
        The fact is numeric, or a date by the numbers of its days, and lies within *limits*.

        Stated values keep to the scale, derived ones need not; counts and days do.
        """
        if self.type == "date":
            return Unknown(limits, 0)
        keeps = self.derivation is None or self.type == "count"
        return Unknown(limits, self.scale if keeps else None)

    def may_derive(self, value: Fraction) -> bool:
        """Whether *value* can be a derived value of the fact: in its domain, and whole if it is a count."""
        return self.domain.contains(value) and (self.type != "count" or value.denominator == 1)

    @property
    def expression_type(self) -> ValueType:
        """The type of the fact in expressions."""
        match self.type:
            case "ratio" | "money" | "count" | "number":
                return "number"
            case "choice" | "text":
                return "text"
            case "bool" | "date" | "list":
                return self.type

    @property
    def name(self) -> Text:
        """The label; with the id beside it in English."""
        return Text(self.label, f"{self.label} ({self.id})")
