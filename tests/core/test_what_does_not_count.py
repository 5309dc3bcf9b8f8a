"""What does not apply, what is only monitored, and grades where the full mark has shrunk: in scoring, in batches, in views."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli

import evalfw
from evalfw.evidence.stating import GivenValue
from evalfw.extending.conformance.for_tests import score_facts

NODE = """format = "evalfw.rubric/1"
id = "made-up/nodes"
version = "1"
title = "编造：节点的不适用政策"
full_mark = 100
fact = [
  { id = "p", label = "p", type = "bool" }, { id = "r", label = "r", type = "bool" },
  { id = "q", label = "q", type = "ratio", min = 0, max = 1 }, { id = "mean", label = "同类平均", type = "number", min = 0, max = 30 },
]
indicator = [
  { id = "a", title = "A", policy = { NODE } },
  { id = "a.x", title = "x", weight = 10, criterion = "x", applies_when = "p", policy = { LEAF }, rule = { kind = "all_or_nothing", when = "r" } },
  { id = "a.y", title = "y", weight = 20, criterion = "x", applies_when = "p", policy = { LEAF }, rule = { kind = "all_or_nothing", when = "r" } },
  { id = "b", title = "B" },
  { id = "b.y", title = "y", weight = 50, criterion = "y", rule = { kind = "formula", share = "q" } },
  { id = "b.z", title = "z", weight = 20, criterion = "y", rule = { kind = "formula", share = "q" } },
]
"""


def loaded(host: evalfw.PluginHost, folder: Path, text: str) -> evalfw.Rubric:
    (folder / "r.toml").write_text(text, encoding="utf-8")
    return host.load(str(folder / "r.toml"))


@pytest.mark.parametrize("leaf", ["exclude", "reweight"])
@pytest.mark.parametrize(
    ("node", "points", "weight"),
    [
        ('not_applicable = "exclude"', "35", "70"),
        ('not_applicable = "reweight"', "50", "100"),
        ('not_applicable = "reweight", spread = "equally"', "50", "100"),
        ('not_applicable = "full"', "65", "100"),
        ('not_applicable = "zero"', "35", "100"),
        ('not_applicable = "cohort_mean", cohort_mean = "mean"', "45", "100"),
        ("", "35", "70"),
    ],
)
def test_the_policy_of_a_node_counts_when_nothing_below_it_applies(
    host: evalfw.PluginHost, tmp_path: Path, node: str, leaf: str, points: str, weight: str
) -> None:
    """Whatever its leaves say; in scoring, in a batch, and in the bounds while it is open if anything applies."""
    rubric = loaded(host, tmp_path, NODE.replace("NODE", node).replace("LEAF", f'not_applicable = "{leaf}"'))
    facts: dict[str, GivenValue] = {"p": False, "r": True, "q": "50%", "mean": 10}
    total = score_facts(rubric, facts).total
    assert (total.points, total.weight) == (Fraction(points), Fraction(weight)) and not total.is_open
    row = evalfw.compile(rubric).score_frame(
        pl.DataFrame({"unit": ["u"], "p": [False], "r": [True], "q": [0.5], "mean": [10.0]})
    )
    assert row["total:points"][0] == total.points * 100 and row["total:weight"][0] == total.weight * 100
    open_bounds = score_facts(rubric, {key: value for key, value in facts.items() if key != "p"}).total.bounds
    for p in (True, False):
        assert open_bounds.contains(score_facts(rubric, {**facts, "p": p}).total.points)


SPREAD = """format = "evalfw.rubric/1"
id = "made-up/spread"
version = "1"
title = "编造：权重怎样分给其他指标"
full_mark = 100
policy = { not_applicable = "reweight", spread = "SPREAD" }
fact = [{ id = "p", label = "p", type = "bool" }, { id = "q", label = "q", type = "ratio", min = 0, max = 1 }]
indicator = [
  { id = "a", title = "a", weight = 40, criterion = "x", applies_when = "p", rule = { kind = "all_or_nothing", when = "p" } },
  { id = "b", title = "b", weight = 50, criterion = "x", rule = { kind = "formula", share = "q" } },
  { id = "c", title = "c", weight = 10, criterion = "x", rule = { kind = "formula", share = "1" } },
]
"""


@pytest.mark.parametrize(("spread", "points"), [("in_proportion", "58.33"), ("equally", "65")])
def test_weight_is_spread_in_proportion_or_in_equal_parts(
    host: evalfw.PluginHost, tmp_path: Path, spread: str, points: str
) -> None:
    """25 of 50 and 10 of 10: in proportion 35 × 100 ÷ 60; with 20 more each, 35 of 70 and 30 of 30."""
    rubric = loaded(host, tmp_path, SPREAD.replace("SPREAD", spread))
    total = score_facts(rubric, {"p": False, "q": "50%"}).total
    assert (total.points, total.weight) == (Fraction(points), Fraction(100))
    frame = evalfw.compile(rubric).score_frame(pl.DataFrame({"unit": ["u"], "p": [False], "q": [0.5]}))
    assert frame["total:points"][0] == Fraction(points) * 100


def test_what_counts_although_it_does_not_apply_shows_its_points(cli: RunCli, tmp_path: Path) -> None:
    text = NODE.replace("NODE", "").replace("LEAF", 'not_applicable = "full"')
    Path("r.toml").write_text(text, encoding="utf-8")
    head = 'format = "evalfw.evidence/1"\nrubric = "made-up/nodes"\nsubject = { id = "s", name = "S" }\n'
    facts = 'fact = [{ id = "p", value = false }, { id = "q", value = 0.5 }]\n'
    Path("evidence.toml").write_text(head + facts, encoding="utf-8")
    ran = cli("run", "evidence.toml", "-r", "./r.toml")
    assert "总分 65 / 100" in ran.out and "按满分计" in ran.out
    assert any(line.split()[:3] == ["10", "10", "-"] for line in ran.out.splitlines())


RATED = """format = "evalfw.rubric/1"
id = "made-up/rated"
version = "1"
title = "编造：按得分率划等级"
full_mark = 10
GRADE_BY
fact = [{ id = "p", label = "p", type = "bool" }, { id = "q", label = "q", type = "bool" }, { id = "r", label = "r", type = "bool" }]
indicator = [
  { id = "a", title = "a", weight = 7, criterion = "x", applies_when = "r", rule = { kind = "all_or_nothing", when = "q" } },
  { id = "b", title = "b", weight = 3, criterion = "x", applies_when = "p", rule = { kind = "all_or_nothing", when = "q" } },
]
grade = [{ label = "优", from = 9 }, { label = "良", from = 6, below = 9 }, { label = "差", below = 6 }]
"""


@pytest.mark.parametrize(
    ("by", "facts", "grade"),
    [
        ('grade_by = "rate"', {"p": False, "q": True, "r": True}, "优"),
        ('grade_by = "points"', {"p": False, "q": True, "r": True}, "良"),
        ("", {"p": True, "q": True, "r": False}, "差"),
        ('grade_by = "rate"', {"p": True, "q": True, "r": False}, "优"),
        ('grade_by = "rate"', {"p": True, "q": False, "r": True}, "差"),
        ('grade_by = "rate"', {"p": False, "q": True, "r": False}, None),
        ("", {"p": False, "q": True, "r": False}, None),
    ],
)
def test_grades_go_by_rate_where_a_rubric_says_so_and_nothing_of_nothing_has_none(
    host: evalfw.PluginHost, tmp_path: Path, by: str, facts: dict[str, bool], grade: str | None
) -> None:
    rubric = loaded(host, tmp_path, RATED.replace("GRADE_BY", by))
    report = score_facts(rubric, {**facts})
    assert report.total.grade == grade
    told = any(finding.code == "grade.full_mark" for finding in report.findings)
    assert told == (by != 'grade_by = "rate"' and report.total.weight < 10)
    frame = evalfw.compile(rubric).score_frame(
        pl.DataFrame({"unit": ["u"], **{key: [value] for key, value in facts.items()}})
    )
    place = frame["total:grade_low"][0]
    assert (None if place is None else ["差", "良", "优"][place]) == grade


@pytest.mark.parametrize("by", ['grade_by = "rate"', ""])
def test_the_grade_is_among_those_that_were_open(host: evalfw.PluginHost, tmp_path: Path, by: str) -> None:
    """For every way in which some facts are known and the others turn out."""
    rubric = loaded(host, tmp_path, RATED.replace("GRADE_BY", by))
    for state in product((True, False, None), repeat=3):
        known = {fact: value for fact, value in zip("pqr", state, strict=True) if value is not None}
        before = score_facts(rubric, {**known}).total.grades
        for rest in product((True, False), repeat=3):
            final = {**dict(zip("pqr", rest, strict=True)), **known}
            after = score_facts(rubric, {**final}).total.grade
            assert after is None or after in before, (known, final)


MONITORED = """format = "evalfw.rubric/1"
id = "made-up/monitored"
version = "1"
title = "编造：监测指标"
full_mark = 10
fact = [{ id = "a", label = "完成", type = "bool" }, { id = "b", label = "监测", type = "bool" }, { id = "n", label = "率", type = "ratio" }]
indicator = [
  { id = "g", title = "G", TOP },
  { id = "g.a", title = "A", weight = 10, criterion = "x", rule = { kind = "all_or_nothing", when = "a" } },
  { id = "g.b", title = "B", weight = 0, criterion = "x", rule = { RULE } },
]
"""


@pytest.mark.parametrize(
    "rule",
    [
        'kind = "all_or_nothing", when = "b"',
        'kind = "cases", rows = [{ when = "b", points = 0 }, { when = "not b", points = 0 }]',
        'kind = "proportional", fact = "n", target = 0.9',
        'kind = "bands", fact = "n", bands = [{ from = 0.9, share = 1 }, { below = 0.9, share = 0 }]',
    ],
)
@pytest.mark.parametrize(
    "top",
    [
        "",
        'weight = 10, aggregate = { kind = "weighted_mean" }',
        'aggregate = { kind = "best_of" }',
        'aggregate = { kind = "weakest_link" }',
        'aggregate = { kind = "n_of_m", n = 1 }',
    ],
)
def test_an_indicator_of_weight_0_is_judged_and_never_counts(
    host: evalfw.PluginHost, tmp_path: Path, rule: str, top: str
) -> None:
    rubric = loaded(host, tmp_path, MONITORED.replace("RULE", rule).replace(" TOP", f" {top}").replace(",  }", " }"))
    for a, b, n in product((True, False), (True, False, None), ("95%", "10%", None)):
        facts: dict[str, GivenValue] = {"a": a}
        facts |= {} if b is None else {"b": b}
        facts |= {} if n is None else {"n": n}
        report = score_facts(rubric, facts)
        assert (report.total.points, report.total.weight) == (Fraction(10 if a else 0), Fraction(10))
        judged = report.indicators[2]
        is_open = (b if "b" in rubric.by_id["g.b"].rule.reads() else n) is None  # type: ignore[union-attr] # it has one
        assert judged.state == ("missing" if is_open else "scored") and not report.total.is_open


def test_an_indicator_of_weight_0_earns_nothing_by_its_rule(cli: RunCli) -> None:
    rule = 'kind = "cases", rows = [{ when = "b", points = 2 }, { when = "not b", points = 0 }]'
    Path("r.toml").write_text(MONITORED.replace("RULE", rule).replace(", TOP", ""), encoding="utf-8")
    ran = cli("rubric", "lint", "./r.toml")
    assert ran.code == 3 and "只监测不计分" in ran.err
    negative = (
        MONITORED.replace("RULE", 'kind = "all_or_nothing", when = "b"')
        .replace(", TOP", "")
        .replace("weight = 0", "weight = -1")
    )
    Path("n.toml").write_text(negative, encoding="utf-8")
    assert "分值不能为负" in cli("rubric", "lint", "./n.toml").err


def test_what_is_monitored_is_shown_as_such(cli: RunCli) -> None:
    rule = 'kind = "all_or_nothing", when = "b"'
    Path("r.toml").write_text(MONITORED.replace("RULE", rule).replace(", TOP", ""), encoding="utf-8")
    assert "监测，不计分" in cli("rubric", "show", "./r.toml").out
    head = 'format = "evalfw.evidence/1"\nrubric = "made-up/monitored"\nsubject = { id = "s", name = "S" }\n'
    Path("e.toml").write_text(
        head + 'fact = [{ id = "a", value = true }, { id = "b", value = false }]\n', encoding="utf-8"
    )
    ran = cli("run", "e.toml", "-r", "./r.toml")
    assert any(line.split()[:2] == ["—", "0"] and line.endswith("B") for line in ran.out.splitlines())


def test_the_total_is_told_with_and_without_exemptions(cli: RunCli) -> None:
    Path("r.toml").write_text(RATED.replace("GRADE_BY", ""), encoding="utf-8")
    Path("e.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "made-up/rated"\nsubject = { id = "s", name = "S" }\n'
        'fact = [{ id = "p", value = true }, { id = "q", value = true }, { id = "r", value = true }]\n'
        '[[exemption]]\nindicator = "b"\nkind = "waived"\nreason = "批准"\napprover = "财政局"\nfrom = 2021-01-01\nuntil = 2021-12-31\n',
        encoding="utf-8",
    )
    ran = cli("run", "e.toml", "-r", "./r.toml", "--as-of", "2021-06-30")
    assert "不计豁免时总分 10 / 10 优，计入豁免后 7 / 7 良" in ran.out


def test_grades_that_were_drawn_for_another_full_mark_are_questioned(cli: RunCli) -> None:
    Path("r.toml").write_text(RATED.replace("GRADE_BY", ""), encoding="utf-8")
    Path("next.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "made-up/next"\nversion = "1"\nextends = "./r.toml"\nfull_mark = 12\n'
        'indicator = [{ id = "a", weight = 9 }]\n',
        encoding="utf-8",
    )
    assert "grade.inherited" in cli("rubric", "lint", "./next.toml").out
    assert "grade.inherited" not in cli("rubric", "lint", "./r.toml").out
