"""Conditions of nodes and gates in columns: where they hold, and where it is open if they do."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from evalfw.foundation import PluginError
from evalfw.language import Expression, facts_in, truth_of
from evalfw.population.columns.cells import statements_of
from evalfw.population.columns.decisions import decided
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.finite import ANY_OTHER_TEXT, MOST_COMBINATIONS, texts_in
from evalfw.population.columns.reading import ColumnAlgebra, NotInColumnsError
from evalfw.population.columns.ruling import behind
from evalfw.population.columns.terms import Term, Terms
from evalfw.population.columns.working import Cell
from evalfw.scoring import answers_of, tabulate

NO, YES, OPEN = range(3)


class Condition(NamedTuple):
    """
    Where a condition holds, where it is open, and the rows of which scoring has to be asked; no term is null.
    """

    holds: Term
    is_open: Term
    odd: Term


def condition_of(expression: Expression, facts: TableFacts, t: Terms) -> Condition:
    """
    *expression* over *facts*.

    Raises:
        NotInColumnsError, TooWideError: It has no column reading, and hangs on more than truths and choices.
    """
    reads = tuple(dict.fromkeys(ref.id for ref in facts_in(expression.root)))
    finite = {fact: values for fact in reads if (values := _values(facts, fact, expression)) is not None}
    combinations = 1
    for values in finite.values():
        combinations *= len(values)
    if combinations > MOST_COMBINATIONS:
        raise NotInColumnsError
    table = {
        each: _answer(expression, facts, dict(zip(finite, each, strict=True))) for each in product(*finite.values())
    }
    columns = {fact: (facts.column(fact), values) for fact, values in finite.items()}
    code = decided(columns, table, t)
    without = Condition(t.equal(code, t.value(YES)), t.equal(code, t.value(OPEN)), t.value(False))
    numbers = [fact for fact in reads if fact not in finite]
    if not numbers:
        return without
    algebra = ColumnAlgebra(t, facts, 0)
    try:
        holds = t.holds(truth_of(expression.root, algebra))
    except PluginError:
        raise NotInColumnsError from None
    wild = [facts.wild(each) for fact in reads for each in facts.inputs(fact)]
    known = t.every([facts.known(fact) for fact in reads])
    plain = t.every([known, *(t.negate(t.holds(each)) for each in (*algebra.odd, *wild))])
    blank = t.every([facts.blank(fact) for fact in numbers])
    return Condition(
        t.when(plain, holds, without.holds),
        t.both(t.negate(plain), without.is_open),
        t.negate(t.either(plain, blank)),
    )


def _values(facts: TableFacts, fact: str, expression: Expression) -> tuple[Cell, ...] | None:
    declaration = facts.declarations[fact]
    if declaration.derivation is not None or declaration.type not in ("bool", "choice", "text"):
        return None
    if fact not in facts.given:
        return (None,)
    if declaration.type == "bool":
        return (None, True, False)
    if declaration.type == "choice":
        return (None, *declaration.choices)
    return (None, *dict.fromkeys(texts_in(expression.root, fact)), ANY_OTHER_TEXT)


def _answer(expression: Expression, facts: TableFacts, row: Mapping[str, Cell]) -> int:
    declarations = behind((ref.id for ref in facts_in(expression.root)), facts.declarations)
    table = tabulate(declarations, statements_of(declarations, row, declarations))
    answers = answers_of(expression, table)
    return OPEN if len(answers) > 1 else YES if True in answers else NO
