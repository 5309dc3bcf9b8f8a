"""Aggregators of plugins as evalfw calls them: through the guard of their plugin, and only results that they may give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from evalfw.foundation import (
    ZERO,
    Guard,
    Misfit,
    PluginFaultError,
    Text,
    checked_misfits,
    exact_number,
    read_once,
    refused,
    shown,
    shown_span,
    text_of,
)
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import Range
from evalfw.language.facts import FactDeclaration


@cache
def guarded_aggregator(aggregator: type[Aggregator], guard: Guard) -> type[Aggregator]:
    """*aggregator*, a complete class of a plugin, called through *guard*."""

    class Guarded(aggregator):  # type: ignore[valid-type,misc] # the class is known only now
        brought_by = guard.author

        def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
            full = guard("full_mark", aggregator.full_mark, self, parts, stated)
            return None if full is None else exact_number(guard, "full_mark", full)

        def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
            made: object = guard.reading("combine", aggregator.combine, self, parts, whole)
            if not isinstance(made, Combined) or not isinstance(made.bounds, Range):
                raise refused(guard, "combine", made, "Combined")
            ends = (
                None if end is None else exact_number(guard, "combine", end)
                for end in (made.bounds.least, made.bounds.most)
            )
            points, weight = (exact_number(guard, "combine", each) for each in (made.points, made.weight))
            bounds, limits = Range(*ends), _limits(parts, whole)
            given = shown(points)
            if not ZERO <= weight <= max(whole.full, ZERO):
                full, most = shown(weight), shown(whole.full)
                raise _odd(guard, f"满分 {full}，超出 0～{most}", f"a full mark of {full}, outside 0～{most}")
            if not limits.contains(points):
                span = shown_span(limits.least, limits.most)
                raise _odd(guard, f"{given} 分，超出 {span}", f"{given} points, outside {span}")
            if not _is_in_order(bounds) or not bounds.contains(points):
                span = shown_span(bounds.least, bounds.most)
                raise _odd(guard, f"{given} 分，而自己的界是 {span}", f"{given} points, and bounds {span}")
            return Combined(points, weight, bounds.clipped(limits.least, limits.most))

        def words(self, name: Callable[[str], str]) -> Text:
            return text_of(guard, "words", guard("words", aggregator.words, self, name))

        def reads(self) -> tuple[str, ...]:
            return read_once(self, guard, aggregator.reads)

        @property
        def own_limits(self) -> Range:
            limits: object = guard("own_limits", lambda: aggregator.own_limits.__get__(self))
            if not isinstance(limits, Range):
                raise refused(guard, "own_limits", limits, "Range")
            return limits

        def may_fall(self, whole: Whole) -> bool:
            return bool(guard("may_fall", aggregator.may_fall, self, whole))

        def gains(self, parts: Sequence[Part], raised: Sequence[Part], whole: Whole) -> Sequence[Fraction]:
            gained: object = guard("gains", aggregator.gains, self, parts, raised, whole)
            if not isinstance(gained, list | tuple) or len(gained) != len(raised):
                raise refused(guard, "gains", gained, "list[Fraction]")
            return [exact_number(guard, "gains", each) for each in gained]

        def ignored(self, parts: Sequence[Part], whole: Whole) -> frozenset[str]:
            ignored: object = guard("ignored", aggregator.ignored, self, parts, whole)
            if not isinstance(ignored, frozenset):
                raise refused(guard, "ignored", ignored, "frozenset[str]")
            return ignored

        def misfits(
            self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
        ) -> Iterator[Misfit]:
            return iter(checked_misfits(guard, lambda: aggregator.misfits(self, parts, facts, conversions)))

    Guarded.__name__, Guarded.__qualname__ = aggregator.__name__, aggregator.__qualname__
    Guarded.__module__, Guarded.__doc__ = aggregator.__module__, aggregator.__doc__
    return Guarded


def _limits(parts: Sequence[Part], whole: Whole) -> Range:
    """Least and most points of the node; without bonus parts a total has no more than its full mark, and no less than none."""
    if whole.limits != Range(None, None) or any(part.extra for part in parts):
        return whole.limits
    return Range(ZERO, whole.full)


def _is_in_order(bounds: Range) -> bool:
    return bounds.least is None or bounds.most is None or bounds.least <= bounds.most


def _odd(guard: Guard, zh: str, en: str) -> PluginFaultError:
    return guard.fault("combine", Text(f"给出了 {zh}", f"gave {en}"))
