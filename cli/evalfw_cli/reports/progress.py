"""Progress of long work: on stderr, and only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from evalfw import Text
from evalfw_cli.reports.making import Making

T = TypeVar("T")
FEWEST = 20
"""Fewest pieces of work that are worth a bar: those before take no time that anybody notices."""


def progress(items: Sequence[T], what: Text, making: Making) -> Iterator[T]:
    """
    *items*, with a bar on stderr while they are worked on; none for a few, nor into a file or a pipe, nor where notices are not wanted.

    Args:
        items: The pieces of work.
        what: What they are called.
        making: Whether notices are wanted, and in which language.
    """
    if len(items) < FEWEST or making.quiet or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True, no_color=not making.color)
    yield from track(items, description=what.read(making.language), console=console, transient=True)
