"""
Trying out other facts (试算): what a page needs to work out points by itself, with the integers of the integer reading.

``formula.py`` reads rules, conditions and derivations once, into formulas; ``scoring/what_if.py`` puts them together with how nodes are made (``model.py``).
"""

from evalfw.scoring.trying.model import TryFact, TryGate, TryLeaf, TryNode, TryOther, TryPart, WhatIf

__all__ = ["TryFact", "TryGate", "TryLeaf", "TryNode", "TryOther", "TryPart", "WhatIf"]
