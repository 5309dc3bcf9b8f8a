"""What is known of every fact: stated, derived, disputed, given as a range, or missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple

import attrs

from evalfw.evidence import Adjudication, Statement
from evalfw.foundation import PluginError, Text
from evalfw.language import (
    Amount,
    BoundsAlgebra,
    ExactAlgebra,
    FactDeclaration,
    FactView,
    Known,
    Range,
    UndefinedError,
    Unknown,
    facts_in,
    number_of,
    read_stated,
    show_amount,
    show_range,
)
from evalfw.scoring.authors import authors_of

Standing = Literal["stated", "derived", "missing", "disputed", "ranged"]
"""``stated`` also where a plugin has decided which statement counts."""


class FactTable(NamedTuple):
    """
    The facts as rules see them.

    Attributes:
        declarations: By id, the rubric's and the evidence's.
        statements: By fact id; only facts with at least one.
        values: What is known, for every declared fact.
        standings: Where it comes from, for every declared fact.
        recomputed: For facts that are stated and derivable: the derived value.
        adjudications: Which statement counts, where that was decided, by fact id.
        authors: Who read each fact, decided which statement counts, or brought functions that it is derived with; through all derivations.
    """

    declarations: Mapping[str, FactDeclaration]
    statements: Mapping[str, tuple[Statement, ...]]
    values: Mapping[str, Known | Unknown]
    standings: Mapping[str, Standing]
    recomputed: Mapping[str, Fraction]
    adjudications: Mapping[str, Adjudication] = MappingProxyType({})
    authors: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def view(self) -> FactView:
        """Labels and values for sentences."""
        return FactView(self.declarations, self.values)

    def with_value(self, fact: str, value: Fraction) -> FactTable:
        """The table as it would be with *value* for *fact*, and for whatever is derived from it."""
        values = {**self.values, fact: Known(value)}
        for other in inputs_first(self.declarations):
            if other != fact and other not in self.statements:
                values[other] = _derive(self.declarations[other], values)
        return self._replace(values=values)

    def known(self, fact: str) -> Amount | None:
        """The value of *fact*; None if it has no single one."""
        value = self.values[fact]
        return value.value if isinstance(value, Known) else None

    def counted(self, fact: str) -> tuple[Statement, ...]:
        """The statements of *fact* that count: all, or the one that was decided on."""
        decided = self.adjudications.get(fact)
        return self.statements.get(fact, ()) if decided is None else (decided.statement,)

    def stated_values(self, fact: str) -> tuple[Amount, ...]:
        """The different values that statements give *fact*, in order."""
        values: list[Amount] = []
        for said in self._said(fact):
            if not isinstance(said, Range) and said not in values:
                values.append(said)
        return tuple(values)

    def stated_ranges(self, fact: str) -> tuple[Range, ...]:
        """The different ranges that statements give *fact*, in order."""
        return tuple(dict.fromkeys(said for said in self._said(fact) if isinstance(said, Range)))

    def _said(self, fact: str) -> Iterator[Amount | Range]:
        for statement in self.counted(fact):
            yield _said_by(self.declarations[fact], statement)

    def shown(self, statement: Statement) -> Text:
        """The value or the range of *statement*, as people read it."""
        declaration = self.declarations[statement.fact]
        said = _said_by(declaration, statement)
        return show_range(declaration, said) if isinstance(said, Range) else show_amount(declaration, said)

    def stated_shown(self, fact: str) -> tuple[Text, ...]:
        """What statements say of *fact*, each value and each range once, as people read it."""
        return tuple(dict.fromkeys(map(self.shown, self.statements.get(fact, ()))))


def tabulate(
    declarations: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    adjudications: Mapping[str, Adjudication] = MappingProxyType({}),
) -> FactTable:
    """
    The table of facts, which rules and whoever else reads it cannot change.

    Args:
        declarations: By id; their derivations do not lead back to themselves.
        statements: By fact id; their values fit the declarations.
        adjudications: Which statement counts, by fact id.
    """
    values: dict[str, Known | Unknown] = {}
    standings: dict[str, Standing] = {}
    recomputed: dict[str, Fraction] = {}
    authors: dict[str, tuple[str, ...]] = {}
    table = FactTable(
        MappingProxyType(declarations),
        MappingProxyType(statements),
        MappingProxyType(values),
        MappingProxyType(standings),
        recomputed,
        adjudications,
        MappingProxyType(authors),
    )
    for fact in inputs_first(declarations):
        declaration = declarations[fact]
        derived = _derive(declaration, values)
        if fact in statements:
            values[fact], standings[fact] = _stated(table, declaration)
            if isinstance(derived, Known) and isinstance(derived.value, Fraction):
                recomputed[fact] = derived.value
        else:
            values[fact], standings[fact] = derived, "derived" if isinstance(derived, Known) else "missing"
        authors[fact] = tuple(dict.fromkeys(_authors(table, declaration)))
    return table


def _authors(table: FactTable, declaration: FactDeclaration) -> Iterator[str]:
    fact, derivation = declaration.id, declaration.derivation
    is_derived = table.standings[fact] == "derived" and derivation is not None
    if is_derived:
        yield from authors_of(derivation)
    yield from (statement.by for statement in table.statements.get(fact, ()) if statement.by)
    if fact in table.adjudications:
        yield table.adjudications[fact].by
    if is_derived and derivation is not None:
        yield from (author for ref in facts_in(derivation.root) for author in table.authors[ref.id])


def inputs_first(declarations: Mapping[str, FactDeclaration]) -> list[str]:
    """Ids so that each derived fact follows those it is derived from; otherwise in the order of declaration."""
    ordered: dict[str, None] = {}
    pending = [*declarations][::-1]
    while pending:
        fact = pending[-1]
        derivation = declarations[fact].derivation
        needed = [ref.id for ref in facts_in(derivation.root)] if derivation is not None else []
        first = [each for each in reversed(needed) if each not in ordered]
        if first:
            pending += first
        else:
            ordered[pending.pop()] = None
    return list(ordered)


def _derive(declaration: FactDeclaration, values: Mapping[str, Known | Unknown]) -> Known | Unknown:
    """What follows for a fact from those before it; its domain where nothing does."""
    if declaration.derivation is None:
        return declaration.unknown
    root = declaration.derivation.root
    try:
        span = number_of(root, BoundsAlgebra(values))
    except PluginError:
        return declaration.unknown  # a function of a plugin failed, which is told by itself
    if all(isinstance(values[ref.id], Known) for ref in facts_in(root)):
        with suppress(UndefinedError, PluginError):
            value = number_of(root, ExactAlgebra(values))
            span = Range(value, value)
    if span.single is None:  # what is not chosen (``if``) may be unknown, or even undefined
        return Unknown(span)
    return Known(span.single) if declaration.may_derive(span.single) else declaration.unknown


def _said_by(declaration: FactDeclaration, statement: Statement) -> Amount | Range:
    """The value or the range of *statement*; an end that it leaves out is that of the domain."""
    said = read_stated(declaration, statement.value, statement.low, statement.high)
    if not isinstance(said, Range):
        return said
    least, most = declaration.domain.least, declaration.domain.most
    return Range(least if said.least is None else said.least, most if said.most is None else said.most)


def _stated(table: FactTable, declaration: FactDeclaration) -> tuple[Known | Unknown, Standing]:
    given, ranges = table.stated_values(declaration.id), table.stated_ranges(declaration.id)
    if len(given) == 1 and not ranges:
        return Known(given[0]), "stated"
    if not given and len(ranges) == 1:
        return attrs.evolve(declaration.unknown_within(ranges[0]), is_given=True), "ranged"
    if not declaration.is_numeric and declaration.type != "date":
        return Unknown(is_given=True), "disputed"
    numbers = [Fraction(value.toordinal()) if isinstance(value, date) else value for value in given]
    said = [Range(value, value) for value in numbers if isinstance(value, Fraction)]
    return attrs.evolve(declaration.unknown_within(Range.over([*said, *ranges])), is_given=True), "disputed"
