"""What a source is: an address and options go in, rows come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from evalfw.evidence.examples import Example, contents_of
from evalfw.evidence.provenance import Taken
from evalfw.foundation import EvidenceError, Guard, Problem, Text, wrong_type
from evalfw.rubric import Option

SOURCES = "sources"
"""Folder of an evidence folder for tables that facts are taken from, and that may change."""

Given = bool | str | Decimal | Fraction | date | None
"""A value as a source has it; None where it has none. Fractions are for what a source works out, such as a share."""


class Row(NamedTuple):
    """
    A row of a source.

    Attributes:
        values: By column.
        taken: Where it stands.
        note: What a reader should know about it.
    """

    values: Mapping[str, Given]
    taken: Taken
    note: str = ""


class SourceRows(NamedTuple):
    """
    What a source gave.

    Attributes:
        columns: The names of its columns, in order.
        rows: Read once, from the top; may be long.
        cells: The value at a place, such as ``D12``, and where it is; None for a source that has no places.
        letters: The letters of its columns, by name, where it has letters.
        told: What a person should know of it; grows while rows are read.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    cells: Callable[[str], Row | None] | None = None
    letters: Mapping[str, str] = MappingProxyType({})
    told: Sequence[Text] = ()


class SourceRequest(NamedTuple):
    """
    What is wanted of a source.

    Attributes:
        address: What follows the colon of ``from``.
        options: The options of the ``[[collect]]``.
        root: The evidence folder.
        environment: Variables of the environment, for secrets that no file holds.
        shown: Name of the ``[[collect]]`` in messages.
    """

    address: str
    options: Mapping[str, Option]
    root: Path
    environment: Mapping[str, str]
    shown: str

    def problem(self, what: Text, hint: Text | None = None) -> EvidenceError:
        """The error that *what* is wrong with the source, for the source to raise."""
        return EvidenceError([Problem(self.shown, None, "", what, hint)])

    def file(self) -> Path:
        """
        The file that the address names: one inside the evidence folder, or what an attachment was called.

        Raises:
            EvidenceError: It is not there, no file, or leads out of the folder.
        """
        from evalfw.evidence.attachments.store import find_attachment, read_index

        path = self.root / self.address
        try:
            inside = path.resolve().is_relative_to(self.root.resolve())
            there = path.is_file()
        except (OSError, ValueError):
            inside, there = True, False
        if not inside:
            raise self.problem(
                Text(f"'{self.address}' 在证据文件夹之外", f"'{self.address}' lies outside the evidence folder"),
                Text(f"请把文件放到 {SOURCES}/ 里", f"put the file into {SOURCES}/"),
            )
        found = path if there else find_attachment(self.address, self.root, read_index(self.root, self.shown))
        if found is None:
            raise self.problem(Text(f"没有文件 '{self.address}'", f"there is no file '{self.address}'"))
        return found

    def text(self, key: str, default: str = "") -> str:
        """The option *key*, a text. Raises EvidenceError: it is something else."""
        value = self.options.get(key, default)
        if not isinstance(value, str):
            raise self.problem(Text(f"选项 {key} 应当是文字", f"option '{key}' must be a text"))
        return value

    def number(self, key: str) -> Decimal | None:
        """The option *key*, a number; None if it is not given. Raises EvidenceError: it is something else."""
        value = self.options.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, Decimal)):
            raise self.problem(Text(f"选项 {key} 应当是数", f"option '{key}' must be a number"))
        return value

    def whole(self, key: str, default: int) -> int:
        """The option *key*, a whole number from 1. Raises EvidenceError: it is something else."""
        value = self.number(key)
        if value is None:
            return default
        if value != int(value) or value < 1:
            raise self.problem(Text(f"选项 {key} 应当是正整数", f"option '{key}' must be a whole number from 1"))
        return int(value)

    def only(self, *known: str) -> None:
        """Raise EvidenceError for options other than *known*: none is passed over in silence."""
        for key in self.options:
            if key not in known:
                from evalfw.foundation import nearest

                what = Text(f"没有选项 '{key}'", f"no option '{key}'")
                listed = "、".join(known)
                hint = nearest(key, known) or Text(f"有：{listed}", f"there are: {', '.join(known)}")
                raise self.problem(what, hint)


class SourceKind(NamedTuple):
    """
    A kind of source, as a plugin registers it.

    Sources do not see the rubric: what is measured must not depend on what earns points.

    Attributes:
        id: What stands before the colon of ``from``: ``csv``, ``sql``.
        read: Opens the source. Raises EvidenceError with what its user can mend.
        examples: Contents of files that it reads, or what makes them, for ``evalfw plugin check``.
        example_options: Options that they are read with.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    read: Callable[[SourceRequest], SourceRows]
    examples: tuple[Example, ...] = ()
    example_options: Mapping[str, Option] = MappingProxyType({})
    guard: Guard | None = None

    @property
    def contents(self) -> Iterator[bytes]:
        """The contents of the examples. Raises PluginFaultError: one cannot be made."""
        return contents_of(self.examples, self.guard or Guard(self.id, None), f"source {self.id}")

    def rows(self, request: SourceRequest) -> SourceRows:
        """
        What the source gives.

        Raises:
            EvidenceError: The source cannot be read, or is not in order. Also while rows are read.
            PluginFaultError: The code of the plugin failed, or gave something else. Also while rows are read.
        """
        guard = self.guard or Guard(self.id, None)
        what = f"source {self.id}"
        given = guard(what, self.read, request)
        if not isinstance(given, SourceRows):
            raise guard.fault(what, wrong_type(given, "SourceRows").said)
        return given._replace(rows=_guarded(guard, what, iter(given.rows)))


HANDFUL = 1000
"""Rows that are fetched from a plugin of others in one call."""


def _guarded(guard: Guard, what: str, rows: Iterator[Row]) -> Iterator[Row]:
    """*rows*, in handfuls: what a plugin of others does while it gives them is guarded too."""
    if guard.seconds is None:
        yield from rows  # evalfw's own are tested
        return
    while handful := guard(what, lambda: list(islice(rows, HANDFUL))):
        for row in handful:
            yield _row(guard, what, row)


def _row(guard: Guard, what: str, row: object) -> Row:
    if not isinstance(row, Row) or not isinstance(row.taken, Taken):
        raise guard.fault(what, wrong_type(row, "Row").said)
    for value in row.values.values():
        if value is not None and not isinstance(value, bool | str | Decimal | Fraction | date):
            raise guard.fault(what, wrong_type(value, "bool | str | Decimal | Fraction | date | None").said)
    return row
