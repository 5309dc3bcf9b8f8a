"""
What a form may do: name what there is, go through lists, ask conditions, and a few filters. It cannot call anything, multiply texts, or
include other files: a form comes from outside, and may not be what it seems.
"""

from __future__ import annotations

from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

FILTERS = frozenset(
    (
        "default",
        "d",
        "first",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "reverse",
        "selectattr",
        "sort",
        "trim",
        "upper",
        "e",
        "escape",
    )
)
"""Filters that make nothing larger than what they are given."""


class FormEnvironment(SandboxedEnvironment):
    """The environment of forms."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def is_safe_callable(self, obj: object) -> bool:
        """Nothing is called: methods of texts can make as much of them as anybody likes."""
        return False

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Figures are worked out in the rubric, not in a form."""
        raise SecurityError(f"'{operator}' is not allowed in a form")


def form_environment() -> FormEnvironment:
    """A new one, without globals, and with the filters that do no harm."""
    environment = FormEnvironment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(lambda name: None))
    environment.globals.clear()
    environment.filters = {name: each for name, each in environment.filters.items() if name in FILTERS}
    return environment
