"""Random rubrics for tables of units: all that random rubrics have, and grades, gates on them, bonus, derived facts, relations, nested nodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs
from hypothesis import strategies as st
from random_rubrics import inner, policies, rubrics
from strategies import FACTS as FEW, all_rules, any_value, leaf

import evalfw
from evalfw import FactDeclaration
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.best_of import BestOf
from evalfw.language.aggregates.conversion_table import ConversionTable
from evalfw.language.aggregates.declared_one import DeclaredOne
from evalfw.language.aggregates.n_of_m import NOfM
from evalfw.language.aggregates.nothing import Nothing
from evalfw.language.aggregates.risk_weighted_mean import RiskWeightedMean
from evalfw.language.aggregates.scale import Conversion
from evalfw.language.aggregates.total import Sum
from evalfw.language.aggregates.weakest_link import WeakestLink
from evalfw.language.aggregates.weighted_mean import WeightedMean
from evalfw.language.algebra import Amount, Range
from evalfw.language.expressions import parse
from evalfw.language.rules import Rule
from evalfw.language.rules.all_or_nothing import AllOrNothing
from evalfw.language.rules.bands import Band, Bands
from evalfw.language.rules.base_and_steps import BaseAndSteps
from evalfw.language.rules.by_choice import ByChoice, Worth
from evalfw.language.rules.cases import Cases, Row
from evalfw.language.rules.deduct_per_step import DeductPerStep
from evalfw.language.rules.formula import Formula
from evalfw.language.rules.proportional import Proportional
from evalfw.language.rules.todo import Todo
from evalfw.language.units.quantity import DayNumber
from evalfw.rubric.model import Indicator
from evalfw.rubric.structures import Gate, GateAction, Grade, Policy, Reconciliation

MORE = {
    fact.id: fact
    for fact in (
        FactDeclaration(id="spent", label="支出", type="money", unit="万元"),
        FactDeclaration(id="budget", label="预算", type="money", unit="万元", least=Decimal(0)),
        FactDeclaration(
            id="rate",
            label="执行率",
            type="ratio",
            least=Decimal(0),
            derivation=parse("spent / budget"),
            tolerance=Decimal("0.00005"),
        ),
        FactDeclaration(id="wanted", label="要求的执行率", type="ratio", least=Decimal(0)),
        FactDeclaration(id="finished", label="完成日期", type="date"),
        FactDeclaration(id="word", label="评语", type="text"),
        FactDeclaration(
            id="total_n",
            label="合计",
            type="number",
            places=1,
            derivation=parse("n + x"),
            least=Decimal(-2),
            most=Decimal(9),
        ),
        FactDeclaration(id="which", label="所选", type="choice", choices={"x": "甲", "y": "乙"}),
    )
}
FACTS = {**FEW, **MORE}

money = st.one_of(
    st.integers(0, 30).map(Fraction),
    st.sampled_from(
        [Fraction(0), Fraction(1, 100), Fraction(-5), Fraction(10**12), Fraction(10**13) - Fraction(1, 100)]
    ),
)
amounts: dict[str, st.SearchStrategy[Amount]] = {
    "spent": money,
    "budget": money.map(abs),
    "rate": st.sampled_from(
        [Fraction(0), Fraction(9, 10), Fraction(900001, 10**6), Fraction(1), Fraction(10), Fraction(3, 4)]
    ),
    "wanted": st.sampled_from([Fraction(0), Fraction(9, 10), Fraction(1), Fraction(10)]),
    "finished": st.sampled_from(
        [date(2021, 6, 29), date(2021, 6, 30), date(2021, 7, 1), date(1, 1, 1), date(9999, 12, 31)]
    ),
    "word": st.sampled_from(["好", "差", "it's", "别的\\"]),
    "total_n": st.sampled_from([Fraction(0), Fraction(3, 2), Fraction(2), Fraction(9)]),
    "which": st.sampled_from(["x", "y"]),
}


def any_amount(fact: str) -> st.SearchStrategy[Amount]:
    """Some value of *fact*, ends and edges often."""
    return amounts[fact] if fact in amounts else any_value(fact)


MIDSUMMER = DayNumber(date(2021, 6, 30).toordinal())
RULES: tuple[Rule, ...] = (
    AllOrNothing(parse("rate >= wanted")),
    AllOrNothing(parse("spent <= budget")),
    AllOrNothing(parse("place(x, ratings, 'score') <= 2")),
    Formula(share=parse("1 / place_from_last(n, ratings, 'score')")),
    AllOrNothing(parse("median(ratings, 'score') >= 60 or mean(ratings, 'score') > n")),
    AllOrNothing(parse("finished <= 2021-06-30")),
    AllOrNothing(parse("word = '好' or word = 'it''s'".replace("''", "’"))),
    AllOrNothing(parse("x in [0, 1] and not p")),
    Bands("rate", (Band(above=Decimal("0.9"), points=Decimal(2)), Band(below=Decimal("0.9"), points=Decimal(1)))),
    Bands("total_n", (Band(from_=Decimal(2), points=Decimal(5)), Band(below=Decimal(2), share=Decimal("0.3")))),
    Proportional(fact="spent", target="budget", zero_target="compare"),
    Cases(
        (
            Row(when=parse("rate < wanted"), judge=(Decimal(1), Decimal(3))),
            Row(when=parse("q"), points=Decimal(4)),
        )
    ),
    ByChoice(
        "which",
        {"x": Worth(points=Decimal(4)), "y": Worth(judge_share=(Decimal("0.2"), Decimal("0.6")), below=True)},
    ),
    Bands("finished", (Band(to=MIDSUMMER, points=Decimal(5)), Band(above=MIDSUMMER, share=Decimal("0.3")))),
    DeductPerStep(fact="finished", target=MIDSUMMER, side="above", step=Decimal(1), points_each=Decimal("0.5")),
    DeductPerStep(
        fact="finished", target=MIDSUMMER, side="below", step=Decimal(7), points_each=Decimal(1), steps="started"
    ),
    BaseAndSteps(fact="finished", target=MIDSUMMER, base=Decimal(2), step=Decimal(1), up=Decimal(-1), down=Decimal(1)),
    AllOrNothing(parse("finished < 2021年7月 and finished >= 2021年6月")),
    Formula(points_by=parse("5 - max(0, finished - 2021-06-30)")),
    AllOrNothing(parse("count(ratings, score >= 60 and tier = 'high') >= 2")),
    Formula(points_by=parse("sum(ratings, 'score', score < 50.5) / 100")),
    Formula(points_by=parse("sqrt(abs(x), 2) + geometric_mean(abs(x), abs(y), 3)")),
    Formula(share=parse("power(n, -1/2, 4)")),
    Formula(points_by=parse("if(known(wanted), wanted, rate)")),
    AllOrNothing(parse("known(word) or q")),
    Todo(),
)
rules: st.SearchStrategy[Rule] = st.one_of(all_rules, st.sampled_from(RULES))
AGGREGATORS: tuple[Aggregator, ...] = (
    Sum(),
    Sum(cap=Decimal(7), floor=Decimal(1)),
    WeightedMean(),
    RiskWeightedMean({"high": Decimal(3), "low": Decimal("0.5")}),
    WeakestLink(),
    WeakestLink(Decimal("0.5")),
    BestOf(),
    NOfM(n=2),
    NOfM(n=1, how="full"),
    DeclaredOne("which"),
    ConversionTable("t"),
    Nothing(),
)
GRADES = (
    Grade(label="优", from_=Decimal(12)),
    Grade(label="良", from_=Decimal("8.5"), below=Decimal(12)),
    Grade(label="中", above=Decimal(5), below=Decimal("8.5")),
    Grade(label="差", to=Decimal(5)),
)
POINTS = {"A": Fraction(5), "B": Fraction(3), "C": Fraction(0)}
CONVERSION = Conversion(
    id="t",
    scale="s",
    rows={
        **{a + b: max(a, b) for a in "ABC" for b in "ABC"},
        **{a + b + c: sorted((a, b, c))[1] for a in "ABC" for b in "ABC" for c in "ABC"},
    },
    points=POINTS,
)
ACTIONS: tuple[GateAction, ...] = ("to_zero", "cap_score", "cap_grade", "force_grade", "block_publication")
PLACES = ("", "a", "a.x")
"""Where gates stand that concern points."""


def gates(actions: Sequence[GateAction] = ACTIONS, places: Sequence[str] = PLACES) -> st.SearchStrategy[Gate]:
    """Gates of some *actions*, at some *places*."""
    return st.builds(
        lambda id, when, action, at, points, grade: Gate(
            id=id,
            title="否决",
            when=parse(when),
            action=action,
            at=at if action in ("to_zero", "cap_score") else "",
            points=Decimal(points) if action == "cap_score" else None,
            grade=grade if action in ("cap_grade", "force_grade") else None,
        ),
        st.sampled_from(["g", "h"]),
        st.sampled_from(["q", "p and q", "n > 2", "rate < wanted", "level = 'c'"]),
        st.sampled_from(actions),
        st.sampled_from(places),
        st.sampled_from(["0", "3", "2.5"]),
        st.sampled_from(["优", "良", "中", "差"]),
    )


relations = (
    Reconciliation(id="r1", label="甲", relation=parse("spent <= budget")),
    Reconciliation(id="r2", label="乙", relation=parse("x + y = n"), tolerance=Decimal("0.1")),
    Reconciliation(id="r3", label="丙", relation=parse("spent / n > rate")),
)


@st.composite
def many_rubrics(
    draw: st.DrawFn,
    small: bool = False,
    first: st.SearchStrategy[Rule] = rules,
    aggregator: Aggregator | None = None,
    gate: st.SearchStrategy[Gate] | None = None,
) -> evalfw.Rubric:
    """
    A rubric of some nodes, three levels deep at most.

    Args:
        small: One node with two leaves below it, and no other models.
        first: The rule of leaf ``a.x``.
        aggregator: That of node ``a``; None for any.
        gate: A gate that it has; None for any.
    """
    nodes: list[Indicator] = []
    tops: list[Indicator] = []
    for name in "a" if small else draw(st.sampled_from(["a", "ab"])):
        below: list[Indicator] = []
        inside: list[Indicator] = []
        for each in "xy" if small else draw(st.sampled_from(["x", "xy", "xyz"])):
            rule = draw(first if f"{name}.{each}" == "a.x" else rules)
            made = leaf(f"{name}.{each}", rule, draw(policies), draw(st.integers(0, 3)) == 0)
            made = attrs.evolve(made, risk=draw(st.sampled_from(["high", "low"])), explain_lost=draw(st.booleans()))
            if each != "x" and draw(st.integers(0, 5)) == 0:
                made = attrs.evolve(made, weight=Fraction(0), limits=Range(Fraction(0), Fraction(0)))
            if each == "z" and draw(st.booleans()):
                deeper = [attrs.evolve(made, id=f"{made.id}.{part}") for part in "xy"]
                made = attrs.evolve(inner(made.id, Sum(), deeper, draw(policies)), risk="low")
                inside += [made, *deeper]
            else:
                inside.append(made)
            below.append(made)
        aggregate = draw(st.sampled_from(AGGREGATORS)) if aggregator is None or name != "a" else aggregator
        if isinstance(aggregate, DeclaredOne) and [each.id[-1] for each in below] != ["x", "y"]:
            aggregate = Sum()
        if isinstance(aggregate, NOfM) and aggregate.n > len(below):
            aggregate = BestOf()
        top = inner(name, aggregate, below, draw(policies))
        condition = draw(st.sampled_from([None, None, parse("p"), parse("level != 'b'")]))
        if condition is not None:
            top = attrs.evolve(top, applies_when=condition)
            inside = [
                attrs.evolve(
                    each, applies_when=condition if each.applies_when is None else parse(f"p and ({condition.text})")
                )
                for each in inside
            ]
        tops.append(top)
        nodes += [top, *inside]
    if draw(st.booleans()):
        bonus = leaf(
            "e",
            draw(rules.filter(lambda rule: not list(rule.misfits(Fraction(0), FACTS)))),
            Policy(),
            False,
            extra=True,
        )
        limits = draw(st.sampled_from([Range(None, None), Range(Fraction(-2), Fraction(3))]))
        nodes.append(attrs.evolve(bonus, limits=limits))
    base = draw(rubrics())
    aggregate = draw(st.sampled_from([Sum(), Sum(cap=Decimal(13)), WeightedMean(), BestOf(), Nothing()]))
    if nodes[-1].extra and not aggregate.takes_extras:
        aggregate = Sum()
    full = (
        sum((node.weight for node in tops), Fraction(0))
        if isinstance(aggregate, Sum)
        else max(node.weight for node in tops)
    )
    grades = draw(st.sampled_from([(), GRADES, GRADES]))
    listed = st.lists(gates(), max_size=2) if gate is None else st.lists(gate, min_size=1, max_size=2)
    drawn = {each.id: each for each in draw(listed) if grades or each.grade is None}
    return attrs.evolve(
        base,
        facts=FACTS,
        indicators=tuple(nodes),
        aggregate=aggregate,
        full_mark=full,
        gates=tuple(drawn.values()),
        grades=grades,
        grade_by=draw(st.sampled_from(["points", "rate"])),
        conversions={"t": CONVERSION},
        models=() if small else base.models,
        reconciliations=relations,
    )


class Unit(NamedTuple):
    """A made-up unit: its facts, points set by hand, and exemptions."""

    facts: dict[str, Amount]
    overrides: dict[str, Decimal]
    exemptions: dict[str, str]


@st.composite
def units(draw: st.DrawFn, rubric: evalfw.Rubric, overrides: frozenset[str], exemptions: frozenset[str]) -> Unit:
    """A unit, some of whose facts are missing."""
    facts = {}
    for fact in rubric.facts:
        if draw(st.integers(0, 3)):
            facts[fact] = draw(any_amount(fact))
    return Unit(
        facts,
        {
            leaf: Decimal(draw(st.sampled_from(["0", "2.5", "5", "-1"])))
            for leaf in sorted(overrides)
            if draw(st.booleans())
        },
        {
            leaf: draw(st.sampled_from(["waived", "not_applicable"]))
            for leaf in sorted(exemptions)
            if draw(st.booleans())
        },
    )
