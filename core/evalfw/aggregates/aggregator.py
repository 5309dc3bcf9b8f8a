"""What every aggregator is: parameters from the rubric file, and one function from the parts to the whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from itertools import product
from typing import ClassVar, NamedTuple

from evalfw.aggregates.scale import Conversion
from evalfw.algebra import Range, Values, hull
from evalfw.exact import ZERO
from evalfw.facts import FactDeclaration
from evalfw.reading.structuring import Misfit
from evalfw.text import Text

MOST_ABSENT = 8
"""Parts that may turn out to be absent of which every combination is looked at; with more of them nothing is said of the bounds."""


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
        may_be_absent: Whether it is open if the part counts at all.
        spread: Full mark of parts that do not apply and are to be spread over the others.
        spreads: Whether its weight is spread over the others if it turns out not to apply.
        is_decided: Whether it is scored, and not open.
        parts: The parts below it; none for a leaf.
    """

    id: str
    points: Fraction
    weight: Fraction
    bounds: Range
    full: Fraction
    share: Fraction
    risk: str = ""
    extra: bool = False
    may_be_absent: bool = False
    spread: Fraction = ZERO
    spreads: bool = False
    is_decided: bool = True
    parts: tuple[Part, ...] = ()

    @property
    def is_present(self) -> bool:
        """Whether the part counts."""
        return self.weight > 0 and not self.extra

    def at(self, points: Fraction) -> Part:
        """The part with *points* for certain."""
        return self._replace(
            points=points, bounds=Range(points, points), weight=self.full, may_be_absent=False, is_decided=True
        )

    @property
    def absent(self) -> Part:
        """The part as it is if it does not count."""
        return self._replace(
            points=ZERO,
            bounds=Range(ZERO, ZERO),
            weight=ZERO,
            may_be_absent=False,
            spread=self.full if self.spreads else ZERO,
            is_decided=True,
            parts=(),
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
    """

    full: Fraction
    limits: Range
    values: Values
    conversions: Mapping[str, Conversion]


class Aggregator(ABC):
    """
    How an inner node makes its points from its parts. Subclasses are frozen attrs classes whose fields are the parameters,
    spelled as in TOML. Nothing is rounded here: the node is, once.
    """

    kind: ClassVar[str]
    """The ``kind`` that rubric files write."""

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

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        """Parameters that make no sense with the parts or with what is declared."""
        yield from ()


class AggregatorKind(NamedTuple):
    """
    An aggregator, as a plugin registers it.

    Attributes:
        id: The ``kind`` that rubric files write.
        source: Its class, or ``module:Class``, imported when a rubric first uses it.
    """

    id: str
    source: type[Aggregator] | str

    @property
    def aggregator(self) -> type[Aggregator]:
        """The class."""
        if not isinstance(self.source, str):
            return self.source
        module, _, name = self.source.partition(":")
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, Aggregator)):
            raise TypeError(f"{self.source} is not an aggregator")
        return found


def bounds_of(parts: Sequence[Part], figure: Callable[[Sequence[Part]], Fraction]) -> Range:
    """
    Least and most of *figure*, which never falls when a part gets more points.

    It is worked out with every part at its least and at its most, for each way in which parts that may be absent, at any
    depth, turn out.
    """
    doubtful = sorted(_doubtful(parts))
    if len(doubtful) > MOST_ABSENT:
        return Range(None, None)
    reached = []
    for answers in product((False, True), repeat=len(doubtful)):
        gone = frozenset(id for id, is_absent in zip(doubtful, answers, strict=True) if is_absent)
        for is_least in (True, False):
            reached.append(figure([_at_an_end(part, gone, is_least) for part in parts]))
    return hull(Range(each, each) for each in reached)


def _doubtful(parts: Iterable[Part]) -> set[str]:
    """Ids of the parts that may be absent, at any depth."""
    found: set[str] = set()
    for part in parts:
        found |= ({part.id} if part.may_be_absent else set()) | _doubtful(part.parts)
    return found


def _at_an_end(part: Part, gone: frozenset[str], is_least: bool) -> Part:
    """*part* at its least or its most, with what is *gone* left out of it."""
    if part.id in gone:
        return part.absent
    below = tuple(_at_an_end(each, gone, is_least) for each in part.parts)
    if part.weight == 0 and part.is_decided:
        return part._replace(parts=below)
    end = part.bounds.least if is_least else part.bounds.most
    unlimited = ZERO if is_least else part.full
    return part.at(unlimited if end is None else end)._replace(parts=below)
