"""Examples of the files that a plugin reads: their contents, or what makes them when they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evalfw.foundation import Guard, wrong_type

Example = bytes | Callable[[], bytes]
"""The content of a file; or what makes it (a workbook, say), called by ``evalfw plugin check`` alone."""


def contents_of(examples: tuple[Example, ...], guard: Guard, what: str) -> Iterator[bytes]:
    """
    The contents, those that have to be made made through *guard*.

    Raises:
        PluginFaultError: One cannot be made; *what* names whose it is.
    """

    def made(make: Callable[[], bytes]) -> bytes:
        content = make()
        if not isinstance(content, bytes):
            raise wrong_type(content, "bytes")
        return content

    for example in examples:
        yield guard(f"{what} example", made, example) if callable(example) else example
