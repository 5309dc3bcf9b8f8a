"""Read text files with limits: size, kind of file, encoding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evalfw.foundation.errors import InputError, Problem
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.text import Text, well_formed

MAX_TOML_BYTES = 8 * 1024 * 1024
MAX_TABLE_BYTES = 64 * 1024 * 1024
"""Largest file of each sort that is read at all; a rubric has some 30 KB, a table of facts some 100 KB."""

UNREADABLE = Text("读不了：", "cannot be read: ")

BOM = b"\xef\xbb\xbf"

Raises = Callable[[list[Problem]], InputError]


def is_there(path: Path) -> bool:
    """
    Whether there is anything at *path*; a name that no file can have (too long, a NUL) is not there.

    Raises:
        PermissionError: Nobody may look.
    """
    try:
        return path.exists()
    except PermissionError:
        raise
    except (OSError, ValueError):
        return False


def called(path: Path) -> str:
    """What the file or folder at *path* is called in papers and messages: as it was given; of an absolute path its own name, without the folders of the machine."""
    return well_formed(path.name if path.is_absolute() and path.name else path.as_posix())


def expect_small(path: Path, shown: str, raises: Raises, most: int) -> None:
    """Raise what *raises* makes unless *path* is a regular file of *most* bytes at most."""
    try:
        if not path.exists():
            raise raises([Problem(shown, None, "", Text("没有这个文件", "no such file"))])
        if not path.is_file():
            raise raises([Problem(shown, None, "", Text("不是普通文件", "not a regular file"))])
        size = path.stat().st_size
    except OSError as error:
        raise raises([Problem(shown, None, "", UNREADABLE + reason_of(error))]) from None
    if size > most:
        raise raises([Problem(shown, None, "", *_too_large(size, most))])


def read_text(path: Path, shown: str, raises: Raises, most: int = MAX_TOML_BYTES) -> str:
    """
    The text of the file at *path*, UTF-8 with or without byte order mark.

    Args:
        path: The file.
        shown: Its name in messages.
        raises: Makes the error of the right kind from a list of problems.
        most: Largest size in bytes that is read.

    Raises:
        InputError: Of the kind that *raises* makes: no such file, not a regular file, too large, not UTF-8.
    """
    expect_small(path, shown, raises, most)
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise raises([Problem(shown, None, "", UNREADABLE + reason_of(error))]) from None
    if len(content) > most:
        raise raises([Problem(shown, None, "", *_too_large(len(content), most))])
    try:
        return content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise raises([Problem(shown, line, "", *_not_utf8(content, error.start))]) from None


def _too_large(size: int, most: int) -> tuple[Text, Text]:
    mib = 1024 * 1024
    return (
        Text(
            f"文件太大：{size / mib:.1f} MB，最多读 {most // mib} MB",
            f"file too large: {size / mib:.1f} MB, at most {most // mib} MB are read",
        ),
        Text("是不是给错了文件？", "is this the right file?"),
    )


def _not_utf8(content: bytes, at: int) -> tuple[Text, Text]:
    what = Text(
        f"不是 UTF-8 文本（第 {at + 1} 个字节是 0x{content[at]:02X}）",
        f"not UTF-8 text (byte {at + 1} is 0x{content[at]:02X})",
    )
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return what, Text("这像是二进制文件", "this looks like a binary file")
    return what, Text(
        "像是 GBK/GB18030 编码：请在记事本或 WPS 中另存为 UTF-8",
        "it looks like GBK/GB18030: save it as UTF-8",
    )
