"""
Rules that are not written against the algebra: what they do can be asked for known facts, and no more.

They are scored like any other. What they give up: while a fact is missing the bounds are everything from none to full marks, and
``rubric lint`` can prove nothing about them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, cast

import attrs

from evalfw.foundation import NOTHING, ZERO, Misfit, Text, wrong_type
from evalfw.language.algebra import (
    Algebra,
    Amount,
    B,
    BoundsAlgebra,
    ExactAlgebra,
    N,
    NotDecidedError,
    O,
    Outcome,
    Possibility,
    Range,
)
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.misfits import no_such_fact
from evalfw.language.rules.rule import Rule, amount


class Award(NamedTuple):
    """
    What an opaque rule gives.

    Attributes:
        points: The points, exact.
        because: Why; evalfw writes what the facts are, and the points, if it is empty.
        branch: Which case of the criterion held, from 1; None if it has none.
    """

    points: Fraction
    because: Text = NOTHING
    branch: int | None = None


@attrs.frozen
class OpaqueRule(Rule):
    """
    A rule that awards points for facts that are all known. Subclasses say ``reads``, ``award`` and ``words``.

    ``award`` has to be pure: the same facts give the same points.
    """

    lists_branches = False

    @abstractmethod
    def award(self, facts: Mapping[str, Amount], weight: Fraction) -> Award:
        """
        Called when every fact is known.

        Args:
            facts: The value of every fact that the rule reads: ``Fraction``, ``bool``, ``str``, ``date``, or a tuple of items.
            weight: Most points the indicator can earn.

        Returns:
            An ``Award``: points as ``Fraction``, with a reason if there is one to give.
        """

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        if isinstance(a, ExactAlgebra):
            award: object = self.award(MappingProxyType({fact: a.value(fact) for fact in self.reads()}), weight)
            if not isinstance(award, Award):
                raise wrong_type(award, "Award")
            branch = None if award.branch is None else award.branch - 1
            return cast(O, Outcome((Possibility(branch, "awarded", Range(award.points, award.points)),)))
        if isinstance(a, BoundsAlgebra):
            return cast(O, Outcome((Possibility(None, "awarded", Range(ZERO, weight)),)))
        raise NotDecidedError

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        values = {fact: view.known(fact) for fact in self.reads()}
        known = {fact: value for fact, value in values.items() if value is not None}
        said = self.award(MappingProxyType(known), weight).because if len(known) == len(values) else NOTHING
        if said.zh:
            return said
        given = NOTHING if points is None else Text("，得", ": ") + amount(points)
        return self.stated_facts(view) + given

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        yield from (Misfit((), no_such_fact(fact)) for fact in self.reads() if fact not in facts)
