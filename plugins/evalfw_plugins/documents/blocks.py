"""What a written report is made of."""

from __future__ import annotations

from typing import NamedTuple

from evalfw_plugins.documents.table import AnnexTable


class Run(NamedTuple):
    """Words of one look."""

    text: str
    bold: bool = False
    italic: bool = False


class Heading(NamedTuple):
    """A heading of level 1 (一、), 2 （一）, 3 (1.) or 4 （1）."""

    level: int
    runs: tuple[Run, ...]


class Paragraph(NamedTuple):
    """A paragraph. A list item is one, with its mark in front, as official documents write them."""

    runs: tuple[Run, ...]


class Grid(NamedTuple):
    """A table that people wrote: the heading row first."""

    rows: tuple[tuple[str, ...], ...]


class Closing(NamedTuple):
    """Lines set to the right: who signs, and when."""

    lines: tuple[str, ...]


class Attached(NamedTuple):
    """The line that names the annex (附件说明), an empty line below the text: GB/T 9704, 7.3.4."""

    text: str


Block = Heading | Paragraph | Grid | Closing | Attached


class Annex(NamedTuple):
    """
    The table that is handed in, on pages of its own.

    Attributes:
        label: What stands above its title; empty for nothing.
        title: Its title.
        head: Lines above it: what each is called, and what it says.
        table: The table.
        signature: Lines below it.
        landscape: Whether its pages lie on their side.
        imprint: The small line at the end; empty for none.
    """

    label: str
    title: str
    head: tuple[tuple[str, str], ...]
    table: AnnexTable
    signature: tuple[str, ...]
    landscape: bool
    imprint: str


class Written(NamedTuple):
    """The written report: its title, a line each, and what follows."""

    title: tuple[str, ...]
    blocks: tuple[Block | Annex, ...]


def plain(runs: tuple[Run, ...]) -> str:
    """The words of *runs*."""
    return "".join(run.text for run in runs)
