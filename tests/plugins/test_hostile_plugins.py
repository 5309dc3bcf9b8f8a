"""
Plugins that do what they must not: each leads to the documented outcome, with the plugin and its distribution named, and all that does
not need it is scored.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RunCli
from plugins_on_disk import install

HOSTILE = Path(__file__).parent.parent / "hostile"

RUBRIC = """
format = "evalfw.rubric/1"
id = "test/hostile"
version = "1"
title = "敌意"
full_mark = 15
fact = [
  { id = "good", label = "好", type = "count", max = 9 },
  { id = "bad", label = "坏", type = "count", max = 9 },
]
indicator = [
  { id = "a", title = "前", weight = 5, criterion = "…", rule = { kind = "formula", points = "min(good, 5)" } },
  { id = "b", title = "敌", weight = 5, criterion = "…", rule = { kind = "hostile", fact = "bad", how = "HOW" } },
  { id = "c", title = "后", weight = 5, criterion = "…", rule = { kind = "formula", points = "min(good, 5)" } },
]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "test/hostile"
subject = { id = "s", name = "某单位" }
fact = [{ id = "good", value = 4 }, { id = "bad", value = 1 }]
"""

Put = Callable[[str], str]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Install a plugin of the folder ``hostile`` as a distribution of its own; gives how messages name it."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def make(name: str) -> str:
        text = (HOSTILE / f"{name}.py").read_text(encoding="utf-8")
        install(
            site,
            f"hostile-{name.replace('_', '-')}",
            {f"hostile_{name}": text},
            name.replace("_", "-"),
            f"hostile_{name}",
        )
        monkeypatch.delitem(sys.modules, f"hostile_{name}", raising=False)
        return f"{name.replace('_', '-')} (hostile-{name.replace('_', '-')} 1.0)"

    return make


def lay(how: str) -> None:
    """The rubric and its evidence, in the working folder."""
    Path("rubric.toml").write_text(RUBRIC.replace("HOW", how), encoding="utf-8")
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(EVIDENCE, encoding="utf-8")


AT_LOADING = {
    "raises_on_import": "RuntimeError: no licence on this machine",
    "raises_on_registration": "LookupError: no printer",
    "leaves_on_import": "SystemExit: 5",
    "wrong_interface": "需要插件接口 9.0，这个 evalfw 提供 2.0；请升级 evalfw",
    "needs_a_missing_dependency": "没有 Python 模块 no_such_package_anywhere：插件的分发包要声明它需要的包",
}


@pytest.mark.parametrize("name", AT_LOADING)
def test_a_plugin_that_does_not_load_is_told_and_breaks_no_run_that_does_not_need_it(
    name: str, put: Put, cli: RunCli
) -> None:
    author = put(name)
    ran = cli("run", "--rubric", "2021", "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 0 and report["total"]["points"] == "98"
    assert all(each["state"] == "scored" for each in report["indicators"])
    assert f"插件 {author}：" in ran.err and AT_LOADING[name] in ran.err
    assert author.partition(" ")[0] not in [each["id"] for each in report["tool"]["plugins"]]


@pytest.mark.parametrize("name", AT_LOADING)
def test_a_run_that_needs_it_stops_and_says_so(name: str, put: Put, cli: RunCli) -> None:
    author = put(name)
    lay("raises")
    ran = cli("run", "evidence", "--rubric", "./rubric.toml")
    assert (ran.code, ran.out) == (3, "")
    assert "rubric.toml:13: indicator[b].rule: 没有规则类型 'hostile'；没有加载的插件：" in ran.err
    assert f"{author}：" in ran.err and AT_LOADING[name] in ran.err


WHILE_SCORING = {
    "raises": "ZeroDivisionError: of its own",
    "float": "给出了 float，应当是 Fraction",
    "decimal": "给出了 Decimal，应当是 Fraction",
    "negative": "）给了 -1 分，超出 0～5 分",
    "above": "）给了 99 分，超出 0～5 分",
    "none": "给出了 NoneType，应当是 Outcome",
    "bare_number": "给出了 int，应当是 Outcome",
    "empty": "给出了 tuple，应当是 tuple[Possibility, ...]",
    "coroutine": "给出了协程：evalfw 只调用普通函数",
    "mutates": "TypeError: 'mappingproxy' object does not support item assignment",
    "mutates_the_view": "TypeError: 'mappingproxy' object does not support item assignment",
    "sleeps": "0.2 秒没有结果",
    "leaves": "SystemExit: 0",
    "interrupts": "RuntimeError: KeyboardInterrupt",
}


@pytest.mark.parametrize("how", WHILE_SCORING)
def test_a_rule_that_misbehaves_makes_its_indicator_an_error_and_all_others_are_scored(
    how: str, put: Put, cli: RunCli
) -> None:
    author = put("while_scoring")
    lay(how)
    if how == "sleeps":
        Path("evalfw.toml").write_text("plugin_seconds = 0.2\n", encoding="utf-8")
    ran = cli("run", "evidence", "--rubric", "./rubric.toml", "--format", "json")
    assert ran.code == 4
    report = json.loads(ran.out)
    first, bad, last = report["indicators"]
    assert [(each["state"], each["points"]) for each in (first, last)] == [("scored", "4")] * 2
    assert (bad["state"], bad["points"]) == ("error", None)
    assert WHILE_SCORING[how] in bad["because"] and author in bad["because"]
    assert (report["total"]["low"], report["total"]["high"]) == ("8", "13")
    assert "结果未定：1 项未定（敌）" in ran.err


def test_after_a_call_without_a_result_the_plugin_is_not_called_again(put: Put, cli: RunCli) -> None:
    """Forty indicators of one hanging plugin must not take forty times as long."""
    put("while_scoring")
    lay("float")  # scored last: parts come before wholes, and the last row first
    text = Path("rubric.toml").read_text(encoding="utf-8").replace("full_mark = 15", "full_mark = 20")
    more = '  { id = "d", title = "再", weight = 5, criterion = "…", rule = { kind = "hostile", fact = "bad", how = "sleeps" } },\n]\n'
    Path("rubric.toml").write_text(text.rpartition("]")[0] + more, encoding="utf-8")
    Path("evalfw.toml").write_text("plugin_seconds = 0.2\n", encoding="utf-8")
    report = json.loads(cli("run", "evidence", "--rubric", "./rubric.toml", "--format", "json").out)
    assert "此前 points 0.2 秒没有结果，不再调用" in report["indicators"][1]["because"]


def test_one_id_of_two_plugins_stops_who_needs_it_and_says_which_line_settles_it(put: Put, cli: RunCli) -> None:
    first, second = put("duplicate"), put("while_scoring")
    lay("float")
    ran = cli("run", "evidence", "--rubric", "./rubric.toml")
    assert (ran.code, ran.out) == (3, "")
    assert f"规则类型 'hostile' 有不止一个插件提供：{first} / {second}" in ran.err
    line = 'prefer_plugins = { "rule hostile" = "duplicate" }'
    assert line in ran.err
    Path("evalfw.toml").write_text(line.replace('"duplicate"', '"while-scoring"') + "\n", encoding="utf-8")
    settled = cli("run", "evidence", "--rubric", "./rubric.toml", "--format", "json")
    assert settled.code == 4 and second in json.loads(settled.out)["indicators"][1]["because"]


def test_a_rule_kind_of_evalfw_cannot_be_replaced_only_given_up(put: Put, cli: RunCli) -> None:
    author = put("duplicate")
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 3
    assert f"规则类型 'bands' 有不止一个插件提供：evalfw / {author}" in ran.err
    line = 'no_plugins = ["duplicate"]'
    assert line in ran.err
    Path("evalfw.toml").write_text(line + "\n", encoding="utf-8")
    assert cli("run", "--rubric", "2021").code in (0, 3) and "有不止一个" not in cli("run", "--rubric", "2021").err


def test_one_plugin_name_of_two_distributions_is_told_with_both_and_the_line(
    put: Put, cli: RunCli, tmp_path: Path
) -> None:
    put("while_scoring")
    install(tmp_path / "site", "other-dist", {"other_dist": ""}, "while-scoring", "other_dist", "2.0")
    listed = cli("plugin", "list").out
    assert listed.replace("\n", "").replace(" ", "").count("插件名'while-scoring'重复") == 2
    assert 'no_plugins=["other-dist"]' in listed.replace("\n", "").replace(" ", "")
    assert cli("run", "--rubric", "2021").code == 0
    Path("evalfw.toml").write_text('no_plugins = ["other-dist"]\n', encoding="utf-8")
    assert "rule hostile" in cli("plugin", "list").out


@pytest.mark.parametrize("name", ["duplicate", "raises_on_registration", "while_scoring"])
def test_other_commands_do_not_mind_a_plugin_that_they_do_not_need(name: str, put: Put, cli: RunCli) -> None:
    put(name)
    commands = [
        ("rubric", "list"),
        ("rubric", "show", "pefa/2016"),
        ("schema", "rubric"),
        ("init", "demo", "-r", "pefa/2016"),
        ("plugin", "list"),
    ]
    for command in commands:
        ran = cli(*command)
        assert ran.code == 0, (command, ran.err)


@pytest.mark.slow
def test_a_class_that_cannot_be_imported_is_told_to_who_names_it_and_to_nobody_else(put: Put, cli: RunCli) -> None:
    text = "import evalfw\n\n@evalfw.hookimpl\ndef evalfw_rule_kinds():\n    return evalfw.authoring.RuleKind('hostile', 'nowhere:Hostile')\n"
    Path("lazy.py").write_text(text, encoding="utf-8")
    assert cli("schema", "rubric", "--plugin", "lazy.py").code == 0
    assert cli("run", "--rubric", "2021", "-q", "--plugin", "lazy.py").code == 0
    lay("raises")
    ran = cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "lazy.py")
    assert ran.code == 3
    assert "规则类型 'hostile'（插件 lazy.py） 用不了：ModuleNotFoundError: No module named 'nowhere'" in ran.err
