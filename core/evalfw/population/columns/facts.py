"""Facts as columns: which are known in a row, and what they are; facts that are derived from others among them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evalfw.language import FactDeclaration, OverItems, Where, facts_in, number_of
from evalfw.population.columns.lists import ListNumbers
from evalfw.population.columns.reading import ColumnAlgebra, Ratio
from evalfw.population.columns.terms import Sort, Term, Terms

FIRST_DAY, LAST_DAY = 1, 3_652_059
"""Numbers of the first and the last day that a date can be: 0001-01-01 and 9999-12-31."""

MOST_POWER = 15
"""Numbers in tables have at most this many digits, in their smallest unit; a unit with a larger one is refused, never wrapped."""


def integers_of(declaration: FactDeclaration, most: int = 10**MOST_POWER) -> tuple[int, int]:
    """Least and greatest integer that stands for a value of a number, none beyond *most*."""
    unit, domain = 10**declaration.scale, declaration.domain
    low = -most if domain.least is None else max(-most, -int(-domain.least * unit // 1))
    return low, most if domain.most is None else min(most, int(domain.most * unit // 1))


class TableFacts:
    """
    The facts of a table of canonical columns: integers in the fixed scale of the fact, truths, texts, numbers of days; of a list what
    ``ListNumbers`` asks for, and its items as a text.

    Attributes:
        given: The facts that the table has a column for; any other is missing, or derived.
    """

    def __init__(
        self, terms: Terms, declarations: Mapping[str, FactDeclaration], given: frozenset[str], guard: int
    ) -> None:
        self._terms = terms
        self.declarations = declarations
        self.given = given
        self.guard = guard
        self.lists = ListNumbers(terms, declarations)
        self._derived: dict[str, tuple[Ratio, Term]] = {}

    def column(self, fact: str) -> Term:
        """The column of *fact*; null where the table has none."""
        declaration = self.declarations[fact]
        sort: Sort = "int"
        if declaration.type == "bool":
            sort = "bool"
        elif declaration.type in ("choice", "text", "list"):
            sort = "text"
        if fact not in self.given:
            return self._terms.null(sort)
        return self._terms.column(fact, sort, *(self.limits(fact) if sort == "int" else (0, 0)))

    def limits(self, fact: str) -> tuple[int, int]:
        """Least and greatest integer that the column of the number or date *fact* holds; beyond what is guarded a row is odd."""
        declaration = self.declarations[fact]
        if declaration.type == "date":
            return FIRST_DAY, LAST_DAY
        return integers_of(declaration, self.guard)

    def guarded(self, fact: str) -> Term:
        """The column of the number or date *fact*; null where it is larger than is guarded, for engines refuse what overflows anywhere."""
        t, wild = self._terms, self.wild(fact)
        if wild.is_known and not wild.value:
            return self.column(fact)
        anything = t.column(fact, "int", -(2**63) + 1, 2**63 - 1)
        return t.when(wild, t.null("int"), anything, self.limits(fact))

    def wild(self, fact: str) -> Term:
        """Where the number *fact* is larger than is guarded, although it may be."""
        t, declaration = self._terms, self.declarations[fact]
        if not declaration.is_numeric or fact not in self.given or self.guard >= 10**MOST_POWER:
            return t.value(False)
        low, high = self.limits(fact)
        unit, (least, most) = 10**declaration.scale, (declaration.domain.least, declaration.domain.most)
        anything = t.column(fact, "int", -(2**63) + 1, 2**63 - 1)
        beyond = []
        if least is None or least * unit < low:
            beyond.append(t.less(anything, t.value(low)))
        if most is None or most * unit > high:
            beyond.append(t.less(t.value(high), anything))
        return t.holds(t.some(beyond))

    def inputs(self, fact: str) -> tuple[str, ...]:
        """Facts with a column that *fact* hangs on, itself among them."""
        found: dict[str, None] = {}
        waiting = [fact]
        while waiting:
            each = waiting.pop(0)
            derivation = self.declarations[each].derivation
            if each in self.given:
                found[each] = None
            waiting += [ref.id for ref in facts_in(derivation.root)] if derivation is not None else []
        return tuple(found)

    def blank(self, fact: str) -> Term:
        """Where nothing is known of *fact*, nor of what it may be derived from."""
        return self._terms.every([self._terms.is_null(self.column(each)) for each in self.inputs(fact)])

    def known(self, fact: str) -> Term:
        """Where *fact* is known, stated or derived, and derived from facts that are all known."""
        t = self._terms
        stated = t.is_there(self.column(fact))
        if self.declarations[fact].derivation is None:
            return stated
        return t.either(stated, self.derived(fact)[1])

    def derived(self, fact: str) -> tuple[Ratio, Term]:
        """What follows for *fact* from the facts that it is derived from, and where it does follow."""
        if fact not in self._derived:
            self._derived[fact] = self._derive(fact)
        return self._derived[fact]

    def _derive(self, fact: str) -> tuple[Ratio, Term]:
        t, declaration = self._terms, self.declarations[fact]
        assert declaration.derivation is not None
        root = declaration.derivation.root
        inputs = dict.fromkeys(ref.id for ref in facts_in(root))
        follows = t.every([self.known(each) for each in inputs])
        if follows.is_value and not follows.value:
            return Ratio(t.null("int"), t.value(1)), follows
        algebra = ColumnAlgebra(t, self, 0)
        value = number_of(root, algebra)
        least, most = declaration.domain.least, declaration.domain.most
        fits = [t.negate(t.holds(each)) for each in algebra.odd]
        if least is not None:
            fits.append(algebra.at_most(algebra.constant(least), value))
        if most is not None:
            fits.append(algebra.at_most(value, algebra.constant(most)))
        if declaration.type == "count":
            whole = algebra.floor(value)
            fits.append(algebra.equal(whole, value))
        return value, t.holds(t.both(follows, t.every(fits)))

    def number(self, fact: str) -> Ratio:
        t, declaration = self._terms, self.declarations[fact]
        unit = 1 if declaration.type == "date" else 10**declaration.scale
        stated = Ratio(self.guarded(fact), t.value(unit))
        if declaration.derivation is None:
            return stated
        value, _ = self.derived(fact)
        if fact not in self.given:
            return value
        is_stated = t.is_there(self.column(fact))
        if value.lower.is_known and value.lower.whole == unit:
            return Ratio(t.fill(stated.upper, value.upper), stated.lower)
        return Ratio(
            t.when(is_stated, stated.upper, value.upper),
            t.when(is_stated, stated.lower, value.lower),
        )

    def flag(self, fact: str) -> Term:
        return self.column(fact)

    def text(self, fact: str) -> Term:
        return self.column(fact)

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> Ratio:
        if fact not in self.given:
            return Ratio(self._terms.null("int"), self._terms.value(1))
        return self.lists.best_per_group(fact, group, key, points)

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> Ratio:
        if fact not in self.given:
            return Ratio(self._terms.null("int"), self._terms.value(1))
        return self.lists.over_items(fact, how, field, where)

    def place(self, own: Ratio, fact: str, field: str, from_last: bool) -> Ratio:
        if fact not in self.given:
            return Ratio(self._terms.null("int"), self._terms.value(1))
        return self.lists.place(own, fact, field, from_last)
