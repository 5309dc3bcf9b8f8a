"""What every aggregator is: parameters from the rubric file, and one function from the parts to the whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
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
"""Parts that may turn out to be absent of which every combination is looked at; of more the limits are safe, and wide."""


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
        return self._replace(points=ZERO, bounds=Range(ZERO, ZERO), weight=ZERO, may_be_absent=False, parts=())


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

    It is worked out with every part at its least and at its most, for each way in which parts that may be absent turn out.
    """
    doubtful = [at for at, part in enumerate(parts) if part.may_be_absent][:MOST_ABSENT]
    reached = []
    for answers in product((False, True), repeat=len(doubtful)):
        gone = {at for at, is_absent in zip(doubtful, answers, strict=True) if is_absent}
        for end in (_least, _most):
            reached.append(figure([part.absent if at in gone else end(part) for at, part in enumerate(parts)]))
    return hull(Range(each, each) for each in reached)


def _least(part: Part) -> Part:
    if part.bounds.single is not None and part.weight == 0:
        return part
    return _set(part, part.bounds.least if part.bounds.least is not None else ZERO, _least)


def _most(part: Part) -> Part:
    if part.bounds.single is not None and part.weight == 0:
        return part
    return _set(part, part.bounds.most if part.bounds.most is not None else part.full, _most)


def _set(part: Part, points: Fraction, below: Callable[[Part], Part]) -> Part:
    return part.at(points)._replace(parts=tuple(below(each) for each in part.parts))
