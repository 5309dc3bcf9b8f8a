"""Random rubrics: bounds hold for whatever may still come, and shrink as it comes."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings, strategies as st
from random_rubrics import given_form, rubrics
from strategies import FACTS, any_value

import evalfw
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.language.algebra import Range

pytestmark = (
    pytest.mark.slow
)  # beside the test, not on it: its examples hang on its lines, and so does the time that they take


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
