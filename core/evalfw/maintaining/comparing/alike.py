"""Whether two parts of rubrics say the same, apart from how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from evalfw.language import Expression, FactRef


def alike(left: object, right: object, renamed: Mapping[str, str] | None = None) -> bool:
    """
    Whether *left* and *right* are the same data.

    Args:
        left, right: Rules, aggregators, conditions, or anything that they are made of.
        renamed: New ids of facts, by the id that *left* knows them by.
    """
    names = renamed or {}
    if isinstance(left, Expression) and isinstance(right, Expression):
        return alike(left.root, right.root, names)
    if isinstance(left, FactRef) and isinstance(right, FactRef):
        return names.get(left.id, left.id) == right.id
    kind = type(left)
    if isinstance(left, type) or not attrs.has(kind):
        return _plainly_alike(left, right, names)
    if kind is not type(right):
        return False
    compared = [field.name for field in attrs.fields(kind) if field.eq]
    return all(_field_alike(name, getattr(left, name), getattr(right, name), names) for name in compared)


NAMING = frozenset({"fact", "target", "cohort_mean", "at"})
"""Fields that hold the id of a fact or an indicator; any other text is itself (a choice, a label, a field of a list)."""


def _field_alike(name: str, left: object, right: object, names: Mapping[str, str]) -> bool:
    if name in NAMING and isinstance(left, str):
        return names.get(left, left) == right
    return alike(left, right, names)


def _plainly_alike(left: object, right: object, names: Mapping[str, str]) -> bool:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(alike(left[key], right[key], names) for key in left)
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        return len(left) == len(right) and all(alike(*pair, names) for pair in zip(left, right, strict=True))
    return left == right
