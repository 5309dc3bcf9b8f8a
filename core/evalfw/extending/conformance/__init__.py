"""
The conformance kit: does a plugin keep the contract?

It is looked at in a process of its own, so that a plugin that hangs, leaves or writes files harms nobody, and so that what it
reads and writes can be watched.
"""

from evalfw.extending.conformance.asking import check_in_process
from evalfw.extending.conformance.check import Check, Outcome

__all__ = ["Check", "Outcome", "check_in_process"]
