"""Code of plugins is called through a guard: every failure gets an author, and nobody waits for ever."""

from evalfw.foundation.guarding.faults import (
    NoAnswerError,
    PluginFaultError,
    WrongResultError,
    said_of,
    told,
    wrong_type,
)
from evalfw.foundation.guarding.guard import Guard

__all__ = ["Guard", "NoAnswerError", "PluginFaultError", "WrongResultError", "said_of", "told", "wrong_type"]
