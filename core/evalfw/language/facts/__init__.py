"""Facts: how they are declared, and how their values are shown to people."""

from evalfw.language.facts.declaration import FactDeclaration, FactType, Field
from evalfw.language.facts.showing import machine_form, show_amount
from evalfw.language.facts.view import FactView

__all__ = ["FactDeclaration", "FactType", "FactView", "Field", "machine_form", "show_amount"]
