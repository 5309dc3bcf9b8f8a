"""
A target (指标值): a number of the rubric, or a fact.

As a fact it may be what the unit itself was set, or a figure worked out from other units (基数=各单位平均数).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from evalfw.foundation import Misfit, Text, verbatim
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView, show_amount
from evalfw.language.facts.declaration import NUMERIC
from evalfw.language.rules.rule import unknown_facts

Target = Decimal | str
"""A number, or the id of a numeric fact."""


def target_number(target: Target, a: Algebra[N, B, O]) -> N:
    """*target* as a number of *a*."""
    return a.number(target) if isinstance(target, str) else a.constant(Fraction(target))


def target_facts(target: Target) -> tuple[str, ...]:
    """The fact that *target* is; nothing for a number."""
    return (target,) if isinstance(target, str) else ()


def target_words(target: Target, fact: str, view: FactView) -> Text:
    """*target* in the unit of *fact*; the name of the fact it is, with its value where that is known."""
    if not isinstance(target, str):
        return verbatim(view.number(fact, Fraction(target)))
    value = view.known(target)
    if value is None:
        return view.name(target)
    shown = show_amount(view.declarations[target], value)
    return view.name(target) + Text(f" {shown.zh}", f" {shown.en}")


def signed_target(sign: str, target: Target, fact: str, view: FactView) -> Text:
    """*target* with its sign, as the national form prints it: ``≥98%``; of a fact its value, or its name while that is unknown."""
    shown = target_words(target, fact, view)
    if isinstance(target, str) and (value := view.known(target)) is not None:
        shown = show_amount(view.declarations[target], value)
    return Text(f"{sign}{shown.zh}", f"{sign}{shown.en}")


def target_misfits(target: Target, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
    """What is wrong with a target that is a fact."""
    for fact in target_facts(target):
        yield from unknown_facts(
            {"target": fact}, facts, NUMERIC, Text("数，或数值型事实", "a number, or a numeric fact")
        )
