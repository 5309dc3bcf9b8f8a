"""An algebra for rules that know facts by other names, or count them in other units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from evalfw.language import Algebra, B, N, O, OverItems, Where


def translated(a: Algebra[N, B, O], names: Mapping[str, str], factors: Mapping[str, Fraction]) -> Algebra[N, B, O]:
    """*a*, with facts called as *names* says, and multiplied as *factors* say; *a* itself if nothing differs."""
    return cast("Algebra[N, B, O]", _Translated(a, names, factors)) if names or factors else a


class _Translated:
    """The operations that name a fact; all others are those of the algebra inside."""

    def __init__(self, inner: Algebra[N, B, O], names: Mapping[str, str], factors: Mapping[str, Fraction]) -> None:
        self._inner = inner
        self._names = names
        self._factors = factors

    def __getattr__(self, operation: str) -> object:
        return getattr(self._inner, operation)

    def _name(self, fact: str) -> str:
        return self._names.get(fact, fact)

    def number(self, fact: str) -> object:
        number = self._inner.number(self._name(fact))
        factor = self._factors.get(fact)
        return number if factor is None else self._inner.multiply(number, self._inner.constant(factor))

    def flag(self, fact: str) -> object:
        return self._inner.flag(self._name(fact))

    def is_text(self, fact: str, value: str) -> object:
        return self._inner.is_text(self._name(fact), value)

    def best_per_group(self, fact: str, group: str, key: str, points: Mapping[str, Fraction]) -> object:
        return self._inner.best_per_group(self._name(fact), group, key, points)

    def over_items(self, fact: str, how: OverItems, field: str, where: tuple[Where, ...]) -> object:
        return self._inner.over_items(self._name(fact), how, field, where)

    def given(self, fact: str) -> object:
        return self._inner.given(self._name(fact))

    def place(self, own: Any, fact: str, field: str, from_last: bool) -> object:
        return self._inner.place(own, self._name(fact), field, from_last)
