"""Classes whose instances are made from the parameters that a file gives."""

from __future__ import annotations

from importlib import import_module
from typing import TypeVar, cast

import attrs

from evalfw.foundation.guarding import WrongResultError
from evalfw.foundation.text import Text

T = TypeVar("T")


def named(source: str) -> object:
    """What ``module:name`` names. Whatever importing it raises is raised."""
    module, _, name = source.partition(":")
    found: object = getattr(import_module(module), name)
    return found


def load_class(source: type[T] | str, base: type[T], kind: str) -> type[T]:
    """
    The class that *source* is or names (``module:Class``).

    Args:
        source: The class, or where it is.
        base: What it extends.
        kind: What its attribute ``kind`` says.

    Raises:
        WrongResultError: It is none, or lacks something. Whatever importing it raises is raised too.
    """
    found = named(source) if isinstance(source, str) else source
    if not (isinstance(found, type) and issubclass(found, base)):
        raise WrongResultError(Text(f"{source} 没有继承 {base.__name__}", f"{source} does not extend {base.__name__}"))
    name = found.__name__
    if missing := ", ".join(sorted(getattr(found, "__abstractmethods__", ()))):
        raise WrongResultError(Text(f"{name} 缺少方法 {missing}", f"{name} lacks the methods {missing}"))
    if not attrs.has(found) or _has_fields_of_its_own(found):
        raise WrongResultError(Text(f"{name} 缺少 @attrs.frozen", f"{name} lacks @attrs.frozen"))
    if (written := getattr(found, "kind", None)) != kind:
        raise WrongResultError(
            Text(
                f"{name} 的 kind 是 {written!r}，登记的是 {kind!r}",
                f"kind of {name} is {written!r}, registered is {kind!r}",
            )
        )
    return cast(type[T], found)


def _has_fields_of_its_own(found: type) -> bool:
    """Whether *found* declares fields that attrs was not asked to make, for want of its decorator."""
    declared = vars(found).get("__annotations__", {}).values()
    return "__attrs_attrs__" not in vars(found) and any("ClassVar" not in str(each) for each in declared)
