"""A proposed case: facts, and what they give today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.evidence import StatedValue, evidence_of
from evalfw.foundation import EvalfwError, Text, as_decimal, toml_value
from evalfw.language import Amount
from evalfw.maintaining.cases.case_file import CASE_FORMAT
from evalfw.maintaining.cases.running import result_values, total_values
from evalfw.rubric import Rubric
from evalfw.scoring import OPEN, Report, score

Facts = Mapping[str, Amount]

KEYS = ("state", "points", "low", "high", "branch", "label", "grade")
"""What proposed cases may expect, as far as it says something."""


class ProposedCase(NamedTuple):
    """
    A case.

    Attributes:
        name: What it is called.
        indicator: What it is about; empty for the total.
        facts: The facts.
        expect: What comes out today.
        reason: What it looks at.
    """

    name: str
    indicator: str
    facts: Facts
    expect: Mapping[str, object]
    reason: Text


def case_for(indicator: str, facts: Facts, rubric: Rubric, number: int, looks_at: Text) -> ProposedCase | None:
    """What comes out for *facts*; None if they cannot be stated, or something is in error or open beside what is meant."""
    stated = {fact: stated_value(value) for fact, value in facts.items()}
    if None in stated.values():
        return None
    try:
        report = score(
            rubric, evidence_of(rubric, {fact: value for fact, value in stated.items() if value is not None})
        )
    except EvalfwError:
        return None
    expect = _expected(indicator, report)
    if expect is None:
        return None
    title = rubric.by_id[indicator].title if indicator else rubric.title
    branch = expect.get("branch")
    taken = Text("", "") if branch is None else Text(f"第 {branch} 个分支", f"branch {branch}")
    said = Text.joined([each for each in (taken, looks_at) if each.zh], "；", "; ")
    name = f"{indicator or 'total'} {number}"
    return ProposedCase(name, indicator, facts, expect, Text(f"{title}：{said.zh}", f"{title}: {said.en}"))


def _expected(indicator: str, report: Report) -> dict[str, object] | None:
    results = {result.id: result for result in report.indicators}
    below = [
        each for each in report.leaves if not indicator or each.id == indicator or each.id.startswith(f"{indicator}.")
    ]
    if any(each.state == "error" for each in below):
        return None
    found = result_values(results[indicator]) if indicator else total_values(report)
    is_leaf = bool(indicator) and results[indicator].is_leaf
    if not is_leaf and any(each.state in OPEN for each in below):
        return {key: found[key] for key in ("state", "low", "high") if found.get(key) is not None}
    kept = {key: found[key] for key in KEYS if found.get(key) not in (None, "")}
    if kept.get("low") == kept.get("high") == kept.get("points") and "points" in kept:
        kept.pop("low"), kept.pop("high")
    if kept.get("state") == "scored":
        kept.pop("state")
    if kept.get("state") == "not_applicable":
        kept = {"state": "not_applicable"}
    return kept


def notices(case: ProposedCase, rubric: Rubric) -> bool:
    """Whether *case* does not hold under *rubric*, a slip of the pen."""
    other = case_for(case.indicator, case.facts, rubric, 0, Text("", ""))
    return other is None or any(other.expect.get(key) != value for key, value in case.expect.items())


def stated_value(value: Amount) -> StatedValue | None:
    """*value* as a file states it; None for a number without a finite decimal form."""
    return as_decimal(value) if isinstance(value, Fraction) else value


def case_file(cases: Iterable[ProposedCase], rubric: str) -> str:
    """*cases* as a case file about the rubric that *rubric* addresses."""
    lines = [
        "# 提议的用例：期望是评分表今天算出来的，不是原文说的。逐条对照原文核对，改好 reason，再去掉这几行。",
        "# Proposed cases: what is expected is what the rubric gives today. Check each against the official sentence.",
        f"format = {toml_value(CASE_FORMAT)}",
        f"rubric = {toml_value(rubric)}",
    ]
    for case in cases:
        facts = {fact: stated_value(value) for fact, value in case.facts.items()}
        expect = {
            key: as_decimal(value) if isinstance(value, Fraction) else value for key, value in case.expect.items()
        }
        lines += ["", "[[case]]", f"name = {toml_value(case.name)}", f"reason = {toml_value(case.reason.zh)}"]
        lines += [f"indicator = {toml_value(case.indicator)}"] if case.indicator else []
        lines += [f"facts = {toml_value(facts)}", f"expect = {toml_value(expect)}"]
    return "\n".join(lines) + "\n"
