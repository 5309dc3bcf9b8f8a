"""A reason names what people have to supply: of a derived fact its inputs, however far back."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/inputs"
version = "1"
title = "推导"
full_mark = 4

[[fact]]
id = "spent"
label = "支出"
type = "money"

[[fact]]
id = "budget"
label = "年初预算"
type = "money"

[[fact]]
id = "change"
label = "调整"
type = "money"

[[fact]]
id = "revised"
label = "调整后预算"
type = "money"
derivation = "budget + change"

[[fact]]
id = "rate"
label = "执行率"
type = "ratio"
derivation = "spent / revised"

[[indicator]]
id = "i"
title = "执行率"
weight = 4
criterion = "执行率达到90%得满分"
rule = { kind = "proportional", fact = "rate", target = 0.9 }
"""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "缺少“执行率”（待填“支出”“年初预算”“调整”）"),
        ({"budget": 100, "change": 0}, "缺少“执行率”（待填“支出”）"),
        ({"spent": 90, "revised": 100}, ""),
        ({"spent": 90, "change": 0}, "缺少“执行率”（待填“年初预算”）"),
        ({"spent": 90, "budget": 0, "change": 0}, "缺少“执行率”（按已知的数推导不出）"),
    ],
)
def test_the_inputs_of_a_missing_fact_are_named(
    host: evalfw.PluginHost, tmp_path: Path, facts: dict[str, GivenValue], said: str
) -> None:
    path = tmp_path / "inputs.toml"
    path.write_text(RUBRIC, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    reason = score_facts(rubric, facts).leaves[0].because.zh
    assert (reason == said) if said else ("缺少" not in reason)
