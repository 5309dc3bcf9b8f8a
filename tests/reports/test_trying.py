"""Trying out other facts: what the page works out is what Python scores, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any

import attrs
import pytest
from browser import with_chromium
from hypothesis import HealthCheck, event, given, settings, strategies as st
from playwright.sync_api import Browser, Page
from random_rubrics import given_form, rubrics
from strategies import FACTS, WEIGHT, all_rules, any_value

import evalfw
from evalfw.evidence.stating import evidence_of
from evalfw.language import Known
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.best_of import BestOf
from evalfw.language.aggregates.total import Sum
from evalfw.language.aggregates.weighted_mean import WeightedMean
from evalfw.language.algebra import NotDecidedError, UndefinedError
from evalfw.language.algebra.integers import IntegerAlgebra
from evalfw.language.facts import machine_form
from evalfw.language.rules import Rule
from evalfw.reporting import report_data
from evalfw.scoring.trying.formula import FormulaAlgebra, facts_of

pytestmark = with_chromium
SCRIPT = resources.files("evalfw_plugins").joinpath("page/templates/try.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A blank page that knows how to work things out."""
    page = chromium.new_page()
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


def machine(value: object) -> str:
    return machine_form(value)  # type: ignore[arg-type]


WORKED = """
([cases]) => cases.map(([leaf, facts]) => {
  const values = {};
  for (const fact of facts) values[fact.id] = evalfw.valueOf(fact, fact.value);
  const result = evalfw.leafOf(leaf, values);
  return [result.settled, evalfw.shown(result.points)];
})
"""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_rule_kind_gives_the_points_of_the_integer_reading(page: Page, data: st.DataObject) -> None:
    """Forty batches of twenty rules with random facts: the same points in the smallest unit, and undecided together."""
    cases: list[Any] = []
    expected: list[list[object]] = []
    for _ in range(20):
        rule: Rule = data.draw(all_rules)
        values = {fact: Known(data.draw(any_value(fact))) for fact in rule.reads()}
        try:
            formula = rule.points(FormulaAlgebra(values), WEIGHT)
            outcome = rule.points(IntegerAlgebra(values, 2), WEIGHT)
        except (UndefinedError, NotDecidedError):
            continue  # a list that gives nothing stays as it was scored; a division by zero is tried with whole rubrics
        if outcome.how != "awarded" or outcome.least is None or not 0 <= outcome.least <= 500:
            continue
        facts = [
            {"id": fact, "type": FACTS[fact].type, "value": machine(values[fact].value)} for fact in facts_of(formula)
        ]
        leaf = {"formula": formula, "least": "0", "most": "5", "places": 2, "extra": False, "left_out": False}
        cases.append([leaf, facts])
        expected.append([True, evalfw.shown(Fraction(outcome.least, 100))])
    assert page.evaluate(WORKED, [cases]) == expected


TOTALS = """
([data, changes]) => {
  const now = evalfw.work(data, changes);
  const points = {};
  for (const [id, value] of Object.entries(now.points)) points[id] = evalfw.shown(value);
  return [evalfw.shown(now.total), points, [...now.stale], now.grade];
}
"""


def tried(
    page: Page, report: evalfw.Report, changes: dict[str, str]
) -> tuple[str, dict[str, str], list[str], str | None]:
    """What the page makes of *changes*: total, points that moved, what it cannot work out, grade."""
    data = json.loads(json.dumps(report_data(report, "zh")["what_if"]))
    total, points, stale, grade = page.evaluate(TOTALS, [data, changes])
    return total, points, stale, grade


PUT_TOGETHER: st.SearchStrategy[Aggregator] = st.sampled_from([Sum(), Sum(cap=Decimal(7)), WeightedMean(), BestOf()])
"""Mostly what a page works out."""


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rubric=rubrics(PUT_TOGETHER), data=st.data())
def test_whole_rubrics_give_the_total_that_scoring_gives(
    page: Page, rubric: evalfw.Rubric, data: st.DataObject
) -> None:
    """Random rubrics, every fact known, some changed: each node that the page works out, and the total, are those of Python."""
    facts = {fact: given_form(data.draw(any_value(fact))) for fact in sorted(FACTS)}
    evidence = evidence_of(rubric, facts)
    before = evalfw.score(rubric, evidence)
    if before.is_provisional:
        return
    before = before._replace(what_if=evalfw.scoring.what_if(rubric, evidence, before))
    assert before.what_if is not None
    open_facts = [fact.id for fact in before.what_if.facts if fact.is_open]
    if not open_facts:
        return
    changed = data.draw(st.lists(st.sampled_from(open_facts), min_size=1, max_size=3, unique=True))
    new = {fact: given_form(data.draw(any_value(fact))) for fact in changed}
    after = evalfw.score(rubric, evidence_of(rubric, {**facts, **new}))
    if after.is_provisional:
        return
    given = {fact: machine(Fraction(value) if isinstance(value, Decimal) else value) for fact, value in new.items()}
    total, points, stale, _ = tried(page, before, given)
    results = {result.id: result for result in after.indicators}
    for id, said in points.items():
        result = results.get(id)
        if id and id not in stale and result is not None and result.points is not None:
            assert said == evalfw.shown(result.points), id
    if "" not in stale:
        event("the total is compared")
        assert total == evalfw.shown(after.total.points)


def with_fact(evidence: evalfw.Evidence, fact: str, value: Decimal | bool) -> evalfw.Evidence:
    (first, *_) = evidence.statements[fact]
    return attrs.evolve(evidence, statements={**evidence.statements, fact: (attrs.evolve(first, value=value),)})


@pytest.mark.parametrize(
    ("ref", "fact", "value", "machine_value"),
    [
        ("nanjing/2021", "budget.execution_rate", Decimal("0.9001"), "0.9001"),
        ("nanjing/2021", "budget.execution_rate", Decimal("0.9"), "0.9"),
        ("nanjing/2021", "it.seal", False, "false"),
        ("mof/project-2020", "unit_cost", Decimal("100"), "100"),
        ("mof/project-2020", "halls", Decimal(7), "7"),
        ("mof/project-2020", "budget.executed", Decimal("333.33"), "333.33"),
        ("mof/project-2020", "accepted_rate", Decimal("0.5"), "0.5"),
    ],
)
def test_shipped_rubrics_give_the_total_that_scoring_gives(
    ref: str, fact: str, value: Decimal | bool, machine_value: str, page: Page, host: evalfw.PluginHost
) -> None:
    """Through bands, gaps, proportions, steps of derivation, and dates."""
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)
    assert rubric.sample is not None
    rubric = evalfw.evidence.complete_rubric(rubric, rubric.sample, "sample", host.rubrics, host.vocabulary)
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(rubric.sample, host.collectors), rubric)  # type: ignore[arg-type]
    before = evalfw.score(rubric, evidence, evidence.as_of)
    before = before._replace(what_if=evalfw.scoring.what_if(rubric, evidence, before))
    after = evalfw.score(rubric, with_fact(evidence, fact, value), evidence.as_of)
    total, _, stale, grade = tried(page, before, {fact: machine_value})
    assert (total, stale, grade) == (evalfw.shown(after.total.points), [], after.total.grade)
    assert after.total.points != before.total.points or fact == "budget.execution_rate"


@given(st.fractions(max_denominator=10**6).filter(lambda value: abs(value) < 10**9))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_are_shown_as_python_shows_them(page: Page, value: Fraction) -> None:
    shown = page.evaluate("([text]) => evalfw.shown(evalfw.read(text))", [str(value)])
    assert shown == evalfw.shown(value)
