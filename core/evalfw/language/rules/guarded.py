"""
Rules of plugins as evalfw calls them: each method through the guard of its plugin, and only results that it may give.

A guarded class extends the class of the plugin, so that parameters, equality and ``isinstance`` stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import cast, get_args

from evalfw.foundation import (
    ZERO,
    Guard,
    Misfit,
    Text,
    checked_misfits,
    exact_number,
    read_once,
    refused,
    shown,
    text_of,
)
from evalfw.language.algebra import Algebra, B, ExactAlgebra, How, N, O, Outcome, Possibility, Range
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule


@cache
def guarded_rule(rule: type[Rule], guard: Guard) -> type[Rule]:
    """*rule*, a complete class of a plugin, called through *guard*."""

    class Guarded(rule):  # type: ignore[valid-type,misc] # the class is known only now
        brought_by = guard.author

        def reads(self) -> tuple[str, ...]:
            return read_once(self, guard, rule.reads)

        def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
            outcome: object = guard.reading("points", rule.points, self, a, weight)
            wanted = type(a.points(a.constant(ZERO)))
            if not isinstance(outcome, (wanted, type(a.cases(())))):
                raise refused(guard, "points", outcome, wanted.__name__)
            if isinstance(outcome, Outcome):
                return cast(O, _exact(guard, outcome, isinstance(a, ExactAlgebra)))
            return outcome

        def words(self, weight: Fraction, view: FactView) -> Text:
            return text_of(guard, "words", guard("words", rule.words, self, weight, view))

        def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
            return text_of(guard, "because", guard("because", rule.because, self, branch, points, weight, view))

        def stated_target(self, view: FactView) -> Text:
            return text_of(guard, "stated_target", guard("stated_target", rule.stated_target, self, view))

        def label(self, view: FactView) -> str | None:
            label = guard("label", rule.label, self, view)
            if label is not None and not isinstance(label, str):
                raise refused(guard, "label", label, "str")
            return label

        def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
            return iter(checked_misfits(guard, lambda: rule.misfits(self, weight, facts)))

        def declared_floor(self, weight: Fraction) -> Fraction | None:
            floor = guard("declared_floor", rule.declared_floor, self, weight)
            if floor is not None and not isinstance(floor, Fraction):
                raise refused(guard, "declared_floor", floor, "Fraction")
            return floor

    Guarded.__name__, Guarded.__qualname__, Guarded.__module__ = rule.__name__, rule.__qualname__, rule.__module__
    Guarded.__doc__ = rule.__doc__
    return Guarded


def _exact(guard: Guard, outcome: Outcome, is_exact: bool) -> Outcome:
    """*outcome* with fractions for whole numbers. What is no outcome that the algebra itself could give is refused."""
    if not isinstance(outcome.possibilities, tuple) or not outcome.possibilities:
        raise refused(guard, "points", outcome.possibilities, "tuple[Possibility, ...]")
    checked = Outcome(tuple(_exact_possibility(guard, each) for each in outcome.possibilities))
    if is_exact and (len(checked.possibilities) > 1 or not _is_decided(checked.possibilities[0])):
        said = "more than one outcome of facts that are all known"
        raise guard.fault("points", Text("事实都已知，却给出了不止一种结果", f"gave {said}"))
    return checked


def _is_decided(only: Possibility) -> bool:
    return only.how != "awarded" or only.span.single is not None


def _exact_possibility(guard: Guard, each: object) -> Possibility:
    if not isinstance(each, Possibility) or not isinstance(each.span, Range):
        raise refused(guard, "points", each, "Possibility")
    span = each.span.at_ends(lambda end: exact_number(guard, "points", end))
    if each.how not in get_args(How):
        raise refused(guard, "points", each.how, " | ".join(map(repr, get_args(How))))
    branch: object = each.branch
    if branch is not None and (isinstance(branch, bool) or not isinstance(branch, int) or branch < 0):
        raise guard.fault("points", Text(f"分支号 {branch!r} 不对", f"gave branch {branch!r}"))
    if span.least is not None and span.most is not None and span.least > span.most:
        ends = f"{shown(span.least)}～{shown(span.most)}"
        raise guard.fault("points", Text(f"给出的范围 {ends} 上下颠倒", f"gave {ends}, upside down"))
    return Possibility(each.branch, each.how, span, each.open_above)
