"""Something to try plugins with: rubrics made of their examples, and a report that has every state."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli_w

from evalfw.evidence import GivenValue, evidence_of
from evalfw.extending.plugins.host import PluginHost
from evalfw.rubric import Rubric, RubricSource, load_rubric
from evalfw.scoring import Report, score

HEAD = {"format": "evalfw.rubric/1", "id": "example/example", "version": "1", "title": "示例"}

STATES = """
full_mark = 12
fact = [
  { id = "a", label = "甲", type = "ratio", min = 0, max = 2 },
  { id = "b", label = "乙", type = "bool" },
  { id = "c", label = "丙", type = "count", max = 9 },
]
indicator = [
  { id = "x", title = "一级 <b>&|*_", weight = 12 },
  { id = "x.a", title = "比率", weight = 4, criterion = "大于90%得4分，小于90%得2分", rule = { kind = "bands", fact = "a", bands = [{ above = 0.9, points = 4 }, { below = 0.9, points = 2 }] } },
  { id = "x.b", title = "是否", weight = 4, criterion = "是得4分", rule = { kind = "all_or_nothing", when = "b" } },
  { id = "x.c", title = "缺证据", weight = 4, criterion = "每个1分", rule = { kind = "formula", points = "min(c, 4)" } },
]
"""
"""Scored, judged and missing: at exactly 90 % the sentence says nothing."""


def rubric_of(body: Mapping[str, object], host: PluginHost) -> Rubric:
    """
    The rubric with the keys of *body* and a head.

    Raises:
        RubricError: It is not in order.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rubric.toml"
        path.write_text(tomli_w.dumps({**HEAD, **body}), encoding="utf-8")
        return load_rubric(RubricSource(id="", path=path, shown="example"), host.rubrics, host.vocabulary)


def rubric_of_rule(example: str, host: PluginHost) -> Rubric:
    """
    The rubric with one indicator, of the keys ``rule``, ``weight`` and ``fact`` of *example*, as TOML.

    Raises:
        RubricError: It is not in order. Also TOMLDecodeError, KeyError: it is no such example.
    """
    data = parse(example)
    weight = data.get("weight", 10)
    leaf = {"id": "a", "title": "示例", "criterion": "…", "rule": data["rule"], "weight": weight}
    return rubric_of({"full_mark": weight, "fact": data.get("fact", []), "indicator": [leaf]}, host)


def parse(example: str) -> dict[str, object]:
    """*example*, TOML with exact decimals."""
    return tomllib.loads(example, parse_float=Decimal)


def reports(host: PluginHost) -> list[Report]:
    """Reports to render: of everything known, of nothing known, and of what the sentence does not decide."""
    rubric = rubric_of(parse(STATES), host)
    known: list[dict[str, GivenValue]] = [{"a": Decimal(1), "b": True, "c": 3}, {}, {"a": Decimal("0.9"), "b": False}]
    return [score(rubric, evidence_of(rubric, facts)) for facts in known]
