"""Tests as data: given facts, expected points. One file a case."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import evalfw
from evalfw.testing import score_facts

CASES = sorted((Path(__file__).parent / "cases").glob("*.case.toml"))


def test_there_are_cases() -> None:
    assert len(CASES) >= 10


def read_case(path: Path) -> dict[str, Any]:
    """The case at *path*."""
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def outcome(case: dict[str, Any], rubric: evalfw.Rubric) -> dict[str, object]:
    """What *rubric* makes of the facts of *case*, as far as the case says what it expects."""
    report = score_facts(rubric, case.get("facts", {}))
    (result,) = [each for each in report.indicators if each.id == case["indicator"]]
    actual = {
        "points": result.points,
        "state": result.state,
        "label": result.label,
        "branch": result.branch,
        "low": result.bounds.least,
        "high": result.bounds.most,
        "because": result.because.zh,
        "because_en": result.because.en,
    }
    return {key: actual[key] for key in case["expect"]}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.toml"))
def test_case(path: Path, host: evalfw.PluginHost) -> None:
    case = read_case(path)
    assert path.read_text(encoding="utf-8").startswith("# "), "a case says in its first line why it exists"
    rubric = evalfw.load_rubric(host.rubrics.find(case["rubric"]), host.rubrics, host.vocabulary)
    if case.get("with_sample_indicators"):
        rubric = evalfw.complete_rubric(rubric, rubric.sample, "sample", host.rubrics, host.vocabulary)
    assert outcome(case, rubric) == case["expect"]
