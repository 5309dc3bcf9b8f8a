"""The integer reading agrees with the exact one, and its integers fit the width that is worked out for them."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from strategies import FACTS, WEIGHT, all_rules, any_value

from evalfw.foundation.exact import round_half_up
from evalfw.language.algebra import ExactAlgebra, Known, UndefinedError, integers as module
from evalfw.language.algebra.integers import IntegerAlgebra
from evalfw.language.rules import Rule
from evalfw.language.rules.deduct_per_step import DeductPerStep
from evalfw.language.rules.width import integer_bits


def rounded(points: Fraction | None, places: int) -> int | None:
    return None if points is None else int(round_half_up(points, places) * 10**places)


@pytest.mark.slow
@settings(max_examples=500)
@given(all_rules, st.data(), st.integers(0, 3))
def test_exact_and_integer_readings_agree(rule: Rule, data: st.DataObject, places: int) -> None:
    """The same branch, the same points in the smallest unit, undefined together."""
    values = {fact: Known(data.draw(any_value(fact))) for fact in rule.reads()}
    try:
        (expected,) = rule.points(ExactAlgebra(values), WEIGHT).possibilities
    except UndefinedError:
        expected = None
    algebra = IntegerAlgebra(values, places)
    try:
        outcome = rule.points(algebra, WEIGHT)
    except UndefinedError:
        assert expected is None
        return
    assert expected is not None
    assert (outcome.branch, outcome.how) == (expected.branch, expected.how)
    if expected.how != "unruled":
        span = expected.span
        assert (outcome.least, outcome.most) == (rounded(span.least, places), rounded(span.most, places))
    bits = integer_bits(rule, WEIGHT, FACTS, places)
    assert bits is None or algebra.largest.bit_length() + 1 <= bits


WITH_EXPRESSIONS = ("formula", "cases", "checklist", "all_or_nothing", "discretion")


@pytest.mark.slow
@settings(max_examples=300)
@given(all_rules.filter(lambda rule: rule.kind not in WITH_EXPRESSIONS), st.data())
def test_a_kind_divides_once_at_most(rule: Rule, data: st.DataObject) -> None:
    """Either steps are counted or points are rounded; what is added to whole steps has the decimals of points."""
    values = {fact: Known(data.draw(any_value(fact))) for fact in rule.reads()}
    try:
        outcome = rule.points(IntegerAlgebra(values, 2), WEIGHT)
    except UndefinedError:
        return
    assert outcome.divisions <= 1


def test_the_integer_reading_itself_uses_nothing_but_integers() -> None:
    """No true division, no float, and ``Fraction`` only where values enter and at a list, which is no column."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.Div) for node in ast.walk(tree))
    assert not any(isinstance(node, ast.Constant) and isinstance(node.value, float) for node in ast.walk(tree))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert sum(node.func.id == "Fraction" for node in calls if isinstance(node.func, ast.Name)) == 1


def test_money_without_limits_has_no_width_and_a_ratio_has() -> None:
    from decimal import Decimal

    from evalfw import FactDeclaration

    money = {"m": FactDeclaration(id="m", label="金额", type="money")}
    ratio = {"r": FactDeclaration(id="r", label="比率", type="ratio", least=Decimal(0))}
    rule = {"target": Decimal(1), "side": "above", "step": Decimal("0.01"), "points_each": Decimal("0.5")}
    assert integer_bits(DeductPerStep(fact="m", **rule), WEIGHT, money, 2) is None  # type: ignore[arg-type]
    bits = integer_bits(DeductPerStep(fact="r", **rule), WEIGHT, ratio, 2)  # type: ignore[arg-type]
    assert bits is not None and bits <= 64
