"""The bounds reading: sound for every completion of the facts, and equal to the score when all are known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings, strategies as st
from strategies import FACTS, WEIGHT, all_rules, any_value, intervals

from evalfw.language.algebra import BoundsAlgebra, ExactAlgebra, Known, Range, UndefinedError, Unknown
from evalfw.language.algebra.interval import Interval
from evalfw.language.expressions import Node, number_of, parse, truth_of
from evalfw.language.rules import Rule
from evalfw.language.rules.tiers import Tiers

numbers = st.fractions(min_value=-20, max_value=20, max_denominator=20)
sources = st.recursive(
    st.sampled_from(["x", "y", "z", "0", "1", "7", "0.5"]),
    lambda inner: st.one_of(
        st.builds(lambda sign, left, right: f"({left} {sign} {right})", st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda name, left, right: f"{name}({left}, {right})", st.sampled_from(["min", "max"]), inner, inner),
        st.builds(lambda name, x: f"{name}({x})", st.sampled_from(["abs", "floor", "ceil"]), inner),
    ),
    max_leaves=6,
)
conditions = st.recursive(
    st.builds(
        lambda sign, left, right: f"({left} {sign} {right})",
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        sources,
        sources,
    ),
    lambda inner: st.one_of(
        st.builds(lambda sign, left, right: f"({left} {sign} {right})", st.sampled_from(["and", "or"]), inner, inner),
        st.builds(lambda x: f"(not {x})", inner),
    ),
    max_leaves=4,
)


@st.composite
def completions(draw: st.DrawFn) -> tuple[dict[str, Known | Unknown], dict[str, Known | Unknown]]:
    """What is known of x, y and z, and one way it may turn out."""
    partial: dict[str, Known | Unknown] = {}
    complete: dict[str, Known | Unknown] = {}
    for name in "xyz":
        value = draw(numbers)
        below, above = (
            draw(st.one_of(st.none(), st.just(Fraction(0)), numbers.map(abs))),
            draw(st.one_of(st.none(), numbers.map(abs))),
        )
        known = draw(st.booleans())
        span = Range(None if below is None else value - below, None if above is None else value + above)
        partial[name] = Known(value) if known else Unknown(span)
        complete[name] = Known(value)
    return partial, complete


def root(text: str) -> Node:
    return parse(text).root


@pytest.mark.slow
@given(sources, completions())
def test_a_number_lies_in_its_range(
    text: str, values: tuple[dict[str, Known | Unknown], dict[str, Known | Unknown]]
) -> None:
    partial, complete = values
    try:
        exact = number_of(root(text), ExactAlgebra(complete))
    except UndefinedError:
        assume(False)
    assert number_of(root(text), BoundsAlgebra(partial)).contains(exact)


@pytest.mark.slow
@given(conditions, completions())
def test_an_answer_is_among_the_possible(
    text: str, values: tuple[dict[str, Known | Unknown], dict[str, Known | Unknown]]
) -> None:
    partial, complete = values
    try:
        exact = truth_of(root(text), ExactAlgebra(complete))
    except UndefinedError:
        assume(False)
    assert exact in truth_of(root(text), BoundsAlgebra(partial))


@given(intervals, st.fractions(min_value=-4, max_value=4, max_denominator=2))
def test_membership_is_the_same_in_every_reading(interval: Interval, value: Fraction) -> None:
    exact = interval.holds(value, ExactAlgebra({}))
    assert exact == interval.contains(value)
    assert interval.holds(Range(value, value), BoundsAlgebra({})) == frozenset({exact})


@pytest.mark.slow
@settings(max_examples=300)
@given(all_rules, st.data())
def test_the_score_of_a_rule_lies_in_its_bounds(rule: Rule, data: st.DataObject) -> None:
    """Whatever the unknown facts turn out to be; and with all known the two readings are one."""
    complete: dict[str, Known | Unknown] = {fact: Known(data.draw(any_value(fact))) for fact in rule.reads()}
    partial: dict[str, Known | Unknown] = {
        fact: value if data.draw(st.booleans()) else FACTS[fact].unknown for fact, value in complete.items()
    }
    try:
        exact = rule.points(ExactAlgebra(complete), WEIGHT)
    except UndefinedError:
        assume(False)
    (outcome,) = exact.possibilities
    possible = rule.points(BoundsAlgebra(partial), WEIGHT).possibilities
    assert any(
        each.branch == outcome.branch
        and each.how == outcome.how
        and (each.span.least is None or outcome.span.least is None or each.span.least <= outcome.span.least)
        and (each.span.most is None or outcome.span.most is None or each.span.most >= outcome.span.most)
        for each in possible
    )
    assert rule.points(BoundsAlgebra(complete), WEIGHT) == exact


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["high", "low"])), max_size=8))
def test_tiers_count_the_best_of_each_project(items: list[tuple[str, str]]) -> None:
    rule = Tiers("awards", "tier", "project", {"high": Decimal(3), "low": Decimal("0.5")})
    value = tuple({"project": project, "tier": tier} for project, tier in items)
    points = rule.points(ExactAlgebra({"awards": Known(value)}), Fraction(0)).awarded
    expected = sum(
        Fraction(3) if (project, "high") in items else Fraction(1, 2) for project in {project for project, _ in items}
    )
    assert points == expected
    unknown = rule.points(BoundsAlgebra({"awards": Unknown()}), Fraction(0))
    assert unknown.span == Range(Fraction(0), None)
