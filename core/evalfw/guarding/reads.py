"""What rules and aggregators of plugins read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from evalfw.guarding.faults import wrong_type
from evalfw.guarding.guard import Guard


def read_once(each: object, guard: Guard, reads: Callable[[Any], object]) -> tuple[str, ...]:
    """
    What *each*, a rule or an aggregator, reads. It is asked once, when the rubric is loaded: the answer hangs on its parameters alone, and is
    still wanted when the plugin has stopped answering.
    """
    kept = vars(each).get("_read")
    if kept is None:
        kept = guard("reads", reads, each)
        if not isinstance(kept, tuple) or not all(isinstance(fact, str) for fact in kept):
            raise guard.fault("reads", wrong_type(kept, "tuple[str, ...]").said)
        vars(each)["_read"] = kept
    return cast(tuple[str, ...], kept)
