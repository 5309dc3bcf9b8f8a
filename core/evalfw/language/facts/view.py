"""What the sentences of a rule may quote: labels of facts and, where there are any, their values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import Text, shown
from evalfw.language.algebra import Amount, Known, Values
from evalfw.language.facts.declaration import FactDeclaration
from evalfw.language.facts.showing import show_amount, show_number


class FactView(NamedTuple):
    """Declarations by id, and what is known of each fact. Every fact that a rule reads is declared."""

    declarations: Mapping[str, FactDeclaration]
    values: Values

    def name(self, fact: str) -> Text:
        """The label of *fact*."""
        return self.declarations[fact].name

    def choice(self, fact: str, value: str) -> str:
        """The label of *value*, for a choice; any other text is its own."""
        return self.declarations[fact].choices.get(value, value)

    def field(self, fact: str, field: str, value: str) -> tuple[str, str]:
        """The labels of a field of a list fact, and of a value of that field."""
        declared = self.declarations[fact].fields[field]
        return declared.label, declared.choices.get(value, value)

    def known(self, fact: str) -> Amount | None:
        """The value of *fact*; None while it is unknown."""
        value = self.values.get(fact)
        return value.value if isinstance(value, Known) else None

    def number(self, fact: str, value: Fraction) -> str:
        """*value* in the unit of *fact*."""
        return show_number(self.declarations[fact], value).zh

    def distance(self, fact: str, value: Fraction) -> str:
        """*value*, a difference of two values of *fact*, in its unit; of dates in days."""
        return f"{shown(value)}天" if self.declarations[fact].type == "date" else self.number(fact, value)

    def stated(self, fact: str) -> Text:
        """``预算执行率 83.04%``, ``…（是）``: the label with the value, or with 未知."""
        name, value = self.name(fact), self.known(fact)
        if value is None:
            return Text(f"{name.zh}（未知）", f"{name.en} unknown")
        said = show_amount(self.declarations[fact], value)
        if isinstance(value, bool):
            return Text(f"{name.zh}（{said.zh}）", f"{name.en}: {said.en}")
        return Text(f"{name.zh} {said.zh}", f"{name.en} {said.en}")
