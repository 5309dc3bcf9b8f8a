"""What is known of every fact: stated, derived, disputed, given as a range, or missing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.algebra import Amount, BoundsAlgebra, ExactAlgebra, Known, Range, UndefinedError, Unknown
from evalfw.expressions import facts_in, number_of
from evalfw.facts import FactDeclaration, FactView
from evalfw.facts.reading import read_amount, read_number
from evalfw.model.evidence import Statement

Standing = Literal["stated", "derived", "missing", "disputed", "ranged"]


class FactTable(NamedTuple):
    """
    The facts as rules see them.

    Attributes:
        declarations: By id, the rubric's and the evidence's.
        statements: By fact id; only facts with at least one.
        values: What is known, for every declared fact.
        standings: Where it comes from, for every declared fact.
        recomputed: For facts that are stated and derivable: the derived value.
    """

    declarations: Mapping[str, FactDeclaration]
    statements: Mapping[str, tuple[Statement, ...]]
    values: Mapping[str, Known | Unknown]
    standings: Mapping[str, Standing]
    recomputed: Mapping[str, Fraction]

    @property
    def view(self) -> FactView:
        """Labels and values for sentences."""
        return FactView(self.declarations, self.values)

    def with_value(self, fact: str, value: Fraction) -> FactTable:
        """The table as it would be with *value* for *fact*, and for whatever is derived from it."""
        values = {**self.values, fact: Known(value)}
        for other in _inputs_first(self.declarations):
            if other != fact and other not in self.statements:
                values[other] = _derive(self.declarations[other], values)
        return self._replace(values=values)

    def known(self, fact: str) -> Amount | None:
        """The value of *fact*; None if it has no single one."""
        value = self.values[fact]
        return value.value if isinstance(value, Known) else None

    def stated_values(self, fact: str) -> tuple[Amount, ...]:
        """The different values that statements give *fact*, in order."""
        declaration = self.declarations[fact]
        values: list[Amount] = []
        for statement in self.statements.get(fact, ()):
            if statement.value is not None and (value := read_amount(declaration, statement.value)) not in values:
                values.append(value)
        return tuple(values)


def tabulate(declarations: Mapping[str, FactDeclaration], statements: Mapping[str, tuple[Statement, ...]]) -> FactTable:
    """
    The table of facts.

    Args:
        declarations: By id; their derivations do not lead back to themselves.
        statements: By fact id; their values fit the declarations.
    """
    values: dict[str, Known | Unknown] = {}
    standings: dict[str, Standing] = {}
    recomputed: dict[str, Fraction] = {}
    table = FactTable(declarations, statements, values, standings, recomputed)
    for fact in _inputs_first(declarations):
        declaration = declarations[fact]
        derived = _derive(declaration, values)
        if fact in statements:
            values[fact], standings[fact] = _stated(table, declaration)
            if isinstance(derived, Known) and isinstance(derived.value, Fraction):
                recomputed[fact] = derived.value
        else:
            values[fact], standings[fact] = derived, "derived" if isinstance(derived, Known) else "missing"
    return table


def _inputs_first(declarations: Mapping[str, FactDeclaration]) -> list[str]:
    ordered: dict[str, None] = {}

    def visit(fact: str) -> None:
        if fact in ordered:
            return
        derivation = declarations[fact].derivation
        for ref in facts_in(derivation.root) if derivation is not None else ():
            visit(ref.id)
        ordered[fact] = None

    for fact in declarations:
        visit(fact)
    return list(ordered)


def _derive(declaration: FactDeclaration, values: Mapping[str, Known | Unknown]) -> Known | Unknown:
    """What follows for a fact from those before it; its domain where nothing does."""
    if declaration.derivation is None:
        return Unknown(declaration.domain if declaration.is_numeric else Range(None, None))
    root = declaration.derivation.root
    if all(isinstance(values[ref.id], Known) for ref in facts_in(root)):
        try:
            value = number_of(root, ExactAlgebra(values))
        except UndefinedError:
            return Unknown(declaration.domain)
        return Known(value) if declaration.domain.contains(value) else Unknown(declaration.domain)
    return Unknown(number_of(root, BoundsAlgebra(values)))


def _stated(table: FactTable, declaration: FactDeclaration) -> tuple[Known | Unknown, Standing]:
    given = table.stated_values(declaration.id)
    statements = table.statements[declaration.id]
    ranged = [statement for statement in statements if statement.value is None]
    if len(given) == 1 and not ranged:
        return Known(given[0]), "stated"
    if not given and len(ranged) == 1:
        (only,) = ranged
        low = declaration.domain.least if only.low is None else read_number(declaration, only.low)
        high = declaration.domain.most if only.high is None else read_number(declaration, only.high)
        return Unknown(Range(low, high)), "ranged"
    numbers = [value for value in given if isinstance(value, Fraction) and not isinstance(value, bool)]
    if len(numbers) == len(given) and not ranged:
        return Unknown(Range(min(numbers), max(numbers))), "disputed"
    return Unknown(declaration.domain if declaration.is_numeric else Range(None, None)), "disputed"
