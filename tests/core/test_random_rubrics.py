"""Random rubrics: bounds hold for whatever may still come, and shrink as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import event, given, settings, strategies as st
from random_rubrics import given_form, rubrics
from strategies import FACTS, any_value

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.language import Expression, FactDeclaration, Outcome, Rule
from evalfw.language.algebra import Range, Values


def inside(inner: Range, outer: Range) -> bool:
    above = outer.least is None or (inner.least is not None and outer.least <= inner.least)
    below = outer.most is None or (inner.most is not None and inner.most <= outer.most)
    return above and below


Possible = Callable[[Rule, Fraction, Values, Mapping[str, FactDeclaration], Expression | None], Outcome | None]


@contextmanager
def each_thing_asked_once() -> Iterator[None]:
    """
    What a rule may still award is worked out once for the same facts: it hangs on nothing but what it is given, it takes nearly
    all the time, and most facts that become known are not read by most leaves.
    """
    asked: list[tuple[Rule, dict[str, object], Expression | None, Outcome | None]] = []
    work_out: Possible = evalfw.language.possible_outcome

    def possible(
        rule: Rule,
        weight: Fraction,
        values: Values,
        declarations: Mapping[str, FactDeclaration],
        applies: Expression | None,
    ) -> Outcome | None:
        for known_rule, known_values, known_condition, outcome in asked:
            if known_rule is rule and known_condition is applies and known_values == values:
                return outcome
        outcome = work_out(rule, weight, values, declarations, applies)
        asked.append((rule, dict(values), applies, outcome))
        return outcome

    with patch.object(evalfw.language, "possible_outcome", possible):
        yield


@pytest.mark.slow
@settings(max_examples=160)
@given(rubrics(), st.data())
def test_bounds_of_random_rubrics(rubric: evalfw.Rubric, data: st.DataObject) -> None:
    order = data.draw(st.permutations(sorted(FACTS)))
    facts = {fact: given_form(data.draw(any_value(fact))) for fact in order}
    with each_thing_asked_once():
        check(rubric, facts)


def check(rubric: evalfw.Rubric, facts: dict[str, GivenValue]) -> None:
    """The bounds of *rubric* as *facts* become known one by one."""
    order = list(facts)
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
