"""Whole reports of random rubrics: bounds hold whatever turns out, shrink as facts arrive, and meet when all are there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import strategies as st
from strategies import FACTS, all_rules, leaf

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.best_of import BestOf
from evalfw.language.aggregates.n_of_m import NOfM
from evalfw.language.aggregates.total import Sum
from evalfw.language.aggregates.weakest_link import WeakestLink
from evalfw.language.aggregates.weighted_blocks import WeightedBlocks
from evalfw.language.aggregates.weighted_mean import WeightedMean
from evalfw.language.aggregates.xccdf import XccdfAbsolute, XccdfDefault, XccdfFlat, XccdfFlatUnweighted
from evalfw.language.algebra import Amount, Range
from evalfw.language.expressions import parse
from evalfw.rubric.identity import RubricIdentity
from evalfw.rubric.loading.tree import blank_part
from evalfw.rubric.model import Indicator
from evalfw.rubric.structures import Gate, Model, Policy

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
    st.sampled_from(["in_proportion", "in_proportion", "equally"]),
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
def rubrics(draw: st.DrawFn, aggregators: st.SearchStrategy[Aggregator] = aggregators) -> evalfw.Rubric:
    """A rubric of one or two nodes of level 1, put together by *aggregators*."""
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


def given_form(value: Amount) -> GivenValue:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return list(value) if isinstance(value, tuple) else value
