"""Rule kind ``interpolation``: points at some levels, in a straight line between them (线性插值)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount
from evalfw.language.units.quantity import Quantity


@attrs.frozen(kw_only=True)
class Level:
    """A value of the fact, and the points that exactly this value earns."""

    at: Quantity
    points: Decimal


@attrs.frozen(kw_only=True)
class Interpolation(Rule):
    """
    Points on a broken line.

    Attributes:
        fact: A numeric fact.
        levels: At least two, in ascending order of ``at``. Beyond the last level its points hold.
        below: Points for values below the first level; those of the first level if not given.

    Source: coefficients at levels A to D, "其他情况按线性计算", nothing below D.
    """

    kind: ClassVar[str] = "interpolation"
    lists_branches: ClassVar[bool] = False

    fact: str
    levels: tuple[Level, ...]
    below: Decimal | None = None

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value = a.number(self.fact)
        first, last = self.levels[0], self.levels[-1]
        below = Fraction(first.points if self.below is None else self.below)
        branches = [(a.less(value, a.constant(Fraction(first.at))), a.points(a.constant(below)))]
        for low, high in pairwise(self.levels):
            branches.append(
                (a.less(value, a.constant(Fraction(high.at))), a.points(self._between(value, low, high, a)))
            )
        branches.append((a.truth(True), a.points(a.constant(Fraction(last.points)))))
        return a.cases(branches)

    def _between(self, value: N, low: Level, high: Level, a: Algebra[N, B, O]) -> N:
        """The points on the line from *low* to *high*; beyond its ends those of the nearer end, which keeps bounds tight."""
        start, end = a.constant(Fraction(low.at)), a.constant(Fraction(high.at))
        slope = Fraction(high.points - low.points) / Fraction(high.at - low.at)
        inside = a.subtract(a.lesser(a.greater(value, start), end), start)
        return a.add(a.constant(Fraction(low.points)), a.multiply(inside, a.constant(slope)))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name = view.name(self.fact)
        rows = []
        for level in self.levels:
            at, points = view.number(self.fact, Fraction(level.at)), amount(Fraction(level.points))
            rows.append(Text(f"{at}得{points.zh}", f"{at}: {points.en}"))
        said = (
            Text(f"{name.zh}：", f"{name.en}: ")
            + Text.joined(rows, "，", "; ")
            + Text("，其间按直线计算", "; straight lines between")
        )
        if self.below is None:
            return said
        first, least = view.number(self.fact, Fraction(self.levels[0].at)), shown(Fraction(self.below))
        return said + Text(f"，低于{first}得{least}分", f"; below {first}: {least}")

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if points is None:
            return stated
        return stated + Text(f"，得{amount(points).zh}", f": {amount(points).en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.unknown_facts({"fact": self.fact}, facts)
        if len(self.levels) < 2:
            yield Misfit(("levels",), Text("至少要有两档", "at least two levels are needed"))
        for number, (low, high) in enumerate(pairwise(self.levels), 1):
            if low.at >= high.at:
                yield Misfit(("levels", number, "at"), Text("各档要从低到高", "levels go from low to high"))
        given: list[tuple[tuple[str | int, ...], Decimal]] = [
            (("levels", number, "points"), level.points) for number, level in enumerate(self.levels)
        ]
        if self.below is not None:
            given.append((("below",), self.below))
        for path, points in given:
            if 0 < weight < Fraction(points):
                what = Text(f"超过分值 {shown(weight)} 分", f"more than the weight {shown(weight)}")
                yield Misfit(path, what)
            elif points < 0 < weight:
                yield Misfit(path, Text("分数不能为负", "points cannot be negative"))
