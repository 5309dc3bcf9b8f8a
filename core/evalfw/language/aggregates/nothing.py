"""Aggregator ``none``: the parts are shown, and not made into one figure."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.algebra import Range


@attrs.frozen
class Nothing(Aggregator):
    """
    No figure at all; at the top the report then has no total.

    Source: PEFA, whose indicators are never made into one ("the conversion table is only used inside an indicator").
    """

    kind: ClassVar[str] = "none"
    makes_figure = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return ZERO

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        return Combined(ZERO, ZERO, Range(ZERO, ZERO))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("不合并", "not made into one figure")
