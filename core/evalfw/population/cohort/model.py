"""The figures of a cohort, as views show them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

import attrs

from evalfw.foundation import round_half_up
from evalfw.population.cohort.cells import Cell
from evalfw.population.cohort.distribution import Distribution
from evalfw.rubric import By, RubricIdentity
from evalfw.scoring import State

Edition = Literal["internal", "public"]

CEILING = Fraction(9, 10)
"""Share of units at full marks from which on an indicator hardly tells units apart."""

POOR = Fraction(1, 5)
"""Discrimination below which an item is poor (Ebel, Measuring Educational Achievement, 1965: below 0.20, rejected or rewritten)."""

ENOUGH = 20
"""Units that it takes to say how well an indicator tells them apart; with fewer, chance says more."""


@attrs.frozen(kw_only=True)
class NodeFigures:
    """
    What units earned at an indicator, at the total, or by another model.

    Attributes:
        id: As in the rubric; ``total``; ``model.<id>``.
        title: The official name.
        level: 0 for the total and models.
        is_leaf: Whether it has a rule of its own.
        extra: Whether it stands outside the full mark (加减分项).
        weight: Full mark; 0 where it has none.
        cells: Every unit, by the rate it reached, the lowest first; None where that is not published.
        units: How many have points.
        points: Their points, as they count; None where single values are not published, or nobody has any.
        mean: Mean of the points.
        rate: Mean of the rates; None where there is no full mark.
        deviation: Standard deviation of the points, to four decimals.
        full: How many reached the full mark; None where there is none, or it is not published.
        states: State → how many are in it; empty for figures that have none.
        open: How many may still get other points.
        stake: Points that are open, per unit of the cohort.
        difference: Mean rate of the best 27 % (by total) less that of the last 27 % (Kelley 1939): how well it tells units apart (区分度).
        compared: The points of these two groups.
        correlation: Correlation of the points with the rest of the total (校正的项目—总分相关), to three decimals.
    """

    id: str
    title: str
    level: int
    is_leaf: bool
    extra: bool
    weight: Fraction
    cells: tuple[Cell, ...] | None
    units: int | None
    points: Distribution | None
    mean: Fraction | None
    rate: Fraction | None
    deviation: Fraction | None
    full: int | None
    states: Mapping[State, int]
    open: int | None
    stake: Fraction | None
    difference: Fraction | None
    compared: tuple[Distribution, ...]
    correlation: Fraction | None

    @property
    def share_full(self) -> Fraction | None:
        """Share of those with points that reached the full mark."""
        return None if self.full is None or not self.units else Fraction(self.full, self.units)

    @property
    def is_ceiling(self) -> bool:
        """Whether nearly all reached the full mark; said of enough units only."""
        share = self.share_full
        return share is not None and share >= CEILING and (self.units or 0) >= ENOUGH

    @property
    def is_poor(self) -> bool:
        """Whether it hardly tells units apart, or ranks them the other way round."""
        return self.difference is not None and self.difference < POOR

    @property
    def is_reversed(self) -> bool:
        """Whether it ranks units the other way round, to two decimals."""
        return self.difference is not None and round_half_up(self.difference, 2) < 0


class GradeCount(NamedTuple):
    """How many units have one of *grades*, from the lowest to the highest; if *is_open* it is not decided which."""

    grades: tuple[str, ...]
    is_open: bool
    units: int


class GateCount(NamedTuple):
    """At how many units a gate (一票否决) holds, and at how many it is open."""

    id: str
    title: str
    fired: int
    open: int


class FactGap(NamedTuple):
    """How many units lack a fact that no other fact gives."""

    id: str
    label: str
    units: int


class OpenCount(NamedTuple):
    """How many units have so many open indicators."""

    leaves: int
    units: int


@attrs.frozen(kw_only=True)
class Agreement:
    """
    What units claim (自评), against the points they have (评分). Of a unit that is still open only what lies outside its limits differs.

    Attributes:
        id, title: The indicator; ``total``.
        pairs: Units with both.
        under, equal, over: How many claim less than they may have, just what they have, more than they may have.
        within: How many claim something between what they may have at least and at most, which is not decided.
        cells: For the public edition: those without both, under, equal, within, over, merged.
        mean: Mean of claim less points; of those still open, of how far beyond their limits the claim is.
        distance: Mean of how far the two are apart.
        differences: Claim less points; None where single values are not published.
    """

    id: str
    title: str
    pairs: int | None
    under: int | None
    equal: int | None
    within: int | None
    over: int | None
    cells: tuple[Cell, ...] | None
    mean: Fraction | None
    distance: Fraction | None
    differences: Distribution | None


class OddUnit(NamedTuple):
    """A unit that stands out: its total, whether that lies outside the fences, and the indicators at which it is an outlier."""

    unit: str
    name: str
    points: Fraction | None
    is_odd: bool
    indicators: tuple[str, ...]


class OverClaim(NamedTuple):
    """A unit that claims more than it has, and, while it is open, more than the most that it may have."""

    unit: str
    name: str
    claim: Fraction
    points: Fraction
    most: Fraction


class Band(NamedTuple):
    """A tenth of the ranking: its first and last place, units, and how many places nine of ten draws leave them, on average."""

    first: int
    last: int
    units: int
    width: Fraction


class RankSpan(NamedTuple):
    """A unit in the ranking: its place, and the places between which nine of ten draws put it."""

    unit: str
    name: str
    points: Fraction
    place: int
    best: int
    worst: int


@attrs.frozen(kw_only=True)
class Stability:
    """
    How places move when weights are not quite what they are.

    Attributes:
        noise: By how much each weight may be off, as a share.
        draws: How often weights were drawn.
        addends: How many weights were drawn: the indicators that the total is the sum of.
        units: Units ranked.
        of: Units of the cohort, of which they are a systematic sample if there are more.
        moved: Mean of places moved, as a share of all places.
        kept: Mean share of the first tenth that stays in the first tenth; None where so few are not told of.
        bands: By tenths, the first first.
        spans: Of the first units, of all if they are few; empty where units are not named.
    """

    noise: Fraction
    draws: int
    addends: int
    units: int
    of: int
    moved: Fraction
    kept: Fraction | None
    bands: tuple[Band, ...]
    spans: tuple[RankSpan, ...]


@attrs.frozen(kw_only=True)
class Cohort:
    """
    Everything.

    Attributes:
        edition: ``internal``, or ``public``: then *k* is the least number of units that anything published is about.
        by: What totals are compared by. By rate, totals and points of indicators are those that the full mark of the rubric would give (折算).
        rubric, title: The rubric.
        units: Units that were scored.
        refused: Rows that were refused; None where that is not published.
        total: The total; None where the rubric makes none.
        full_marks: How many different full marks the totals have: more than one where something does not apply to some.
        total_bins: Units by total: from, below, how many, how many of these open; the last bin holds its upper end too.
        models: Figures by other models.
        nodes: All indicators, in the order of the rubric.
        labels: Grades, from the lowest total to the highest.
        grades: Units by grade, the lowest first.
        gates: By gate.
        has_facts: Whether the result holds facts at all.
        facts: Facts that are lacking, the most lacking first.
        open_leaves: Units by how many of their indicators are open.
        agreements: Of the total and of every indicator with claims.
        claims: Units that claim most in excess.
        odd: Units that stand out.
        odd_units: How many stand out, the unnamed included.
        stability: None where the total is no sum of its parts, or there are too few units.
    """

    edition: Edition
    k: int
    by: By
    rubric: RubricIdentity
    title: str
    units: int
    refused: int | None
    total: NodeFigures | None
    full_marks: int
    total_bins: tuple[tuple[Fraction, Fraction, int, int], ...]
    models: tuple[NodeFigures, ...]
    nodes: tuple[NodeFigures, ...]
    labels: tuple[str, ...]
    grades: tuple[GradeCount, ...]
    gates: tuple[GateCount, ...]
    has_facts: bool
    facts: tuple[FactGap, ...]
    open_leaves: tuple[OpenCount, ...]
    agreements: tuple[Agreement, ...]
    claims: tuple[OverClaim, ...]
    odd: tuple[OddUnit, ...]
    odd_units: int | None
    stability: Stability | None

    @property
    def leaves(self) -> tuple[NodeFigures, ...]:
        """Indicators that have a rule."""
        return tuple(node for node in self.nodes if node.is_leaf)
