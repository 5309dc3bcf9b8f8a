"""Aggregator ``declared_one``: one of several counts, the one that is declared (二者择一)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.algebra import Range
from evalfw.language.facts import FactDeclaration


@attrs.frozen
class DeclaredOne(Aggregator):
    """
    The part that a fact names.

    Attributes:
        fact: A choice fact whose values are the last parts of the ids below. While it is unknown, any may count: the points
            are those of the lowest, the bounds those of all.

    Source: "二者择其一进行考核" for 结转结余率 and 结转结余变动率; the document leaves the choice open, so that it has to be declared.
    """

    kind: ClassVar[str] = "declared_one"

    fact: str

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return max((part.full for part in parts), default=ZERO)

    def ignored(self, parts: Sequence[Part], whole: Whole) -> frozenset[str]:
        chosen = whole.known(self.fact)
        return frozenset(part.id for part in parts if chosen is not None and part.id.rpartition(".")[2] != chosen)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        chosen = whole.known(self.fact)
        if chosen is not None:
            (part,) = [part for part in parts if part.id.rpartition(".")[2] == chosen]
            bounds = bounds_of([part], lambda given: given[0].points, whole.full)
            return Combined(part.points, part.weight, bounds)
        lowest = min((part.points for part in parts), default=ZERO)
        weight = max((part.weight for part in parts), default=ZERO)
        reaches = [bounds_of([part], lambda given: given[0].points, whole.full) for part in parts]
        return Combined(lowest, weight, Range.over(reaches or [Range(ZERO, ZERO)]))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text(f"按 {self.fact} 声明的一项计", f"the part that {self.fact} declares counts")

    def misfits(
        self, parts: Sequence[Part], facts: Mapping[str, FactDeclaration], conversions: Mapping[str, Conversion]
    ) -> Iterator[Misfit]:
        wrong = tuple(
            self.unknown_facts({"fact": self.fact}, facts, frozenset({"choice"}), Text("单选型事实", "a choice fact"))
        )
        yield from wrong
        names = {part.id.rpartition(".")[2] for part in parts}
        if not wrong and set(facts[self.fact].choices) != names:
            listed = "、".join(sorted(names))
            what = Text(f"'{self.fact}' 的选项应当是 {listed}", f"the choices of '{self.fact}' must be {listed}")
            yield Misfit.near(("fact",), what, next(iter(sorted(names)), ""), facts[self.fact].choices)
