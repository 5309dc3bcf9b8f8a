"""Dates, and lists whose items hold numbers, from every sort of evidence file to the report."""

from __future__ import annotations

from pathlib import Path

import pytest

import evalfw

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/dates"
version = "1"
title = "日期"
full_mark = 10
fact = [
  { id = "done", label = "完成日期", type = "date" },
  { id = "others", label = "各单位", type = "list", fields = { unit = { label = "单位" }, score = { label = "得分", type = "number" } } },
  { id = "mean", label = "平均", type = "number", derivation = "mean(others, 'score')" },
]
indicator = [
  { id = "a", title = "按期", weight = 5, criterion = "按期得5分", rule = { kind = "all_or_nothing", when = "done <= 2021-06-30" } },
  { id = "b", title = "平均", weight = 5, criterion = "平均不低于80得5分", rule = { kind = "all_or_nothing", when = "mean >= 80" } },
]
"""
EVIDENCE = 'format = "evalfw.evidence/1"\nrubric = "test/dates"\n[subject]\nid = "x"\nname = "甲"\n'


@pytest.fixture
def score(host: evalfw.PluginHost, tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(file: str, text: str) -> evalfw.Report:
        (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
        folder = tmp_path / "evidence"
        (folder / "facts").mkdir(parents=True, exist_ok=True)
        (folder / "evidence.toml").write_text(EVIDENCE, encoding="utf-8")
        (folder / "facts" / file).write_text(text, encoding="utf-8")
        rubric = evalfw.rubric.load_rubric(
            host.rubrics.find(str(tmp_path / "rubric.toml")), host.rubrics, host.vocabulary
        )
        return evalfw.score(
            rubric, evalfw.evidence.check_evidence(evalfw.evidence.collect(folder, host.collectors), rubric)
        )

    return run


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("x.toml", '[[fact]]\nid = "done"\nvalue = 2021-06-30\n'),
        ("x.toml", '[[fact]]\nid = "done"\nvalue = "2021年6月30日"\n'),
        ("x.json", '{"fact": [{"id": "done", "value": "2021-06-30"}]}'),
        ("x.csv", "事实编号,数值\ndone,2021/6/30\n"),
        ("x.csv", "事实编号,数值\ndone,２０２１．６．３０\n"),
    ],
)
def test_a_date_is_read_as_people_write_it(score, file: str, text: str) -> None:  # type: ignore[no-untyped-def]
    leaf = score(file, text).leaves[0]
    assert leaf.points == 5 and leaf.because.zh == "完成日期 2021年6月30日，得5分"
    assert leaf.facts[0].value == "2021-06-30"


def test_a_list_of_other_units_gives_a_mean(score) -> None:  # type: ignore[no-untyped-def]
    rows = '[[fact]]\nid = "others"\nvalue = [{ unit = "甲", score = 75.5 }, { unit = "乙", score = "84.5" }]\n'
    leaf = score("x.toml", rows).leaves[1]
    assert leaf.points == 5 and leaf.facts[0].derived and leaf.facts[0].value == "80"
    nobody = score("x.toml", '[[fact]]\nid = "others"\nvalue = []\n').leaves[1]
    assert nobody.state == "missing", "of nobody there is no mean"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[fact]]\nid = "done"\nvalue = "下个月"\n', "expected a date such as 2021-06-30, got '下个月'"),
        ('[[fact]]\nid = "done"\nvalue = "2021-02-30"\n', "there is no such date: 2021-02-30"),
        ('[[fact]]\nid = "done"\nvalue = 3\n', "expected a date such as 2021-06-30, got 3"),
        ('[[fact]]\nid = "done"\nvalue = 2021-06-30T12:00:00\n', "expected a number"),
        (
            '[[fact]]\nid = "others"\nvalue = [{ unit = "甲", score = "八十" }]\n',
            "item 1: expected a number, got '八十'",
        ),
        ('[[fact]]\nid = "others"\nvalue = [{ unit = "甲", score = true }]\n', "expected a text or a number, got true"),
    ],
)
def test_what_is_no_date_or_no_number_is_told(score, text: str, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(evalfw.EvidenceError) as raised:
        score("x.toml", text)
    assert message in raised.value.problems[0].read("en")
