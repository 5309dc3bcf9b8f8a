"""What a collector is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence.collecting.checking import checked_part
from evalfw.evidence.examples import Example, contents_of
from evalfw.evidence.model import EvidencePart
from evalfw.foundation import EvidenceError, Guard, Problem, Text, is_text


class Collector(NamedTuple):
    """
    Reads one sort of file, as a plugin registers it.

    Collectors do not see the rubric: what is measured must not depend on what earns points.

    Attributes:
        id: Stable id, named beside every fact it read.
        suffixes: File name endings it claims, lower case, such as ``.csv``; of several that fit the longest counts (``.hotline.csv``).
        collect: Reads a file, given its path and its name in messages. Raises EvidenceError with every problem.
        examples: Contents of files that it reads, or what makes them, for ``evalfw plugin check``.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    suffixes: tuple[str, ...]
    collect: Callable[[Path, str], EvidencePart]
    examples: tuple[Example, ...] = ()
    guard: Guard | None = None

    @property
    def contents(self) -> Iterator[bytes]:
        """The contents of the examples. Raises PluginFaultError: one cannot be made."""
        return contents_of(self.examples, self.guard or Guard(self.id, None), f"collector {self.id}")

    def part(self, path: Path, shown: str) -> EvidencePart:
        """
        What the file at *path*, called *shown* in messages, holds; each entry with the plugin that read it.

        Raises:
            EvidenceError: The file is not in order.
            PluginFaultError: The collector failed, or gave something else.
        """
        guard = self.guard or Guard(self.id, None)
        what = f"collector {self.id}"
        try:
            given = guard(what, self.collect, path, shown)
        except EvidenceError as error:
            if not error.problems or not all(
                isinstance(each, Problem) and is_text(each.what) for each in error.problems
            ):
                said = Text("EvidenceError 里没有写问题", "its EvidenceError tells no problem")
                raise guard.fault(what, said) from error
            raise
        return checked_part(given, guard, self.id)
