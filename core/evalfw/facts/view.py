"""What the sentences of a rule may quote: labels of facts and, where there are any, their values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from evalfw.algebra import Amount, Known, Values
from evalfw.facts.declaration import FactDeclaration
from evalfw.facts.showing import show_amount, show_number
from evalfw.text import Text


@attrs.frozen
class FactView:
    """Declarations by id, and what is known of each fact. Every fact that a rule reads is declared."""

    declarations: Mapping[str, FactDeclaration]
    values: Values

    def name(self, fact: str) -> Text:
        """The label of *fact*."""
        return self.declarations[fact].name

    def known(self, fact: str) -> Amount | None:
        """The value of *fact*; None while it is unknown."""
        value = self.values.get(fact)
        return value.value if isinstance(value, Known) else None

    def number(self, fact: str, value: Fraction) -> str:
        """*value* in the unit of *fact*."""
        return show_number(self.declarations[fact], value).zh

    def stated(self, fact: str) -> Text:
        """``预算执行率83.04%``: the label with the value, or with 未知."""
        value = self.known(fact)
        if value is None:
            shown = Text("未知", "unknown")
        else:
            shown = show_amount(self.declarations[fact], value)
        name = self.name(fact)
        return Text(f"{name.zh}：{shown.zh}", f"{name.en}: {shown.en}")
