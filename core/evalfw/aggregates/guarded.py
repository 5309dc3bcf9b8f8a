"""Aggregators of plugins as evalfw calls them: through the guard of their plugin, and only results that they may give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import cast

from evalfw.aggregates.aggregator import Aggregator, Combined, Part, Whole
from evalfw.aggregates.scale import Conversion
from evalfw.algebra import Range
from evalfw.exact import ZERO, shown, shown_span
from evalfw.facts import FactDeclaration
from evalfw.guarding import Guard, PluginFaultError, wrong_type
from evalfw.guarding.results import checked_misfits, is_text, read_once
from evalfw.reading.structuring import Misfit
from evalfw.text import Text


@cache
def guarded_aggregator(aggregator: type[Aggregator], guard: Guard) -> type[Aggregator]:
    """*aggregator*, a complete class of a plugin, called through *guard*."""

    class Guarded(aggregator):  # type: ignore[valid-type,misc] # the class is known only now
        brought_by = guard.author

        def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
            full = guard("full_mark", aggregator.full_mark, self, parts, stated)
            return None if full is None else _number(guard, "full_mark", full)

        def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
            made: object = guard.reading("combine", aggregator.combine, self, parts, whole)
            if not isinstance(made, Combined) or not isinstance(made.bounds, Range):
                raise _wrong(guard, "combine", made, "Combined")
            ends = (
                None if end is None else _number(guard, "combine", end) for end in (made.bounds.least, made.bounds.most)
            )
            points, weight = (_number(guard, "combine", each) for each in (made.points, made.weight))
            if not ZERO <= weight <= max(whole.full, ZERO):
                full, most = shown(weight), shown(whole.full)
                said = Text(f"满分 {full}，超出 0～{most}", f"a full mark of {full}, outside 0～{most}")
                raise guard.fault("combine", Text(f"给出了 {said.zh}", f"gave {said.en}"))
            limits = _limits(parts, whole)
            if not limits.contains(points):
                given, span = shown(points), shown_span(limits.least, limits.most)
                said = Text(f"{given} 分，超出 {span}", f"{given} points, outside {span}")
                raise guard.fault("combine", Text(f"给出了 {said.zh}", f"gave {said.en}"))
            bounds = Range(*ends)
            if not _is_in_order(bounds) or not bounds.contains(points):
                given, span = shown(points), shown_span(bounds.least, bounds.most)
                said = Text(f"{given} 分，而自己的界是 {span}", f"{given} points, and bounds {span}")
                raise guard.fault("combine", Text(f"给出了 {said.zh}", f"gave {said.en}"))
            return Combined(points, weight, bounds.clipped(limits.least, limits.most))

        def words(self, name: Callable[[str], str]) -> Text:
            said: object = guard("words", aggregator.words, self, name)
            if not is_text(said):
                raise _wrong(guard, "words", said, "Text")
            return cast(Text, said)

        def reads(self) -> tuple[str, ...]:
            return read_once(self, guard, aggregator.reads)

        def may_fall(self, whole: Whole) -> bool:
            return bool(guard("may_fall", aggregator.may_fall, self, whole))

        def ignored(self, parts: Sequence[Part], whole: Whole) -> frozenset[str]:
            ignored: object = guard("ignored", aggregator.ignored, self, parts, whole)
            if not isinstance(ignored, frozenset):
                raise _wrong(guard, "ignored", ignored, "frozenset[str]")
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


def _wrong(guard: Guard, what: str, given: object, wanted: str) -> PluginFaultError:
    return guard.fault(what, wrong_type(given, wanted).said)


def _number(guard: Guard, what: str, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Fraction | int):
        raise _wrong(guard, what, value, "Fraction")
    return Fraction(value)
