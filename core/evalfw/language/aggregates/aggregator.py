"""What every aggregator is: parameters from the rubric file, and one function from the parts to the whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import ClassVar, Literal, NamedTuple

from evalfw.foundation import ZERO, Misfit, Text
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import NO_LIMITS, Amount, Known, Range, Values
from evalfw.language.facts import FactDeclaration
from evalfw.language.rules.misfits import Checks

MOST_DOUBTS = 8
"""Open conditions of which every combination is looked at; with more of them bounds are safe, and wide."""


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


class Aggregator(Checks, ABC):
    """
    How an inner node makes its points from its parts. Subclasses are frozen attrs classes whose fields are the parameters,
    spelled as in TOML. Nothing is rounded here: the node is, once.
    """

    kind: ClassVar[str]
    """The ``kind`` that rubric files write."""
    brought_by: ClassVar[str] = ""
    """The plugin that brought it, as the host names it; empty for evalfw's own."""
    divides: ClassVar[bool] = False
    """Whether points are divided, so that the node has to be rounded."""
    chooses: ClassVar[bool] = False
    """Whether it compares its parts, so that a node of bonus parts alone compares these."""
    takes_extras: ClassVar[bool] = True
    """Whether it can make a node outside the full mark (加减分项) of such parts."""

    makes_figure: ClassVar[bool] = True
    """Whether the node gets points of its own; if not, those below it are only listed."""
    adds: ClassVar[Literal["sum", "mean", ""]] = ""
    """Whether points of parts are simply added up, or their weighted mean is taken: then a page can try out others, and weights can be varied."""

    @property
    def own_limits(self) -> Range:
        """Least and most points that it sets itself, whatever the limits of the node."""
        return NO_LIMITS

    @abstractmethod
    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        """
        The full mark of the node; None if it has to be stated and is not.

        Args:
            parts: The parts, with ``full`` and ``share`` set.
            stated: What the rubric states for the node.
        """

    @abstractmethod
    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        """The node."""

    @abstractmethod
    def words(self, name: Callable[[str], str]) -> Text:
        """How the node is made, as a sentence; *name* gives the title of a part."""

    def reads(self) -> tuple[str, ...]:
        """Facts that the aggregator itself reads."""
        return ()

    def may_fall(self, whole: Whole) -> bool:
        """Whether the node may get fewer points when a part gets more."""
        return False

    def ignored(self, parts: Sequence[Part], whole: Whole) -> frozenset[str]:
        """Ids of parts that do not matter, whatever they are: those that were not chosen."""
        return frozenset()

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        """Parameters that make no sense with the parts or with what is declared."""
        yield from ()


def bounds_of(parts: Sequence[Part], figure: Callable[[Sequence[Part]], Fraction], most_regular: Fraction) -> Range:
    """
    Least and most of *figure*, which never falls when a part gets more points.

    It is worked out with every leaf at its least and at its most, and the nodes above made of them, for each way in which the
    conditions turn out on which it hangs whether parts count at all.

    Args:
        parts: The parts.
        figure: The figure.
        most_regular: What it cannot exceed without bonus; it bounds the figure where there are too many such conditions, or
            a full mark is open in another way.
    """
    doubts = sorted(doubts_of(parts))
    is_safe = len(doubts) > MOST_DOUBTS or any(part.is_loose for part in parts)
    looked_at = [] if is_safe else doubts
    reached = []
    for answers in product((False, True), repeat=len(looked_at)):
        gone = frozenset(doubt for doubt, is_gone in zip(looked_at, answers, strict=True) if is_gone)
        for is_least in (True, False):
            reached.append(figure([_at_an_end(part, gone, is_least) for part in parts]))
    if is_safe:
        extra = [part.reach for part in parts if part.extra]
        malus = sum((each.least for each in extra if each.least is not None), ZERO)
        bonus = sum((each.most for each in extra if each.most is not None), ZERO)
        no_least, no_most = any(each.least is None for each in extra), any(each.most is None for each in extra)
        return Range(
            None if no_least else min(*reached, ZERO, malus),
            None if no_most else max(*reached, most_regular, most_regular + bonus),
        )
    return Range.over(Range(each, each) for each in reached)


def doubts_of(parts: Iterable[Part]) -> set[str]:
    """The open conditions on which it hangs whether parts count, at any depth."""
    found: set[str] = set()
    for part in parts:
        found |= ({part.doubt} if part.doubt else set()) | doubts_of(part.parts)
    return found


def bonus_of(parts: Iterable[Part]) -> Fraction:
    """Points of parts outside the full mark."""
    return sum((part.points for part in parts if part.extra), ZERO)


def _at_an_end(part: Part, gone: frozenset[str], is_least: bool) -> Part:
    """*part* at its least or its most, if the conditions that are *gone* do not hold."""
    if part.doubt in gone:
        part = part.gone
    below = tuple(_at_an_end(each, gone, is_least) for each in part.parts)
    if part.remake is None:
        end = part.bounds.least if is_least else part.bounds.most
        part = part if part.is_decided else part.at((ZERO if is_least else part.full) if end is None else end)
        return part._replace(parts=below)  # models look further down
    made = part.remake(below)
    none_applies = bool(part.full) and not made.weight
    bounds = part.gone.bounds if none_applies else made.bounds
    end = bounds.least if is_least else bounds.most
    points = (ZERO if is_least else part.full) if end is None else end
    if none_applies:
        return part.gone if part.instead is None else part.gone.at(points)
    return part.at(points)._replace(weight=made.weight, parts=below)
