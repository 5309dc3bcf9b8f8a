"""Everything that can be done with a text that may be an expression; used by the fuzzer and by the replay of its corpus."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evalfw import FactDeclaration, FactView
from evalfw.language.algebra import BoundsAlgebra, ExactAlgebra, Known, UndefinedError, Unknown
from evalfw.language.expressions import ExpressionError, check_types, expression_words, number_of, parse, truth_of
from evalfw.language.facts import Field

FACTS = {
    fact.id: fact
    for fact in (
        FactDeclaration(id="a", label="甲", type="number", least=Decimal(-2), most=Decimal(2)),
        FactDeclaration(id="b.c", label="乙", type="ratio", least=Decimal(0)),
        FactDeclaration(id="yes", label="是", type="bool"),
        FactDeclaration(id="day", label="日", type="date"),
        FactDeclaration(id="kind", label="类", type="choice", choices={"x": "甲", "y": "乙"}),
        FactDeclaration(
            id="list",
            label="列",
            type="list",
            fields={"n": Field(label="数", type="number"), "t": Field(label="等", choices={"x": "甲"})},
        ),
    )
}
VALUES = {
    "a": Known(Fraction(3, 2)),
    "b.c": Known(Fraction(0)),
    "yes": Known(True),
    "day": Known(date(2021, 6, 30)),
    "kind": Known("x"),
    "list": Known(({"n": "1.5", "t": "x"},)),
}


def try_expression(text: str) -> bool:
    """
    Parse, check, put into words and read *text*; tell whether it was an expression.

    Raises:
        Exception: Anything that is not documented.
    """
    try:
        expression = parse(text)
    except ExpressionError as error:
        assert 1 <= error.column <= len(text) + 1 and error.what.zh and error.what.en
        return False
    for wanted in ("number", "bool"):
        try:
            check_types(expression, wanted, FACTS)
        except ExpressionError as error:
            assert 1 <= error.column <= len(text) + 1
            continue
        words = expression_words(expression.root, FactView(FACTS, {}))
        assert words.zh and words.en
        unknown = {fact: each.unknown if each.is_numeric else Unknown() for fact, each in FACTS.items()}
        read = number_of if wanted == "number" else truth_of
        for values in (VALUES, unknown):
            read(expression.root, BoundsAlgebra(values))
        with suppress(UndefinedError):
            read(expression.root, ExactAlgebra(VALUES))
    return True
