"""``evalfw plugin check`` finds what breaks the contract, and says what it could not try."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import RunCli
from plugins_on_disk import install

RULE = '''"""A rule kind for tests."""

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs
import evalfw
from evalfw import Rule, Text

EVALFW_API = "1.0"
COUNT = itertools.count()
EXAMPLE = """
weight = 5
rule = { kind = "tried", fact = "n" }
fact = [{ id = "n", label = "数", type = "count", max = 9, better = "higher" }]
"""


@attrs.frozen
class Tried(Rule):
    """DOC"""

    kind: ClassVar[str] = "tried"
    fact: str

    def reads(self):
        return (self.fact,)

    def points(self, a, weight):
        BODY

    def words(self, weight, view):
        return Text("试", "tried")

    def because(self, branch, points, weight, view):
        return Text("试", "tried")


@evalfw.hookimpl
def evalfw_rule_kinds():
    return evalfw.RuleKind("tried", Tried, EXAMPLES)
'''

GOOD = "return a.points(a.lesser(a.number(self.fact), a.constant(weight)))"
EXACT = "type(a).__name__ == 'ExactAlgebra'"

BROKEN = {
    "return a.points(a.constant(Fraction(next(COUNT) % 5)))": "! rule tried：结果确定",
    "open('/tmp/evalfw-never', 'a').close(); " + GOOD: "! rule tried：不读写外界 — 计分时读写了外界：open",
    "import os; os.environ['EVALFW_TRIED'] = '1'; " + GOOD: "! rule tried：不读写外界 — 计分时读写了外界：os.putenv",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', '']); " + GOOD: "计分时读写了外界：subprocess.Popen",
    "import socket; socket.socket().close(); " + GOOD: "计分时读写了外界：socket",
    "open(__file__.replace('.py', '.txt')).read(); " + GOOD: "计分时读写了外界：open",
    f"return a.points(a.constant(Fraction(3))) if {EXACT} else a.points(a.constant(Fraction(1)))": "! rule tried：缺证据时的界可靠 — n = 0，缺 n 时的界是 1～1，不含 3",
    "return a.points(a.constant(Fraction(99)))": "! rule tried：不越界 — n = 0：规则 [tried.py]给了 99 分，超出允许范围",
    "return a.points(a.subtract(a.constant(Fraction(5)), a.lesser(a.number(self.fact), a.constant(weight))))": "! rule tried：越好得分不会越少",
    "return 0.5": "! rule tried：不越界 — n = 0：规则 tried（插件 tried.py，points）出错：TypeError: gave float",
    "import sys; sys.exit(3)": "SystemExit: 3",
}


def check(text: str, cli: RunCli, *options: str) -> tuple[int, str]:
    Path("tried.py").write_text(text, encoding="utf-8")
    Path("tried.txt").write_text("x", encoding="utf-8")
    ran = cli("plugin", "check", "tried.py", "--plugin", "tried.py", *options)
    assert ran.err == ""
    return ran.code, ran.out


def rule(body: str, examples: str = "(EXAMPLE,)", doc: str = "A rule for tests.") -> str:
    return RULE.replace("BODY", body).replace("EXAMPLES", examples).replace("DOC", doc)


def test_a_rule_that_keeps_the_contract_passes(cli: RunCli) -> None:
    code, out = check(rule(GOOD), cli, "--strict")
    assert code == 0, out
    for name in (
        "登记",
        "插件接口",
        "有说明",
        "能用",
        "结果确定",
        "不越界",
        "缺证据时的界可靠",
        "不读写外界",
        "越好得分不会越少",
    ):
        assert name in out
    assert "违约 0 条（!），没有试到 0 条（?）" in out


@pytest.mark.parametrize("body", BROKEN)
def test_what_breaks_the_contract_is_found(body: str, cli: RunCli) -> None:
    code, out = check(rule(body), cli)
    assert code == 1 and BROKEN[body] in out, out


def test_a_rule_that_hangs_is_given_up(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the patience of the kit cut short, for this test."""
    monkeypatch.setenv("EVALFW_CHECK_SECONDS", "0.3")
    code, out = check(rule("import threading; threading.Event().wait()"), cli)
    assert code == 1 and "秒没有结果" in out


def test_without_examples_the_rule_is_not_tried_and_that_is_said(cli: RunCli) -> None:
    text = rule(GOOD, "()")
    code, out = check(text, cli)
    assert code == 0 and "? rule tried：能用 — 没有示例可试：请在 RuleKind 里写 examples" in out
    assert check(text, cli, "--strict")[0] == 1


WHOLE = {
    rule(GOOD).replace('EVALFW_API = "1.0"\n', ""): '! 插件接口 — 模块里没有写 EVALFW_API = "1.0"',
    rule(GOOD).replace('"""A rule kind for tests."""', ""): "! 有说明 — 模块没有文档字符串",
    rule(GOOD, doc=""): "! rule tried：有说明 — 类没有文档字符串",
    rule(GOOD, "('rule = 3',)"): "! rule tried：能用 — 示例用不了",
    rule(GOOD).replace("def evalfw_rule_kinds", "def evalfw_rule_kindz"): "! 登记 — 没有钩子 'evalfw_rule_kindz'",
    "raise RuntimeError('no')\n": "! 登记 — 加载失败：RuntimeError: no",
    "import os\nos._exit(9)\n": "! 登记 — 检验中断（退出码 9）",
}


