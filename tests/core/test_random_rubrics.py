"""Whole reports of random rubrics: bounds hold whatever turns out, shrink as facts arrive, and meet when all are there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st
from strategies import FACTS, all_rules, any_value, leaf

import evalfw
from evalfw.aggregates.aggregator import Aggregator
from evalfw.aggregates.best_of import BestOf
from evalfw.aggregates.n_of_m import NOfM
from evalfw.aggregates.total import Sum
from evalfw.aggregates.weakest_link import WeakestLink
from evalfw.aggregates.weighted_blocks import WeightedBlocks
from evalfw.aggregates.weighted_mean import WeightedMean
from evalfw.aggregates.xccdf import XccdfAbsolute, XccdfDefault, XccdfFlat, XccdfFlatUnweighted
from evalfw.algebra import Amount, Range
from evalfw.expressions import parse
from evalfw.loading.tree import blank_part
from evalfw.model.rubric import Indicator, RubricIdentity
from evalfw.model.structures import Gate, Model, Policy
from evalfw.testing import Given, score_facts

aggregators: st.SearchStrategy[Aggregator] = st.sampled_from(
    [
        Sum(),
        Sum(cap=Decimal(7)),
        WeightedMean(),
        WeightedBlocks(),
        WeakestLink(Decimal("0.5")),
        BestOf(),
        NOfM(n=1),
        NOfM(n=1, how="full"),
        XccdfDefault(),
        XccdfFlat(),
    ]
)
policies = st.builds(
    Policy,
    st.sampled_from(["zero", "exclude"]),
    st.sampled_from(["exclude", "reweight", "full", "zero", "cohort_mean"]),
    st.just("x"),
)
gates = st.one_of(
    st.none(),
    st.builds(
        lambda action, at: Gate(
            id="g",
            title="否决",
            when=parse("q"),
            action=action,
            at=at,
            points=Decimal(3) if action == "cap_score" else None,
        ),
        st.sampled_from(["to_zero", "cap_score"]),
        st.sampled_from(["", "a", "a.x"]),
    ),
)


def inner(id: str, aggregate: Aggregator, below: list[Indicator], policy: Policy) -> Indicator:
    full = aggregate.full_mark([blank_part(node.id, node.weight, node.share, node.extra) for node in below], None)
    assert full is not None
    node = leaf(id, rule=below[0].rule, policy=policy, applies=False)  # type: ignore[arg-type]
    return attrs.evolve(node, rule=None, aggregate=aggregate, weight=full, share=full, limits=Range(Fraction(0), full))


@st.composite
def rubrics(draw: st.DrawFn) -> evalfw.Rubric:
    nodes: list[Indicator] = []
    tops: list[Indicator] = []
    for name in draw(st.sampled_from(["a", "ab"])):
        leaves = [
            leaf(f"{name}.{each}", draw(all_rules), draw(policies), draw(st.integers(0, 3)) == 0)
            for each in draw(st.sampled_from(["x", "xy", "xyz"]))
        ]
        top = inner(name, draw(aggregators), leaves, draw(policies))
        tops.append(top)
        nodes += [top, *leaves]
    aggregate = draw(aggregators)
    full = aggregate.full_mark([blank_part(node.id, node.weight, node.share, node.extra) for node in tops], None)
    assert full is not None
    gate = draw(gates)
    models = (XccdfDefault(), XccdfFlat(), XccdfFlatUnweighted(), XccdfAbsolute(), WeightedMean())
    return evalfw.Rubric(
        identity=RubricIdentity("random", "1", ()),
        lineage=(),
        title="随机",
        issuer="",
        period="",
        source="",
        full_mark=full,
        places=2,
        facts=FACTS,
        indicators=tuple(nodes),
        reconciliations=(),
        aggregate=aggregate,
        models=tuple(Model(id=each.kind, title=each.kind, aggregate=each) for each in models),
        gates=() if gate is None else (gate,),
        scales={},
        conversions={},
        grades=(),
        note="",
        sample=None,
    )


def given_form(value: Amount) -> Given:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return list(value) if isinstance(value, tuple) else value


def inside(inner: Range, outer: Range) -> bool:
    above = outer.least is None or (inner.least is not None and outer.least <= inner.least)
    below = outer.most is None or (inner.most is not None and inner.most <= outer.most)
    return above and below


@settings(max_examples=160)
@given(rubrics(), st.data())
def test_bounds_of_random_rubrics(rubric: evalfw.Rubric, data: st.DataObject) -> None:
    order = data.draw(st.permutations(sorted(FACTS)))
    facts = {fact: given_form(data.draw(any_value(fact))) for fact in order}
    final = score_facts(rubric, facts)
    if final.is_provisional:  # something is divided by zero: then there is no result that bounds could hold
        event("provisional")
        return
    before = score_facts(rubric, {})
    if before.is_provisional:
        event("provisional")
        return
    for known in range(1, len(order) + 1):
        now = score_facts(rubric, {fact: facts[fact] for fact in order[:known]})
        if now.is_provisional:  # the same of an indicator that turns out not to apply
            continue
        for earlier, later, last in zip(before.indicators, now.indicators, final.indicators, strict=True):
            if later.state != "not_applicable":
                assert inside(later.bounds, earlier.bounds), (later.id, earlier.bounds, later.bounds)
            if last.state != "not_applicable":  # its bounds are those that it has if it applies
                assert inside(last.bounds, later.bounds), (later.id, later.bounds, last.bounds)
        assert inside(now.total.bounds, before.total.bounds), (now.total.bounds, before.total.bounds)
        assert inside(final.total.bounds, now.total.bounds), (final.total.bounds, now.total.bounds)
        for mine, theirs in zip(final.models, now.models, strict=True):
            assert inside(mine.bounds, theirs.bounds), mine.id
        if all(node.policy.missing == "zero" for node in rubric.indicators):
            assert now.total.bounds.contains(now.total.points)
        before = now
    if all(each.state != "pending" for each in final.leaves):
        assert final.total.bounds.single == final.total.points
        event("all decided")
