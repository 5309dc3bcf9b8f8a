"""Progress of long work: on stderr, and only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from evalfw import Language, Text
from evalfw_cli.outputs import tell

T = TypeVar("T")


class Bar:
    """
    Notices as lines on stderr, and a bar while work is done.

    There is no bar for a few pieces of work, nor into a file or a pipe; and neither bar nor notices where nobody wants them.
    """

    def __init__(self, language: Language, quiet: bool, color: bool = True, fewest: int = 20, mark: str = "") -> None:
        """
        Args:
            language: In which it speaks.
            quiet: Whether nobody wants it.
            color: Whether the bar may have colours.
            fewest: Fewest pieces of work that are worth a bar: those before take no time that anybody notices.
            mark: What notices begin with.
        """
        self.language = language
        self.quiet = quiet
        self.color = color
        self.fewest = fewest
        self.mark = mark

    def over(self, items: Sequence[T], what: Text) -> Iterator[T]:
        """*items*, with a bar."""
        if self.quiet or len(items) < self.fewest or sys.stderr is None or not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True, no_color=not self.color)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            yield from bar.track(items, description=what.read(self.language))

    def notice(self, said: Text) -> None:
        """A line on stderr."""
        if not self.quiet:
            tell(f"{self.mark}{said.read(self.language)}")
