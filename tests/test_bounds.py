"""Bounds of a whole report: they hold whatever turns out, shrink as facts arrive, and meet when all are there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

import evalfw
from evalfw import FactDeclaration
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts


def values(fact: FactDeclaration) -> st.SearchStrategy[GivenValue]:
    """Values that *fact* may have, those at the edges of rules among them."""
    if fact.type == "bool":
        return st.booleans()
    if fact.type == "ratio":
        return st.sampled_from([Decimal(text) for text in ("0", "0.5", "0.85", "0.8999", "0.9", "0.9001", "1")])
    if fact.type == "count":
        return st.sampled_from([Decimal(0), Decimal(1), Decimal(7)])
    items = st.fixed_dictionaries(
        {"project": st.sampled_from("甲乙"), "tier": st.sampled_from(sorted(fact.fields["tier"].choices))}
    )
    return st.lists(items, max_size=3)


@st.composite
def evaluations(draw: st.DrawFn, rubric: evalfw.Rubric) -> tuple[dict[str, GivenValue], list[str]]:
    """All facts that rules read, and an order in which they arrive."""
    read = sorted({fact for leaf in rubric.leaves if leaf.rule is not None for fact in leaf.rule.reads()})
    facts = {fact: draw(values(rubric.facts[fact])) for fact in read}
    return facts, draw(st.permutations(read))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data())
def test_bounds_shrink_as_facts_arrive_and_always_hold_the_result(nanjing: evalfw.Rubric, data: st.DataObject) -> None:
    facts, order = data.draw(evaluations(nanjing))
    final = score_facts(nanjing, facts)
    step = max(1, len(order) // 8)
    before = score_facts(nanjing, {})
    for known in range(0, len(order) + 1, step):
        now = score_facts(nanjing, {fact: facts[fact] for fact in order[:known]})
        for earlier, later, last in zip(before.indicators, now.indicators, final.indicators, strict=True):
            assert inside(later, earlier), later.id
            assert inside(last, later), later.id
        before = now
    for leaf in final.leaves:
        assert leaf.state in ("scored", "pending")
        assert (leaf.bounds.single is not None) == (leaf.state == "scored")


def inside(inner: evalfw.IndicatorResult, outer: evalfw.IndicatorResult) -> bool:
    """Whether the bounds of *inner* lie within those of *outer*; None is no limit."""
    within, around = inner.bounds, outer.bounds
    above = around.least is None or (within.least is not None and around.least <= within.least)
    below = around.most is None or (within.most is not None and within.most <= around.most)
    return above and below
