"""What registering hooks gave, checked field by field: a mistake is told when plugins are loaded, not when it first matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from evalfw.text import Text

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_SUFFIX = re.compile(r"\.[^\s/\\A-Z]{1,31}")
_TEXTUAL = ("source", "run")
"""Fields that may hold ``module:name`` instead of what it names."""


def checked(returned: object, kind: type[T], hook: str) -> list[T]:
    """
    The descriptors that *hook* gave: many, one, or nothing.

    Raises:
        TypeError: One of them is something else.
        ValueError: One of them has a field that makes no sense.
    """
    descriptors = []
    for descriptor in _listed(returned, kind):
        if not isinstance(descriptor, kind):
            raise TypeError(f"{hook} gave {type(descriptor).__name__}, expected {kind.__name__}")
        for fault in _faults(descriptor):
            raise ValueError(f"{hook}: {kind.__name__}: {fault}")
        descriptors.append(descriptor)
    return descriptors


def _listed(returned: object, kind: type[object]) -> Iterable[object]:
    if returned is None:
        return ()
    if isinstance(returned, kind) or not isinstance(returned, Iterable):
        return (returned,)
    return returned


def _faults(descriptor: object) -> Iterator[str]:
    fields = getattr(descriptor, "_fields", ())
    for name in fields:
        value = getattr(descriptor, name)
        if name == "id" and not (isinstance(value, str) and _ID.fullmatch(value)):
            yield f"id {value!r} is not made of a-z, 0-9, _ . -"
        elif name == "suffix" and not _is_suffix(value):
            yield f"suffix {value!r} is not a lower-case ending such as .csv"
        elif name == "suffixes" and not (isinstance(value, tuple) and value and all(map(_is_suffix, value))):
            yield f"suffixes {value!r} is not a tuple of lower-case endings such as ('.csv',)"
        elif name == "path" and not isinstance(value, Path):
            yield f"path is {type(value).__name__}, expected Path"
        elif name in ("words", "help") and not isinstance(value, Text):
            yield f"{name} is {type(value).__name__}, expected Text"
        elif name in ("collect", "read", "render", "apply", "check") and not callable(value):
            yield f"{name} is {type(value).__name__}, expected a function"
        elif name in _TEXTUAL and not (callable(value) or (isinstance(value, str) and ":" in value)):
            yield f"{name} is {value!r}, expected 'module:name' or what it names"


def _is_suffix(value: object) -> bool:
    return isinstance(value, str) and _SUFFIX.fullmatch(value) is not None
