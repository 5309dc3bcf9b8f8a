"""Facts as the readings see them: known, or unknown within limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import attrs

from evalfw.language.algebra.outcome import Range

Item = Mapping[str, str]
"""One entry of a list fact: field name → text, or digits of a number."""

Items = tuple[Item, ...]
Amount = Fraction | bool | str | date | Items
"""A value of a fact: a number, yes/no, a text or choice, a date, a list."""


ANYTHING = Range(None, None)


@attrs.frozen(repr=False)
class Known:
    """The fact has this value."""

    value: Amount


@attrs.frozen(repr=False)
class Unknown:
    """
    The fact has no single value yet: missing, given as a range, or disputed.

    Attributes:
        within: Limits of a numeric fact.
        is_given: Whether something is said of it: a range, or values that differ; None: both may be.
        scale: Decimals that the value will have, where it is stated rather than worked out; a count has none.
    """

    within: Range = ANYTHING
    scale: int | None = None
    is_given: bool | None = False


Values = Mapping[str, Known | Unknown]
"""Fact id → what is known of it. Every fact that a rule reads is in here."""


def is_given(value: Known | Unknown) -> bool | None:
    """Whether anything is said of a fact, or follows from what is said; None where both may be."""
    return isinstance(value, Known) or value.is_given
