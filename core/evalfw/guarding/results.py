"""What rules and aggregators of plugins give besides points: what they read, what does not fit, sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from evalfw.guarding.faults import wrong_type
from evalfw.guarding.guard import Guard
from evalfw.reading.structuring import Misfit
from evalfw.text import Text, is_unicode


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


def is_text(said: object) -> bool:
    """Whether *said* is a text that can be written out."""
    return isinstance(said, Text) and all(isinstance(each, str) and is_unicode(each) for each in (said.zh, said.en))


def checked_misfits(guard: Guard, misfits: Callable[[], Iterable[object]]) -> list[Misfit]:
    """What *misfits* gives, as a list. Raises PluginFaultError: it failed, or gave something else."""
    found = guard("misfits", lambda: list(misfits()))
    for each in found:
        fits = (
            isinstance(each, Misfit)
            and isinstance(each.path, tuple)
            and all(isinstance(step, str | int) for step in each.path)
            and is_text(each.what)
            and (each.hint is None or is_text(each.hint))
        )
        if not fits:
            raise guard.fault("misfits", wrong_type(each, "Misfit(tuple[str | int, ...], Text, Text | None)").said)
    return cast(list[Misfit], found)
