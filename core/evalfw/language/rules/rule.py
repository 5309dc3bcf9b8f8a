"""What every rule kind is: parameters from the rubric file, and one function from facts to points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from evalfw.foundation import NOTHING, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, ExactAlgebra, N, O
from evalfw.language.algebra.spanning import Spanned, spanning
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.misfits import Checks


class Rule(Checks, ABC):
    """
    A rule of a leaf indicator. Subclasses are frozen attrs classes whose fields are the parameters, spelled as in TOML.

    A rule is pure: it reads facts only through the algebra it is given, and the same facts give the same points.
    """

    kind: ClassVar[str]
    """The ``kind`` that rubric files write."""
    brought_by: ClassVar[str] = ""
    """The plugin that brought it, as the host names it; empty for evalfw's own."""
    lists_branches: ClassVar[bool] = True
    """Whether branches are what the rubric lists, so that each ought to be taken for some value; not mere steps of working."""

    is_written: ClassVar[bool] = True
    """Whether it is a rule at all, and not a note that one is still to be written."""
    is_discretionary: ClassVar[bool] = False
    """Whether the official sentence says no more than that a person decides."""

    @property
    def is_exclusive(self) -> bool:
        """Whether the official sentence means at most one branch to hold; otherwise the first that holds decides."""
        return False

    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """Ids of the facts the rule reads, in the order in which sentences name them."""

    @abstractmethod
    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        """
        What the rule awards.

        Args:
            a: The reading.
            weight: Most points the indicator can earn (分值).
        """

    @abstractmethod
    def words(self, weight: Fraction, view: FactView) -> Text:
        """The executable rule as a sentence, to lay beside the official criterion. *view* has no values."""

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        """
        Why these points: the facts, and what they earn, unless a kind says it better.

        Args:
            branch: The branch taken, from 0; None if the rule has none for the facts.
            points: The points; None if a person has to decide.
            weight: Most points the indicator can earn.
            view: The facts, all known unless the rule did not need them.
        """
        given = NOTHING if points is None else Text("，得", ": ") + amount(points)
        return self.stated_facts(view) + given

    def spanned(self, a: Algebra[N, B, O], weight: Fraction) -> Spanned[N, B]:
        """What the rule awards in numbers and truths of *a*, so that a rule made of several can add it to others."""
        return self.points(spanning(a), weight)

    def settled(self, weight: Fraction, view: FactView) -> tuple[int | None, Fraction | None]:
        """The branch taken, from 0, and the points, for the facts of *view*, all of which are known; no points if a person has to decide."""
        (only,) = self.points(ExactAlgebra(view.values), weight).possibilities
        return only.branch, only.span.single if only.how == "awarded" else None

    def stated_target(self, view: FactView) -> Text:
        """What the fact is compared with (年度指标值), as the national form prints it; nothing where there is no single target."""
        return NOTHING

    def label(self, view: FactView) -> str | None:
        """What the outcome is called, where the facts say that themselves; None: the points tell it on the scale of the indicator."""
        return None

    def stated_facts(self, view: FactView) -> Text:
        """Every fact that the rule reads and that is known, with its value: how most reasons begin."""
        known = [view.stated(fact) for fact in self.reads() if view.known(fact) is not None]
        return (
            Text.joined(known, "；", "; ")
            if known
            else Text("无论未定的事实如何", "whatever the open facts turn out to be")
        )

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        """Parameters that make no sense together, with the weight, or with the declared facts. Facts that nobody declares are told anyway."""
        yield from ()

    @staticmethod
    def worth_words(share: Decimal | None, points: Fraction) -> Text:
        """``2分``, or ``分值的40%（2分）`` where a share of the weight is meant."""
        if share is None:
            return amount(points)
        each = amount(points)
        return Text(f"分值的{share_words(share)}（{each.zh}）", f"{share_words(share)} of the weight ({each.en})")

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        """The fewest points as the official sentence states them; None if it states none but "扣完为止" (zero)."""
        return None


def amount(points: Fraction) -> Text:
    """``2分`` / ``2 points``."""
    return Text(f"{shown(points)}分", f"{shown(points)} point{'' if points == 1 else 's'}")


def share_words(share: Decimal) -> str:
    """``80%``"""
    return f"{shown(Fraction(share) * 100)}%"
