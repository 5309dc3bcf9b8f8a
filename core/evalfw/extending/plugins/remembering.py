"""
What a search for plugins found, remembered until something is installed or removed.

Looking through 150 distributions takes four times as long as through 20, and every command does it. Installers write and remove whole
``.dist-info`` folders, whose names tell distribution and version; so as long as the same ones lie in the folders on the path, the times of
these are what they were, and those of the files that named plugins too, nothing has changed. A folder that was changed a moment ago is not
remembered: another change might get the same time.

What is remembered lies beside the compiled modules of evalfw and is written under the same conditions; where it cannot be written,
every command looks for itself.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress

Stamp = tuple[str, int]
"""A file or folder, and when it was changed, in nanoseconds; -1 if it is not there."""

Look = tuple[str, int, str]
"""A folder, when it was changed, and the names of the metadata folders in it."""

Entry = tuple[str, str, str, str]
"""Id, module, distribution and version of a plugin."""

FORMAT = 2
MOST_PATHS = 8
"""Most search paths that are remembered at once: several programs may share one installation."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a folder counts as settled."""


def looks_of(folders: Iterable[str]) -> tuple[Look, ...]:
    """How each of *folders* looks now. Times alone will not do: images are built with one time for everything."""
    return tuple((folder, _changed(folder), _names(folder)) for folder in folders)


def _names(folder: str) -> str:
    try:
        return "/".join(sorted(name for name in os.listdir(folder or ".") if name.endswith(".dist-info")))  # noqa: PTH208
    except OSError:
        return ""


def stamps_of(paths: Iterable[str]) -> tuple[Stamp, ...]:
    """When each of *paths* was changed."""
    return tuple((path, _changed(path)) for path in paths)


def _changed(path: str) -> int:
    try:
        return os.stat(path or ".").st_mtime_ns  # noqa: PTH116 - a Path for each would cost more than all the rest
    except OSError:
        return -1


def recall(folders: Sequence[Look]) -> tuple[Entry, ...] | None:
    """The plugins found when *folders* were as they are now; None if that is not known."""
    for key, files, found in _kept():
        if key == folders:
            return found if stamps_of(path for path, _ in files) == files else None
    return None


def remember(folders: Sequence[Look], files: Sequence[Stamp], found: Sequence[Entry]) -> None:
    """Keep that *found* was found in *folders*, named by *files*."""
    newest = max([changed for _, changed, _ in folders] + [changed for _, changed in files], default=0)
    if sys.dont_write_bytecode or time.time_ns() - newest < SETTLED:
        return
    kept = [each for each in _kept() if each[0] != folders]
    content = marshal.dumps((FORMAT, ((tuple(folders), tuple(files), tuple(found)), *kept)[:MOST_PATHS]))
    path = _path()
    beside = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(content)
        os.replace(beside, path)  # noqa: PTH105


def _kept() -> list[tuple[tuple[Look, ...], tuple[Stamp, ...], tuple[Entry, ...]]]:
    try:
        with open(_path(), "rb") as file:  # noqa: PTH123
            format, kept = marshal.loads(file.read())
            return [each for each in kept if len(each) == 3] if format == FORMAT else []
    except (OSError, ValueError, EOFError, TypeError):
        return []  # not there yet, or not whole


def _path() -> str:
    folder = os.path.dirname(__file__)  # noqa: PTH120
    return f"{folder}/__pycache__/found.{sys.implementation.cache_tag}"
