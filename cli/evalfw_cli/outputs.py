"""What commands print: contents and lines on stdout, notices on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from evalfw import Text
from evalfw.foundation import OutputError, reason_of, visible


def write_stdout(content: bytes) -> None:
    """
    *content*, UTF-8, to stdout; on a terminal of another encoding as well as that can show it.

    A reader that goes away (``| head``) has had enough: that is no error.

    Raises:
        OutputError: It is closed, or cannot be written: on a full disk, say.
    """
    try:
        _write(content)
    except BrokenPipeError:
        give_up_stdout()
    except OSError as error:
        give_up_stdout()
        raise OutputError(Text("标准输出写不了：", "stdout cannot be written: ") + reason_of(error)) from None


def give_up_stdout() -> None:
    """What is left to be written to stdout goes nowhere, so that flushing it at the end does not fail once more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_lines(lines: Iterable[str]) -> int:
    """Write *lines* to stdout; return 0."""
    write_stdout("".join(f"{line}\n" for line in lines).encode("utf-8"))
    return 0


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
