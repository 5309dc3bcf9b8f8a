"""A rule that is only asked where its indicator applies."""

from __future__ import annotations

from fractions import Fraction

from evalfw.language.expressions import Expression, truth_of
from evalfw.language.proving.symbolic import SymbolicAlgebra
from evalfw.language.proving.symbols import SKIPPED, Branches, SymbolicAward
from evalfw.language.rules.rule import Rule


def award_if(applies: Expression | None, rule: Rule, weight: Fraction, a: SymbolicAlgebra) -> SymbolicAward | Branches:
    """What *rule* awards where *applies* holds; ``SKIPPED`` elsewhere."""
    return SKIPPED if applies is not None and not truth_of(applies.root, a)() else rule.points(a, weight)
