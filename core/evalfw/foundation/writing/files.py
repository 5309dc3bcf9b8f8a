"""Write several files so that all of them are there afterwards, or none is changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evalfw.foundation.errors import OutputError
from evalfw.foundation.reading.files import is_there
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.text import Text


def write_together(files: Mapping[Path, bytes], folders: bool = True) -> tuple[Path, ...]:
    """
    Write *files*, and make the folders they lie in, unless *folders* is false. Those that hold just that already are left as they are.

    All are first written beside their places; when the last of them is safe on the disk, they are moved into place one by one. What
    may fail (a full disk, a folder that cannot be written) fails before anything is changed. Devices and pipes are written into, last.

    Returns:
        The files that were written.

    Raises:
        OutputError: One of them cannot be written; all are then as they were.
    """
    changed = {path: content for path, content in files.items() if not _holds(path, content)}
    staged: dict[Path, str] = {}
    made: list[Path] = []
    done = False
    try:
        for path, content in changed.items():
            if _is_device(path):
                continue
            try:
                made += _make_folder(path.parent) if folders else []
                staged[path] = _staged(path, content)
            except OSError as error:
                raise unwritable(path, error) from None
        for path, beside in staged.items():
            try:
                Path(beside).replace(path)
            except OSError as error:
                raise unwritable(path, error) from None
        for path in filter(_is_device, changed):
            try:
                path.write_bytes(changed[path])
            except OSError as error:
                raise unwritable(path, error) from None
        done = True
    finally:
        if not done:
            for beside in staged.values():
                Path(beside).unlink(missing_ok=True)
            for folder in reversed(made):
                if not any(folder.iterdir()):
                    folder.rmdir()
    return tuple(changed)


def write_file(path: Path, content: bytes) -> None:
    """Write *content* beside *path*, then move it into place. Raises OutputError; what was there is then as it was."""
    write_together({path: content}, folders=False)


def make_folder(path: Path) -> None:
    """Make *path* and what is above it, where they are not there yet. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error that *path* cannot be written, for the caller to raise."""
    return OutputError(Text(f"{path}: 写不了：", f"{path}: cannot be written: ") + reason_of(error))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _is_device(path: Path) -> bool:
    """Whether *path* is there and no file of a disk (``/dev/null``, a pipe): it is written into, and stays what it is."""
    return is_there(path) and not path.is_file() and not path.is_dir()


def _make_folder(folder: Path) -> list[Path]:
    """Make *folder* and what is above it; return those that were not there, outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _staged(path: Path, content: bytes) -> str:
    """Name of a file beside *path* that holds *content*, and is on the disk."""
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory")
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".evalfw-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if os.name == "posix":  # temporary files are private; this one gets what new files get here
            mask = os.umask(0)
            os.umask(mask)
            Path(beside).chmod(0o666 & ~mask)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return beside
