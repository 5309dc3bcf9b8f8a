"""Where reports go: stdout, a file, or a folder; files are written whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evalfw import OutputError, Renderer, Report, RequestError, Text, is_there, padded, visible, width_of

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
    if output == STDOUT:
        if len(renderers) > 1:
            raise RequestError(
                Text(
                    "几种格式不能同时写到标准输出，请用 --output 指定文件夹",
                    "several formats need a folder: give --output",
                )
            )
        return [None]
    path = Path(output)
    if len(renderers) == 1 and not (is_there(path) and path.is_dir()) and not names_a_folder(output):
        return [path]
    edition = "-public" if report.audience == "public" else ""
    stem = _UNFIT.sub("-", f"{report.subject.id}-{report.rubric.id}{edition}").lstrip(".")
    return [path / f"{stem}{renderer.suffix}" for renderer in renderers]


def make_folder(path: Path) -> None:
    """Make *path* and what is above it, where they are not there yet. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from evalfw.foundation.writing.files import unwritable

        raise unwritable(path, error) from None


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


def write_stdout(content: bytes) -> None:
    """
    *content*, UTF-8, to stdout; on a terminal of another encoding as well as that can show it.

    A reader that goes away (``| head``) has had enough: that is no error.
    """
    try:
        _write(content)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # so that flushing at the end finds no broken pipe


def print_lines(lines: Iterable[str]) -> int:
    """Write *lines* to stdout; return 0."""
    write_stdout("".join(f"{line}\n" for line in lines).encode("utf-8"))
    return 0


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """*rows* with their cells under one another."""
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def tell(said: str) -> None:
    """*said* as a line on stderr; nowhere if the caller closed that."""
    if sys.stderr is not None:
        sys.stderr.write(f"{visible(said)}\n")


def _write(content: bytes) -> None:
    stream = sys.stdout
    if stream is None:
        raise OutputError(Text("标准输出已经关闭", "stdout is closed"))
    encoding = stream.encoding or "utf-8"
    if stream.isatty() and encoding.lower().replace("-", "") != "utf8":
        stream.write(content.decode("utf-8", errors="replace").encode(encoding, errors="replace").decode(encoding))
    else:
        stream.flush()
        stream.buffer.write(content)
    stream.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write *content* beside *path*, then move it into place. Raises OutputError; what was there is then as it was."""
    from evalfw.foundation.writing.files import write_together  # a run that prints needs no temporary files

    write_together({path: content}, folders=False)
