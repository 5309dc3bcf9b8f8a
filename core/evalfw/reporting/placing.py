"""Where documents go: stdout, a file, or a folder; files are written whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.foundation import OutputError, RequestError, Text, is_there, listing, verbatim
from evalfw.reporting.rendering import Renderer
from evalfw.scoring import Report

STDOUT = "-"

_UNFIT = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
"""What a name of a file may not hold on some system."""


def names_a_folder(output: str) -> bool:
    """Whether *output* is meant as a folder, there or not: it ends like one."""
    return output.endswith(("/", os.sep))


def plan_outputs(output: str, renderers: Sequence[Renderer], report: Report) -> list[Path | None]:
    """
    Where the report of each of *renderers* goes; None is stdout.

    One format goes to *output* itself, unless that is a folder; several go into the folder *output*.

    Raises:
        RequestError: Several formats for stdout.
    """
    edition = "-public" if report.audience == "public" else ""
    stem = _UNFIT.sub("-", f"{report.subject.id}-{report.rubric.id}{edition}").lstrip(".")
    return places_named(stem, [renderer.suffix for renderer in renderers], output)


def places_named(stem: str, suffixes: Sequence[str], output: str) -> list[Path | None]:
    """
    Where contents of the given *suffixes* go, None for stdout: one to the file that was named, several into a folder, each called *stem*.

    Raises:
        RequestError: Several for stdout.
    """
    if output == STDOUT:
        if len(suffixes) > 1:
            raise RequestError(Text("几种格式要用 -o 指定文件夹", "several formats need a folder: give -o"))
        return [None]
    path = Path(output)
    if len(suffixes) == 1 and not (is_there(path) and path.is_dir()) and not names_a_folder(output):
        return [path]
    return [path / f"{stem}{suffix}" for suffix in suffixes]


class Written(NamedTuple):
    """A file that holds what it should, and whether it had to be written for that."""

    path: Path
    is_new: bool


def write_documents(
    targets: Sequence[tuple[Path | None, bytes]], force: bool = False, folder: bool = True
) -> tuple[Written, ...]:
    """
    Write each content to its place, all of them or none; what goes to stdout (None) is left to the caller.

    Args:
        targets: Places and contents.
        force: Whether files that hold something else may be written over.
        folder: Whether their folder is made where it is not there.

    Raises:
        OutputError: One cannot be written; or there is another file, and *force* is not given.
    """
    files = {path: content for path, content in targets if path is not None}
    if not files:
        return ()
    if not force:
        _keep_others(files)
    from evalfw.foundation import make_folder, write_together

    if folder:
        make_folder(next(iter(files)).parent)
    written = write_together(files, folders=False)
    return tuple(Written(path, path in written) for path in files)


def _keep_others(files: Mapping[Path, bytes]) -> None:
    """Refuse to write over files that hold something else."""
    others = [path for path, content in files.items() if _is_other(path, content)]
    if others:
        named = listing(verbatim(str(path)) for path in others)
        raise OutputError(
            Text(
                f"已有别的文件，没有改动：{named.zh}；要覆盖请加 --force",
                f"kept as they are: {named.en}; --force writes over them",
            )
        )


def _is_other(path: Path, content: bytes) -> bool:
    """Whether there is a file at *path* that holds something else; what cannot be told is told when it is written."""
    try:
        return path.is_file() and path.read_bytes() != content
    except (OSError, ValueError):
        return False
