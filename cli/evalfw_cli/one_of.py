"""Options that take one of several words."""

from __future__ import annotations

from typing import TypeVar

from evalfw import RequestError, Text

T = TypeVar("T", bound=str)


def one_of(known: tuple[T, ...], value: str, option: str) -> T:
    for each in known:
        if each == value:
            return each
    named = "、".join(known)
    raise RequestError(
        Text(f"{option} 没有 '{value}'；可用 {named}", f"{option}: no '{value}'; known: {named.replace('、', ', ')}")
    )
