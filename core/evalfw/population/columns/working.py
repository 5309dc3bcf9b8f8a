"""Terms worked out for one row, in plain Python: what terms mean, and how what is compiled is checked against the rules."""

from __future__ import annotations

from collections.abc import Mapping

from evalfw.population.columns.terms import Term

Cell = int | bool | str | None
"""What a row has in a column."""


def work_out(term: Term, row: Mapping[str, Cell], known: dict[int, Cell] | None = None) -> Cell:
    """
    What *term* is in *row*.

    Args:
        term: The term.
        row: Column name → what the row has there.
        known: What other terms are in this row, by identity; it is added to.
    """
    done = {} if known is None else known
    if id(term) not in done:
        done[id(term)] = _worked_out(term, row, done)
    return done[id(term)]


def _worked_out(term: Term, row: Mapping[str, Cell], done: dict[int, Cell]) -> Cell:
    if term.op == "column":
        return row.get(str(term.value))
    if term.op == "value":
        return term.value
    if term.op == "when":
        condition, held, failed = term.args
        return work_out(held if work_out(condition, row, done) is True else failed, row, done)
    given = [work_out(arg, row, done) for arg in term.args]
    if term.op == "null?":
        return given[0] is None
    if term.op == "fill":
        return given[1] if given[0] is None else given[0]
    if term.op in ("and", "or"):
        decisive = term.op == "or"
        return decisive if decisive in given else None if None in given else not decisive
    if None in given:
        return None
    return _of_known(term, given)


def _of_known(term: Term, given: list[Cell]) -> Cell:
    if term.op == "not":
        return not given[0]
    if term.op == "is":
        return given[0] == term.value
    if term.op == "number":
        return int(bool(given[0]))
    if term.op == "least":
        return min(int(each) for each in given if each is not None)
    left, right = given
    assert isinstance(left, int) and isinstance(right, int)
    match term.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "//":
            return left // right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
    raise TypeError(f"no such operation: {term.op}")
