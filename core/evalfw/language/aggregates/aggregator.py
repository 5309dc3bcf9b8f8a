"""What every aggregator is: parameters from the rubric file, and one function from the parts to the whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from evalfw.foundation import Misfit, Text
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import NO_LIMITS, Range
from evalfw.language.facts import FactDeclaration
from evalfw.language.rules.misfits import Checks


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

    def gains(self, parts: Sequence[Part], raised: Sequence[Part], whole: Whole) -> Sequence[Fraction]:
        """
        For each of *raised*, how many points more the node has with it in the place of the part of the same id.

        Args:
            parts: The parts, each decided.
            raised: Some of them with more points, each looked at by itself.
            whole: The node.
        """
        now = self.combine(parts, whole).points
        return [
            self.combine([each if part.id == each.id else part for part in parts], whole).points - now
            for each in raised
        ]

    def ignored(self, parts: Sequence[Part], whole: Whole) -> frozenset[str]:
        """Ids of parts that do not matter, whatever they are: those that were not chosen."""
        return frozenset()

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        """Parameters that make no sense with the parts or with what is declared."""
        yield from ()
