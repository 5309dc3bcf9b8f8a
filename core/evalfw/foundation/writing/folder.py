"""Only one program at a time changes an evidence folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evalfw.foundation.errors import OutputError
from evalfw.foundation.text import Text
from evalfw.foundation.writing.files import unwritable

LOCK = ".evalfw-lock"


@contextmanager
def changing(root: Path) -> Iterator[None]:
    """
    The evidence folder *root* is being changed by this program, and by no other.

    Raises:
        OutputError: Another program is at it, or ended without tidying up; or nothing can be written there.
    """
    path = root / LOCK
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        named = path.as_posix()
        raise OutputError(
            Text(
                f"另一个 evalfw 正在改这个证据文件夹；若确实没有，请删除 {named}",
                f"another evalfw is changing this evidence folder; if there is none, delete {named}",
            )
        ) from None
    except OSError as error:
        raise unwritable(path, error) from None
    try:
        os.close(handle)
        yield
    finally:
        path.unlink(missing_ok=True)
