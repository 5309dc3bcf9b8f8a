"""``evalfw evidence status``: how far each division is, and what to fetch first."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import RunCli
from gathering import lay_gathering

DIVISIONS = '\n[[division]]\nid = "one"\nname = "甲处"\nfacts = ["money.*"]\n[[division]]\nid = "two"\nname = "乙处"\nindicators = ["b", "a.rules"]\n'


def test_what_is_open_is_ranked_by_the_points_that_hang_on_it(cli: RunCli) -> None:
    lay_gathering(DIVISIONS)
    lines = cli("evidence", "status").out.splitlines()
    assert lines[:2] == ["某某局（虚构）  ·  made-up/gathering 1", "总分现在是 1～10"]
    assert [line.split() for line in lines[3:7]] == [
        ["处室", "应填", "已有", "缺", "说法不一", "待裁定", "涉及分数"],
        ["甲处", "3", "0", "3", "0", "0", "3"],
        ["乙处", "2", "0", "2", "0", "0", "6"],
        ["未分工", "3", "0", "3", "0", "0", "0"],
    ]
    at = lines.index("先收这三项：")
    assert [line.split() for line in lines[at + 1 : at + 4]] == [
        ["4分", "缺", "满意度", "〔乙处〕", "→", "乙类"],
        ["3分", "缺", "预算执行率", "〔甲处〕", "→", "执行率"],
        ["2分", "缺", "制度成文", "〔乙处〕", "→", "制度"],
    ]


def test_conflicts_ranges_and_what_waits_for_a_person_are_told_apart(cli: RunCli) -> None:
    facts = 'fact = [{ id = "rules.written", value = true }, { id = "rules.written", value = false }, { id = "people.satisfied", low = 0.7, high = 0.9 }, { id = "money.rate", value = 0.95 }, { id = "people.asked", value = 3 }, { id = "people.asked", value = 4 }]\n'
    lay_gathering(DIVISIONS, files={"facts/a.toml": facts})
    data = json.loads(cli("evidence", "status", "--format", "json").out)
    assert [(each["want"], each["id"], each["worth"]) for each in data["open"]] == [
        ("ranged", "people.satisfied", "4"),
        ("conflicting", "rules.written", "2"),
        ("conflicting", "people.asked", "0"),
    ]
    two = next(each for each in data["divisions"] if each["id"] == "two")
    assert (two["asked"], two["supplied"], two["missing"], two["conflicting"], two["worth"]) == (2, 0, 1, 1, "6")
    out = cli("evidence", "status").out
    assert "先收这二项：" in out and "说法不一" in out and "其余未定：" in out


def test_what_no_fact_decides_waits_for_a_person(cli: RunCli) -> None:
    """Overspending of 三公 leaves the points to a person: no division can supply that."""
    lay_gathering('\n[[division]]\nid = "x"\n')
    text = Path("rubric.toml").read_text(encoding="utf-8")
    with Path("rubric.toml").open("w", encoding="utf-8") as stream:
        stream.write(
            text.replace(
                'rule = { kind = "all_or_nothing", when = "rules.written" }',
                'rule = { kind = "discretion", full_when = "rules.written" }',
            )
        )
    with Path("evidence/evidence.toml").open("a", encoding="utf-8") as stream:
        stream.write('[[fact]]\nid = "rules.written"\nvalue = false\n')
    data = json.loads(cli("evidence", "status", "--format", "json").out)
    assert ("judgement", "a.rules", "2") in [(each["want"], each["id"], each["worth"]) for each in data["open"]]
    assert "待裁定" in cli("evidence", "status").out


def test_when_all_is_in_it_says_so_and_lists_indicators_when_asked(cli: RunCli) -> None:
    ran = cli("evidence", "status", "--rubric", "2021", "--indicators")
    assert ran.code == 0
    assert "总分现在是 98" in ran.out and "分数都定了。" in ran.out
    assert "还有 12 个事实没有收到：只供核对，或所在指标已由人认定。" in ran.out
    assert len([line for line in ran.out.splitlines() if "已评" in line]) == 41
    english = cli("evidence", "status", "--rubric", "2021", "--lang", "en").out
    assert "no points are open." in english and "the total is now 98" in english
    assert cli("evidence", "status", "--format", "xml", "--rubric", "2021").code == 2
    assert "这里没有证据文件夹（evidence/）；用 evalfw init 新建一个" in cli("evidence", "status").err


def test_facts_of_one_indicator_hang_together(cli: RunCli) -> None:
    """Points that need several facts are marked: one of them alone does not settle it."""
    lay_gathering(DIVISIONS)
    text = Path("rubric.toml").read_text(encoding="utf-8")
    with Path("rubric.toml").open("w", encoding="utf-8") as stream:
        stream.write(text.replace('when = "rules.written"', 'when = "rules.written and people.asked > 0"'))
    out = cli("evidence", "status").out
    assert "2分*" in out and "* 还要看同一指标的其他未定项" in out
