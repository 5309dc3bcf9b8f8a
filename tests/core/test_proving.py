"""The check reading: every verdict agrees with brute force over all values that the facts may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

import pytest
from hypothesis import event, given, settings, strategies as st
from strategies import FACTS, WEIGHT, all_rules, all_values, any_value, is_small, rules

from evalfw.language.algebra import BoundsAlgebra, Known, Outcome, Possibility, UndefinedError, Unknown
from evalfw.language.proving.check import check_rule
from evalfw.language.proving.exactly import exact_outcome
from evalfw.language.proving.possible import possible_outcome
from evalfw.language.rules import Rule
from evalfw.language.rules.bands import Bands

Awards = list[tuple[Mapping[str, Known], Possibility | None]]


class Counting(BoundsAlgebra):
    """Tells how many branches the outermost decision of a rule has."""

    branches = 1

    def cases(self, branches: Sequence[tuple[frozenset[bool], Outcome]]) -> Outcome:
        self.branches = len(branches)
        return super().cases(branches)


def awards(rule: Rule) -> Awards:
    """What *rule* does for each combination of values; None where it is undefined."""
    found: Awards = []
    for values in all_values(rule):
        try:
            found.append((values, exact_outcome(rule, WEIGHT, values).possibilities[0]))
        except UndefinedError:
            found.append((values, None))
    return found


def holds(rule: Rule, property: str, found: Awards) -> bool:
    """Whether *property* holds of *rule*, by looking at everything."""
    given = [(values, award) for values, award in found if award is not None and award.how != "unruled"]
    ends = [end for _, award in given for end in (award.span.least, award.span.most) if end is not None]
    match property:
        case "total":
            return all(award is None or award.how != "unruled" for _, award in found)
        case "defined":
            return all(award is not None for _, award in found)
        case "inside":
            return all(0 <= end <= WEIGHT for end in ends)
        case "largest":
            return max(ends, default=Fraction(-1)) == WEIGHT
        case "least":
            return min(ends, default=Fraction(-1)) == rule.declared_floor(WEIGHT)
        case "disjoint":
            return all(_bands_held(rule, values) <= 1 for values, _ in found)
        case "reachable":
            return {award.branch for _, award in given} >= set(range(_branches(rule)))
    raise AssertionError(property)


def _bands_held(rule: Rule, values: Mapping[str, Known]) -> int:
    assert isinstance(rule, Bands)
    value = values[rule.fact].value
    assert isinstance(value, Fraction)
    if rule.around is not None:
        value = abs(value - Fraction(rule.around))
    return sum(band.contains(value) for band in rule.bands)


def _branches(rule: Rule) -> int:
    algebra = Counting({fact: FACTS[fact].unknown if FACTS[fact].is_numeric else Unknown() for fact in rule.reads()})
    rule.points(algebra, WEIGHT)
    return algebra.branches


def is_monotone(found: Awards, fact: str, up: bool) -> bool:
    """Whether a better *fact* never earns less while everything else stays."""

    def others(each: tuple[Mapping[str, Known], Possibility | None]) -> str:
        return str([(name, value.value) for name, value in each[0].items() if name != fact])

    for _, group in groupby(sorted(found, key=others), key=others):
        line: list[tuple[Fraction, Fraction]] = []
        for values, award in group:
            value = values[fact].value
            points = None if award is None or award.how != "awarded" else award.span.single
            if points is not None and isinstance(value, Fraction):
                line.append((value, points))
        for (_, left), (_, right) in pairwise(sorted(line)):
            if (left > right) if up else (left < right):
                return False
    return True


@pytest.mark.slow
@settings(max_examples=400)
@given(rules.filter(is_small))
def test_every_verdict_agrees_with_brute_force(rule: Rule) -> None:
    """What is called proved holds for all values, what is called violated fails for one; no gap is missed or invented."""
    verdicts = check_rule(rule, WEIGHT, (Fraction(0), WEIGHT), FACTS)
    found = awards(rule)
    for verdict in verdicts:
        event(f"{verdict.property} {verdict.status}")
        if verdict.status == "not_proved" or verdict.property == "monotone":
            continue
        assert holds(rule, verdict.property, found) == (verdict.status == "proved"), (verdict, rule)
    for fact, verdict in zip(
        [fact for fact in rule.reads() if FACTS[fact].better],
        [verdict for verdict in verdicts if verdict.property == "monotone"],
        strict=True,
    ):
        if verdict.status != "not_proved":
            up = FACTS[fact].better == "higher"
            assert is_monotone(found, fact, up) == (verdict.status == "proved"), (verdict, rule)


@settings(max_examples=300)
@given(rules.filter(lambda rule: not isinstance(getattr(rule, "target", None), str)))
@pytest.mark.slow
def test_what_reads_one_number_by_thresholds_is_always_decided(rule: Rule) -> None:
    """ "Not proved" is for products of facts, quotients in conditions and several numbers, not a way out."""
    if rule.kind not in ("bands", "by_choice", "deduct_per_step", "base_and_steps", "interpolation", "proportional"):
        return
    for verdict in check_rule(rule, WEIGHT, (Fraction(0), WEIGHT), FACTS):
        assert verdict.status != "not_proved", (verdict, rule)


@pytest.mark.slow
@settings(max_examples=300)
@given(all_rules, st.data())
def test_what_is_possible_holds_whatever_turns_out(rule: Rule, data: st.DataObject) -> None:
    """With some facts unknown, every outcome for some completion is among the possibilities."""
    complete = {fact: Known(data.draw(any_value(fact))) for fact in rule.reads()}
    partial: dict[str, Known | Unknown] = {}
    for fact, value in complete.items():
        unknown = FACTS[fact].unknown if FACTS[fact].is_numeric else Unknown()
        partial[fact] = unknown if data.draw(st.booleans()) else value
    possible = possible_outcome(rule, WEIGHT, partial, FACTS)
    try:
        (outcome,) = exact_outcome(rule, WEIGHT, complete).possibilities
    except UndefinedError:
        return
    if possible is None:
        return
    assert any(
        each.branch == outcome.branch
        and (each.span.least is None or outcome.span.least is None or each.span.least <= outcome.span.least)
        and (each.span.most is None or outcome.span.most is None or each.span.most >= outcome.span.most)
        for each in possible.possibilities
    ), (possible, outcome)
