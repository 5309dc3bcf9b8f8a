"""Relations between facts: equal within the tolerance, or told with both sides and the residual."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts

TEXT = """
format = "evalfw.rubric/1"
id = "test/relations"
version = "1"
title = "勾稽"
full_mark = 1
fact = [
  {{ id = "a", label = "甲", type = "money", unit = "万元" }},
  {{ id = "b", label = "乙", type = "money", unit = "万元" }},
  {{ id = "c", label = "丙", type = "money", unit = "万元" }},
]
indicator = [{{ id = "i", title = "指标", weight = 1, criterion = "甲大于0得1分", rule = {{ kind = "all_or_nothing", when = "a > 0" }} }}]
reconciliation = [{{ id = "r", label = "关系", relation = "{relation}", tolerance = {tolerance}, note = "{note}" }}]
"""


def told(
    host: evalfw.PluginHost,
    folder: Path,
    relation: str,
    facts: dict[str, GivenValue],
    tolerance: str = "0",
    note: str = "",
) -> list[str]:
    path = folder / "relations.toml"
    path.write_text(TEXT.format(relation=relation, tolerance=tolerance, note=note), encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    findings = [each for each in score_facts(rubric, facts).findings if each.code == "reconciliation.fails"]
    assert all(each.indicators == (("i",) if "a" in relation else ()) for each in findings)
    return [each.message.zh for each in findings]


FACTS: dict[str, GivenValue] = {"a": 10, "b": 4, "c": "6.01"}


@pytest.mark.parametrize(
    ("relation", "tolerance", "holds"),
    [
        ("a = b + c", "0", False),
        ("a = b + c", "0.01", True),
        ("a = b + c", "0.009", False),
        ("a <= b + c", "0", True),
        ("a >= b + c", "0", False),
        ("a >= b + c", "0.01", True),
        ("a < b", "0", False),
        ("a > b", "0", True),
        ("b > a", "7", True),
        ("b < b", "0", False),
    ],
)
def test_relations_hold_within_their_tolerance(
    host: evalfw.PluginHost, tmp_path: Path, relation: str, tolerance: str, holds: bool
) -> None:
    assert (told(host, tmp_path, relation, FACTS, tolerance) == []) == holds


def test_a_failed_sum_is_told_with_sides_residual_figures_and_note(host: evalfw.PluginHost, tmp_path: Path) -> None:
    assert told(host, tmp_path, "a = b + c", FACTS, note="见附表") == [
        "关系：应有 甲 = 乙 + 丙，实为 10万元 与 10.01万元，相差 0.01万元（甲 10万元、乙 4万元、丙 6.01万元）。见附表"
    ]


def test_a_failed_ratio_is_told_without_a_unit_that_is_not_its_own(host: evalfw.PluginHost, tmp_path: Path) -> None:
    assert told(host, tmp_path, "a / b <= 2", FACTS) == ["关系：应有 甲 ÷ 乙 ≤ 2，实为 2.5 与 2（为其 125%），相差 0.5"]


def test_a_relation_with_an_unknown_fact_or_a_zero_divisor_says_nothing(
    host: evalfw.PluginHost, tmp_path: Path
) -> None:
    assert told(host, tmp_path, "a = b + c", {"a": 10, "b": 4}) == []
    assert told(host, tmp_path, "a / b = 2", {"a": 10, "b": 0}) == []
