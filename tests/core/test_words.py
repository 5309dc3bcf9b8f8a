"""The words reading: a sentence tells every parameter, in both languages."""

from __future__ import annotations

from typing import Any, cast

import attrs
import pytest
from hypothesis import event, given, settings
from strategies import FACTS, WEIGHT, pairs

from evalfw import FactView
from evalfw.language.rules import Rule
from evalfw.language.rules.base_and_steps import BaseAndSteps

VIEW = FactView(FACTS, {})


def plain(rule: Rule) -> Rule:
    """*rule* without a cap that says no more than the weight does."""
    if isinstance(rule, BaseAndSteps) and rule.cap == WEIGHT:
        return attrs.evolve(rule, cap=None)
    return rule


def said(rule: Rule) -> tuple[str, str]:
    words = rule.words(WEIGHT, VIEW)
    return words.zh, words.en


@pytest.mark.slow
@settings(max_examples=600)
@given(pairs)
def test_words_of_two_rules_that_differ_differ(pair: tuple[Rule, Rule]) -> None:
    first, second = map(plain, pair)
    if first != second:
        assert all(a != b for a, b in zip(said(first), said(second), strict=True))


@pytest.mark.slow
@settings(max_examples=600)
@given(pairs)
def test_every_single_parameter_is_heard(pair: tuple[Rule, Rule]) -> None:
    """A parameter of one rule put into another of its kind changes the sentence, if it changes the rule."""
    rule, other = map(plain, pair)
    kind: Any = type(rule)
    for field in attrs.fields(kind):
        changed = attrs.evolve(cast(Any, rule), **{field.name: getattr(other, field.name)})
        if changed != rule and not list(changed.misfits(WEIGHT, FACTS)):
            event(f"{rule.kind}.{field.name}")
            assert all(a != b for a, b in zip(said(changed), said(rule), strict=True)), field.name
