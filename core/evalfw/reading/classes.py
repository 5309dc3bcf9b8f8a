"""Classes whose instances are made from the parameters that a file gives."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TypeVar, cast

import attrs

T = TypeVar("T")


def load_class(source: type[T] | str, base: type[T], kind: str) -> type[T]:
    """
    The class that *source* is or names (``module:Class``).

    Args:
        source: The class, or where it is.
        base: What it extends.
        kind: What its attribute ``kind`` says.

    Raises:
        TypeError: It is none, or lacks something. Whatever importing it raises is raised too.
    """
    found: object = source
    if isinstance(source, str):
        module, _, name = source.partition(":")
        found = getattr(import_module(module), name)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise TypeError(f"{source} does not extend {base.__name__}")
    if not attrs.has(found) or inspect.isabstract(found) or getattr(found, "kind", None) != kind:
        raise TypeError(f"{found.__name__} is not a complete attrs class with kind = {kind!r}")
    return cast(type[T], found)
