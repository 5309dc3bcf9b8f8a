"""What rules and aggregators of plugins give, checked: numbers, sentences, what they read, what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, cast

from evalfw.foundation.guarding.faults import PluginFaultError, wrong_type
from evalfw.foundation.guarding.guard import Guard
from evalfw.foundation.misfit import Misfit
from evalfw.foundation.text import Text, is_unicode


def refused(guard: Guard, what: str, given: object, wanted: str) -> PluginFaultError:
    """The error that *what* gave *given*, where something else is *wanted*, for the caller to raise."""
    return guard.fault(what, wrong_type(given, wanted).said)


def exact_number(guard: Guard, what: str, given: object) -> Fraction:
    """*given* as a fraction. Raises PluginFaultError: it is no fraction and no whole number."""
    if isinstance(given, bool) or not isinstance(given, Fraction | int):
        raise refused(guard, what, given, "Fraction")
    return Fraction(given)


def text_of(guard: Guard, what: str, said: object) -> Text:
    """*said* as a text. Raises PluginFaultError: it is none that can be written out."""
    if not is_text(said):
        raise refused(guard, what, said, "Text")
    return cast(Text, said)


def read_once(each: object, guard: Guard, reads: Callable[[Any], object]) -> tuple[str, ...]:
    """
    What *each*, a rule or an aggregator, reads. It is asked once, when the rubric is loaded: the answer hangs on its parameters alone, and is
    still wanted when the plugin has stopped answering.
    """
    kept = vars(each).get("_read")
    if kept is None:
        kept = guard("reads", reads, each)
        if not isinstance(kept, tuple) or not all(isinstance(fact, str) for fact in kept):
            raise refused(guard, "reads", kept, "tuple[str, ...]")
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
            raise refused(guard, "misfits", each, "Misfit(tuple[str | int, ...], Text, Text | None)")
    return cast(list[Misfit], found)
