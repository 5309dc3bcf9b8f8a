"""Better facts never earn less: along one numeric fact, with everything else held still."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise, product
from typing import Literal, NamedTuple

from evalfw.foundation import NOTHING, ZERO, Text, shown
from evalfw.language.algebra import Range
from evalfw.language.proving.cell import Cell
from evalfw.language.proving.linear import Extent, Linear, variable
from evalfw.language.proving.region import Region, Value
from evalfw.language.proving.subject import UNSHOWN, Subject
from evalfw.language.proving.variables import OTHER_TEXT, Numeric, Options, variable_of

Found = tuple[Literal["proved", "violated", "not_proved"], Text, Text]

MOST_COMBINATIONS = 256
MOST_VALUES = 5000

_SEVERAL = Text("还取决于别的数值型事实", "it also depends on other numeric facts")
_MANY = Text("其他事实的组合太多", "too many combinations of the other facts")
PROVED: Found = ("proved", NOTHING, NOTHING)


def monotone_verdict(subject: Subject, cells: tuple[Cell, ...], fact: str) -> Found:
    """Whether a better *fact*, as it is declared, never earns less."""
    names = {name for cell in cells for name, each in cell.region.variables.items() if isinstance(each, Numeric)}
    if names - {fact} - {name for cell in cells for name in cell.region.floors}:
        return "not_proved", _SEVERAL, NOTHING
    up = subject.facts[fact].better == "higher"
    combinations = _combinations(cells)
    if combinations is None:
        return "not_proved", _MANY, NOTHING
    for chosen in combinations:
        found = _along(subject, [cell for cell in cells if _allows(cell.region, chosen)], fact, up, chosen)
        if found is not PROVED:
            return found
    return PROVED


def _combinations(cells: tuple[Cell, ...]) -> list[Mapping[str, bool | str]] | None:
    """Every combination of choices that cells tell apart; None if there are too many."""
    looked_at = {name for cell in cells for name in (*cell.region.chosen, *cell.region.excluded)}
    options: dict[str, tuple[bool | str, ...]] = {}
    for name in sorted(looked_at):
        kind = cells[0].region.variables[name]
        assert isinstance(kind, Options)
        named = {value for cell in cells for value in cell.region.excluded.get(name, ())}
        options[name] = (*kind.values, *(value for value in sorted(named, key=str) if value not in kind.values))
    count = 1
    for values in options.values():
        count *= len(values)
    if count > MOST_COMBINATIONS:
        return None
    return [dict(zip(options, each, strict=True)) for each in product(*options.values())]


def _allows(region: Region, chosen: Mapping[str, bool | str]) -> bool:
    return all(
        region.chosen.get(name, value) == value and value not in region.excluded.get(name, ())
        for name, value in chosen.items()
    )


def _along(subject: Subject, cells: list[Cell], fact: str, up: bool, chosen: Mapping[str, bool | str]) -> Found:
    placed = _placed(cells, fact)
    if any(stretch.span is None for stretch in placed):
        return "not_proved", UNSHOWN, NOTHING
    apart = all(_comes_before(before.reach, after.reach) for before, after in pairwise(placed))
    if apart:
        found = _first_fall(subject, [value for stretch in placed for value in stretch.probes], fact, up, chosen)
        certain = all(stretch.is_closed and stretch.slope is not None for stretch in placed)
        if found is not None or certain or _ordered(placed, up):
            return found or PROVED
    every = _every_value(subject, fact)  # rounding mixes the cells: nothing is left but to look at every value
    if every is None:
        return "not_proved", UNSHOWN, NOTHING
    return _first_fall(subject, every, fact, up, chosen) or PROVED


def _first_fall(
    subject: Subject, values: list[Fraction], fact: str, up: bool, chosen: Mapping[str, bool | str]
) -> Found | None:
    """The verdict if, of two neighbours among ascending *values*, the better earns less; None if none does."""
    tried = (_try(subject, {**chosen, fact: value}) for value in values)
    for first, second in pairwise(each for each in tried if each is not None):
        worse, better = (first, second) if up else (second, first)
        if better.points < worse.points:
            return _worse(subject, better, worse)
    return None


def _comes_before(left: Extent, right: Extent) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and not (left.high_inside and right.low_inside))


def _every_value(subject: Subject, fact: str) -> list[Fraction] | None:
    """All values of *fact*, if they are few."""
    declared = subject.facts[fact]
    least, most = declared.domain.least, declared.domain.most
    if declared.derivation is not None or least is None or most is None:
        return None
    unit = Fraction(1, 10**declared.scale)
    first, last = -(-least // unit), most // unit
    if last - first >= MOST_VALUES:
        return None
    return [unit * number for number in range(int(first), int(last) + 1)]


class _Stretch(NamedTuple):
    """The values of the fact in a cell: where they lie, least and most points, and values to try, in ascending order."""

    reach: Extent
    span: Range | None
    slope: int | None
    probes: tuple[Fraction, ...]
    is_closed: bool


def _placed(cells: list[Cell], fact: str) -> list[_Stretch]:
    """Cells in which points are awarded, in ascending order of the fact; those that hold none of its values left out."""
    stretches = []
    for cell in cells:
        reach = cell.region.extent(variable(fact))
        kind = cell.region.variables[fact]
        if cell.how != "awarded" or cell.is_undefined or reach is None or not isinstance(kind, Numeric):
            continue
        low, high = _end(reach.low, reach.low_inside, kind, 1), _end(reach.high, reach.high_inside, kind, -1)
        if low is not None and high is not None and low > high:
            continue
        found = None if low is not None else cell.region.witness()
        middle = None if found is None else found.get(fact)
        probes = sorted({each for each in (low, high, middle) if isinstance(each, Fraction)})
        is_closed = low is not None and high is not None
        stretches.append(_Stretch(reach, cell.span, _slope(cell, fact), tuple(probes), is_closed))
    return sorted(
        stretches, key=lambda each: (each.reach.low is not None, each.reach.low or ZERO, not each.reach.low_inside)
    )


def _end(end: Fraction | None, inside: bool, kind: Numeric, inward: int) -> Fraction | None:
    """The outermost value at an end of a cell; None if there is none, because values come arbitrarily near."""
    if end is None:
        return None
    if kind.scale is None:
        return end if inside else None
    unit = Fraction(1, 10**kind.scale)
    value = -(-end // unit) * unit if inward > 0 else end // unit * unit
    return value if inside or value != end else value + inward * unit


def _ordered(placed: list[_Stretch], up: bool) -> bool:
    """Whether each stretch goes the right way, and none begins lower than the one before it ends."""
    if any(each.slope is None or ((each.slope < 0) == up and each.slope != 0) for each in placed):
        return False
    for before, after in pairwise(placed):
        assert before.span is not None and after.span is not None  # told before
        highest, lowest = (before.span.most, after.span.least) if up else (after.span.most, before.span.least)
        if highest is None or lowest is None or highest > lowest:
            return False
    return True


def _slope(cell: Cell, fact: str) -> int | None:
    """Sign of the change of the award with *fact* in *cell*; None if it is not the same everywhere."""
    upper, lower = cell.award.least.upper, cell.award.least.lower
    rising, level = _direction(upper, cell, fact)
    if level is None:
        return None
    if lower.fixed is not None:
        return rising
    if cell.region.floors:
        return None
    a, b = upper.coefficients.get(fact, ZERO), upper.constant
    c, d = lower.coefficients.get(fact, ZERO), lower.constant
    change = a * d - b * c
    return (change > 0) - (change < 0)


def _direction(form: Linear, cell: Cell, fact: str) -> tuple[int, int | None]:
    """Sign of the change of *form* with *fact*; the second is None if its parts pull in different directions."""
    signs = set()
    for name, multiple in form.terms:
        inner = 1 if name == fact else _direction(cell.region.floors[name], cell, fact)[0]
        signs.add(inner * (1 if multiple > 0 else -1))
    signs.discard(0)
    if len(signs) > 1:
        return 0, None
    return (signs.pop() if signs else 0), 0


class _Tried(NamedTuple):
    """Facts, and the points that they earn, read exactly."""

    facts: Mapping[str, Value]
    points: Fraction


def _try(subject: Subject, facts: Mapping[str, Value]) -> _Tried | None:
    """What *facts* earn; None if a person decides, or nothing is awarded."""
    award = subject.award({**_whatever(subject, facts), **facts})
    points = None if award is None or award.how != "awarded" else award.span.single
    return None if points is None else _Tried(facts, points)


def _worse(subject: Subject, better: _Tried, worse: _Tried) -> Found:
    good, bad = subject.shown(better.facts), subject.shown(worse.facts)
    message = Text(
        f"{good.zh} 得 {shown(better.points)} 分，反而少于 {bad.zh} 的 {shown(worse.points)} 分",
        f"{good.en} earns {shown(better.points)}, less than {shown(worse.points)} for {bad.en}",
    )
    return "violated", message, good


def _whatever(subject: Subject, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Some value for each fact that makes no difference, because no cell looks at it."""
    options = {each: variable_of(subject.facts[each]) for each in subject.rule.reads() if each not in facts}
    return {
        each: kind.values[0] if isinstance(kind, Options) and kind.values else OTHER_TEXT
        for each, kind in options.items()
    }
