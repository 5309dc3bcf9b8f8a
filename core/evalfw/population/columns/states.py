"""States as codes, in the order in which they need attention."""

from evalfw.scoring import State

STATES: tuple[State, ...] = ("error", "missing", "pending", "scored", "waived", "not_applicable")
"""Code → state: the lower, the more it needs attention, so that of several the least counts."""

CODE_OF = {state: code for code, state in enumerate(STATES)}
ERROR, MISSING, PENDING, SCORED, WAIVED, NOT_APPLICABLE = range(len(STATES))
