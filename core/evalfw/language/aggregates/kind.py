"""Aggregators, as plugins register them."""

from __future__ import annotations

from typing import NamedTuple

from evalfw.foundation import Guard, load_class
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.guarded import guarded_aggregator


class AggregatorKind(NamedTuple):
    """
    An aggregator, as a plugin registers it.

    Attributes:
        id: The ``kind`` that rubric files write.
        source: Its class, or ``module:Class``, imported when a rubric first uses it.
        examples: Rubrics in small, as TOML without a head, for ``evalfw plugin check``.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    source: type[Aggregator] | str
    examples: tuple[str, ...] = ()
    guard: Guard | None = None

    @property
    def by(self) -> str:
        """The plugin that brought it; empty for evalfw's own."""
        return "" if self.guard is None else self.guard.author

    @property
    def aggregator(self) -> type[Aggregator]:
        """The class, whose methods are called through the guard. Raises WrongResultError: it is no complete aggregator class."""
        if self.guard is None:
            return load_class(self.source, Aggregator, self.id)  # type: ignore[type-abstract] # subclasses are asked for
        return guarded_aggregator(self.guard("import", load_class, self.source, Aggregator, self.id), self.guard)
