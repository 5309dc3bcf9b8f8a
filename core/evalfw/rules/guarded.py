"""
Rules of plugins as evalfw calls them: each method through the guard of its plugin, and only results that it may give.

A guarded class extends the class of the plugin, so that parameters, equality and ``isinstance`` stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import cast

from evalfw.algebra import Algebra, B, N, O, Outcome, Possibility, Range
from evalfw.exact import ZERO
from evalfw.facts import FactDeclaration, FactView
from evalfw.guarding import Guard, PluginFaultError, wrong_type
from evalfw.guarding.reads import read_once
from evalfw.reading.structuring import Misfit
from evalfw.rules.rule import Rule
from evalfw.text import Text


@cache
def guarded_rule(rule: type[Rule], guard: Guard) -> type[Rule]:
    """*rule*, a complete class of a plugin, called through *guard*."""

    class Guarded(rule):  # type: ignore[valid-type,misc] # the class is known only now
        brought_by = guard.author

        def reads(self) -> tuple[str, ...]:
            return read_once(self, guard, rule.reads)

        def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
            outcome: object = guard("points", rule.points, self, a, weight)
            wanted = type(a.points(a.constant(ZERO)))
            if not isinstance(outcome, wanted):
                raise _wrong(guard, "points", outcome, wanted.__name__)
            if isinstance(outcome, Outcome):
                return cast(O, _exact(guard, outcome))
            return outcome

        def words(self, weight: Fraction, view: FactView) -> Text:
            return _text(guard, "words", guard("words", rule.words, self, weight, view))

        def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
            return _text(guard, "because", guard("because", rule.because, self, branch, points, weight, view))

        def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
            found = guard("misfits", lambda: list(rule.misfits(self, weight, facts)))
            for each in found:
                if not isinstance(each, Misfit):
                    raise _wrong(guard, "misfits", each, "Misfit")
            return iter(found)

        def declared_floor(self, weight: Fraction) -> Fraction | None:
            floor = guard("declared_floor", rule.declared_floor, self, weight)
            if floor is not None and not isinstance(floor, Fraction):
                raise _wrong(guard, "declared_floor", floor, "Fraction")
            return floor

    Guarded.__name__, Guarded.__qualname__, Guarded.__module__ = rule.__name__, rule.__qualname__, rule.__module__
    Guarded.__doc__ = rule.__doc__
    return Guarded


def _wrong(guard: Guard, what: str, given: object, wanted: str) -> PluginFaultError:
    return guard.fault(what, wrong_type(given, wanted).said)


def _text(guard: Guard, what: str, said: object) -> Text:
    if not isinstance(said, Text):
        raise _wrong(guard, what, said, "Text")
    return said


def _exact(guard: Guard, outcome: Outcome) -> Outcome:
    """*outcome* with fractions for whole numbers. Points that are no exact numbers are refused."""
    if not isinstance(outcome.possibilities, tuple) or not outcome.possibilities:
        raise _wrong(guard, "points", outcome.possibilities, "tuple[Possibility, ...]")
    return Outcome(tuple(_exact_possibility(guard, each) for each in outcome.possibilities))


def _exact_possibility(guard: Guard, each: object) -> Possibility:
    if not isinstance(each, Possibility) or not isinstance(each.span, Range):
        raise _wrong(guard, "points", each, "Possibility")
    for end in (each.span.least, each.span.most):
        if end is not None and (isinstance(end, bool) or not isinstance(end, Fraction | int)):
            raise _wrong(guard, "points", end, "Fraction")
    return Possibility(each.branch, each.how, each.span.at_ends(Fraction), each.open_above)
