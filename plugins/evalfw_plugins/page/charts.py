"""Where the lines of the charts run. Only here are figures floats: a drawing has no more digits than a screen has dots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import cos, pi, sin
from typing import NamedTuple

from evalfw import IndicatorResult, Report, shown
from evalfw.reporting import points_of, rate_of

ZERO = Fraction(0)


class Bar(NamedTuple):
    """A bar of the waterfall: where it stands, what is written above and below it, and its kind."""

    x: float
    y: float
    width: float
    height: float
    title: str
    figure: str
    kind: str
    link: float


class Waterfall(NamedTuple):
    """The way from the full mark to the total."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]
    start: str
    is_cut: bool
    zero: float | None


class Arc(NamedTuple):
    """A node of the sunburst: its outline, its kind, and what it says."""

    path: str
    kind: str
    title: str
    said: str
    label: str
    x: float
    y: float


class Sunburst(NamedTuple):
    """The tree as rings."""

    size: int
    arcs: tuple[Arc, ...]
    total: str


def kind_of(result: IndicatorResult) -> str:
    """How a node is drawn: ``full``, ``part``, ``low``, ``open``, ``none`` (does not count)."""
    if result.is_open:
        return "open"
    if result.state in ("not_applicable", "waived"):
        return "none"
    rate = rate_of(result)
    if rate is None:
        return "none"
    return "full" if rate >= 1 else "part" if rate >= Fraction(6, 10) else "low"


HEIGHT, TOP, BOTTOM = 292, 34, 236
SLOT, NARROWEST = 88, 360
"""Width of a bar with the space around it; of a drawing with few bars."""


def waterfall(report: Report, words: tuple[str, str]) -> Waterfall | None:
    """
    From the full mark, what each node of level 1 lost and what of it is undecided, what bonus and malus gave, to the total.

    Args:
        report: The report.
        words: What the first and the last bar are called.
    """
    if not report.total.is_made or report.total.failure.zh:
        return None
    steps = [step for top in report.indicators if top.level == 1 for step in _steps(top)]
    rest = report.total.points - report.total.weight - sum((change for _, change, _ in steps), ZERO)
    if rest:
        steps.append(("…", rest, "gain" if rest > 0 else "loss"))
    ends = [report.total.weight]
    for _, change, _ in steps:
        ends.append(ends[-1] + change)
    low, high = min(ends), max(ends)
    cut = low - (high - low)  # so that what moved takes half of the height, and the bars begin at a round figure
    start = low if low < 0 else ZERO if low == high else Fraction(max(0, (cut.numerator // cut.denominator) // 5 * 5))
    ground = max(start, min(high, ZERO))  # where whole bars stand: on the zero line, if that is in sight
    span = float(high - start) or 1.0

    def level(value: Fraction) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * float(value - start) / span, 1)

    count = len(steps) + 2
    whole = max(NARROWEST, 20 + SLOT * count)
    slot = (whole - 20) / count
    width = round(min(slot * 0.72, 76), 1)

    def bar(number: int, one: Fraction, other: Fraction, title: str, figure: str, kind: str) -> Bar:
        top, bottom = level(max(one, other)), level(min(one, other))
        x = round(10 + slot * number + (slot - width) / 2, 1)
        return Bar(x, top, width, round(max(bottom - top, 1.5), 1), title, figure, kind, level(other))

    bars = [bar(0, ground, report.total.weight, words[0], shown(report.total.weight), "whole")]
    for number, (title, change, kind) in enumerate(steps, 1):
        sign = "+" if change > 0 else "−"
        bars.append(bar(number, ends[number - 1], ends[number], title, f"{sign}{shown(abs(change))}", kind))
    bars.append(bar(count - 1, ground, report.total.points, words[1], shown(report.total.points), "whole"))
    zero = level(ZERO) if start < 0 <= high else None
    return Waterfall(whole, HEIGHT, BOTTOM, tuple(bars), shown(start), start > 0, zero)


def _steps(top: IndicatorResult) -> list[tuple[str, Fraction, str]]:
    """What *top* moved the total by, and what of that is undecided: title, points, kind."""
    points = top.points
    if points is None and top.is_open:
        points = top.bounds.least or ZERO  # a leaf that is open has none, and adds the least to the total
    if points is None:
        return []
    if top.extra:
        steps = [(top.title, points, "gain" if points > 0 else "loss")]
    else:
        most = points if top.bounds.most is None else top.bounds.most
        steps = [
            (top.title, most - top.weight, "gain" if most > top.weight else "loss"),
            (top.title, points - most, "open"),
        ]
    return [step for step in steps if step[1]]


SIZE, HOLE, RIM = 380, 62.0, 184.0


def sunburst(report: Report) -> Sunburst | None:
    """The tree, each node as wide as its weight; without what has no weight."""
    below: dict[str | None, list[IndicatorResult]] = {}
    for result in report.indicators:
        if result.weight > 0 and not result.extra:
            below.setdefault(result.parent, []).append(result)
    tops = below.get(None, [])
    if not tops or not report.total.is_made:
        return None
    depth = max(result.level for siblings in below.values() for result in siblings)
    ring = (RIM - HOLE) / depth
    arcs: list[Arc] = []

    def draw(nodes: Sequence[IndicatorResult], start: float, sweep: float, level: int) -> None:
        whole = sum((node.weight for node in nodes), ZERO)
        at = start
        for node in nodes:
            width = sweep * float(node.weight / whole)
            children = below.get(node.id, [])
            outer = level + 1 if children or level + 1 == depth else depth  # a leaf reaches the rim
            arcs.append(_arc(node, at, width, HOLE + ring * level + 0.8, HOLE + ring * outer - 0.8))
            if children:
                draw(children, at, width, level + 1)
            at += width

    draw(tops, 0.0, 1.0, 0)
    return Sunburst(SIZE, tuple(arcs), shown(report.total.points))


def _arc(node: IndicatorResult, start: float, sweep: float, inner: float, outer: float) -> Arc:
    gap = min(0.0012, sweep / 6)
    a, b = start + gap, start + max(sweep - gap, gap)
    large = 1 if b - a > 0.5 else 0
    path = (
        f"M{_at(a, outer)}A{outer:.1f} {outer:.1f} 0 {large} 1 {_at(b, outer)}"
        f"L{_at(b, inner)}A{inner:.1f} {inner:.1f} 0 {large} 0 {_at(a, inner)}Z"
    )
    if sweep > 0.9999:  # a whole ring: an arc that ends where it begins is none
        halves = [(start + 0.0001, start + 0.5), (start + 0.5, start + 0.9999)]
        path = "".join(
            f"M{_at(x, outer)}A{outer:.1f} {outer:.1f} 0 0 1 {_at(y, outer)}"
            f"L{_at(y, inner)}A{inner:.1f} {inner:.1f} 0 0 0 {_at(x, inner)}Z"
            for x, y in halves
        )
    middle = (start + sweep / 2) * 2 * pi - pi / 2
    radius = (inner + outer) / 2
    label = shown(node.weight) if node.level == 1 and sweep > 0.03 else ""
    return Arc(
        path,
        kind_of(node),
        node.title,
        f"{points_of(node)} / {shown(node.weight)}",
        label,
        round(SIZE / 2 + radius * cos(middle), 1),
        round(SIZE / 2 + radius * sin(middle), 1),
    )


def _at(turn: float, radius: float) -> str:
    angle = turn * 2 * pi - pi / 2
    return f"{SIZE / 2 + radius * cos(angle):.1f} {SIZE / 2 + radius * sin(angle):.1f}"
