"""The syntax tree of an expression. Every node knows its column, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from evalfw.foundation import Text
from evalfw.language.algebra.protocol import Irrational, OverItems
from evalfw.language.expressions.functions import Function
from evalfw.language.units.unit import Unit


@attrs.frozen(repr=False)
class Constant:
    """
    A number.

    Attributes:
        value: The number; that of ``90%`` is 0.9.
        written: How the author spelt it (``90%``, ``90万元``), for sentences.
        unit: Its unit as written; empty for a bare number, which is in the unit of what it meets. Once an expression is in units
            (``in_units``) the value is in that unit, whatever is written.
    """

    value: Fraction
    written: str
    column: int = attrs.field(eq=False)
    unit: str = ""


@attrs.frozen(repr=False)
class Day:
    """A date, such as ``2021-06-30``."""

    value: date
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Truth:
    """``true`` or ``false``."""

    value: bool
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Quoted:
    """A text in single quotes, which a choice or text fact is compared with."""

    value: str
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class FactRef:
    """A fact, by id."""

    id: str
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Unary:
    """``-`` or ``not`` before an operand."""

    operator: str
    operand: Node
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Binary:
    """An operator between two operands: one of ``+ - * / = != < <= > >= and or``."""

    operator: str
    left: Node
    right: Node
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Call:
    """A function applied to numbers; see ``functions.py``."""

    function: Function
    operands: tuple[Node, ...]
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Converted:
    """*operand* in another unit of its dimension: so many times as many. No author writes it; ``in_units`` puts it there."""

    operand: Node
    rate: Fraction
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Choose:
    """``if(condition, held, failed)``: one number or the other. What is not chosen does not matter."""

    condition: Node
    held: Node
    failed: Node
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Condition:
    """A field of an item compared with a number or a text."""

    field: str
    sign: str
    value: Constant | Quoted
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class OfList:
    """
    A number about the items of a list fact.

    Attributes:
        how: ``count``, or ``sum``, ``mean``, ``median``, ``least`` or ``most`` of a field.
        items: The list fact.
        field: The field; empty where items are counted.
        where: What holds of the items that are meant; nothing for all items.
    """

    how: OverItems
    items: FactRef
    field: str
    where: tuple[Condition, ...]
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Place:
    """The place of ``own`` among the values of a field of a list fact, best first or, ``from_last``, worst first."""

    own: Node
    items: FactRef
    field: str
    from_last: bool
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Given:
    """``known(fact)``: whether anything is said of it."""

    fact: FactRef
    column: int = attrs.field(eq=False)


@attrs.frozen(repr=False)
class Rounded:
    """
    A root, a power, a logarithm or a geometric mean, to decimals that are said.

    Attributes:
        how: Which.
        operands: The number; of a geometric mean all numbers.
        by: Which root, which power, or the base.
        places: Decimals.
    """

    how: Irrational
    operands: tuple[Node, ...]
    by: Fraction
    places: int
    column: int = attrs.field(eq=False)


Node = (
    Constant
    | Day
    | Truth
    | Quoted
    | FactRef
    | Unary
    | Binary
    | Call
    | Converted
    | Choose
    | OfList
    | Place
    | Given
    | Rounded
)

COMPARING = 4
BINDING = {
    "or": 1,
    "and": 2,
    "not": 3,
    "in": COMPARING,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARING),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "minus": 7,
}
"""How tightly operators bind; ``minus`` is the sign before a number."""


@attrs.frozen(repr=False)
class Expression:
    """
    A parsed expression.

    Attributes:
        text: What it came from.
        root: Its tree.
        unit: Its unit, once it is in units, of a comparison that of its sides; None for other truths and for bare numbers.
    """

    text: str = attrs.field(eq=False)
    root: Node
    unit: Unit | None = attrs.field(default=None, eq=False)


def all_of(conditions: Iterable[Expression]) -> Expression:
    """The condition that holds where each of *conditions*, of which there is one at least, does."""
    first, *others = conditions
    for each in others:
        first = Expression(f"({first.text}) and ({each.text})", Binary("and", first.root, each.root, 1))
    return first


def text_comparison(node: Binary) -> tuple[FactRef, Quoted] | None:
    """The fact and the text that *node* compares, whichever stands first; None if it compares something else."""
    match node.left, node.right:
        case (FactRef() as fact, Quoted() as text) | (Quoted() as text, FactRef() as fact):
            return fact, text
    return None


class ExpressionError(Exception):
    """A text is not an expression, or not one of the type wanted. Columns count from 1."""

    def __init__(self, column: int, what: Text, hint: Text | None = None) -> None:
        super().__init__(f"column {column}: {what.en}")
        self.column = column
        self.what = what
        self.hint = hint
