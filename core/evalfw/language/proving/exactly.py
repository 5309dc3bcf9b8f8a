"""A rule read with every fact known."""

from __future__ import annotations

from fractions import Fraction

from evalfw.language.algebra import ExactAlgebra, Outcome, Possibility, Range, TooLargeError, UndefinedError, Values
from evalfw.language.rules.rule import Rule


def exact_outcome(rule: Rule, weight: Fraction, values: Values) -> Outcome:
    """
    What *rule* awards, with one possibility.

    A division by zero does not matter where another part decides: a row further up, a "no" beside it.

    Raises:
        UndefinedError: The outcome hangs on it, or on a number that is too large.
    """
    try:
        return rule.points(ExactAlgebra(values), weight)
    except TooLargeError:
        raise
    except UndefinedError:
        return _partly_undefined(rule, weight, values)


def _partly_undefined(rule: Rule, weight: Fraction, values: Values) -> Outcome:
    """The outcome by the check reading, which keeps what is undefined apart; there is one cell, for nothing is open."""
    from evalfw.language.proving.cell import explore  # seldom needed, and not small

    (cell,) = explore(lambda a: rule.points(a, weight), {}, values)
    if cell.how == "unruled":
        return Outcome((Possibility(None, "unruled", Range(None, None)),))
    least, most = cell.award.least.fixed, cell.award.most.fixed
    if least is None or most is None:
        raise UndefinedError
    return Outcome((Possibility(cell.branch, cell.how, Range(least, most)),))
