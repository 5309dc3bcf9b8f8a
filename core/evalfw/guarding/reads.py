"""What rules and aggregators of plugins read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from evalfw.guarding.guard import Guard
from evalfw.text import verbatim


def read_once(each: object, guard: Guard, reads: Callable[[Any], object]) -> tuple[str, ...]:
    """
    What *each*, a rule or an aggregator, reads. It is asked once, when the rubric is loaded: the answer hangs on its parameters alone, and is
    still wanted when the plugin has stopped answering.
    """
    kept = vars(each).get("_read")
    if kept is None:
        kept = guard("reads", reads, each)
        if not isinstance(kept, tuple) or not all(isinstance(fact, str) for fact in kept):
            said = f"TypeError: gave {type(kept).__name__}, expected tuple[str, ...]"
            raise guard.fault("reads", verbatim(said))
        vars(each)["_read"] = kept
    return cast(tuple[str, ...], kept)
