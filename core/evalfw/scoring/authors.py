"""Which plugins brought what a rule, an aggregator or a condition is made of."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from evalfw.language import Aggregator, Expression, Rule, functions_in

MOST_DEPTH = 20


def authors_of(*parts: Rule | Aggregator | Expression | None) -> tuple[str, ...]:
    """The plugins that brought *parts* or functions that their expressions call, in order; none for evalfw's own."""
    return tuple(dict.fromkeys(author for part in parts for author in _authors(part) if author))


def _authors(part: object, depth: int = 0) -> Iterator[str]:
    if depth > MOST_DEPTH:
        return  # what a plugin has built to hold itself
    if isinstance(part, Expression):
        yield from (function.by for function in functions_in(part.root))
        return
    if isinstance(part, Rule | Aggregator):
        yield part.brought_by
    if isinstance(part, tuple | list):
        for each in part:
            yield from _authors(each, depth + 1)
    elif attrs.has(kind := type(part)):
        for field in attrs.fields(kind):
            yield from _authors(getattr(part, field.name), depth + 1)
