"""What says how a program is called: an entry ``[[process]]`` of ``evalfw.toml``, or a plugin."""

from collections.abc import Iterator
from typing import Literal

import attrs

from evalfw.foundation import Text

MOST_SECONDS = 3600
MOST_MEMORY = 1_000_000


@attrs.frozen(kw_only=True)
class ProcessEntry:
    """
    A program that reads evidence files, or scores a rule.

    Attributes:
        id: Name of the collector or rule kind.
        kind: ``collector`` or ``rule``.
        argv: The program and its arguments; no shell is involved. A program with a path (``./score.R``) lies relative to ``evalfw.toml``.
        suffixes: For collectors: file name endings that it reads, lower case.
        seconds: How long one call may take.
        memory_mb: How much memory (address space) it may use, in MiB; held to where the system can do that (not on Windows).
        examples: For ``evalfw plugin check``: of a rule, rubrics in small (``weight``, ``rule`` and ``fact``) as TOML; of a collector,
            contents of files that it reads.
        env: Names of environment variables that it gets; besides these only what a program needs to start at all.
    """

    id: str
    kind: Literal["collector", "rule"]
    argv: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    seconds: int = 60
    memory_mb: int = 4096
    examples: tuple[str, ...] = ()
    env: tuple[str, ...] = ()

    def faults(self) -> Iterator[tuple[str, Text]]:
        """Keys that make no sense, and why."""
        if not self.argv or not self.argv[0]:
            yield "argv", Text("应当写程序名和参数", "expected a program and its arguments")
        if not 0 < self.seconds <= MOST_SECONDS:
            yield "seconds", Text(f"应当在 1 至 {MOST_SECONDS} 之间", f"must be from 1 to {MOST_SECONDS}")
        if not 16 <= self.memory_mb <= MOST_MEMORY:
            yield "memory_mb", Text(f"应当在 16 至 {MOST_MEMORY} 之间", f"must be from 16 to {MOST_MEMORY}")
        if self.kind == "collector" and not self.suffixes:
            yield (
                "suffixes",
                Text(
                    '采集器要写所读文件的后缀，如 [".xls"]', 'a collector needs the endings it reads, such as [".xls"]'
                ),
            )
        if self.kind == "rule" and self.suffixes:
            yield "suffixes", Text("规则不读文件", "a rule reads no files")
