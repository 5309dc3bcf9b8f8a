"""
The small language for conditions, derivations and reconciliations.

    staff.in_post <= staff.posts
    agency.expenditure / (agency.income + agency.opening)
    work.targets and work.tracking and not work.suspended

Numbers (``0.9``, ``90%``), texts (``'good'``), facts by id, ``true`` and ``false``; ``+ - * /``, the comparisons ``= != < <= > >=``, ``and or
not``, brackets, and the functions of ``functions.py``; ``× ÷ ≤ ≥ ≠`` are read too. There is nothing else: no attributes, no
names that are not registered, no loops. Length and depth
are bounded, so every expression ends. It is parsed by our own parser and read through an algebra, never evaluated as code.
"""

from evalfw.expressions.checking import ValueType, check_types
from evalfw.expressions.parsing import MAX_LENGTH, parse
from evalfw.expressions.reading import number_of, truth_of
from evalfw.expressions.syntax import (
    Binary,
    Call,
    Constant,
    Expression,
    ExpressionError,
    FactRef,
    Node,
    Quoted,
    Truth,
    Unary,
    facts_in,
)
from evalfw.expressions.words import expression_words

__all__ = [
    "MAX_LENGTH",
    "Binary",
    "Call",
    "Constant",
    "Expression",
    "ExpressionError",
    "FactRef",
    "Node",
    "Quoted",
    "Truth",
    "Unary",
    "ValueType",
    "check_types",
    "expression_words",
    "facts_in",
    "number_of",
    "parse",
    "truth_of",
]
