"""Read TOML: exact decimals, limits, and a line for every problem."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path as FilePath
from typing import NamedTuple

from evalfw.foundation.errors import Problem
from evalfw.foundation.exact import why_unfit
from evalfw.foundation.misfit import KeyPath
from evalfw.foundation.reading.document import Document
from evalfw.foundation.reading.files import Raises, read_text
from evalfw.foundation.text import Text

MAX_DEPTH = 100
_PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_LONG_DIGITS = r"[0-9_]{4300,}"  # compiled only when something is already wrong

# The sentences tomllib uses most, for readers of Chinese; any other is quoted as it is.
_SYNTAX = {
    "Expected '=' after a key in a key/value pair": "键名后面应当是“=”",
    "Invalid value": "值的写法不对（文字要加引号）",
    "Cannot overwrite a value": "同一个键写了两次",
    "Unclosed array": "数组没有以“]”结束",
    "Unclosed inline table": "行内表没有以“}”结束",
    "Invalid initial character for a key part": "键名的第一个字符不对（中文键名要加引号）",
    "Expected newline or end of document after a statement": "一条语句之后应当换行",
    "Unterminated string": "字符串没有以引号结束",
    "Illegal character '\\n'": "字符串没有在本行以引号结束",
    "Unescaped '\\' in a string": "字符串里的“\\”要写成“\\\\”，或改用单引号",
    "Expected ']' at the end of a table declaration": "表头没有以“]”结束",
    "Expected ']]' at the end of an array declaration": "表头没有以“]]”结束",
}


class Unfit(NamedTuple):
    """Stands where a number was written that may not enter scoring; *why* as in ``exact.why_unfit``."""

    written: str
    why: str


def read_toml(path: FilePath, shown: str, raises: Raises) -> Document:
    """
    The TOML file at *path*. Numbers are ``int``, ``Decimal`` or, where they may not be used, ``Unfit``.

    Raises:
        InputError: Of the kind that *raises* makes: unreadable, or not TOML.
    """
    return parse_toml(read_text(path, shown, raises), shown, raises)


def parse_toml(text: str, shown: str, raises: Raises) -> Document:
    """As ``read_toml``, from a text."""
    try:
        return Document(shown, text, tomllib.loads(text, parse_float=exact_number), _lines)
    except tomllib.TOMLDecodeError as error:
        if "nested" in str(error):  # newer tomllib limits the depth itself
            raise raises([too_deep(text, shown)]) from None
        raise raises([_syntax_problem(text, shown, str(error))]) from None
    except RecursionError:
        raise raises([too_deep(text, shown)]) from None
    except ValueError:  # Python refuses to read integers of more than 4,300 digits
        raise raises([long_integer(text, shown)]) from None


def long_integer(text: str, shown: str) -> Problem:
    """The problem of a text with an integer that Python refuses to read for its length."""
    found = re.search(_LONG_DIGITS, text)
    line = text.count("\n", 0, found.start()) + 1 if found else None
    return Problem(shown, line, "", unfit_number("digits"))


def unfit_number(why: str) -> Text:
    """What is wrong with a number that ``exact.why_unfit`` refuses."""
    return {
        "nan": Text("NaN 不是数", "NaN is not a number"),
        "inf": Text("无穷大不能参加计分", "infinity cannot be scored"),
        "digits": Text("数字太长：最多 30 位", "number too long: at most 30 digits"),
    }[why]


def exact_number(written: str) -> Decimal | Unfit:
    """The number *written* in a file: exact, or ``Unfit`` with the reason."""
    try:
        value = Decimal(written)
    except InvalidOperation:  # exponent beyond what Decimal can hold
        return Unfit(written[:40], "digits")
    why = why_unfit(value)
    return value if why is None else Unfit(written[:40], why)


def _syntax_problem(text: str, shown: str, said: str) -> Problem:
    place = re.search(_PLACE, said)
    words = said[: place.start()] if place else said
    chinese = next((zh for en, zh in _SYNTAX.items() if words.startswith(en)), words)
    at_end = place is None or place.group(1) is None
    line = text.count("\n") + 1 if at_end or place is None else int(place.group(1))
    column = "" if at_end or place is None else place.group(2)
    wide = _full_width(text, line)
    hint = None
    if wide is not None:
        sign, at = wide
        hint = Text(
            f"第 {at} 列的 {sign} 是全角符号；引号、逗号、等号、括号要用半角",
            f"'{sign}' in column {at} is a full-width sign; TOML needs plain ones",
        )
    return Problem(
        shown,
        line,
        "",
        Text(
            f"TOML 语法错误：{chinese}" + (f"（第 {column} 列）" if column else "（在文件末尾）"),
            f"not valid TOML: {words}" + (f" (column {column})" if column else " (at the end of the file)"),
        ),
        hint,
    )


def _full_width(text: str, line: int) -> tuple[str, int] | None:
    """The first full-width sign of *line* that stands outside quotes, as Chinese keyboards type it, with its column."""
    lines = text.splitlines()
    quote = ""
    for at, sign in enumerate(lines[line - 1] if line <= len(lines) else "", 1):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "#":
            break
        elif sign in _FULL_WIDTH_SIGNS:
            return sign, at
    return None


_FULL_WIDTH_SIGNS = frozenset("“”‘’，＝：；［］【】｛｝（）＂＇％０１２３４５６７８９")


def _lines(text: str) -> dict[KeyPath, int]:
    from evalfw.foundation.reading.locating import lines_of  # only when something is already wrong

    return lines_of(text)


def too_deep(text: str, shown: str) -> Problem:
    """The problem of a text whose brackets nest deeper than any reader follows."""
    from evalfw.foundation.reading.locating import first_deeper_than

    line = first_deeper_than(text, MAX_DEPTH)
    what = Text(f"括号嵌套太深：最多 {MAX_DEPTH} 层", f"brackets nested too deep: at most {MAX_DEPTH} levels")
    return Problem(shown, line, "", what)
