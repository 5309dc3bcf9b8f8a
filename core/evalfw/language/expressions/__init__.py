"""
The small language for conditions, derivations and reconciliations.

    staff.in_post <= staff.posts
    agency.expenditure / (agency.income + agency.opening)
    work.targets and work.tracking and not work.suspended

Numbers (``0.9``, ``90%``), dates (``2021-06-30``), texts (``'good'``), facts by id, ``true`` and ``false``; ``+ - * /``, the comparisons
``= != < <= > >=``, ``x in [a, b]``, ``and or not``, brackets; ``if(condition, x, y)``, ``lookup(fact, 'a', 1, 'b', 2, 0)``, the functions of
numbers in ``functions.py`` and those that plugins add; over a list fact ``count``, ``sum``, ``mean``, ``median``, ``least``, ``most``, ``place`` and
``place_from_last``. ``× ÷ ≤ ≥ ≠`` are read too. There is nothing else: no attributes, no names that are not registered, no
loops. Length and depth are bounded, so every expression ends. It is parsed by our own parser and read through an algebra,
never evaluated as code.
"""

from evalfw.language.expressions.checking import ValueType, check_types
from evalfw.language.expressions.forms import FORMS
from evalfw.language.expressions.functions import CORE_FUNCTIONS, Function
from evalfw.language.expressions.parsing import MAX_LENGTH, parse
from evalfw.language.expressions.reading import number_of, truth_of
from evalfw.language.expressions.syntax import (
    Binary,
    Call,
    Choose,
    Constant,
    Day,
    Expression,
    ExpressionError,
    FactRef,
    Node,
    OfList,
    Place,
    Quoted,
    Truth,
    Unary,
    all_of,
)
from evalfw.language.expressions.walking import facts_in, functions_in
from evalfw.language.expressions.words import expression_words

__all__ = [
    "CORE_FUNCTIONS",
    "FORMS",
    "MAX_LENGTH",
    "Binary",
    "Call",
    "Choose",
    "Constant",
    "Day",
    "Expression",
    "ExpressionError",
    "FactRef",
    "Function",
    "Node",
    "OfList",
    "Place",
    "Quoted",
    "Truth",
    "Unary",
    "ValueType",
    "all_of",
    "check_types",
    "expression_words",
    "facts_in",
    "functions_in",
    "number_of",
    "parse",
    "truth_of",
]
