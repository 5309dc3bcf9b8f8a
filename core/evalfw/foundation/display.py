"""Text on a terminal: width of Chinese characters, line breaking, and nothing that could play tricks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evalfw.foundation.exact import numeral

_TOKEN = re.compile(r"[A-Za-z0-9_.,:;%/<>=()'\"-]+|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、！？）》〕】］」”’…%,.;:!?)]}～")
"""Signs that must not begin a line."""

_NOT_LAST = frozenset("（《〔【［「“‘([{")
"""Signs that must not end one."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = _BIDI | frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u2028\u2029")


def width_of(text: str) -> int:
    """
    Columns that *text* takes on a terminal.

    Characters of ambiguous width (“ ” … ├) are counted as one column, as most terminals draw them.
    """
    return sum(_columns(character, 1) for character in text)


@lru_cache(maxsize=4096)
def _columns(character: str, ambiguous: int) -> int:
    if unicodedata.combining(character):
        return 0
    kind = unicodedata.east_asian_width(character)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def padded(text: str, width: int) -> str:
    """*text* with spaces behind it up to *width* columns."""
    return text + " " * max(0, width - width_of(text))


def right(text: str, width: int) -> str:
    """*text* with spaces before it up to *width* columns."""
    return " " * max(0, width - width_of(text)) + text


def wrapped(text: str, width: int) -> list[str]:
    """
    *text* in lines of at most *width* columns, however the terminal draws characters of ambiguous width.

    Chinese breaks between any two characters, except before closing punctuation; other scripts break at spaces.
    """
    if sum(_columns(character, 2) for character in text) <= width:
        return [text.rstrip()]
    lines, line, used = [], "", 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        size = sum(_columns(character, 2) for character in token)
        if used + size > width and line and token not in _NOT_FIRST and not token.isspace():
            kept = line.rstrip()
            carried = ""
            while kept and kept[-1] in _NOT_LAST:
                kept, carried = kept[:-1], kept[-1] + carried
            lines.append(kept.rstrip())
            line, used = carried, 2 * len(carried)
        while size > width:  # a word longer than a line
            lines.append(token[:width])
            token = token[width:]
            size = len(token)
        line, used = line + token, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def clipped(text: str, width: int) -> str:
    """*text* in at most *width* columns; what is too long ends with …."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += _columns(character, 1)
        if used > width - 1:
            break
        kept += character
    return f"{kept}…"


def visible(text: str) -> str:
    r"""*text* with control, bidirectional and zero-width characters spelt out (``\x1b``), line breaks as spaces."""
    return text if text.isprintable() else "".join(_spelt(character) for character in text)


_FORMULA_SIGNS = tuple("=+-@＝＋－＠")


def harmless(text: str) -> str:
    """*text*, visible, so that no spreadsheet takes it for a formula: with an apostrophe before it, unless it is a number."""
    said = visible(text)
    return f"'{said}" if said.lstrip().startswith(_FORMULA_SIGNS) and numeral(said) is None else said


def _is_no_character(code: int) -> bool:
    """Whether *code* is one that Unicode keeps from being a character (XML refuses two of these), or an invisible tag."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE007F


def _spelt(character: str) -> str:
    if character in "\r\n\t":
        return " "
    category = unicodedata.category(character)
    code = ord(character)
    if category in ("Cc", "Cs") or character in _INVISIBLE or _is_no_character(code):
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    return character


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """*rows* with their cells under one another."""
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
