"""Data that do not fit: where, what is wrong, and what to try."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from evalfw.foundation.errors import nearest
from evalfw.foundation.text import Text

KeyPath: TypeAlias = tuple[str | int, ...]
"""A place in a file: keys, and positions in lists from 0."""


class Misfit(NamedTuple):
    """One place where data do not fit the class: *path* below the value given, what is wrong, what to try."""

    path: KeyPath
    what: Text
    hint: Text | None = None

    @classmethod
    def near(cls, path: KeyPath, what: Text, name: str, known: Iterable[str]) -> Misfit:
        """A misfit of a *name* that is not among those *known*, with the one that may be meant as its hint."""
        return cls(path, what, nearest(name, known))


class MisfitError(Exception):
    """Carries all misfits of a value. Raised by hooks; never seen by users."""

    def __init__(self, misfits: list[Misfit]) -> None:
        super().__init__(misfits)
        self.misfits = misfits

    def below(self, step: str | int) -> list[Misfit]:
        """The misfits, seen from one level further up."""
        return [misfit._replace(path=(step, *misfit.path)) for misfit in self.misfits]
