"""A reading through another one that makes numbers of what a rule awards, so that several rules can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Generic, cast

import attrs

from evalfw.language.algebra.protocol import Algebra, B, N, O


@attrs.frozen(eq=False, repr=False)
class Spanned(Generic[N, B]):
    """
    What a rule awards, in the numbers and truths of another reading.

    Attributes:
        least, most: The points; two numbers where a person decides between them. Zero where the rule says nothing.
        is_ruled: Whether the rule says anything.
        is_judged: Whether a person decides.
        may_judge: Whether that may be at all.
        is_total: Whether the rule says something whatever the facts are.
    """

    least: N
    most: N
    is_ruled: B
    is_judged: B
    may_judge: bool = False
    is_total: bool = False


def spanning(a: Algebra[N, B, O]) -> Algebra[N, B, Spanned[N, B]]:
    """*a*, in which what a rule awards is ``Spanned``."""
    return cast("Algebra[N, B, Spanned[N, B]]", _Spanning(a))


class _Spanning(Generic[N, B, O]):
    """The operations that make outcomes; all others are those of the algebra inside."""

    def __init__(self, inner: Algebra[N, B, O]) -> None:
        self._inner = inner

    def __getattr__(self, operation: str) -> object:
        return getattr(self._inner, operation)

    def points(self, value: N) -> Spanned[N, B]:
        a = self._inner
        return Spanned(value, value, a.truth(True), a.truth(False), is_total=True)

    def judged(self, least: N, most: N, open_above: bool = False) -> Spanned[N, B]:
        a = self._inner
        return Spanned(least, most, a.truth(True), a.truth(True), may_judge=True, is_total=True)

    def cases(self, branches: Sequence[tuple[B, Spanned[N, B]]]) -> Spanned[N, B]:
        a = self._inner
        none = a.constant(Fraction(0))
        rest: Spanned[N, B] = Spanned(none, none, a.truth(False), a.truth(False))
        for holds, award in reversed(branches):
            rest = self._either(holds, award, rest)
        return rest

    def _either(self, holds: B, award: Spanned[N, B], rest: Spanned[N, B]) -> Spanned[N, B]:
        """*award* where the condition *holds*, else *rest*."""
        a = self._inner

        def choose(one: B, other: B) -> B:
            return a.either(a.both(holds, one), a.both(a.negate(holds), other))

        may_judge = award.may_judge or rest.may_judge
        return Spanned(
            a.choose(holds, lambda: award.least, lambda: rest.least),
            a.choose(holds, lambda: award.most, lambda: rest.most),
            a.either(holds, rest.is_ruled) if award.is_total else choose(award.is_ruled, rest.is_ruled),
            choose(award.is_judged, rest.is_judged) if may_judge else a.truth(False),
            may_judge,
            award.is_total and rest.is_total,
        )
