"""What registering hooks gave, checked field by field: a mistake is told when plugins are loaded, not when it first matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from evalfw.foundation import Text, WrongResultError, verbatim, wrong_type

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_SUFFIX = re.compile(r"\.[^\s/\\A-Z]{1,31}")
_TEXTUAL = ("source", "run")
"""Fields that may hold ``module:name`` instead of what it names."""


def checked(returned: object, kind: type[T]) -> list[T]:
    """
    The descriptors that a hook gave: many, one, or nothing.

    Raises:
        WrongResultError: One of them is something else, or has a field that makes no sense.
    """
    descriptors = []
    for descriptor in _listed(returned, kind):
        if not isinstance(descriptor, kind):
            raise wrong_type(descriptor, kind.__name__)
        for fault in _faults(descriptor):
            raise WrongResultError(Text(f"{kind.__name__}：", f"{kind.__name__}: ") + fault)
        descriptors.append(descriptor)
    return descriptors


def _listed(returned: object, kind: type[object]) -> Iterable[object]:
    if returned is None:
        return ()
    if isinstance(returned, kind) or not isinstance(returned, Iterable):
        return (returned,)
    return returned


def _faults(descriptor: object) -> Iterator[Text]:
    for name in getattr(descriptor, "_fields", ()):
        wanted = _wanted(name, getattr(descriptor, name))
        if wanted is not None:
            given = f"{name} = {getattr(descriptor, name)!r}"[:80]
            yield Text(f"{given}，应当是{wanted.zh}", f"{given}, expected {wanted.en}")


def _wanted(name: str, value: object) -> Text | None:
    """What the field *name* of a descriptor should hold; None if *value* is just that."""
    if name == "id" and not (isinstance(value, str) and _ID.fullmatch(value)):
        return Text("小写英文、数字和 _ . -", "a-z, 0-9, _ . -")
    if name == "suffix" and not _is_suffix(value):
        return Text("小写的后缀，如 '.csv'", "a lower-case ending such as '.csv'")
    if name == "suffixes" and not (isinstance(value, tuple) and value and all(map(_is_suffix, value))):
        return Text("小写后缀的元组，如 ('.csv',)", "a tuple of lower-case endings such as ('.csv',)")
    if name == "examples" and not (isinstance(value, tuple) and all(map(_is_example, value))):
        return Text("元组，如 (EXAMPLE,)", "a tuple such as (EXAMPLE,)")
    if name == "path" and not isinstance(value, Path):
        return verbatim("Path")
    if name in ("words", "help") and not isinstance(value, Text):
        return verbatim("Text")
    if name in ("collect", "read", "render", "apply", "check") and not callable(value):
        return Text("函数", "a function")
    if name in _TEXTUAL and not (callable(value) or (isinstance(value, str) and ":" in value)):
        return Text("'module:name' 或它所指的对象", "'module:name' or what it names")
    if name in ("least", "most") and not (value is None or isinstance(value, int)):
        return Text("整数", "a whole number")
    return None


def _is_suffix(value: object) -> bool:
    return isinstance(value, str) and _SUFFIX.fullmatch(value) is not None


def _is_example(value: object) -> bool:
    """Whether *value* is a content, or makes one: what it makes is looked at when it is made."""
    return isinstance(value, str | bytes) or callable(value)
