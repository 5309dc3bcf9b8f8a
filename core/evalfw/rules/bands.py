"""Rule kind ``bands``: a number falls into one of several intervals, each worth its points (分档)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.algebra import Algebra, B, Interval, N, O, within
from evalfw.facts import FactDeclaration, FactView
from evalfw.facts.declaration import NUMERIC
from evalfw.reading.structuring import Misfit
from evalfw.rules.rule import Rule, amount, over_weight, unknown_facts
from evalfw.text import Text, join


@attrs.frozen(kw_only=True)
class Band(Interval):
    """An interval and what it is worth. The closure of each end is written, never assumed."""

    points: Decimal


@attrs.frozen
class Bands(Rule):
    """
    Points by interval; the first band that holds the number counts.

    Attributes:
        fact: A numeric fact; a ratio is compared exactly, before any rounding.
        bands: The bands, in the order of the official sentence. A number that lies in none is not decided by the rule:
            the indicator is ``pending``, and the gap is a finding.

    Source: "年度预算执行率大于90%的得2分，小于90%得1分" (Nanjing 2021); both closures occur side by side in the trade.
    """

    kind: ClassVar[str] = "bands"

    fact: str
    bands: tuple[Band, ...]

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value = a.number(self.fact)
        return a.cases(
            tuple((within(a, value, band), a.points(a.constant(Fraction(band.points)))) for band in self.bands)
        )

    def words(self, weight: Fraction, view: FactView) -> Text:
        name = view.name(self.fact)
        rows = []
        for band in self.bands:
            interval, points = self._interval(band, view), amount(Fraction(band.points))
            rows.append(Text(f"{interval.zh}得{points.zh}", f"{interval.en}: {points.en}"))
        return Text(f"{name.zh}", f"{name.en} ") + join(rows, "，", "; ")

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if branch is None:
            return stated + Text("，没有对应的档次", ", which no band covers")
        band = self.bands[branch]
        interval, worth = self._interval(band, view), amount(Fraction(band.points))
        return stated + Text(f"，{interval.zh}，得{worth.zh}", f", {interval.en}: {worth.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from unknown_facts({"fact": self.fact}, facts, NUMERIC, Text("数值型事实", "a numeric fact"))
        if not self.bands:
            yield Misfit(("bands",), Text("一个档次也没有", "there is no band"))
        for number, band in enumerate(self.bands):
            what = band.problem()
            if what is not None:
                yield Misfit(("bands", number), what)
            for misfit in over_weight(number, band.points, weight):
                yield misfit._replace(path=("bands", *misfit.path))

    def edges(self) -> Mapping[str, tuple[Fraction, ...]]:
        return {self.fact: tuple(end for band in self.bands for end in band.ends())}

    def _interval(self, band: Band, view: FactView) -> Text:
        return band.words(lambda value: view.number(self.fact, value))
