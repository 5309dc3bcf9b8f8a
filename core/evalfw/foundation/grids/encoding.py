"""Which encoding a text file has: UTF-8, UTF-16 or GB 18030, with marks or without; and whether it is one only."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from evalfw.foundation.grids.line import TableFaultError
from evalfw.foundation.text import Text

ENCODINGS = ("utf-8", "gb18030", "utf-16")
_PIECE = 1024 * 1024
_HAN_IN_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
"""A Chinese character or sign in UTF-8."""


def encoding_of(path: Path, asked: str = "") -> str:
    """
    The encoding of the text file at *path*, as Python names it; the whole file is looked at, in pieces.

    Args:
        path: The file.
        asked: One of ``ENCODINGS`` that it is said to have; empty: it is found.

    Raises:
        TableFaultError: It is none of them, empty, or parts of it are UTF-8 and others are not. Also OSError.
    """
    if asked and asked not in ENCODINGS:
        listed = "、".join(ENCODINGS)
        what = f"encoding 应当是 {listed} 之一", f"'encoding' must be one of {', '.join(ENCODINGS)}"
        raise TableFaultError(Text(*what))
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start:
        raise TableFaultError(Text("是空文件", "the file is empty"))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (wide := _wide_without_mark(start)) and not asked:
        return wide
    if asked:
        if not _decodes(path, asked):
            raise TableFaultError(Text(f"不是 {asked} 文本", f"not {asked} text"))
        return "utf-8-sig" if asked == "utf-8" else asked
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    line = _line_in_utf8(path)
    if line is not None:
        what = (
            f"文件混用了编码：第 {line} 行是 UTF-8，别处不是",
            f"the file mixes encodings: line {line} is UTF-8, others are not",
        )
        raise TableFaultError(Text(*what), Text("请用记事本打开、另存为 UTF-8", "save it as UTF-8 in one piece"))
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise TableFaultError(
        Text("既不是 UTF-8、UTF-16 也不是 GB 18030 文本", "neither text in UTF-8, UTF-16 nor GB 18030"),
        Text("请用记事本打开、另存为 UTF-8", "save it as UTF-8"),
    )


def _wide_without_mark(start: bytes) -> str:
    """UTF-16 without a mark, where every other byte of a head in Latin letters or commas is null."""
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[at::2]
        if half and half.count(0) > len(half) // 3 and start[1 - at :: 2].count(0) == 0:
            return name
    return ""


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _line_in_utf8(path: Path) -> int | None:
    """The first line that can only be meant as UTF-8, in a file that is not UTF-8 as a whole."""
    with path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_PIECE), b""), 1):
            if not line.isascii() and len(_HAN_IN_UTF8.findall(line)) >= 2:
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    continue
                return number
    return None
