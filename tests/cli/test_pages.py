"""The other commands: init, rubric list and show, plugin list, help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RunCli


def test_init_makes_a_project_in_which_run_works_at_once(cli: RunCli) -> None:
    """Every fact and every indicator stands in a table, to be filled in; until then everything is missing."""
    ran = cli("init", "p", "--rubric", "2021", "--name", "某某局", "--id", "mmj")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.as_posix() for path in Path("p").rglob("*") if path.is_file()) == [
        "p/evalfw.toml",
        "p/evidence.schema.json",
        "p/evidence/evidence.toml",
        "p/evidence/facts/claims.csv",
        "p/evidence/facts/facts.csv",
    ]
    report = json.loads(cli("run", "p/evidence", "-f", "json").out)
    assert report["subject"] == {"id": "mmj", "name": "某某局"} and Path("p/evidence/narrative").is_dir()
    assert {entry["state"] for entry in report["indicators"]} == {"missing"}
    assert (report["total"]["low"], report["total"]["high"]) == ("-5", "105")


def test_a_filled_in_table_is_read_as_excel_saves_it(cli: RunCli) -> None:
    cli("init", "--rubric", "2021")
    table = Path("evidence/facts/facts.csv")
    raw = table.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw
    table.write_bytes(
        raw.replace("budget.execution_rate,预算执行率,".encode(), "budget.execution_rate,预算执行率,９５．５%".encode())
    )
    report = json.loads(cli("run", "-f", "json").out)
    (rate,) = [entry for entry in report["indicators"] if entry["id"] == "decision.budget.soundness"]
    assert (rate["points"], rate["facts"][0]["value"]) == ("2", "0.955")
    assert rate["facts"][0]["sources"][0]["origin"].startswith("evidence/facts/facts.csv:")


def test_a_project_folder_stands_for_its_evidence(cli: RunCli) -> None:
    cli("init", "p", "--rubric", "2021", "--name", "某某局")
    ran = cli("run", "p")
    assert ran.code == 0 and "某某局" in ran.out


def test_init_writes_nothing_where_the_folder_for_the_narrative_is_a_file(cli: RunCli) -> None:
    Path("evidence").mkdir()
    Path("evidence/narrative").write_text("mine", encoding="utf-8")
    ran = cli("init", "--rubric", "2021")
    assert ran.code == 2 and "evidence/narrative" in ran.err and not Path("evalfw.toml").exists()


def test_init_never_touches_a_file_that_is_there(cli: RunCli) -> None:
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text("mine", encoding="utf-8")
    ran = cli("init", "--rubric", "2021")
    assert ran.code == 2 and "evidence/evidence.toml" in ran.err
    assert not Path("evalfw.toml").exists()
    assert Path("evidence/evidence.toml").read_text(encoding="utf-8") == "mine"


def test_init_for_a_rubric_that_is_a_file(cli: RunCli) -> None:
    Path("my.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "my/1"\nversion = "1"\nextends = "2021"\n', encoding="utf-8"
    )
    assert cli("init", "p", "--rubric", "my.toml").code == 0
    assert Path("p/evalfw.toml").read_text(encoding="utf-8").startswith('rubric = "')


def test_rubrics_are_listed(cli: RunCli) -> None:
    ran = cli("rubric", "list")
    head, *rows = ran.out.splitlines()
    assert head.split() == ["编号", "版本", "状态", "别名", "年度", "来自"]
    listed = [row for row in rows if not row.startswith(" ")]
    assert [row.split()[0] for row in listed] == [
        "mof/department-2013",
        "mof/project-2020",
        "nanjing/2021",
        "pefa/2016",
    ]
    assert (
        listed[2].split()[:4] == ["nanjing/2021", "1.0.0", "已发布", "2021"] and "rubrics (evalfw 0.1.0)" in listed[2]
    )
    assert "    项目支出绩效自评表  ·  发布：财政部" in rows
    assert cli("rubric", "list", "--lang", "en").out.startswith("id ")


def test_a_rubric_is_shown_with_sentence_rule_and_note(cli: RunCli) -> None:
    out = cli("rubric", "show", "2021").out
    assert "原文：年度预算执行率大于90%的得2分，小于90%得1分" in out
    assert "规则：预算执行率大于90%得2分，小于90%得1分" in out
    assert "读法：原文只写“大于90%”和“小于90%”，恰为90%没有规定。" in out
    assert "规则：国务院嘉奖加3分，省级嘉奖加2分，市级考核一等奖加1分，市级考核二等奖加0.5分；" in out
    assert "规则：部门或工作人员违法违纪件数 = 0，得0分（不扣分）；否则由人在 -5 至 0 分之间裁定" in out
    assert (
        "机关收支结转平衡  (agency_balance: agency.opening + agency.income - agency.expenditure = agency.closing)"
        in out
    )
    english = cli("rubric", "show", "2021", "--lang", "en").out
    assert "rule: 预算执行率 (budget.execution_rate) above 90%: 2 points; below 90%: 1 point" in english


def test_plugins_are_listed_with_what_they_bring(cli: RunCli) -> None:
    lines = cli("plugin", "list").out.splitlines()[1:]
    rows = {line.split()[0]: line for line in lines if not line.startswith(" ")}
    assert set(rows) == {
        "kinds",
        *("docx", "files", "html", "json", "markdown", "pdf", "rubrics"),
        *("sources", "tables", "tabular", "text", "texts", "xlsx"),
    }
    assert rows["files"].endswith("collector .toml, collector .json, collector .csv")
    assert rows["tables"].endswith("table .xlsx, table .docx, table .tsv, table .csv")
    assert rows["sources"].endswith("source csv, source tsv, source json, source toml, source xlsx,")
    assert rows["texts"].endswith("text .pdf, text .docx, text .md, text .txt")
    assert rows["rubrics"].endswith("rubric mof/project-2020, rubric nanjing/2021,")
    further = [line.strip() for line in lines if line.startswith(" ")]
    assert {"rubric pefa/2016", "source sqlite, source sql, source survey"} <= set(further)
    assert "rule bands" in rows["kinds"] and any("aggregator weakest_link" in line for line in further)
    assert "renderer html, view Comparison html" in rows["html"]


def test_a_plugin_that_failed_is_listed_with_the_reason(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    import evalfw
    from evalfw.extending.plugins.discovery import Found, find_plugins

    broken = Found("broken", "no_such_module_at_all", "broken-dist", "9")
    original = evalfw.load_plugins
    monkeypatch.setattr("evalfw_cli.plugin_pages.load_whatever_loads", lambda project=None: original([broken]))
    out = cli("plugin", "list").out
    assert "broken-dist" in out and "加载失败：ModuleNotFoundError: No module named 'no_such_module_at_all'" in out
    monkeypatch.setattr(
        "evalfw_cli.run.load_host",
        lambda project=None: original([broken, *find_plugins()]),
    )
    assert "插件 broken (broken-dist 9)：加载失败" in cli("run", "--rubric", "2021").err


@pytest.mark.parametrize("command", [(), ("run",), ("init",), ("rubric",), ("rubric", "list"), ("plugin",)])
def test_help_is_in_the_language_of_the_user(cli: RunCli, command: tuple[str, ...]) -> None:
    chinese = cli(*command, "--help").out
    assert chinese.startswith("用法：evalfw") and "显示这一页。" in chinese
    for word in ("Usage", "Options", "Commands", "Arguments", "Show this", "default"):
        assert word not in chinese


def test_help_lines_fit_100_columns(cli: RunCli) -> None:
    import unicodedata

    for command in ((), ("run",), ("init",), ("rubric", "show")):
        for line in cli(*command, "--help").out.splitlines():
            assert sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line) <= 100, line


@pytest.mark.parametrize("command", [(), ("run",), ("rubric", "list")])
def test_help_is_in_english_where_that_is_the_language(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("EVALFW_LANG", "en")
    assert cli(*command, "--help").out.startswith("Usage: evalfw")


def test_help_into_a_pipe_is_utf8_whatever_the_system_speaks(tmp_path: Path) -> None:
    """A Western Windows has no Chinese in its code page."""
    program = "import sys; from evalfw_cli import main; sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--help"],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "EVALFW_LANG": "zh"},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0 and ran.stdout.decode("utf-8").startswith("用法：")


@pytest.mark.parametrize("ref", ["~nosuchuser/x", "x" * 300, "./" + "x" * 300])
def test_names_that_no_file_can_have_are_not_there(cli: RunCli, ref: str) -> None:
    assert cli("rubric", "show", ref).code == 3
    assert cli("run", ref, "--rubric", "2021").code == 3
    assert cli("run", "--rubric", "2021", "-q", "-o", f"{ref}/r.txt").code == 2