@pytest.mark.parametrize("text", WHOLE, ids=WHOLE.values())
def test_the_plugin_as_a_whole_is_looked_at(text: str, cli: RunCli, tmp_path: Path) -> None:
    if "_exit" in text:  # it would end this process too: leave it to the one that checks
        install(tmp_path / "site", "evalfw-exits", {"exits_for_tests": text}, "exits", "exits_for_tests")
        from evalfw.conformance import check_in_process
        from evalfw.plugins import PluginSettings

        Path("exits.py").write_text(text, encoding="utf-8")
        found = check_in_process("exits.py", "exits.py", PluginSettings(given=(Path("exits.py").resolve(),)))
        assert found[-1].message.zh.startswith("检验中断（退出码 9）")
        return
    code, out = check(text, cli)
    assert code == 1 and WHOLE[text] in out, out


OTHERS = {
    "evalfw_collectors": (
        "evalfw.Collector('tried', ('.tried',), lambda path, shown: 1 / len(path.read_bytes()))",
        "! collector tried：坏文件有序拒绝 — empty 的文件：ZeroDivisionError",
    ),
    "evalfw_table_readers": (
        "evalfw.TableReader('tried', ('.tried',), lambda path, shown: [path.unlink()])",
        "! table tried：坏文件有序拒绝",
    ),
    "evalfw_renderers": (
        "evalfw.Renderer('tried', '.tried', lambda report, options: str(next(COUNT)))",
        "! renderer tried：结果确定 — 同一份报告写了两次，字节不同",
    ),
    "evalfw_functions": (
        "evalfw.Function('tried', 1, 1, evalfw.Text('试', 'tried'), lambda a, given: a.constant(evalfw.Known(3)))",
        "! function tried：结果确定",
    ),
    "evalfw_lints": ("evalfw.LintCheck('tried', lambda rubric: [3])", "! lint tried：能用"),
    "evalfw_aggregators": (
        "evalfw.AggregatorKind('tried', 'nowhere:Nothing')",
        "! aggregator tried：能用 — ModuleNotFoundError",
    ),
}


@pytest.mark.parametrize("hook", OTHERS)
def test_everything_else_that_a_plugin_brings_is_tried_as_well(hook: str, cli: RunCli) -> None:
    made, told = OTHERS[hook]
    text = f'"""For tests."""\nimport itertools\nimport evalfw\nEVALFW_API = "1.0"\nCOUNT = itertools.count()\n\n@evalfw.hookimpl\ndef {hook}():\n    return {made}\n'
    code, out = check(text, cli)
    assert code == 1 and told in out, out


def test_a_rubric_whose_cases_fail_is_told(cli: RunCli) -> None:
    Path("mine/one/cases").mkdir(parents=True)
    Path("mine/one/rubric.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "my/one"\nversion = "1"\ntitle = "甲"\nfull_mark = 1\n'
        'fact = [{ id = "n", label = "数", type = "count" }]\n'
        'indicator = [{ id = "a", title = "甲", weight = 1, criterion = "…", rule = { kind = "formula", points = "min(n, 1)" } }]\n',
        encoding="utf-8",
    )
    Path("mine/one/cases/a.case.toml").write_text(
        'format = "evalfw.case/1"\nrubric = "../rubric.toml"\nreason = "…"\nfacts = { n = 3 }\nexpect = { points = 0.5 }\n',
        encoding="utf-8",
    )
    ran = cli("plugin", "check", "mine/", "--plugin", "mine")
    assert ran.code == 1 and "! rubric my/one：用例成立 — a.case.toml: " in ran.out


def test_the_built_in_plugins_keep_the_contract_too(cli: RunCli) -> None:
    """They have no privileged path."""
    ran = cli("plugin", "check", "files", "json", "markdown", "rubrics", "tables", "text", "--strict")
    assert ran.code == 0, ran.out
    assert ran.out.count("违约 0 条（!），没有试到 0 条（?）") == 6


def test_a_heavy_import_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evalfw.conformance import check_in_process
    from evalfw.plugins import PluginSettings

    site = tmp_path / "site"
    text = '"""Heavy."""\nimport openpyxl\n\nEVALFW_API = "1.0"\n'
    install(site, "evalfw-heavy", {"heavy_for_tests": text}, "heavy", "heavy_for_tests")
    monkeypatch.setenv("PYTHONPATH", str(site))
    found = {each.code: each for each in check_in_process("heavy", "evalfw-heavy", PluginSettings())}
    assert found["lazy"].outcome == "broken" and "openpyxl" in found["lazy"].message.en


def test_there_has_to_be_something_to_check(cli: RunCli) -> None:
    assert "没有别人的插件可检验" in cli("plugin", "check").err
    assert cli("plugin", "check", "nosuch").code == 2
    assert sys.executable
