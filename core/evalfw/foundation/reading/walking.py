"""Files below a folder, none of them passed over without a word."""

from __future__ import annotations

import os
from pathlib import Path

from evalfw.foundation.errors import Problem
from evalfw.foundation.reading.files import UNREADABLE, Raises
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.text import Text, well_formed

_LINK = Text("这是指向文件夹的链接，里面的文件不会被读取", "this is a link to a folder: the files in it are not read")


def is_left_behind(name: str) -> bool:
    """Whether a file of this *name* is one that editors and systems leave behind, or hidden."""
    return name.startswith((".", "~$")) or name == "Thumbs.db"


def files_below(folder: Path, shown: str, raises: Raises, leftovers: bool = False) -> list[Path]:
    """
    The files below *folder*, in order of path; none where there is no folder.

    Args:
        folder: Where to look.
        shown: What it is called in messages.
        raises: Makes the error of problems.
        leftovers: Whether files count too that editors and systems leave behind, and hidden ones.

    Raises:
        InputError: As *raises* makes it, with each folder that may not be listed, and each link to a folder.
    """
    problems: list[Problem] = []

    def named(path: Path) -> str:
        below = path.relative_to(folder).as_posix()
        return well_formed(shown if below == "." else f"{shown}/{below}")

    def refused(error: OSError) -> None:
        problems.append(Problem(named(Path(error.filename)), None, "", UNREADABLE + reason_of(error)))

    found = []
    for place, folders, files in os.walk(folder, onerror=refused) if folder.is_dir() else ():
        problems += (
            Problem(named(each), None, "", _LINK) for name in folders if (each := Path(place, name)).is_symlink()
        )
        found += [
            Path(place, name)
            for name in files
            if (leftovers or not is_left_behind(name)) and Path(place, name).is_file()
        ]
    if problems:
        raise raises(sorted(problems, key=lambda problem: problem.file))
    return sorted(found)
