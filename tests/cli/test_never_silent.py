"""What used to be passed over without a word: changed units, dead rows, overlaps, facts nobody reads, cases that hide errors, plugins."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli

from evalfw.extending.hookspecs import HOOKS

HEAD = 'format = "evalfw.rubric/1"\nid = "t/x"\nversion = "1.0.0"\ntitle = "t"\n'


def put(name: str, body: str, head: str = HEAD) -> str:
    Path(name).write_text(head + body, encoding="utf-8")
    return f"./{name}"


def bands(unit: str, edge: str) -> str:
    return f"""full_mark = 3
fact = [{{ id = "m", label = "额", type = "money", unit = "{unit}" }}]
indicator = [{{ id = "b", title = "额", weight = 3, criterion = "额达到{edge}{unit}得3分，否则不得分", rule = {{ kind = "bands", fact = "m", bands = [{{ from = {edge}, points = 3 }}, {{ below = {edge}, points = 0 }}] }} }}]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (("万元", "100"), ("亿元", "100"), "1.0.0 得 3 分，1.0.1 得 0 分"),
        (("亿元", "100"), ("元", "100"), "1.0.0 得 0 分，1.0.1 得 3 分"),
        (("万元", "100"), ("亿元", "0.01"), "已证明：任何取值都不变"),
        (("千万元", "1"), ("百万元", "10"), "已证明：任何取值都不变"),
        (("万元", "100"), ("人", "100"), "单位变了"),
    ],
)
def test_a_fact_in_another_unit_is_another_rule(
    cli: RunCli, old: tuple[str, str], new: tuple[str, str], said: str
) -> None:
    """Equal quantities are compared, not equal numbers."""
    ran = cli(
        "rubric", "diff", put("old.toml", bands(*old)), put("new.toml", bands(*new), HEAD.replace("1.0.0", "1.0.1"))
    )
    assert said in ran.out and "major" in ran.out


GATED = """full_mark = 10
fact = [{ id = "r", label = "率", type = "ratio" }, { id = "v", label = "案件", type = "count" }]
indicator = [{ id = "a", title = "执行", weight = 10, criterion = "90%以上得10分，否则不得分", rule = { kind = "all_or_nothing", when = "r >= 90%" } }]
gate = [{ id = "veto", title = "否优", criterion = "发生3起以上案件的，不得评优", when = "v >= 5", action = "cap_grade", grade = "良" }]
grade = [{ label = "优", from = 9 }, { label = "良", from = 6, below = 9 }, { label = "差", below = 6 }]
reconciliation = [{ id = "s", label = "关系", relation = "v <= 9" }]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('when = "v >= 5"', 'when = "v >= 2"', ("案件 ≥ 5", "案件 ≥ 2")),
        ('grade = "良" }]\ngrade', 'grade = "差" }]\ngrade', ("等级不高于“良”", "等级不高于“差”")),
        ('action = "cap_grade", grade = "良"', 'action = "to_zero"', ("等级不高于“良”", "不得分")),
        ("v <= 9", "v <= 8", ("案件 ≤ 9", "案件 ≤ 8")),
    ],
)
def test_what_changed_in_a_gate_or_a_relation_is_said(cli: RunCli, old: str, new: str, said: tuple[str, str]) -> None:
    ran = cli("rubric", "diff", put("old.toml", GATED), put("new.toml", GATED.replace(old, new, 1)))
    assert f"- {'否优' if 'v <=' not in old else '关系'}：" in ran.out and all(each in ran.out for each in said)


def rows(*listed: tuple[str, int], more: str = "") -> str:
    made = ", ".join(f'{{ when = "{when}", points = {points} }}' for when, points in listed)
    return f"""full_mark = 4
