"""Units: read, converted where they meet, and refused where they measure different things."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, strategies as st

import evalfw
from evalfw.language import (
    STANDARD_UNITS,
    ExpressionError,
    UnitDeclaration,
    Units,
    in_units,
    number_of,
    parse,
    truth_of,
)
from evalfw.language.algebra import ExactAlgebra, Known
from evalfw.language.expressions import check_types
from evalfw.language.expressions.checking import type_of
from evalfw.language.facts import FactDeclaration
from evalfw.language.facts.declaration import Field
from evalfw.language.facts.reading import ValueFaultError, read_amount

DECLARED = {
    "spent": ("money", "万元", "9000"),
    "budget": ("money", "亿元", "1"),
    "fees": ("money", "元", "5000"),
    "late": ("number", "天", "3"),
    "hours": ("number", "小时", "36"),
    "working": ("number", "工作日", "2"),
    "months": ("number", "月", "18"),
    "years": ("number", "年", "1"),
    "people": ("count", "人", "40"),
    "thousands": ("number", "千人", "2"),
    "visits": ("count", "人次", "40"),
    "items": ("count", "项", "40"),
    "plain": ("number", "", "5"),
    "rate": ("ratio", "", "0.95"),
    "percent": ("number", "%", "95"),
    "land": ("number", "亩", "3"),
    "square": ("number", "平方米", "2000"),
    "first": ("date", "", "2021-03-01"),
    "last": ("date", "", "2021-03-15"),
}
FACTS = {
    id: FactDeclaration(id=id, label=id, type=kind, unit=unit)  # type: ignore[arg-type] # as a file would say
    for id, (kind, unit, _) in DECLARED.items()
}
FACTS["jobs"] = FactDeclaration(
    id="jobs",
    label="jobs",
    type="list",
    fields={"cost": Field(label="c", type="number", unit="万元"), "n": Field(label="n", type="number")},
)
VALUES = {id: Known(read_amount(FACTS[id], stated)) for id, (_, _, stated) in DECLARED.items()}
VALUES["jobs"] = Known(({"cost": "3000", "n": "1"}, {"cost": "6000", "n": "2"}))


def value(text: str) -> Fraction | bool:
    expression = parse(text)
    kind = type_of(expression, FACTS)
    root = in_units(expression, FACTS, STANDARD_UNITS).root
    algebra = ExactAlgebra(VALUES)
    return truth_of(root, algebra) if kind == "bool" else number_of(root, algebra)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("spent <= budget", True),
        ("spent > budget", False),
        ("spent + budget", Fraction(19000)),
        ("budget + spent", Fraction(19, 10)),
        ("budget - fees", 1 - Fraction(5000, 10**8)),
        ("spent / budget", Fraction(9, 10)),
        ("budget / spent", Fraction(10, 9)),
        ("spent / fees", Fraction(18000)),
        ("min(budget, spent)", Fraction(9, 10)),
        ("max(spent, budget, fees)", Fraction(10000)),
        ("clamp(spent, 1亿元, 2亿元)", Fraction(10000)),
        ("if(rate >= 0.9, budget, spent)", Fraction(1)),
        ("if(rate < 0.9, budget, spent)", Fraction(9, 10)),
        ("spent = 90000000元", True),
        ("spent <= 90万元", False),
        ("spent >= 0.9亿元", True),
        ("spent >= 9000", True),
        ("budget >= 9000", False),
        ("spent <= budget * 90%", True),
        ("spent <= 90% * budget", True),
        ("spent < 0.9 * budget", False),
        ("2 * spent + 1千万元", Fraction(19000)),
        ("rate >= 95%", True),
        ("rate >= 95个百分点", True),
        ("rate - 5个百分点", Fraction(9, 10)),
        ("rate >= 949‰", True),
        ("percent >= 95%", True),
        ("percent >= 95", True),
        ("percent = rate", True),
        ("percent * budget", Fraction(95)),
        ("late < hours", False),
        ("hours <= 1.5天", True),
        ("late <= 1周", True),
        ("months <= years", False),
        ("months = 6季", True),
        ("years + months", Fraction(5, 2)),
        ("last - first", Fraction(14)),
        ("last - first <= 2周", True),
        ("first + 2周 = last", True),
        ("first + late < last", True),
        ("last >= 2021年3月15日", True),
        ("people < thousands", True),
        ("thousands - people", Fraction(49, 25)),
        ("people + visits / visits * 2人", Fraction(42)),
        ("spent / people", Fraction(225)),
        ("spent / people >= 200万元/人", True),
        ("budget / thousands >= 5万元/人", True),
        ("budget / thousands <= 50亿元/千人", True),
        ("spent / people * people = 0.9亿元", True),
        ("number(visits) >= number(items)", True),
        ("number(spent) > plain", True),
        ("visits / people", Fraction(1)),
        ("land = square", True),
        ("sum(jobs, 'cost') = 0.9亿元", True),
        ("sum(jobs, 'cost') <= budget", True),
        ("mean(jobs, 'cost') / budget", Fraction(45, 100)),
        ("count(jobs) >= 2", True),
        ("place(budget, jobs, 'cost')", Fraction(1)),
        ("(10 - late) / 10 >= 0.7", True),
        ("1 - late / 10 = 0.7", True),
        ("spent ＜＝ ９０００万元", True),
        ("spent − budget", Fraction(-1000)),
        ("rate ＞＝ ９５％", True),
        ("abs(spent － budget) ≤ 0.1亿元", True),
        ("late = 3天 and （hours = 36小时 or plain ＝ 1）", True),
    ],
)
def test_what_meets_is_converted(text: str, wanted: Fraction | bool) -> None:
    assert value(text) == wanted


@pytest.mark.parametrize(
    ("text", "column", "units"),
    [
        ("spent + late", 7, ("天", "万元")),
        ("spent <= late", 7, ("天", "万元")),
        ("late >= working", 6, ("工作日", "天")),
        ("late <= months", 6, ("月", "天")),
        ("min(spent, people)", 1, ("人", "万元")),
        ("clamp(spent, 1天, 2天)", 1, ("天", "万元")),
        ("if(rate > 1, spent, late)", 1, ("天", "万元")),
        ("visits >= items", 8, ("项", "人次")),
        ("people = visits", 8, ("人次", "人")),
        ("spent > plain", 7, ("没有单位", "万元")),
        ("plain > spent", 7, ("万元", "没有单位")),
        ("spent <= 90%", 7, ("没有单位", "万元")),
        ("rate + spent", 6, ("万元", "没有单位")),
        ("spent / people >= spent", 16, ("万元", "万元/人")),
        ("spent * budget > spent", 16, ("万元", "")),
        ("spent <= 3天", 7, ("天", "万元")),
        ("spent / late >= 5万元/人", 14, ("万元/人", "万元/天")),
        ("sum(jobs, 'cost') > late", 19, ("天", "万元")),
        ("sum(jobs, 'n') > spent", 16, ("万元", "没有单位")),
        ("place(late, jobs, 'cost') = 1", 1, ("天", "万元")),
        ("number(visits) >= items", 16, ("项", "没有单位")),
        ("first + spent > last", 7, ("万元", "天")),
        ("count(jobs) >= items", 13, ("项", "没有单位")),
        ("floor(spent) >= late", 14, ("天", "万元")),
    ],
)
def test_what_measures_different_things_is_refused_with_both_units(
    text: str, column: int, units: tuple[str, str]
) -> None:
    expression = parse(text)
    check_types(expression, type_of(expression, FACTS), FACTS)
    with pytest.raises(ExpressionError) as error:
        in_units(expression, FACTS, STANDARD_UNITS)
    assert error.value.column == column
    assert all(unit in error.value.what.zh for unit in units)
    assert error.value.hint is not None and "number(" in error.value.hint.zh


class Quantity(NamedTuple):
    """A text, what it is in base units, and its dimension: powers of 元, 秒 and 人."""

    text: str
    value: Fraction
    dimension: tuple[int, int, int]


class MixedError(Exception):
    """Unlike quantities meet."""


_LEAVES = [
    Quantity(id, Fraction(DECLARED[id][2]) * scale, dimension)
    for id, scale, dimension in (
        ("spent", 10**4, (1, 0, 0)),
        ("budget", 10**8, (1, 0, 0)),
        ("fees", 1, (1, 0, 0)),
        ("late", 86400, (0, 1, 0)),
        ("hours", 3600, (0, 1, 0)),
        ("people", 1, (0, 0, 1)),
        ("thousands", 1000, (0, 0, 1)),
        ("rate", 1, (0, 0, 0)),
        ("percent", Fraction(1, 100), (0, 0, 0)),
    )
] + [
    Quantity("7百万元", Fraction(7 * 10**6), (1, 0, 0)),
    Quantity("3周", Fraction(3 * 604800), (0, 1, 0)),
    Quantity("12%", Fraction(12, 100), (0, 0, 0)),
    Quantity("2万元/人", Fraction(20000), (1, 0, -1)),
]


def joined(sign: str, one: Quantity, other: Quantity) -> Quantity | MixedError:
    text = f"({one.text} {sign} {other.text})" if sign in "+-*/" else f"{sign}({one.text}, {other.text})"
    if sign in "*/":
        power = 1 if sign == "*" else -1
        dimension = tuple(left + power * right for left, right in zip(one.dimension, other.dimension, strict=True))
        made = one.value * other.value if sign == "*" else one.value / other.value if other.value else Fraction(0)
        return Quantity(text, made, dimension)  # type: ignore[arg-type] # of three
    if one.dimension != other.dimension:
        return MixedError(text)
    of = {"+": one.value + other.value, "-": one.value - other.value, "min": min(one.value, other.value)}
    return Quantity(text, of.get(sign, max(one.value, other.value)), one.dimension)


@given(data=st.data(), picked=st.lists(st.sampled_from(_LEAVES), min_size=2, max_size=6))
def test_units_thrown_at_random_are_converted_or_refused_never_mixed(
    data: st.DataObject, picked: list[Quantity]
) -> None:
    """The value of an expression in base units is what it is by hand, or it is refused where unlike things meet, and only then."""
    whole = picked[0]
    mixed = ""
    for other in picked[1:]:
        sign = data.draw(st.sampled_from(["+", "-", "*", "/", "min", "max"]))
        if sign == "/" and other.value == 0:
            continue
        made = joined(sign, whole, other)
        if isinstance(made, MixedError):
            mixed = str(made)
            break
        whole = made
    expression = parse(mixed or whole.text)
    if mixed:
        with pytest.raises(ExpressionError):
            in_units(expression, FACTS, STANDARD_UNITS)
        return
    measured = in_units(expression, FACTS, STANDARD_UNITS)
    scale = Fraction(1) if measured.unit is None else measured.unit.scale
    assert number_of(measured.root, ExactAlgebra(VALUES)) * scale == whole.value


@pytest.mark.parametrize(
    ("unit", "stated", "wanted"),
    [
        ("亿元", "9000万元", "0.9"),
        ("万元", "9,000万元", "9000"),
        ("元", "1.5千元", "1500"),
        ("小时", "90分钟", "1.5"),
        ("分钟", "2天", "2880"),
        ("月", "1.5年", "18"),
        ("年", "2季度", "0.5"),
        ("平方米", "3亩", "2000"),
        ("吨", "500公斤", "0.5"),
        ("万元/人", "30000元/人", "3"),
        ("人次", "1.2万人次", "12000"),
        ("万元", "－５万元", "-5"),
        ("万元", "−5", "-5"),
        ("%", "0.5", "0.5"),
        ("%", "5‰", "0.5"),
    ],
)
def test_values_are_read_in_any_unit_of_the_dimension(unit: str, stated: str, wanted: str) -> None:
    fact = FactDeclaration(id="x", label="x", type="number", unit=unit)
    assert read_amount(fact, stated) == Fraction(wanted)


@pytest.mark.parametrize(
    ("unit", "stated"),
    [
        ("月", "30天"),
        ("天", "5工作日"),
        ("人", "5人次"),
        ("万元", "5天"),
        ("", "5人"),
        ("人", "5%"),
        ("小时", "20分钟"),
        ("万元/人", "5万元"),
    ],
)
def test_values_in_units_of_another_dimension_are_refused(unit: str, stated: str) -> None:
    """20 minutes are a third of an hour, which no decimal is."""
    with pytest.raises(ValueFaultError):
        read_amount(FactDeclaration(id="x", label="x", type="number", unit=unit), stated)


def test_a_ratio_is_given_in_any_share_and_in_nothing_else() -> None:
    fact = FactDeclaration(id="x", label="x", type="ratio")
    given = [read_amount(fact, text) for text in ("83.04%", "830.4‰", "８３．０４％", "83.04个百分点", "0.8304")]
    assert given == [Fraction("0.8304")] * 5
    for text in ("83人", "83万", "83元/元"):
        with pytest.raises(ValueFaultError):
            read_amount(fact, text)


def test_declared_units_are_made_of_known_ones() -> None:
    units = Units(
        (
            UnitDeclaration(name="担", equals="50千克"),
            UnitDeclaration(name="百户村"),
            UnitDeclaration(name="车", equals="20担"),
        )
    )
    assert units.read("车").rate(units.read("吨")) == 1
    assert units.read("百户村").rate(units.read("户村")) is None
    assert units.read("百户").rate(units.read("户")) == 100


RUBRIC = """format = "evalfw.rubric/1"
id = "made-up/units"
version = "1"
title = "单位"
full_mark = 4
unit = [{ name = "担", is = "50千克" }]
fact = [
  { id = "grain", label = "粮", type = "number", unit = "吨", min = 0 },
  { id = "stock", label = "库", type = "number", unit = "担", min = 0, max = "100吨" },
]
indicator = [{ id = "a", title = "存粮", weight = 4, criterion = "库存与产量之比乘以分值", rule = { RULE } }]
"""


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ('kind = "proportional", fact = "stock", target = "grain"', "3.6"),
        ('kind = "proportional", fact = "stock", target = "1吨"', "3.6"),
        ('kind = "formula", share = "stock / grain"', "3.6"),
        ('kind = "all_or_nothing", when = "stock >= 0.9吨"', "4"),
        ('kind = "all_or_nothing", when = "stock >= grain"', "0"),
        (
            'kind = "bands", fact = "stock", bands = [{ from = "0.9吨", points = 3 }, { below = "0.9吨", points = 1 }]',
            "3",
        ),
        (
            'kind = "bands", fact = "stock", around = "1吨", bands = [{ to = "100公斤", points = 3 }, { above = "0.1吨", points = 1 }]',
            "3",
        ),
        (
            'kind = "deduct_per_step", fact = "stock", target = "grain", side = "below", step = "50公斤", points = 1',
            "2",
        ),
        ('kind = "base_and_steps", fact = "stock", target = "0.8吨", base = 1, step = "1担", up = 1', "3"),
        (
            'kind = "interpolation", fact = "stock", levels = [{ at = "0吨", points = 0 }, { at = "1吨", points = 4 }]',
            "3.6",
        ),
        (
            'kind = "cases", rows = [{ when = "stock > 19担", points = 4 }, { when = "grain - stock <= 100公斤", points = 2 }]',
            "2",
        ),
        (
            'kind = "checklist", items = [{ when = "stock >= 900公斤", points = 2 }, { when = "stock >= grain", points = 2 }]',
            "2",
        ),
    ],
)
def test_parameters_and_targets_are_in_the_unit_of_the_fact(
    tmp_path: Path, host: evalfw.PluginHost, rule: str, points: str
) -> None:
    (tmp_path / "r.toml").write_text(RUBRIC.replace("RULE", rule), encoding="utf-8")
    rubric = host.load(str(tmp_path / "r.toml"))
    report = evalfw.score(rubric, evalfw.evidence_of(rubric, {"grain": Decimal(1), "stock": "900公斤"}))
    assert report.total.points == Fraction(points)


@pytest.mark.parametrize(
    "text",
    [
        "spent <= budget * 10000",
        "spent / 10000 <= budget",
        "spent / (budget * 10000) >= 0.9",
        "spent / budget / 10000 >= 0.9",
        "hours > late * 24",
        "min(spent, 10000 * budget) > 1",
        "months = years * 12",
        "percent >= rate * 100",
    ],
)
def test_what_was_converted_by_hand_is_not_converted_twice(text: str) -> None:
    """A rubric from before units were converted is refused, with the factor, rather than scored otherwise."""
    with pytest.raises(ExpressionError) as error:
        in_units(parse(text), FACTS, STANDARD_UNITS)
    assert "不要再乘除" in error.value.what.zh and error.value.hint is not None


@pytest.mark.parametrize(
    "text", ["spent <= number(budget) * 10000万元", "spent <= 2 * budget", "spent * 10000 > 5", "spent / 100 <= budget"]
)
def test_other_factors_are_factors(text: str) -> None:
    in_units(parse(text), FACTS, STANDARD_UNITS)
