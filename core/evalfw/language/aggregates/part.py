"""What a node gives to the one above it, and what is made of such parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.foundation import ZERO
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import Amount, Known, Range, Values


class Part(NamedTuple):
    """
    What a node gives to the one above it.

    Attributes:
        id: The indicator.
        points: Points that count now; of an open part the number nearest to none that it may still get.
        weight: Full mark that counts; 0 if the part is left out.
        bounds: Least and most points while the part is open.
        full: Full mark of the part if it counts.
        share: Its share where shares are averaged.
        risk: Its risk class; may be empty.
        extra: Whether it stands outside the full mark (加减分项).
        doubt: The condition on which it hangs whether the part applies at all, while that is open; empty otherwise.
        instead: What counts if it, or nothing below it, turns out to apply; None: it is left out.
        spread: Full mark of a part that does not apply, to be spread over the others in proportion.
        evenly: The same, to be spread over the others in equal parts.
        spreads: Whether, and how, its weight is spread over the others if it turns out not to apply.
        is_decided: Whether it is scored, and not open.
        is_loose: Whether its full mark still depends on what its aggregator has to know, such as which part is chosen.
        parts: The parts below it; none for a leaf.
        remake: Makes the node of other parts; None for a leaf.
    """

    id: str
    points: Fraction
    weight: Fraction
    bounds: Range
    full: Fraction
    share: Fraction
    risk: str = ""
    extra: bool = False
    doubt: str = ""
    instead: Combined | None = None
    spread: Fraction = ZERO
    evenly: Fraction = ZERO
    spreads: Literal["", "in_proportion", "equally"] = ""
    is_decided: bool = True
    is_loose: bool = False
    parts: tuple[Part, ...] = ()
    remake: Callable[[Sequence[Part]], Combined] | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether it hangs on open conditions whether the part, or anything below it, counts at all."""
        return bool(doubts_of((self,)))

    @property
    def is_present(self) -> bool:
        """Whether the part counts."""
        return self.weight > 0 and not self.extra

    def at(self, points: Fraction) -> Part:
        """The part with *points* for certain."""
        return self._replace(
            points=points,
            bounds=Range(points, points),
            weight=self.full,
            spread=ZERO,
            evenly=ZERO,
            doubt="",
            is_decided=True,
        )

    @property
    def is_spread(self) -> bool:
        """Whether it does not apply, and its weight goes to the others."""
        return bool(self.spread or self.evenly)

    @property
    def reach(self) -> Range:
        """Least and most points, whether or not it turns out to apply; of one that may be left out, if it applies."""
        return (
            Range.over((self.bounds, self.instead.bounds)) if self.doubt and self.instead is not None else self.bounds
        )

    @property
    def gone(self) -> Part:
        """The part as it is if its doubt turns out against it."""
        if self.instead is None:
            return self.absent
        return self._replace(
            points=self.instead.points,
            weight=self.instead.weight,
            bounds=self.instead.bounds,
            doubt="",
            spread=ZERO,
            evenly=ZERO,
            parts=tuple(part.gone if part.doubt else part for part in self.parts),
            remake=None,
            is_decided=self.instead.bounds.single is not None,
        )

    @property
    def absent(self) -> Part:
        """The part as it is if it is left out."""
        return self._replace(
            points=ZERO,
            bounds=Range(ZERO, ZERO),
            weight=ZERO,
            doubt="",
            spread=self.full if self.spreads == "in_proportion" else ZERO,
            evenly=self.full if self.spreads == "equally" else ZERO,
            is_decided=True,
            parts=(),
            remake=None,
        )


class Combined(NamedTuple):
    """Points, the full mark they are of, and least and most points while parts are open."""

    points: Fraction
    weight: Fraction
    bounds: Range


class Whole(NamedTuple):
    """
    The node that is made.

    Attributes:
        full: Its full mark.
        limits: Its least and most points.
        values: The facts, for aggregators that read them.
        conversions: Conversion tables of the rubric, by id.
        is_ordinal: Whether points stand for labels of a scale, of which only some occur.
    """

    full: Fraction
    limits: Range
    values: Values
    conversions: Mapping[str, Conversion]
    is_ordinal: bool = False

    def known(self, fact: str) -> Amount | None:
        """The value of *fact*; None while it is unknown."""
        value = self.values[fact]
        return value.value if isinstance(value, Known) else None


def doubts_of(parts: Iterable[Part]) -> set[str]:
    """The open conditions on which it hangs whether parts count, at any depth."""
    found: set[str] = set()
    for part in parts:
        found |= ({part.doubt} if part.doubt else set()) | doubts_of(part.parts)
    return found


def bonus_of(parts: Iterable[Part]) -> Fraction:
    """Points of parts outside the full mark."""
    return sum((part.points for part in parts if part.extra), ZERO)
