"""Paths as files name them."""

from __future__ import annotations

import os
from pathlib import Path


def path_from(path: Path, folder: Path) -> str:
    """*path* as a file in *folder* names it: relative to it, beginning with a dot; absolute only on another drive."""
    try:
        relative = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()
    return relative if relative.startswith("..") else f"./{relative}"


def path_ref(path: Path) -> str:
    """*path* as it addresses a rubric: never to be taken for an id, even where one is spelt alike."""
    return path.as_posix() if path.is_absolute() else f"./{path.as_posix()}"
