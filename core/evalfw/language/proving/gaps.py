"""Gaps: values of one fact for which a rule says nothing, as intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import Text
from evalfw.language.algebra import BoundsAlgebra, NotDecidedError
from evalfw.language.facts import FactDeclaration
from evalfw.language.facts.showing import show_number
from evalfw.language.proving.cell import Cell, explore
from evalfw.language.proving.linear import Extent, variable
from evalfw.language.proving.variables import variable_of
from evalfw.language.rules.rule import Rule


class Gap(NamedTuple):
    """
    Values of a fact without a branch.

    Attributes:
        low: Where the gap begins; None: it reaches down to the end of the domain.
        high: Where it ends; None: it reaches up to the end of the domain.
        low_inside: Whether *low* itself is in the gap.
        high_inside: Whether *high* itself is in the gap.
    """

    low: Fraction | None
    high: Fraction | None
    low_inside: bool
    high_inside: bool

    def contains(self, value: Fraction) -> bool:
        """Whether *value* lies in the gap."""
        above = self.low is None or value > self.low or (self.low_inside and value == self.low)
        below = self.high is None or value < self.high or (self.high_inside and value == self.high)
        return above and below


def gaps_of(cells: Iterable[Cell], fact: str, whole: Extent) -> tuple[Gap, ...]:
    """
    The gaps of a rule on *fact* alone, in ascending order.

    Args:
        cells: All cells of the rule.
        fact: The one fact it reads, numeric.
        whole: Where the fact lies; a gap that reaches an end of it is open there.
    """
    reaches = [reach for cell in cells if cell.how == "unruled" and (reach := _reach(cell, fact)) is not None]
    reaches.sort(key=lambda reach: (reach.low is not None, reach.low or Fraction(0), not reach.low_inside))
    joined: list[Extent] = []
    for reach in reaches:
        if joined and _touch(joined[-1], reach, whole_numbers=_whole(cells, fact)):
            joined[-1] = Extent(joined[-1].low, joined[-1].low_inside, *_further(joined[-1], reach))
        else:
            joined.append(reach)
    return tuple(_gap(reach, whole) for reach in joined)


def rule_gaps(rule: Rule, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> tuple[Gap, ...]:
    """The gaps of *rule*, if it reads one numeric fact and nothing else; none where that cannot be decided."""
    reads = rule.reads()
    if len(reads) != 1 or not facts[reads[0]].is_numeric:
        return ()
    (fact,) = reads
    possible = rule.points(BoundsAlgebra({fact: facts[fact].unknown}), weight).possibilities
    if all(each.how != "unruled" for each in possible):
        return ()
    try:
        cells = explore(lambda a: rule.points(a, weight), {fact: variable_of(facts[fact])}, {})
    except NotDecidedError:
        return ()
    if any(cell.region.floors for cell in cells):
        return ()  # rounding makes gaps that are no intervals; the check reading tells one by an example
    domain = facts[fact].domain
    return gaps_of(cells, fact, Extent(domain.least, True, domain.most, True))


def gap_words(gap: Gap, fact: FactDeclaration) -> Text:
    """``恰为 90% ``, ``大于 1 且小于 2 ``: where *gap* lies."""
    if gap.low is not None and gap.low == gap.high:
        at = show_number(fact, gap.low).zh
        return Text(f"恰为 {at} ", f"of exactly {at}")
    parts = []
    if gap.low is not None:
        low, (zh, en) = show_number(fact, gap.low).zh, ("不低于", "at least") if gap.low_inside else ("大于", "above")
        parts.append(Text(f"{zh} {low} ", f"{en} {low}"))
    if gap.high is not None:
        high, (zh, en) = show_number(fact, gap.high).zh, ("不超过", "at most") if gap.high_inside else ("小于", "below")
        parts.append(Text(f"{zh} {high} ", f"{en} {high}"))
    return Text.joined(parts, "且", " and ") if parts else Text("为任何值", "of any value")


def _whole(cells: Iterable[Cell], fact: str) -> bool:
    return any(getattr(cell.region.variables[fact], "is_whole", False) for cell in cells)


def _reach(cell: Cell, fact: str) -> Extent | None:
    """Where *fact* lies in *cell*; None if none of its values is one that it may have."""
    return None if cell.region.witness() is None else cell.region.extent(variable(fact))


def _touch(left: Extent, right: Extent, whole_numbers: bool) -> bool:
    if left.high is None or right.low is None:
        return True
    if whole_numbers and right.low - left.high <= 1:
        return True
    return left.high == right.low and (left.high_inside or right.low_inside)


def _further(left: Extent, right: Extent) -> tuple[Fraction | None, bool]:
    if left.high is None or right.high is None:
        return None, False
    return max((left.high, left.high_inside), (right.high, right.high_inside))


def _gap(reach: Extent, whole: Extent) -> Gap:
    low = None if reach.low_inside and reach.low == whole.low else reach.low
    high = None if reach.high_inside and reach.high == whole.high else reach.high
    return Gap(low, high, reach.low_inside, reach.high_inside)
