"""A cohort, made of the result of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import polars as pl

from evalfw.foundation import RequestError, Text
from evalfw.language import FactDeclaration
from evalfw.population.batch.reading import claim_column
from evalfw.population.cohort.additive import additive
from evalfw.population.cohort.counting import (
    MIDDLE,
    Count,
    counts_by,
    ends_of,
    group_of,
    node_counts,
    nulls_of,
    pairs_by,
    scored_units,
    sizes,
)
from evalfw.population.cohort.distribution import Distribution
from evalfw.population.cohort.figures import Node, node_figures, value_of
from evalfw.population.cohort.measure import Measure
from evalfw.population.cohort.model import Agreement, Cohort, FactGap, GateCount, GradeCount, NodeFigures, OpenCount
from evalfw.population.cohort.naming import odd_units, over_claims
from evalfw.population.cohort.stability import stability_of
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.outputs import TOTAL
from evalfw.population.columns.plan import full_mark_of, labels_of, unit_of
from evalfw.population.columns.states import PENDING
from evalfw.rubric import By, Indicator, Rubric

MOST_BINS = 50
STEPS = tuple(Fraction(digit) * Fraction(10) ** power for power in range(-4, 13) for digit in (1, 2, 5))
"""Widths that bins of totals may have."""


def cohort_of(result: pl.LazyFrame, rubric: Rubric, noise: Fraction, by: By = "points") -> Cohort:
    """
    The figures of *result*, the internal edition.

    Args:
        result: What a batch has written, under *rubric*.
        rubric: The rubric.
        noise: By how much each weight may be off when places are tried, as a share.
        by: What units are compared by.

    Raises:
        RequestError: Nothing was scored; *by* rate, and the total has no full mark.
    """
    scored, refused = sizes(result)
    if not scored:
        raise RequestError(Text("结果里没有计了分的单位", "no unit of it was scored"))
    units, measure = scored_units(result), Measure(by, unit_of(rubric))
    names = set(result.collect_schema().names())
    makes_total = rubric.aggregate.makes_figure
    if by == "rate" and not (makes_total and rubric.full_mark):
        raise RequestError(
            Text(
                "评分表的总分没有满分，不能按得分率比较", "the total has no full mark: units cannot be compared by rate"
            )
        )
    ends = ends_of(units, rubric.full_mark, measure) if makes_total else None
    group = pl.lit(MIDDLE) if ends is None else group_of(ends, rubric.full_mark, measure)
    sums = additive(rubric)

    def figures(node: Node) -> NodeFigures:
        return node_figures(node, node_counts(units, node.id, group, sums.sum if node.is_part else pl.lit(0)), measure)

    nodes = tuple(figures(_node(each, each.id in sums.parts)) for each in rubric.indicators)
    whole = Node(TOTAL, "", 0, False, False, rubric.full_mark)
    of_total = node_counts(units, TOTAL, group, pl.lit(0)) if makes_total else []
    total = node_figures(whole, of_total, measure) if makes_total else None
    models = (
        Node(f"model.{model.id}", model.title, 0, False, False, full_mark_of(rubric, model)) for model in rubric.models
    )
    odd, odd_size = odd_units(units, total, [node for node in nodes if node.is_leaf], measure)
    claimed = total is not None and claim_column(TOTAL) in names
    return Cohort(
        edition="internal",
        k=0,
        by=by,
        rubric=rubric.identity,
        title=rubric.title,
        units=scored,
        refused=refused,
        total=total,
        full_marks=len({each.weight for each in of_total}),
        total_bins=_bins(of_total, whole, measure),
        models=tuple(map(figures, models)),
        nodes=nodes,
        labels=labels_of(rubric),
        grades=tuple(_grades(units, labels_of(rubric))),
        gates=tuple(_gates(units, rubric)),
        has_facts=any(_held(fact, names) for fact in rubric.facts.values()),
        facts=_gaps(units, rubric, names, scored),
        open_leaves=tuple(_open_leaves(units, rubric)),
        agreements=tuple(_agreements(units, rubric, names, makes_total, measure.unit)),
        claims=over_claims(units, measure.unit) if claimed else (),
        odd=odd,
        odd_units=odd_size,
        stability=stability_of(units, sums, rubric, measure, noise) if makes_total else None,
    )


def _bins(counts: Sequence[Count], node: Node, measure: Measure) -> tuple[tuple[Fraction, Fraction, int, int], ...]:
    """Units by total in bins of one round width, at most ``MOST_BINS``: from, below, units, how many of them open."""
    there = [
        (value_of(each, node, measure), each)
        for each in counts
        if each.points is not None and measure.takes(each.weight)
    ]
    if not there:
        return ()
    least, most = min(points for points, _ in there), max(points for points, _ in there)
    widths = (step for step in STEPS if most // step - least // step < MOST_BINS)
    step = next(widths) if least < most else Fraction(1)
    first, last = least // step, most // step
    if last > first and most == last * step:
        last -= 1  # the last bin holds its upper end too
    made = {number: [0, 0] for number in range(first, last + 1)}
    for points, each in there:
        units = made[min(points // step, last)]
        units[0] += each.units
        units[1] += each.open
    return tuple((number * step, (number + 1) * step, units, opened) for number, (units, opened) in made.items())


def _grades(units: pl.LazyFrame, labels: Sequence[str]) -> Iterator[GradeCount]:
    """Those that are decided first, each from the lowest grade to the highest."""
    if not labels:
        return
    low, high = (pl.col(f"{TOTAL}:grade_{end}").cast(pl.Int64) for end in ("low", "high"))
    for lowest, highest, count in sorted(pairs_by(units, low, high), key=lambda each: (each[0] != each[1], each)):
        yield GradeCount(tuple(labels[lowest : highest + 1]), lowest != highest, count)


def _gates(units: pl.LazyFrame, rubric: Rubric) -> Iterator[GateCount]:
    for gate in rubric.gates:
        found = counts_by(units, f"gate.{gate.id}:state")
        yield GateCount(gate.id, gate.title, found.get(1, 0), found.get(2, 0))


def _held(fact: FactDeclaration, names: set[str]) -> str:
    """The column that holds *fact*; empty if none does."""
    column = f"{fact.id}{ITEMS}" if fact.type == "list" else fact.id
    return column if column in names else ""


def _gaps(units: pl.LazyFrame, rubric: Rubric, names: set[str], size: int) -> tuple[FactGap, ...]:
    """Facts that no other fact gives, by how many units lack them: all of them, where the table had no column for it."""
    wanted = [fact for fact in rubric.facts.values() if fact.derivation is None]
    columns = {fact.id: column for fact in wanted if (column := _held(fact, names))}
    if not columns:
        return ()
    lacking = {fact.id: size for fact in wanted} | nulls_of(units, columns)
    gaps = (FactGap(id, rubric.facts[id].label, count) for id, count in lacking.items() if count)
    return tuple(sorted(gaps, key=lambda gap: (-gap.units, gap.id)))


def _open_leaves(units: pl.LazyFrame, rubric: Rubric) -> Iterator[OpenCount]:
    leaves = [pl.col(f"{leaf.id}:state") <= PENDING for leaf in rubric.leaves]
    counted = units.select(pl.sum_horizontal(leaves).cast(pl.Int64).alias("open"))
    for number, count in sorted((number or 0, count) for number, count in counts_by(counted, "open").items()):
        yield OpenCount(number, count)


def _agreements(
    units: pl.LazyFrame, rubric: Rubric, names: set[str], makes_total: bool, unit: int
) -> Iterator[Agreement]:
    titles = {TOTAL: ""} if makes_total else {}
    titles |= {node.id: node.title for node in rubric.indicators}
    for id, title in titles.items():
        if claim_column(id) not in names:
            continue
        claim = pl.col(claim_column(id)).cast(pl.Int64)
        points, low, high = (pl.col(f"{id}:{what}").cast(pl.Int64) for what in ("points", "low", "high"))
        beyond = pl.when(claim > high).then(claim - high).when(claim < low).then(claim - low).otherwise(0)
        there = pl.when(claim.is_not_null() & points.is_not_null()).then(beyond)
        is_open = low.ne_missing(high).cast(pl.Int64)
        found = pairs_by(units, there, is_open)
        differences = Distribution.of((Fraction(difference, unit), count) for difference, _, count in found)
        within = sum(count for difference, opened, count in found if opened and not difference)
        yield agreement_of(id, title, differences, within)


def agreement_of(id: str, title: str, differences: Distribution, within: int) -> Agreement:
    """
    How far claims agree.

    Args:
        id, title: Where.
        differences: Claim less points, of every unit with both.
        within: Of how many of these it is not decided, for they are open and claim what they may get.
    """
    distances = Distribution.of((abs(value), count) for value, count in differences.counts)
    return Agreement(
        id=id,
        title=title,
        pairs=differences.size,
        under=differences.number(lambda value: value < 0),
        equal=differences.number(lambda value: value == 0) - within,
        within=within,
        over=differences.number(lambda value: value > 0),
        cells=None,
        mean=differences.mean if differences.size else None,
        distance=distances.mean if distances.size else None,
        differences=differences,
    )


def _node(indicator: Indicator, is_part: bool) -> Node:
    weight = Fraction(0) if indicator.extra else indicator.weight
    makes_points = indicator.aggregate is None or indicator.aggregate.makes_figure
    return Node(
        indicator.id,
        indicator.title,
        indicator.level,
        indicator.is_leaf,
        indicator.extra,
        weight,
        makes_points,
        is_part and makes_points,
    )
