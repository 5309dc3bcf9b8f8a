"""A parsed file that can say where in it something stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from evalfw.foundation.errors import Problem
from evalfw.foundation.misfit import KeyPath
from evalfw.foundation.text import NOTHING, Text

"""Keys and indexes that lead to a place."""


@attrs.define(eq=False, repr=False)
class Document:
    """
    A parsed file: its name in messages, its text, its data, and (worked out when first asked) the line of every place.

    Attributes:
        shown: Name of the file in messages.
        text: Its text.
        data: Its data: tables, lists, texts, bools, ints, ``Decimal``, ``Unfit``, dates.
        locate: Finds the line of every key path of the text.
    """

    shown: str
    text: str
    data: Mapping[str, object]
    locate: Callable[[str], dict[KeyPath, int]]
    _lines: dict[KeyPath, int] | None = None

    def line_of(self, path: KeyPath) -> int | None:
        """Line of *path*, or of the nearest place above it; None for the document as a whole."""
        if self._lines is None:
            self._lines = self.locate(self.text)
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None

    def name_of(self, path: KeyPath) -> str:
        """*path* as people read it: items by their ``id`` where they have one, else by number from 1."""
        return "".join(self._steps(path)).removeprefix(".")

    def _steps(self, path: KeyPath) -> Iterator[str]:
        here: object = self.data
        for step in path:
            if isinstance(step, int):
                here = here[step] if isinstance(here, list) and step < len(here) else None
                own = here.get("id") if isinstance(here, dict) else None
                yield f"[{own}]" if isinstance(own, str) and len(own) <= 80 else f"[{step + 1}]"
            else:
                here = here.get(step) if isinstance(here, dict) else None
                yield f".{step}"

    def problem(self, path: KeyPath, what: Text, hint: Text | None = None) -> Problem:
        """A problem at *path* of this document."""
        return Problem(self.shown, self.line_of(path), self.name_of(path), what, hint)


@attrs.frozen(eq=False, repr=False)
class Origin:
    """
    Where evalfw read something.

    Attributes:
        file: Name of the file, as in messages.
        line: Line in it, from 1, where known at once (rows of a table).
        document: The parsed file, where lines are worked out only when asked for.
        path: Place in the document.
    """

    file: str
    line: int | None = None
    document: Document | None = attrs.field(default=None, eq=False, repr=False)
    path: KeyPath = ()

    def problem(self, key: str, what: Text, hint: Text | None = None) -> Problem:
        """A problem at *key* (may be empty) of what was read here."""
        if self.document is not None:
            return self.document.problem((*self.path, key) if key else self.path, what, hint)
        return Problem(self.file, self.line, key, what, hint)

    @property
    def place(self) -> str:
        """``file:line``, with the line worked out where that is needed."""
        return self.problem("", NOTHING).place

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"
