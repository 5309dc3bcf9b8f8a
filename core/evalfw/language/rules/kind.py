"""Rule kinds, as plugins register them."""

from __future__ import annotations

from typing import NamedTuple

from evalfw.foundation import Guard, load_class
from evalfw.language.rules.guarded import guarded_rule
from evalfw.language.rules.rule import Rule


class RuleKind(NamedTuple):
    """
    A rule kind, as a plugin registers it.

    Attributes:
        id: The ``kind`` that rubric files write.
        source: Its class, or ``module:Class``, imported when a rubric first uses the kind.
        examples: Rubrics in small, as TOML, for ``evalfw plugin check``: ``weight``, ``rule`` and the ``fact`` entries it reads.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    source: type[Rule] | str
    examples: tuple[str, ...] = ()
    guard: Guard | None = None

    @property
    def by(self) -> str:
        """The plugin that brought it; empty for evalfw's own."""
        return "" if self.guard is None else self.guard.author

    @property
    def rule(self) -> type[Rule]:
        """The class, whose methods are called through the guard. Raises WrongResultError: it is no complete rule class."""
        if self.guard is None:
            return load_class(self.source, Rule, self.id)  # type: ignore[type-abstract] # subclasses are asked for
        return guarded_rule(self.guard("import", load_class, self.source, Rule, self.id), self.guard)
