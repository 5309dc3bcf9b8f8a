"""What reads the text of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.foundation import Guard, wrong_type


class Page(NamedTuple):
    """
    The text of a page, or of a whole document that has none.

    Attributes:
        number: From 1; None if the document has no pages, as Word's have none until they are printed.
        text: Its text, paragraphs on lines of their own.
    """

    number: int | None
    text: str


class TextReader(NamedTuple):
    """
    Reads the text of one sort of document, as a plugin registers it: for quotes, and for the written report.

    Attributes:
        id: Stable id.
        suffixes: File name endings it claims, lower case, such as ``.pdf``.
        read: Reads a file, given its path and its name in messages. Raises EvidenceError: unreadable, too large.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, str], Sequence[Page]]
    guard: Guard | None = None

    def pages(self, path: Path, shown: str) -> tuple[Page, ...]:
        """
        The pages of the file at *path*, called *shown* in messages.

        Raises:
            EvidenceError: The file is unreadable or too large.
            PluginFaultError: The reader failed, or gave something else.
        """
        guard = self.guard or Guard(self.id, None)

        def work() -> tuple[Page, ...]:
            pages = tuple(self.read(path, shown))
            for page in pages:
                if not isinstance(page, Page) or not isinstance(page.text, str):
                    raise wrong_type(page, "Page")
            return pages

        return guard(f"text reader {self.id}", work)
