"""Terms in stages, so that what is needed more than once is worked out once; and spelt as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalfw.population.columns.terms import Term

WIDTHS = (16, 32, 64)
"""Bits of the integers that engines hold."""


def width_of(term: Term) -> int:
    """Bits of the narrowest integer that holds *term* and all that it is made of at once."""
    return next(width for width in WIDTHS if term.bits <= width)


def shared(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms below *terms* that are needed more than once and are worth keeping, those that others need first."""
    uses: dict[int, int] = {}
    order: list[Term] = []
    heights: dict[int, int] = {}

    def visit(term: Term) -> None:
        uses[id(term)] = uses.get(id(term), 0) + 1
        if uses[id(term)] == 1:
            for arg in term.args:
                visit(arg)
            heights[id(term)] = 1 + max((heights[id(arg)] for arg in term.args), default=-1)
            order.append(term)

    for each in terms:
        visit(each)
    return tuple(term for term in order if uses[id(term)] > 1 and heights[id(term)] > 0 and not _is_slight(term))


def _is_slight(term: Term) -> bool:
    """Whether it costs less to work *term* out again than to keep it."""
    return term.op in ("null?", "not", "number", "is") and term.args[0].op == "column"


def columns_in(terms: Iterable[Term]) -> set[str]:
    """Names of the columns that *terms* are made of."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        if term.op == "column":
            found.add(str(term.value))
        waiting += term.args
    return found


def stages_of(outputs: Mapping[str, Term], prefix: str = "~") -> tuple[list[dict[str, Term]], dict[int, str]]:
    """
    What to work out one after another, each by name of the column, the outputs last; and under which names terms are kept.

    A term that is needed more than once becomes a column, whose name begins with *prefix*, so that no engine works it out twice.
    """
    kept = shared(outputs.values())
    names = {id(term): f"{prefix}{number}" for number, term in enumerate(kept)}
    levels: dict[int, int] = {}

    def level(term: Term) -> int:
        found = levels.get(id(term))
        if found is None:
            below = max((level(arg) for arg in term.args), default=0)
            found = levels[id(term)] = below + (id(term) in names)
        return found

    stages: list[dict[str, Term]] = []
    for term in kept:
        at = level(term) - 1
        while len(stages) <= at:
            stages.append({})
        stages[at][names[id(term)]] = term
    return [*stages, dict(outputs)], names


def name_of(column: str) -> str:
    """*column* as a name in SQL."""
    return f'"{column.replace(chr(34), chr(34) * 2)}"'


def text_of(value: str) -> str:
    """*value* as a literal in SQL."""
    return f"'{value.replace(chr(39), chr(39) * 2)}'"


class SqlSpelling:
    """
    Spells terms as SQL of DuckDB.

    Integers are 64 bits wide throughout, but for truths that are counted.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names

    def of(self, term: Term, is_new: bool = False) -> str:
        """*term*; where *is_new*, worked out, although a column of its own will hold it."""
        if id(term) in self._names and not is_new:
            return name_of(self._names[id(term)])
        args = [self.of(arg) for arg in term.args]
        match term.op:
            case "column":
                return name_of(str(term.value))
            case "value":
                return self._value(term)
            case "+" | "-" | "*" | "//" | "<" | "<=" | "=":
                return f"({args[0]} {term.op} {args[1]})"
            case "is":
                return f"({args[0]} = {text_of(str(term.value))})"
            case "and" | "or":
                return f"({args[0]} {term.op.upper()} {args[1]})"
            case "not":
                return f"(NOT {args[0]})"
            case "null?":
                return f"({args[0]} IS NULL)"
            case "number":
                return f"CAST({args[0]} AS BIGINT)"
            case "fill":
                return f"COALESCE({args[0]}, {args[1]})"
            case "least":
                return f"LEAST({', '.join(args)})"
            case "when":
                return f"CASE WHEN {args[0]} THEN {args[1]} ELSE {args[2]} END"
        raise TypeError(f"no such operation: {term.op}")

    def _value(self, term: Term) -> str:
        if term.value is None:
            kind = {"int": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR"}[term.sort]
            return f"CAST(NULL AS {kind})"
        if term.sort == "bool":
            return "TRUE" if term.value else "FALSE"
        return f"CAST({term.value} AS BIGINT)" if term.sort == "int" else text_of(str(term.value))
