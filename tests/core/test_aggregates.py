"""Aggregators: what inner nodes make of their parts, open and absent ones among them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, strategies as st

import evalfw
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.best_of import BestOf
from evalfw.language.aggregates.conversion_table import ConversionTable
from evalfw.language.aggregates.declared_one import DeclaredOne
from evalfw.language.aggregates.n_of_m import NOfM
from evalfw.language.aggregates.nothing import Nothing
from evalfw.language.aggregates.part import Part, Whole
from evalfw.language.aggregates.risk_weighted_mean import RiskWeightedMean
from evalfw.language.aggregates.total import Sum
from evalfw.language.aggregates.weakest_link import WeakestLink
from evalfw.language.aggregates.weighted_blocks import WeightedBlocks
from evalfw.language.aggregates.weighted_mean import WeightedMean
from evalfw.language.aggregates.xccdf import XccdfAbsolute, XccdfDefault, XccdfFlat, XccdfFlatUnweighted
from evalfw.language.algebra import Known, Range, Unknown

ENDLESS = Range(None, None)


def part(points: int | Fraction, full: int = 10, share: int | None = None, **more: object) -> Part:
    value = Fraction(points)
    given = Part(
        "x", value, Fraction(full), Range(value, value), Fraction(full), Fraction(full if share is None else share)
    )
    return given._replace(**more)  # type: ignore[arg-type]


def absent(full: int = 10, spread: bool = False, share: int | None = None) -> Part:
    return part(0, full, share)._replace(weight=Fraction(0), spread=Fraction(full if spread else 0))


def opened(low: int, high: int, full: int = 10, doubt: str = "") -> Part:
    return part(low, full)._replace(bounds=Range(Fraction(low), Fraction(high)), is_decided=False, doubt=doubt)


def made(aggregate: Aggregator, parts: Sequence[Part], full: int | None = None, **values: object) -> tuple[object, ...]:
    """Points, weight, least and most."""
    parts = [each._replace(id=f"x{at}") if each.id == "x" else each for at, each in enumerate(parts)]
    mark = aggregate.full_mark(parts, None if full is None else Fraction(full))
    assert mark is not None
    combined = aggregate.combine(parts, Whole(mark, ENDLESS, values, {}))  # type: ignore[arg-type]
    return combined.points, combined.weight, combined.bounds.least, combined.bounds.most


MEAN = WeightedMean()
RISKS = RiskWeightedMean({"high": Decimal("7.5"), "low": Decimal("2.5")})


@pytest.mark.parametrize(
    ("aggregate", "parts", "full", "expected"),
    [
        (Sum(), [part(4), part(7)], None, (11, 20, 11, 11)),
        (Sum(cap=Decimal(10)), [part(4), part(7)], None, (10, 20, 10, 10)),
        (Sum(floor=Decimal(2)), [part(0), part(-5, extra=True)], None, (2, 10, 2, 2)),
        (Sum(), [part(4), opened(0, 7)], None, (4, 20, 4, 11)),
        (Sum(), [part(4), opened(3, 7, doubt="x")], None, (7, 20, 4, 11)),
        (Sum(), [part(4), absent()], None, (4, 10, 4, 4)),
        (Sum(), [part(4), absent(spread=True)], None, (8, 20, 8, 8)),
        (Sum(), [absent(spread=True)], None, (0, 0, 0, 0)),
        (MEAN, [part(5, 10, 3), part(10, 10, 1)], None, (Fraction("62.5"), 100, Fraction("62.5"), Fraction("62.5"))),
        (MEAN, [part(5), absent()], 20, (10, 20, 10, 10)),
        (MEAN, [part(5), part(2, 0, extra=True)], 20, (12, 20, 12, 12)),
        (MEAN, [part(5), opened(0, 10)], 20, (5, 20, 5, 15)),
        (MEAN, [part(5), opened(0, 10, doubt="x")], 20, (5, 20, 5, 15)),
        (MEAN, [part(10), opened(0, 5, doubt="x")], 20, (10, 20, 10, 20)),
        (MEAN, [absent()], 20, (0, 0, 0, 0)),
        (WeightedBlocks(), [part(90, 100, 50), part(80, 100, 25), part(90, 100, 25)], None, (Fraction("87.5"), 100) + (Fraction("87.5"),) * 2),
        (WeightedBlocks(), [part(90, 100, 50), absent(100, share=50)], None, (45, 50, 45, 45)),
        (RISKS, [part(10, risk="high"), part(0, risk="low")], None, (Fraction("7.5"), 10, Fraction("7.5"), Fraction("7.5"))),
        (RISKS, [part(5, risk="low"), part(5, risk="low"), part(5, risk="low")], None, (5, 10, 5, 5)),
        (WeakestLink(), [part(3, 4), part(2, 4), part(4, 4)], None, (2, 4, 2, 2)),
        (WeakestLink(Decimal("0.5")), [part(3, 4), part(2, 4)], None, (Fraction("2.5"), 4, Fraction("2.5"), Fraction("2.5"))),
        (WeakestLink(Decimal("0.5")), [part(3, 4), part(3, 4)], None, (3, 4, 3, 3)),
        (WeakestLink(Decimal("0.5")), [part(3, 4), opened(1, 4, 4)], None, (Fraction("1.5"), 4, 1, Fraction("3.5"))),
        (BestOf(), [part(3), part(8), absent()], None, (8, 10, 8, 8)),
        (BestOf(), [part(3), opened(0, 8)], None, (3, 10, 3, 8)),
        (NOfM(n=2), [part(3), part(8), part(5)], None, (13, 20, 13, 13)),
        (NOfM(n=2), [part(3), absent(), absent()], None, (3, 10, 3, 3)),
        (NOfM(n=2, how="full"), [part(10), part(10), part(1)], 6, (6, 6, 6, 6)),
        (NOfM(n=2, how="full"), [part(10), opened(0, 10), part(1)], 6, (0, 6, 0, 6)),
        (NOfM(n=2, how="full"), [part(10), absent()], 6, (6, 6, 6, 6)),
        (Nothing(), [part(3)], None, (0, 0, 0, 0)),
        (XccdfFlat(), [part(10), part(9), absent()], None, (10, 20, 10, 10)),
        (XccdfFlatUnweighted(), [part(10), part(1, 1), part(0)], None, (2, 3, 2, 2)),
        (XccdfAbsolute(), [part(10), part(10)], None, (1, 1, 1, 1)),
        (XccdfAbsolute(), [part(10), opened(0, 10)], None, (0, 1, 0, 1)),
        (XccdfAbsolute(), [absent()], None, (0, 1, 0, 0)),
        (XccdfDefault(), [part(0, 30, parts=(part(10), part(0), part(10))), part(1, 10, 30)], None, (Fraction(100, 3), 100, Fraction(100, 3), Fraction(100, 3))),
    ],
)  # fmt: skip
def test_points_full_mark_and_bounds(
    aggregate: Aggregator, parts: list[Part], full: int | None, expected: tuple[object, ...]
) -> None:
    assert made(aggregate, parts, full) == expected


def test_the_declared_part_counts_and_while_it_is_unknown_any_may() -> None:
    parts = [part(3)._replace(id="a.rate"), part(8)._replace(id="a.change")]
    assert made(DeclaredOne("which"), parts, which=Known("change")) == (8, 10, 8, 8)
    assert made(DeclaredOne("which"), parts, which=Unknown()) == (3, 10, 3, 8)


def test_an_open_part_of_every_aggregator_lies_in_its_bounds() -> None:
    """Whatever the open part turns out to be, also absent, the result lies within the bounds told before."""
    aggregators: list[tuple[Aggregator, int | None]] = [
        (Sum(), None), (MEAN, 20), (WeightedBlocks(), None), (RISKS, None), (WeakestLink(Decimal("0.5")), None),
        (BestOf(), None), (NOfM(n=1), None), (XccdfDefault(), None), (XccdfFlat(), None), (XccdfAbsolute(), None),
    ]  # fmt: skip
    for aggregate, full in aggregators:
        others = [part(4, risk="low"), part(10, risk="high")]
        unknown = opened(2, 10, doubt="x")._replace(risk="low")
        _, _, least, most = made(aggregate, [*others, unknown], full)
        for turned_out in (*(unknown.at(Fraction(each)) for each in (2, 7, 10)), unknown.absent):
            points = made(aggregate, [*others, turned_out], full)[0]
            assert least <= points <= most, (aggregate, turned_out)  # type: ignore[operator]


@pytest.fixture(scope="module")
def pefa(host: evalfw.PluginHost) -> evalfw.Rubric:
    return evalfw.rubric.load_rubric(host.rubrics.find("pefa/2016"), host.rubrics, host.vocabulary)


def test_the_pefa_table_never_falls_when_a_grade_rises(pefa: evalfw.Rubric) -> None:
    table = pefa.conversions["m2"]
    assert table.sizes == {1, 2, 3, 4} and not table.missing()
    for size in (2, 3, 4):
        for row in combinations_with_replacement(table.inputs, size):
            for at, each in enumerate(row):
                if each < 4:
                    assert table.convert([*row[:at], each + 1, *row[at + 1 :]]) >= table.convert(row)


@given(st.data())
def test_bounds_of_a_converted_indicator_are_those_of_all_completions(pefa: evalfw.Rubric, data: st.DataObject) -> None:
    table = pefa.conversions["m2"]
    known = data.draw(st.lists(st.sampled_from(table.inputs), min_size=1, max_size=2))
    parts = [part(each, 4) for each in known] + [opened(1, 4, 4, doubt=data.draw(st.sampled_from(["", "x"])))]
    combined = ConversionTable("m2").combine(parts, Whole(Fraction(4), ENDLESS, {}, pefa.conversions))
    all_of_them = [table.convert([*known, each]) for each in table.inputs]
    all_of_them += [table.convert(known)] if parts[-1].doubt else []
    assert (combined.bounds.least, combined.bounds.most) == (min(all_of_them), max(all_of_them))


METHODS = [
    "M1",
    "M1",
    "M2",
    "M1",
    "M1",
    "M2",
    "M2",
    "M2",
    "M1",
    "M2",
    "M2",
    "M2",
    "M2",
    "M2",
    "M2",
    "M2",
    "M2",
    "M1",
    "M2",
    "M1",
    "M2",
    "M1",
    "M1",
    "M2",
    "M2",
    "M1",
    "M2",
    "M1",
    "M1",
    "M1",
    "M2",
]
DIMENSIONS = [1, 3, 2, 1, 1, 3, 2, 4, 1, 3, 4, 3, 3, 3, 3, 4, 3, 4, 4, 3, 4, 2, 4, 4, 3, 4, 4, 3, 3, 4, 4]


def test_pefa_has_its_31_indicators_94_dimensions_and_methods(pefa: evalfw.Rubric) -> None:
    indicators = [node for node in pefa.indicators if node.level == 2]
    assert len(indicators) == 31 and sum(DIMENSIONS) == sum(1 for _ in pefa.leaves) == 94
    for number, (node, method, count) in enumerate(zip(indicators, METHODS, DIMENSIONS, strict=True), 1):
        assert node.title.startswith(f"PI-{number} ")
        assert len(pefa.children(node.id)) == count
        assert node.aggregate is not None
        assert node.aggregate.kind == {"M1": "weakest_link", "M2": "conversion_table"}[method]
