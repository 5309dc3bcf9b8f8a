"""Which encoding a text file has: UTF-8, UTF-16 with a mark, or GB18030; and whether it is one only."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from evalfw import SourceRequest, Text

_CHUNK = 1024 * 1024
_HAN_IN_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
"""A Chinese character or sign in UTF-8."""

KNOWN = ("utf-8", "gb18030", "utf-16")


def encoding_of(path: Path, request: SourceRequest) -> str:
    """
    The encoding of the text file at *path*, as Python names it; the whole file is looked at, in pieces.

    Raises:
        EvidenceError: It is none of those known, or parts of it are UTF-8 and others are not.
    """
    asked = request.text("encoding").lower()
    if asked and asked not in KNOWN:
        listed = "、".join(KNOWN)
        raise request.problem(Text(f"encoding 应当是 {listed} 之一", f"'encoding' must be one of {', '.join(KNOWN)}"))
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if asked:
        if not _decodes(path, asked):
            raise request.problem(Text(f"不是 {asked} 文本", f"not {asked} text"))
        return "utf-8-sig" if asked == "utf-8" else asked
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    line = _line_in_utf8(path)
    if line is not None:
        what = Text(
            f"文件混用了编码：第 {line} 行是 UTF-8，别处不是",
            f"the file mixes encodings: line {line} is UTF-8, others are not",
        )
        hint = Text("请用记事本打开、另存为 UTF-8", "save it as UTF-8 in one piece")
        raise request.problem(what, hint)
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise request.problem(Text("不是文本文件，或编码不明", "not a text file, or of unknown encoding"))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _line_in_utf8(path: Path) -> int | None:
    """The first line that can only be meant as UTF-8, in a file that is not UTF-8 as a whole."""
    with path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_CHUNK), b""), 1):
            if not line.isascii() and len(_HAN_IN_UTF8.findall(line)) >= 2:
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    continue
                return number
    return None
