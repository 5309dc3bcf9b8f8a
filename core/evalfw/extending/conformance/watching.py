"""Watch what a piece of code reads, writes, starts and connects to, by the audit events of Python (PEP 578)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_READS = ("open", "os.listdir", "os.scandir", "glob.glob", "sqlite3.connect")
_ACTS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "os.putenv",
    "shutil.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
)
_CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")
"""Files that importing a module opens."""


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@cache
def watch_of_process() -> Watch:
    """The one watch of this process: an audit hook cannot be taken out again."""
    return Watch()


class Watch:
    """
    Events of this process, from when it is made.

    Attributes:
        seen: What was read (if *reads* are watched), written, started or connected to.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._reads = self._refuses = False
        self._on = False
        sys.addaudithook(self._heard)

    @contextmanager
    def on(self, reads: bool, refuses: bool = False) -> Iterator[list[str]]:
        """Watch the body; *reads*: whether reading counts too; *refuses*: whether what counts fails. Gives the list that is filled."""
        self.seen, self._reads, self._refuses, self._on = [], reads, refuses, True
        try:
            yield self.seen
        finally:
            self._on = False

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._on:
            return
        if arguments and "__pycache__" in str(arguments[0]):
            return  # Python keeps what it has compiled
        if event.startswith(_ACTS) or (event in _READS and self._counts(event, arguments)):
            self._on = False  # telling what was seen is no event of the plugin
            self.seen.append(f"{event} {arguments[0]!r}"[:120] if arguments else event)
            self._on = True
            if self._refuses:
                raise PermissionError(f"not while it is checked: {event}")

    def _counts(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event != "open":
            return self._reads and event != "os.listdir" and event != "os.scandir"
        if isinstance(arguments[0], int):
            return False  # a file that is open already, which was heard of before
        path, mode, flags = str(arguments[0]), arguments[1], arguments[2]
        is_writing = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        is_writing = is_writing or (mode is None and isinstance(flags, int) and bool(flags & _WRITING))
        if is_writing:
            return not path.endswith(".pyc") and "__pycache__" not in path
        suffix = path[path.rfind(".") :].lower() if "." in path.replace("\\", "/").rpartition("/")[2] else ""
        return self._reads and suffix not in _CODE
