"""How work that takes its time says how far it is, and what it has noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from evalfw.foundation.text import Text

T = TypeVar("T")


class Progress(Protocol):
    """Handed to functions that take their time; whoever calls them decides what becomes of it."""

    def over(self, items: Sequence[T], what: Text) -> Iterable[T]:
        """*items*, one after the other, while they are worked on; *what* they are called."""

    def notice(self, said: Text) -> None:
        """Told of what a person may want to know, in the order in which it comes up."""


class Silent:
    """Tells nobody."""

    def over(self, items: Sequence[T], what: Text) -> Iterator[T]:
        yield from items

    def notice(self, said: Text) -> None:
        pass


SILENT: Progress = Silent()
"""Where nobody asks for more."""
