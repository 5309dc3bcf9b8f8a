"""Tables of what comes out for each combination of truths and choices, as terms."""

from __future__ import annotations

from collections.abc import Mapping

from evalfw.population.columns.terms import Term, Terms
from evalfw.population.columns.working import Cell


def decided(
    columns: Mapping[str, tuple[Term, tuple[Cell, ...]]], table: Mapping[tuple[Cell, ...], Cell], t: Terms
) -> Term:
    """
    The integer that *table* says for each row.

    Args:
        columns: Fact → its column, and every value that matters.
        table: What comes out for each combination of values, in the order of *columns*.
    """
    return _tree(list(columns.values()), dict(table), t)


def _tree(columns: list[tuple[Term, tuple[Cell, ...]]], table: dict[tuple[Cell, ...], Cell], t: Terms) -> Term:
    said = set(table.values())
    if len(said) == 1:
        (only,) = said
        return t.null("int") if only is None else t.value(int(only))
    (column, values), *others = columns
    below = {
        value: _tree(others, {key[1:]: each for key, each in table.items() if key[0] is value or key[0] == value}, t)
        for value in values
    }
    if column.is_value:  # a fact that the table has no column for
        return below[None]
    return _choice(column, below, t)


def _choice(column: Term, below: Mapping[Cell, Term], t: Terms) -> Term:
    """One of *below*, as *column* says."""
    if column.sort == "bool":
        held, failed, unknown = below[True], below[False], below[None]
        if unknown is failed:
            return t.when(column, held, failed)
        if unknown is held:
            return t.when(t.negate(column), failed, held)
        if unknown.is_value and unknown.value is None:
            return t.pick(column, held, failed)
        return t.when(t.is_null(column), unknown, t.when(column, held, failed))
    *listed, last = [value for value in below if value is not None]
    result = below[last]
    for value in reversed(listed):
        result = t.when(t.is_text(column, str(value)), below[value], result)
    return t.when(t.is_null(column), below[None], result)


def nulls_with(term: Term) -> set[str] | None:
    """Columns of which it is certain that *term* is null where they are; None: it always is."""
    if term.op == "column":
        return {str(term.value)}
    if term.op == "value":
        return None if term.value is None else set()
    given = [nulls_with(arg) for arg in term.args]
    match term.op:
        case "null?":
            return set()
        case "fill" | "and" | "or":
            return _common(given[0], given[1])
        case "when":
            return _joined(_common(given[0], given[2]), _common(given[1], given[2]))
    found: set[str] | None = set()
    for each in given:
        found = _joined(found, each)
    return found


def _common(left: set[str] | None, right: set[str] | None) -> set[str] | None:
    return right if left is None else left if right is None else left & right


def _joined(left: set[str] | None, right: set[str] | None) -> set[str] | None:
    return None if left is None or right is None else left | right