fact = [{{ id = "n", label = "年数", type = "count" }}, {{ id = "p", label = "优先", type = "bool" }}]
indicator = [{{ id = "a", title = "a", weight = 4, criterion = "1年4分，2年3分，3年2分，5年1分", rule = {{ kind = "cases", {more} rows = [{made}] }} }}]
"""


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([("n > 1", 4), ("n > 2", 3), ("n > 3", 2), ("n > 5", 1), ("true", 0)], "第 2、3、4 档"),
        ([("true", 4), ("p", 3), ("n > 1", 0)], "第 2、3 档"),
        ([("p", 4), ("p and n > 1", 3), ("not p", 0), ("n > 3", 2)], "第 2、4 档"),
        ([("n < 3", 0), ("n >= 3", 4)], ""),
    ],
)
def test_every_dead_row_is_named(cli: RunCli, listed: list[tuple[str, int]], said: str) -> None:
    out = cli("rubric", "lint", put("r.toml", rows(*listed))).out
    assert (f"{said}（情形）永远到不了" in out) if said else "rule.unreachable" not in out


@pytest.mark.parametrize(
    ("listed", "more", "overlaps"),
    [
        ([("n < 3", 0), ("n >= 3 and n <= 16", 4), ("n >= 16", 3)], "unique = true,", True),
        ([("n < 3", 0), ("n >= 3 and n <= 16", 4), ("n >= 16", 3)], "", False),
        ([("n < 3", 0), ("n >= 3 and n <= 16", 4), ("n > 16", 3)], "unique = true,", False),
        ([("p", 4), ("n > 3", 3), ("not p and n <= 3", 0)], "unique = true,", True),
    ],
)
def test_rows_that_are_meant_to_exclude_each_other_may_not_overlap(
    cli: RunCli, listed: list[tuple[str, int]], more: str, overlaps: bool
) -> None:
    out = cli("rubric", "lint", put("r.toml", rows(*listed, more=more))).out
    assert ("rule.overlap" in out) == overlaps


def test_facts_that_nobody_reads_are_told(cli: RunCli) -> None:
    """Not those of a condition, a gate, a relation or a derivation."""
    out = cli("rubric", "lint", put("r.toml", rows(("n < 3", 0), ("n >= 3", 4)))).out
    assert "优先：没有规则、条件、推算或勾稽用到" in out and "年数：没有" not in out
    assert "fact.unread" not in cli("rubric", "lint", put("g.toml", GATED)).out


DIVIDES = """full_mark = 20
fact = [{ id = "x", label = "x", type = "number", min = 0 }, { id = "y", label = "y", type = "bool" }]
indicator = [
  { id = "n", title = "上级" },
  { id = "n.a", title = "甲", weight = 10, criterion = "1/x", rule = { kind = "formula", share = "1 / x" } },
  { id = "b", title = "乙", weight = 10, criterion = "y得10分", rule = { kind = "all_or_nothing", when = "y" } },
]
grade = [{ label = "合格", from = 10 }, { label = "不合格", below = 10 }]
"""


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("facts = { x = 0, y = true }\nexpect = { points = 10 }", "总分 open：期望 —，得到 n.a（规则中有除数为零）"),
        ("facts = { y = true }\nexpect = { points = 10 }", "总分 open：期望 —，得到 n.a（缺少"),
        ("facts = { x = 2 }\nexpect = { points = 5, grade = '不合格' }", "得到 b"),
        ("indicator = 'n'\nfacts = { y = true }\nexpect = { points = 0 }", "“上级” open"),
        ("facts = { y = true }\nexpect = { points = 10, open = ['n.a'] }", ""),
        ("facts = { y = true }\nexpect = { points = 10, open = ['n.a', 'b'] }", "期望 b、n.a，得到 n.a"),
        ("facts = { x = 1, y = true }\nexpect = { points = 20, open = ['b'] }", "期望 b，得到 —"),
        ("facts = { y = true }\nexpect = { low = 10, high = 20 }", ""),
        ("indicator = 'n'\nexpect = { state = 'missing' }", ""),
        ("indicator = 'b'\nfacts = { y = true }\nexpect = { points = 10 }", ""),
        ("facts = { x = 1, y = true }\nexpect = { points = 20 }", ""),
    ],
)
def test_a_case_on_a_figure_says_what_is_open_below_it(cli: RunCli, case: str, said: str) -> None:
    put("r.toml", DIVIDES)
    Path("cases").mkdir()
    put(
        "cases/r.case.toml",
        f'format = "evalfw.case/1"\nrubric = "../r.toml"\n[[case]]\nname = "c"\nreason = "r"\n{case}\n',
        head="",
    )
    ran = cli("rubric", "test", "./r.toml")
    assert said in ran.out + ran.err if said else ran.code == 0, ran.out + ran.err
    assert ran.code == (1 if said else 0)


MISSPELT = '"""A plugin."""\nfrom evalfw import hookimpl\n\n\n@hookimpl\ndef evalfw_lint():\n    return []\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (MISSPELT, "没有钩子 'evalfw_lint'"),
        ('"""A plugin."""\nimport no_such_module\n', "no_such_module"),
        ('"""A plugin."""\nEVALFW_API = "1.2"\n', "1.2"),
    ],
)
@pytest.mark.parametrize("asked", ["option", "project"])
def test_nothing_is_done_without_a_plugin_that_was_asked_for(cli: RunCli, content: str, said: str, asked: str) -> None:
    """But commands that tell how plugins stand."""
    Path("mine.py").write_text(content, encoding="utf-8")
    options = ["--plugin", "./mine.py"] if asked == "option" else []
    if asked == "project":
        Path("evalfw.toml").write_text('plugins = ["mine.py"]\n', encoding="utf-8")
    for command in (["run", "--rubric", "2021"], ["rubric", "show", "2021"], ["rubric", "list"]):
        ran = cli(*options, *command)
        assert ran.code == 3 and said in ran.err and not ran.out, command
    for command in (["plugin", "list"], ["plugin", "show", "mine.py"], ["--help"]):
        assert cli(*options, *command).code == 0, command


SHRINKS = """full_mark = 10
fact = [{ id = "p", label = "甲", type = "ratio" }, { id = "x", label = "适用", type = "bool" }]
indicator = [
  { id = "a", title = "甲", weight = 7, criterion = "按比例得7分", rule = { kind = "formula", share = "p" } },
  { id = "b", title = "乙", weight = 3, criterion = "按比例得3分", applies_when = "x", POLICYrule = { kind = "formula", share = "p" } },
]
"""
GRADES = 'grade = [{ label = "优", from = 9 }, { label = "良", from = 8, below = 9 }, { label = "差", below = 8 }]\n'


def unit(id: str, p: str, x: str) -> str:
    facts = f'fact = [{{ id = "p", value = {p} }}, {{ id = "x", value = {x} }}]\n'
    head = 'format = "evalfw.evidence/1"\nrubric = "t/x"\n'
    return put(f"{id}.toml", f'subject = {{ id = "{id}", name = "{id}" }}\n{facts}', head)


@pytest.mark.parametrize(
    ("policy", "grades", "told"),
    [
        ("", GRADES, True),
        ('policy = { not_applicable = "reweight" }, ', GRADES, False),
        ('policy = { not_applicable = "full" }, ', GRADES, False),
        ("", "", False),
    ],
)
def test_a_grade_by_points_of_a_smaller_full_mark_is_told(cli: RunCli, policy: str, grades: str, told: bool) -> None:
    """By lint, by a run, and by a batch, whose findings are those of a run."""
    rubric = put("r.toml", SHRINKS.replace("POLICY", policy) + grades)
    assert ("grade.shrinks" in cli("rubric", "lint", rubric).out) == told
    said = "计入的满分只有 7 分，等级却按满分 10 分的分数划"
    assert (said in cli("run", unit("u1", "1.0", "false"), "-r", rubric).out) == told
    assert said not in cli("run", unit("u2", "1.0", "true"), "-r", rubric).out
    Path("in.csv").write_text("unit,p,x\nu1,1.0,否\nu2,1.0,是\n", encoding="utf-8")
    assert cli("batch", "-r", rubric, "--data", "in.csv", "-o", "out.parquet").code == 0
    assert pl.read_parquet("out.parquet")["findings"].to_list() == [int(told), 0]
    assert ("等级  优（不低于9）" in cli("rubric", "show", rubric).out) == bool(grades)


def test_places_go_by_rate_where_that_is_asked(cli: RunCli) -> None:
    """7 of 7 before 8 of 10; by points behind it, with a word on that. 0 of 0 has no place."""
    rubric = put("r.toml", SHRINKS.replace("POLICY", ""))
    for id, p, x in (("u1", "1.0", "false"), ("u2", "0.8", "true"), ("u3", "0.5", "true")):
        assert cli("run", unit(id, p, x), "-r", rubric, "-f", "json", "-o", f"{id}.json").code == 0
    saved = [f"u{number}.json" for number in (1, 2, 3)]
    by_points, by_rate = cli("compare", *saved), cli("compare", *saved, "--by", "rate")
    assert "--by rate" in by_points.out and "名次按得分率排" in by_rate.out
    ranked = re.compile(r"^(\d)  +(u\d)", re.MULTILINE)
    assert ranked.findall(by_points.out) == [("1", "u2"), ("2", "u1"), ("3", "u3")]
    assert ranked.findall(by_rate.out) == [("1", "u1"), ("2", "u2"), ("3", "u3")]
    assert cli("compare", *saved, "--by", "name").code == 2


def test_plugins_as_data_and_their_hooks(cli: RunCli) -> None:
    """A failed one with its reason; every hook with what it is given."""
    Path("mine.py").write_text(MISSPELT, encoding="utf-8")
    said = json.loads(cli("--plugin", "./mine.py", "plugin", "list", "-f", "json").out)
    (mine,) = (each for each in said["plugins"] if each["asked_for"])
    assert mine["state"] == "failed" and "evalfw_lint" in mine["why"]["zh"] and mine["brings"] == []
    (kinds,) = (each for each in said["plugins"] if each["id"] == "kinds")
    assert kinds["state"] == "loaded" and "rule bands" in kinds["brings"]
    assert cli("plugin", "list", "-f", "xml").code == 2
    out = cli("plugin", "hooks").out
    assert all(f"{hook}(" in out for hook in HOOKS) and "evalfw_adjudicate(fact, statements)" in out


def test_a_file_can_be_checked_before_it_is_used(cli: RunCli) -> None:
    """Without ``--plugin``; one that does not load breaks the contract."""
    shutil.copy(Path(__file__).parent.parent / "plugins/kind_of_a_bureau.py", "kind.py")
    ran = cli("plugin", "check", "kind.py")
    assert ran.code == 0 and "登记" in ran.out, ran.out + ran.err
    Path("mine.py").write_text(MISSPELT, encoding="utf-8")
    ran = cli("plugin", "check", "mine.py")
    assert ran.code == 1 and "evalfw_lint" in ran.out
