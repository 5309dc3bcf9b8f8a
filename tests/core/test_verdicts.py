"""Verdicts on single rules: floors, limits, what is only approached, directions, and what cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs
import pytest

from evalfw import FactDeclaration, FactView, Text
from evalfw.authoring import Rule
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import parse
from evalfw.language.proving.check import check_rule
from evalfw.language.rules.bands import Band, Bands
from evalfw.language.rules.checklist import Checklist, Item
from evalfw.language.rules.deduct_per_step import DeductPerStep
from evalfw.language.rules.formula import Formula

WEIGHT = Fraction(5)


def fact(id: str, **more: object) -> FactDeclaration:
    given: dict[str, object] = {"type": "number", "places": 1, **more}
    return FactDeclaration(id=id, label=id, **given)  # type: ignore[arg-type]


def verdicts(rule: Rule, *facts: FactDeclaration, weight: Fraction = WEIGHT) -> Mapping[str, tuple[str, str]]:
    """Status and Chinese message by property."""
    declared = {each.id: each for each in facts}
    limits = (Fraction(0), weight) if weight else (None, None)
    return {each.property: (each.status, each.message.zh) for each in check_rule(rule, weight, limits, declared)}


@attrs.frozen
class Careless(Rule):
    """Awards what an expression says, whatever the weight."""

    kind: ClassVar[str] = "careless"

    by: str

    def reads(self) -> tuple[str, ...]:
        return ("x",)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        from evalfw.language.expressions import number_of

        return a.points(number_of(parse(self.by).root, a))

    def words(self, weight: Fraction, view: FactView) -> Text:
        return Text(self.by, self.by)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        return Text("", "")


def deduct(**more: object) -> DeductPerStep:
    given: dict[str, object] = {
        "fact": "x",
        "target": Decimal(1),
        "side": "above",
        "step": Decimal(1),
        "points_each": Decimal(1),
    }
    return DeductPerStep(**{**given, **more})  # type: ignore[arg-type]


LIMITED = fact("x", least=Decimal(0), most=Decimal(2))
WIDE = fact("x", least=Decimal(0), most=Decimal(9))
ENDLESS = fact("x", least=Decimal(0))


def test_a_floor_that_is_never_reached_is_told() -> None:
    found = verdicts(deduct(floor=Decimal(2)), LIMITED)
    assert found["least"] == ("violated", "声明最少 2 分，而最少能得 4 分")
    assert verdicts(deduct(floor=Decimal(2)), WIDE)["least"][0] == "proved"
    assert "least" not in verdicts(deduct(), WIDE)


@pytest.mark.parametrize(
    ("by", "status", "message"),
    [
        ("x", "proved", ""),
        ("x * 2", "violated", "会给 18 分，超出允许范围"),
        ("x - 1", "violated", "会给 -1 分，超出允许范围"),
        ("0 - x * x", "not_proved", "涉及事实的乘积等，超出线性不等式"),
        ("min(abs(x * x), 5)", "proved", ""),
    ],
)
def test_awards_outside_the_limits_are_told(by: str, status: str, message: str) -> None:
    most = Decimal(5) if by == "x" else Decimal(9)
    assert verdicts(Careless(by), fact("x", least=Decimal(0), most=most))["inside"] == (status, message)


def test_an_award_without_limit_is_told() -> None:
    assert verdicts(Careless("x"), ENDLESS)["inside"][0] in ("violated", "not_proved")
    assert verdicts(Careless("x"), ENDLESS)["largest"] == ("proved", "")
    assert verdicts(Careless("0 - x"), ENDLESS, weight=Fraction(0))["inside"] == ("proved", "")


def test_full_marks_that_are_only_approached_are_none() -> None:
    found = verdicts(Formula(share=parse("x / (x + 1)")), fact("x", least=Decimal(0), places=None))
    assert found["largest"] == ("violated", "只能接近、得不到 5 分")
    assert found["defined"] == ("proved", "")


def test_full_marks_on_a_value_that_the_fact_cannot_have_are_none() -> None:
    rule = Bands("x", (Band(equal=Decimal("0.25"), points=Decimal(5)), Band(from_=Decimal(0), points=Decimal(1))))
    found = verdicts(rule, LIMITED)
    assert found["largest"][0] == "violated" and found["reachable"][0] == "violated"


BETTER = {"better": "higher"}


@pytest.mark.parametrize(
    ("rule", "declared", "status"),
    [
        (Formula(share=parse("x / (x + 1)")), fact("x", least=Decimal(0), **BETTER), "proved"),
        (Formula(share=parse("1 / (x + 1)")), fact("x", least=Decimal(0), **BETTER), "violated"),
        (Formula(share=parse("1 / (x + 1)")), fact("x", least=Decimal(0), better="lower"), "proved"),
        (Formula(share=parse("x / 5")), fact("x", derivation=parse("y"), least=Decimal(0), **BETTER), "proved"),
        (Formula(points_by=parse("5 - x")), fact("x", derivation=parse("y"), **BETTER), "violated"),
        (Formula(share=parse("x * x / 9")), fact("x", least=Decimal(0), most=Decimal(3), **BETTER), "not_proved"),
        (Formula(share=parse("(floor(x) + floor(0 - x)) / 5")), fact("x", least=Decimal(0), most=Decimal(3), **BETTER), "proved"),
        (Formula(points_by=parse("x - floor(x)")), fact("x", least=Decimal(0), most=Decimal(3), **BETTER), "violated"),
        (Formula(points_by=parse("if(x = floor(x), 1, 2)")), fact("x", least=Decimal(0), most=Decimal(3), **BETTER), "violated"),
        (Formula(points_by=parse("if(x = floor(x), 1, 2)")), fact("x", least=Decimal(0), **BETTER), "not_proved"),
        (deduct(side="below"), fact("x", least=Decimal(0), **BETTER), "proved"),
        (deduct(side="below"), fact("x", least=Decimal(0), better="lower"), "violated"),
    ],
)  # fmt: skip
def test_directions(rule: Rule, declared: FactDeclaration, status: str) -> None:
    """Better never earns less: with open and closed ends, quotients, steps, derived facts, and without limits."""
    assert verdicts(rule, declared, fact("y"))["monotone"][0] == status


@pytest.mark.slow
def test_directions_with_other_facts() -> None:
    x, y = fact("x", least=Decimal(0), most=Decimal(3), **BETTER), fact("y", least=Decimal(0))
    flag = FactDeclaration(id="p", label="p", type="bool")
    text = FactDeclaration(id="t", label="t", type="text")
    spare = FactDeclaration(id="s", label="s", type="choice", choices={"a": "甲"})
    both = Formula(points_by=parse("if(p, x, 3 - x)"))
    assert verdicts(both, x, flag)["monotone"][0] == "violated"
    assert verdicts(Formula(points_by=parse("if(p, x, x / 2)")), x, flag)["monotone"] == ("proved", "")
    assert verdicts(Formula(points_by=parse("if(t = 'gut', x, 1)")), x, text)["monotone"] == ("proved", "")
    assert verdicts(Formula(points_by=parse("if(s = 'a', x, 1)")), x, spare)["monotone"] == ("proved", "")
    assert verdicts(Formula(points_by=parse("min(x, y)")), x, y)["monotone"] == ("not_proved", "还取决于别的数值型事实")
    many = [FactDeclaration(id=f"p{n}", label="p", type="bool") for n in range(9)]
    listed = Checklist(items=tuple(Item(when=parse(f"p{n} and x > 1"), points=Decimal("0.5")) for n in range(9)))
    assert verdicts(listed, x, *many)["monotone"][0] in ("not_proved", "proved")


def test_what_is_beyond_linear_arithmetic_is_not_proved_and_never_guessed() -> None:
    x, y = fact("x", **BETTER), fact("y")
    rule = Bands("z", (Band(from_=Decimal(0), points=Decimal(5)), Band(below=Decimal(0), points=Decimal(0))))
    product = Formula(share=parse("if(x * y > 1, 1, 0)"))
    found = verdicts(product, x, y)
    assert {status for status, _ in found.values()} <= {"not_proved", "proved"}
    assert found["total"][0] == "proved" and found["monotone"][0] == "not_proved"
    assert verdicts(rule, fact("z", derivation=parse("x")))["total"] == ("proved", "")


def test_an_overlap_of_two_facts_needs_an_example() -> None:
    rule = Bands("x", (Band(from_=Decimal(0), points=Decimal(5)), Band(to=Decimal(0), points=Decimal(0))))
    assert verdicts(rule, fact("x"))["disjoint"] == ("violated", "x 0 同时落在第 1、2 档（按前一档计）")
