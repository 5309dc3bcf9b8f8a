"""The bounds reading: sound for every completion of the facts, and equal to the score when all are known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from evalfw.algebra import BoundsAlgebra, ExactAlgebra, Known, Range, UndefinedError, Unknown
from evalfw.algebra.interval import Interval
from evalfw.algebra.protocol import within
from evalfw.expressions import Node, number_of, parse, truth_of
from evalfw.rules import Rule
from evalfw.rules.all_or_nothing import AllOrNothing
from evalfw.rules.bands import Band, Bands
from evalfw.rules.base_and_steps import BaseAndSteps
from evalfw.rules.cases import Cases, Row
from evalfw.rules.checklist import Checklist, Item
from evalfw.rules.deduct_per_step import DeductPerStep
from evalfw.rules.discretion import Discretion
from evalfw.rules.formula import Formula
from evalfw.rules.interpolation import Interpolation, Level
from evalfw.rules.proportional import Proportional
from evalfw.rules.tiers import Tiers

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


ends = st.integers(-3, 3).map(Decimal)
intervals = st.one_of(
    st.builds(lambda e: Interval(equal=e), ends),
    st.builds(lambda e: Interval(above=e), ends),
    st.builds(lambda e: Interval(from_=e), ends),
    st.builds(lambda e: Interval(below=e), ends),
    st.builds(lambda e: Interval(to=e), ends),
    st.builds(lambda a, b: Interval(above=a, to=b), ends, ends),
    st.builds(lambda a, b: Interval(from_=a, below=b), ends, ends),
).filter(lambda interval: interval.problem() is None)


@given(intervals, st.fractions(min_value=-4, max_value=4, max_denominator=2))
def test_membership_is_the_same_in_every_reading(interval: Interval, value: Fraction) -> None:
    exact = within(ExactAlgebra({}), value, interval)
    assert exact == interval.contains(value)
    assert within(BoundsAlgebra({}), Range(value, value), interval) == frozenset({exact})


@st.composite
def band_rules(draw: st.DrawFn) -> Bands:
    def band(interval: Interval, points: int) -> Band:
        return Band(
            above=interval.above,
            from_=interval.from_,
            below=interval.below,
            to=interval.to,
            equal=interval.equal,
            points=Decimal(points),
        )

    return Bands("x", tuple(draw(st.lists(st.builds(band, intervals, st.integers(0, 5)), min_size=1, max_size=4))))


modes = st.sampled_from(["add", "deduct", "share"])
rules = st.one_of(
    band_rules(),
    conditions.map(lambda text: AllOrNothing(parse(text))),
    conditions.map(lambda text: Discretion(parse(text), Decimal(-1))),
    st.builds(lambda share, none: Formula(share=parse(share), zero_when=parse(none)), sources, conditions),
    st.builds(
        lambda up, down, step: BaseAndSteps(fact="x", target=Decimal(1), base=Decimal(2), step=step, up=up, down=down),
        st.sampled_from([Decimal("0.3"), Decimal(-1)]),
        st.sampled_from([Decimal("-0.3"), Decimal(1)]),
        st.sampled_from([Decimal("0.7"), Decimal(3)]),
    ),
    st.builds(
        lambda points, below: Interpolation(
            fact="x",
            levels=tuple(
                Level(at=Decimal(at), points=Decimal(each)) for at, each in zip((-2, 1, 5), points, strict=True)
            ),
            below=below,
        ),
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)),
        st.sampled_from([None, Decimal(0)]),
    ),
    st.builds(
        lambda texts, points: Cases(tuple(Row(when=parse(text), points=points) for text in texts)),
        st.lists(conditions, min_size=1, max_size=3),
        st.integers(0, 5).map(Decimal),
    ),
    st.builds(
        lambda texts, mode: Checklist(
            items=tuple(Item(when=parse(text), points=None if mode == "share" else Decimal(2)) for text in texts),
            mode=mode,
        ),
        st.lists(conditions, min_size=1, max_size=3),
        modes,
    ),
    st.builds(
        lambda target, side, step, steps: DeductPerStep(
            fact="x", target=target, side=side, step=step, points_each=Decimal("0.5"), steps=steps
        ),
        ends,
        st.sampled_from(["above", "below"]),
        st.sampled_from([Decimal("0.3"), Decimal(1), Decimal(5)]),
        st.sampled_from(["whole", "started", "exact"]),
    ),
    st.builds(
        lambda target, kind, least: Proportional(
            fact="x", target=target, side=kind[0], form=kind[1], least_share=least
        ),
        st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(9)]),
        st.sampled_from([("at_least", "ratio"), ("at_most", "ratio"), ("at_most", "linear")]),
        st.sampled_from([None, Decimal("0.6")]),
    ),
)


@given(rules, completions())
def test_the_score_of_a_rule_lies_in_its_bounds(
    rule: Rule, values: tuple[dict[str, Known | Unknown], dict[str, Known | Unknown]]
) -> None:
    """Whatever the unknown facts turn out to be; and with all known the two readings are one."""
    partial, complete = values
    weight = Fraction(5)
    try:
        exact = rule.points(ExactAlgebra(complete), weight)
    except UndefinedError:
        assume(False)
    (outcome,) = exact.possibilities
    possible = rule.points(BoundsAlgebra(partial), weight).possibilities
    assert any(
        each.branch == outcome.branch
        and each.how == outcome.how
        and (each.span.least is None or outcome.span.least is None or each.span.least <= outcome.span.least)
        and (each.span.most is None or outcome.span.most is None or each.span.most >= outcome.span.most)
        for each in possible
    )
    assert rule.points(BoundsAlgebra(complete), weight) == exact


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
