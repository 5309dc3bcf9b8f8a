"""
TOML values on one line, as rubric files write them.

tomli-w writes whole documents, and a nested table always as one with a header; rules read better as inline tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from evalfw.foundation.exact import plain

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]')
"""What has to be escaped, and what would turn or hide text where a file is looked at."""


def toml_string(text: str) -> str:
    """*text* as a basic string."""
    return '"' + _SPECIAL.sub(lambda found: _ESCAPES.get(found.group(), f"\\u{ord(found.group()):04x}"), text) + '"'


def toml_key(key: str) -> str:
    """*key*, quoted where it has to be."""
    return key if _BARE.fullmatch(key) else toml_string(key)


def toml_value(value: object) -> str:
    """
    *value* on one line.

    Args:
        value: Text, bool, int, Decimal, date, or lists and tables of these.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        listed = ", ".join(f"{toml_key(str(key))} = {toml_value(each)}" for key, each in value.items())
        return f"{{ {listed} }}" if listed else "{}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(toml_value(each) for each in value) + "]"
    raise TypeError(f"no TOML value: {type(value).__name__}")
