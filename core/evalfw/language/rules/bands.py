"""Rule kind ``bands``: a number falls into one of several intervals, each worth its points (分档)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text
from evalfw.language.algebra import Algebra, B, Interval, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule
from evalfw.language.units.quantity import Quantity


@attrs.frozen(kw_only=True)
class Band(Interval):
    """
    An interval and what it is worth. The closure of each end is written, never assumed.

    Attributes:
        points: The points.
        share: A share of the weight, in place of the points.
    """

    points: Decimal | None = None
    share: Decimal | None = None

    def worth(self, weight: Fraction) -> Fraction:
        """The points of the band, of an indicator of *weight*."""
        return weight * Fraction(self.share) if self.share is not None else Fraction(self.points or 0)


@attrs.frozen
class Bands(Rule):
    """
    Points by interval; the first band that holds the number counts.

    Attributes:
        fact: A numeric fact, or a date whose bands end at days; a ratio is compared exactly, before any rounding.
        bands: The bands, in the order of the official sentence. A number that lies in none is not decided by the rule:
            the indicator is ``pending``, and the gap is a finding.
        around: The value from which deviations either way are banded (±10%以内, 趋中性指标); the bands then hold the distance.

    Source: "年度预算执行率大于90%的得2分，小于90%得1分" (Nanjing 2021); both closures occur side by side in the trade.
    """

    kind: ClassVar[str] = "bands"

    fact: str
    bands: tuple[Band, ...]
    around: Quantity | None = None

    @property
    def is_exclusive(self) -> bool:
        return True

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        value = a.number(self.fact)
        if self.around is not None:
            centre = a.constant(Fraction(self.around))
            value = a.greater(a.subtract(value, centre), a.subtract(centre, value))
        return a.cases(tuple((band.holds(value, a), a.points(a.constant(band.worth(weight)))) for band in self.bands))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name = view.name(self.fact)
        rows = []
        for band in self.bands:
            interval, points = self._interval(band, view), self.worth_words(band.share, band.worth(weight))
            rows.append(Text(f"{interval.zh}得{points.zh}", f"{interval.en}: {points.en}"))
        said = Text(f"{name.zh}", f"{name.en} ")
        if self.around is not None:
            centre = view.number(self.fact, Fraction(self.around))
            said = Text(f"{name.zh}偏离{centre}的幅度", f"distance of {name.en} from {centre}: ")
        return said + Text.joined(rows, "，", "; ")

    def stated_target(self, view: FactView) -> Text:
        if self.around is not None or not self.bands:
            return Text("")
        return self._interval(max(self.bands, key=lambda band: band.worth(Fraction(1))), view)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if branch is None:
            return stated + Text("，没有对应的档次", ", which no band covers")
        band = self.bands[branch]
        interval, worth = self._interval(band, view), self.worth_words(band.share, band.worth(weight))
        if self.around is not None:
            centre = view.number(self.fact, Fraction(self.around))
            interval = Text(f"偏离{centre}的幅度{interval.zh}", f"distance from {centre} {interval.en}")
        return stated + Text(f"，{interval.zh}，得{worth.zh}", f", {interval.en}: {worth.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        fact = facts.get(self.fact)
        days = fact is not None and fact.type == "date" and self.around is None
        if not days:
            yield from self.unknown_facts({"fact": self.fact}, facts)
        for number, band in enumerate(self.bands):
            if not band.is_between(days):
                said = ("端点应当是日期", "the ends are days") if days else ("端点应当是数", "the ends are numbers")
                yield Misfit(("bands", number), Text(*said))
        if not self.bands:
            yield Misfit(("bands",), Text("一个档次也没有", "there is no band"))
        for number, band in enumerate(self.bands):
            what = band.problem()
            if what is not None:
                yield Misfit(("bands", number), what)
            if (band.points is None) == (band.share is None):
                what = Text("points 与 share 要写一个，且只写一个", "give either 'points' or 'share'")
                yield Misfit(("bands", number), what)
            elif band.share is not None and not 0 <= band.share <= 1:
                yield Misfit(("bands", number, "share"), Text("应在 0 至 1 之间", "must be between 0 and 1"))
            elif band.share is not None and weight == 0:
                yield from (each._replace(path=("bands", number, "share")) for each in self.needs_weight(weight))
            elif band.points is not None:
                for misfit in self.over_weight(number, band.points, weight):
                    yield misfit._replace(path=("bands", *misfit.path))

    def _interval(self, band: Band, view: FactView) -> Text:
        return band.words(lambda value: view.number(self.fact, value))
