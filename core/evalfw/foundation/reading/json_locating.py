"""Key path → line of a JSON text; see ``locating.py`` for TOML."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from json import loads

from evalfw.foundation.misfit import KeyPath

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCALAR = re.compile(r"[^,\]}\s]*")


def json_lines(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every key and item of *text*, which must be valid JSON."""
    places: dict[KeyPath, int] = {}
    with suppress(RecursionError):  # what was found so far still serves
        _mark(text, _skip(text, 0), (), places)
    ends = [found.start() for found in re.finditer("\n", text)]
    return {path: bisect_right(ends, at) + 1 for path, at in places.items()}


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None  # the pattern matches the empty text
    return found.end()


def _mark(text: str, at: int, path: KeyPath, places: dict[KeyPath, int]) -> int:
    """Note the places of everything in the value at *at*; return where it ends."""
    places[path] = at
    opening = text[at]
    if opening not in "{[":
        found = _STRING.match(text, at) if opening == '"' else _SCALAR.match(text, at)
        assert found is not None  # the text is valid JSON
        return found.end()
    closing = "}" if opening == "{" else "]"
    at, index = _skip(text, at + 1), 0
    while text[at] != closing:
        step: str | int = index
        if opening == "{":
            found = _STRING.match(text, at)
            assert found is not None  # the text is valid JSON
            step = loads(found.group())
            at = _skip(text, text.index(":", found.end()) + 1)
        at = _skip(text, _mark(text, at, (*path, step), places))
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return at + 1
