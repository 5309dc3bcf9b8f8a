"""
Trying out other facts (试算): what a page needs to work out points by itself, with the integers of the integer reading.

``formula.py`` reads rules, conditions and derivations once, into formulas; ``what_if.py`` puts them together with how nodes are made.
"""

from evalfw.trying.what_if import TryFact, TryGate, TryLeaf, TryNode, WhatIf, what_if

__all__ = ["TryFact", "TryGate", "TryLeaf", "TryNode", "WhatIf", "what_if"]
