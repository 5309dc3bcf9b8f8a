"""
The operations a rule is written against, and the readings of a rule that follow from them.

A rule kind says once, against ``Algebra``, how facts become points. Each class that implements the protocol reads it in
one way: ``ExactAlgebra`` gives the points and the branch taken, ``BoundsAlgebra`` everything that may still come out while
facts are unknown, ``gaps`` the values for which the rule says nothing.
"""

from evalfw.language.algebra.bounds import BoundsAlgebra
from evalfw.language.algebra.exact import ExactAlgebra, NotDecidedError, TooLargeError, UndefinedError
from evalfw.language.algebra.interval import Interval
from evalfw.language.algebra.outcome import NO_LIMITS, How, Outcome, Possibility, Range
from evalfw.language.algebra.protocol import COMPARED, Algebra, B, Irrational, N, O, OverItems, Where
from evalfw.language.algebra.values import Amount, Items, Known, Unknown, Values, is_given

__all__ = [
    "COMPARED",
    "NO_LIMITS",
    "Algebra",
    "Amount",
    "B",
    "BoundsAlgebra",
    "ExactAlgebra",
    "How",
    "Interval",
    "Irrational",
    "Items",
    "Known",
    "N",
    "NotDecidedError",
    "O",
    "Outcome",
    "OverItems",
    "Possibility",
    "Range",
    "TooLargeError",
    "UndefinedError",
    "Unknown",
    "Values",
    "Where",
    "is_given",
]
