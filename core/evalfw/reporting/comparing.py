"""
What several reports say side by side.

Figures are compared only where they mean the same: under one rubric, or, where rubrics differ, at indicators whose weight, criterion and
rule are the same, and so is everything below them. What differs is told, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple

from evalfw.foundation import in_notebook
from evalfw.reporting.narrating.patterns import year_of
from evalfw.rubric import By
from evalfw.scoring import IndicatorResult, Report, Total

Mode = Literal["subjects", "years"]


class Saved(NamedTuple):
    """A saved report, and its file."""

    path: Path
    report: Report

    @property
    def year(self) -> str:
        """The year evaluated; the rubric where the evidence does not say."""
        return year_of(self.report) or f"{self.report.rubric.id} {self.report.rubric.version}"


class Place(NamedTuple):
    """A place among others: the best and the worst that are still possible; the same while all is decided."""

    best: int
    worst: int

    @property
    def shown(self) -> str:
        """``2``, or ``2～4`` while totals are open."""
        return str(self.best) if self.best == self.worst else f"{self.best}～{self.worst}"


class Node(NamedTuple):
    """An indicator as it appears in several reports; *is_same* if it means the same in all that have it."""

    id: str
    title: str
    level: int
    is_leaf: bool
    is_same: bool
    results: tuple[IndicatorResult | None, ...]


class Spread(NamedTuple):
    """How far subjects are apart at an indicator, in points; *full* of *subjects* have full marks."""

    node: Node
    weight: Fraction
    least: Fraction
    middle: Fraction
    most: Fraction
    full: int
    subjects: int

    @property
    def range(self) -> Fraction:
        """Most less least."""
        return self.most - self.least

    @property
    def reached(self) -> str:
        """``2 / 3`` have full marks; a dash where there are no full marks to have."""
        return f"{self.full} / {self.subjects}" if self.weight else "—"


def change(node: Node, at: int) -> int:
    """Whether the points of *node* went up (1) or down (-1) from the report before to that at *at*; 0: neither, or nobody can say."""
    now, before = node.results[at], node.results[at - 1] if at else None
    if now is None or before is None or now.points is None or before.points is None or not node.is_same:
        return 0
    new, old = now.bounds.single, before.bounds.single
    return 0 if new is None or old is None else (new > old) - (new < old)


class Difference(NamedTuple):
    """What a rubric has that the first one has not, the other way round, and what it says otherwise; titles."""

    saved: Saved
    more: tuple[str, ...]
    less: tuple[str, ...]
    other: tuple[str, ...]


class Comparison(NamedTuple):
    """
    Everything.

    Attributes:
        mode: Several subjects, or one over the years.
        saved: The reports: in order of place, or of time.
        places: Their places among those under the same rubric; None where there is no total.
        tops: Nodes of level 1.
        nodes: All nodes, in the order of the first rubric that has them.
        spreads: Of leaves, the widest first; of those that mean the same everywhere.
        differences: Rubrics that differ from that of the first report.
        by: What places go by.
    """

    mode: Mode
    saved: tuple[Saved, ...]
    places: tuple[Place | None, ...]
    tops: tuple[Node, ...]
    nodes: tuple[Node, ...]
    spreads: tuple[Spread, ...]
    differences: tuple[Difference, ...]
    by: By = "points"

    def __repr__(self) -> str:
        return f"<Comparison of {len(self.saved)} reports>"

    def _repr_html_(self) -> str | None:
        """For notebooks: the page that ``evalfw compare -f html`` writes."""
        return in_notebook(self)

    @property
    def has_other_full_marks(self) -> bool:
        """Whether, under one rubric, not the same full mark counts for all."""
        marks = {(each.report.rubric.sha256, each.report.total.weight) for each in self.saved}
        return len(marks) > len({rubric for rubric, _ in marks})

    @property
    def is_comparable(self) -> bool:
        """Whether all reports are under one rubric."""
        return not self.differences


def compared(saved: Sequence[Saved], by: By = "points") -> Comparison:
    """*saved* side by side, with places that go *by* points or by rate."""
    mode: Mode = "years" if _is_series(saved) else "subjects"
    if mode == "years":
        ordered = sorted(saved, key=lambda each: (each.year, each.report.rubric.id, each.report.rubric.version))
    else:
        ordered = sorted(saved, key=lambda each: _best_first(each, by))
    nodes = tuple(_nodes(ordered))
    return Comparison(
        mode=mode,
        saved=tuple(ordered),
        places=tuple(_place(each, ordered, by) for each in ordered),
        tops=tuple(node for node in nodes if node.level == 1),
        nodes=nodes,
        spreads=tuple(_spreads(nodes)) if mode == "subjects" else (),
        differences=tuple(_differences(ordered)),
        by=by,
    )


def _is_series(saved: Sequence[Saved]) -> bool:
    """Whether all are of one subject: one id, and one name or a year for each: a subject may be renamed, but not within a year."""
    subjects = {each.report.subject.id for each in saved}
    names = {each.report.subject.name for each in saved}
    return len(subjects) == 1 and (len(names) == 1 or len({each.year for each in saved}) == len(saved))


def _counted(points: Fraction | None, total: Total, by: By) -> Fraction | None:
    """*points* of *total* as places go by them; None where there is no such figure, as a rate where nothing counts."""
    if by == "points" or points is None:
        return points
    return points / total.weight if total.weight else None


def _best_first(saved: Saved, by: By) -> tuple[str, bool, Fraction, str]:
    """Those under one rubric together, the best first; equals by name."""
    total = saved.report.total
    figure = _counted(total.points, total, by)
    return saved.report.rubric.sha256, figure is None, -(figure or Fraction(0)), saved.report.subject.name


def _place(saved: Saved, others: Sequence[Saved], by: By) -> Place | None:
    mine = saved.report.total
    low, high = (_counted(end, mine, by) for end in (mine.bounds.least, mine.bounds.most))
    if not mine.is_made or (by == "rate" and not mine.weight):
        return None
    best = worst = 1
    for other in others:
        total = other.report.total
        same_rubric = other.report.rubric.sha256 == saved.report.rubric.sha256
        if other is saved or not same_rubric or not total.is_made or (by == "rate" and not total.weight):
            continue
        least, most = (_counted(end, total, by) for end in (total.bounds.least, total.bounds.most))
        if least is not None and high is not None and least > high:
            best += 1
        if most is None or low is None or most > low:
            worst += 1
    return Place(best, max(best, worst))


def _nodes(saved: Sequence[Saved]) -> list[Node]:
    by_report = [{result.id: result for result in each.report.indicators} for each in saved]
    order: dict[str, None] = {}
    for results in by_report:
        for id in results:
            if id not in order:
                order[id] = None
    of_rubric: dict[str, dict[str, tuple[object, ...]]] = {}  # under one rubric all means the same
    for each, results in zip(saved, by_report, strict=True):
        of_rubric.setdefault(each.report.rubric.sha256, {}).update(_meanings(results))
    nodes = []
    for id in _in_tree_order(order):
        found = tuple(results.get(id) for results in by_report)
        present = [result for result in found if result is not None]
        meant = {each[id] for each in of_rubric.values() if id in each}
        nodes.append(Node(id, present[-1].title, present[0].level, present[0].is_leaf, len(meant) == 1, found))
    return nodes


def _in_tree_order(order: dict[str, None]) -> list[str]:
    """Ids so that each stands below its parent, new ones after those that were there."""
    below: dict[str, list[str]] = {}
    for id in order:
        below.setdefault(id.rpartition(".")[0], []).append(id)
    ordered: list[str] = []

    def add(parent: str) -> None:
        for id in below.get(parent, []):
            ordered.append(id)
            add(id)

    add("")
    return ordered


def _meanings(results: dict[str, IndicatorResult]) -> dict[str, tuple[object, ...]]:
    """What each node means: its weight, its sentence, its rule, and what everything below it means."""
    below: dict[str | None, list[str]] = {}
    for result in results.values():
        below.setdefault(result.parent, []).append(result.id)
    made: dict[str, tuple[object, ...]] = {}
    for id in reversed(list(results)):  # children before parents
        result = results[id]
        full = result.weight if result.is_leaf else None  # of inner nodes only what counts; the leaves below say it
        own = (result.title, full, result.extra, result.criterion, result.rule_words.zh)
        made[id] = (*own, *(made[child] for child in below.get(id, [])))
    return made


def _spreads(nodes: Sequence[Node]) -> list[Spread]:
    spreads = []
    for node in nodes:
        points = [result.points for result in node.results if result is not None and result.points is not None]
        if not node.is_leaf or not node.is_same or len(points) < 2:
            continue
        weight = max(result.weight for result in node.results if result is not None)
        full = sum(each >= weight for each in points) if weight else 0
        spreads.append(Spread(node, weight, min(points), Fraction(median(points)), max(points), full, len(points)))
    return sorted(spreads, key=lambda each: (-each.range, -each.weight))


def _differences(saved: Sequence[Saved]) -> list[Difference]:
    first = saved[0]
    mine = {result.id: result for result in first.report.leaves}
    meant = _meanings({result.id: result for result in first.report.indicators})
    found, seen = [], {first.report.rubric.sha256}
    for each in saved[1:]:
        if each.report.rubric.sha256 in seen:
            continue
        seen.add(each.report.rubric.sha256)
        theirs = {result.id: result for result in each.report.leaves}
        other = _meanings({result.id: result for result in each.report.indicators})
        found.append(
            Difference(
                each,
                tuple(theirs[id].title for id in theirs if id not in mine),
                tuple(mine[id].title for id in mine if id not in theirs),
                tuple(theirs[id].title for id in theirs if id in mine and meant[id] != other[id]),
            )
        )
    return found
