"""The rubric is found, adds up and scores its sample; its cases lie with it and are collected by pytest as well."""

from __future__ import annotations

from evalfw import load_plugins, score
from evalfw.evidence import check_evidence, collect
from evalfw.extending.conformance.for_tests import broken_contract
from evalfw.rubric import load_rubric


def test_the_contract_is_kept() -> None:
    assert broken_contract("suzhou-demo") == []


def test_the_sample_scores_what_it_should() -> None:
    host = load_plugins()
    rubric = load_rubric(host.rubrics.find("suzhou-demo/2022"), host.rubrics, host.vocabulary)
    assert rubric.sample is not None
    report = score(rubric, check_evidence(collect(rubric.sample, host.collectors), rubric))
    assert [(each.id, str(each.points)) for each in report.leaves] == [
        ("budget.execution", "24"),
        ("budget.published", "15"),
        ("work.tasks", "3667/100"),
        ("people.satisfaction", "15"),
        ("people.complaints", "4"),
    ]
    assert report.total.grade == "优"
