"""Only one program at a time changes an evidence folder, or works on a result."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from platform import node

from evalfw.foundation.display import visible
from evalfw.foundation.errors import OutputError
from evalfw.foundation.text import NOTHING, Text
from evalfw.foundation.writing.files import unwritable

LOCK = ".evalfw-lock"


def changing(root: Path) -> AbstractContextManager[None]:
    """
    The evidence folder *root* is being changed by this program, and by no other.

    Raises:
        OutputError: Another program is at it; or nothing can be written there.
    """
    return held(root / LOCK, Text("改这个证据文件夹", "changing this evidence folder"))


@contextmanager
def held(path: Path, doing: Text) -> Iterator[None]:
    """
    This program has the lock at *path*, and no other.

    The lock is the system's, on a file that lies there meanwhile: of a program that was killed, or a machine that went down, at most the
    file is left, and the next one takes it over.

    Args:
        path: The file.
        doing: What the one who has the lock is doing, as messages put it.

    Raises:
        OutputError: Another program has it; or nothing can be written there.
    """
    try:
        handle = _taken(path)
    except OSError as error:
        raise unwritable(path, error) from None
    if handle is None:
        named, whose = path.as_posix(), _whose(path)
        raise OutputError(
            Text(
                f"另一个 evalfw{whose.zh}正在{doing.zh}，等它结束再试；若确实没有，请删除 {named}",
                f"another evalfw{whose.en} is {doing.en}: try again when it has ended; if there is none, delete {named}",
            )
        )
    try:
        yield
    finally:
        _given_back(path, handle)


def _taken(path: Path) -> int | None:
    """The file at *path*, made where there is none, open and locked; None if another program has it."""
    while True:
        flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        try:
            handle, is_new = os.open(path, flags | os.O_CREAT | os.O_EXCL), True
        except FileExistsError:
            try:
                handle, is_new = os.open(path, flags), False
            except FileNotFoundError:
                continue  # given back just now
        has_it = _locked(handle, is_new)
        if has_it and _is_still(path, handle):
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()} {node()}\n".encode())
            return handle
        os.close(handle)
        if not has_it:
            return None


def _locked(handle: int, is_new: bool) -> bool:
    """Whether this program has *handle* now; where the file system knows no locks, whether it made the file."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return is_new
    return True


def _is_still(path: Path, handle: int) -> bool:
    """Whether *handle* is what lies at *path*: the one before may have taken its file away."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _whose(path: Path) -> Text:
    """Which program has the file at *path*, as far as it says so."""
    try:
        number, _, host = visible(path.read_text(encoding="utf-8", errors="replace").strip()[:200]).partition(" ")
    except OSError:
        return NOTHING  # Windows lets nobody read what is locked
    return Text(f"（主机 {host}，进程 {number}）", f" (host {host}, process {number})") if host else NOTHING


def _given_back(path: Path, handle: int) -> None:
    if sys.platform == "win32":  # an open file cannot be taken away there
        os.close(handle)
        with suppress(PermissionError):  # the next one has it already
            path.unlink(missing_ok=True)
    else:
        path.unlink(missing_ok=True)
        os.close(handle)
