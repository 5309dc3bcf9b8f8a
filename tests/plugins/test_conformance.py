"""``evalfw plugin check`` finds what breaks the contract, and says what it could not try."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import RunCli
from plugins_on_disk import install

from evalfw.extending.conformance.__main__ import checks
from evalfw.extending.plugins import PluginSettings
from evalfw_cli.plugin_check import MARKS, NAMES

RULE = '''"""A rule kind for tests."""

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import attrs
import evalfw
from evalfw.authoring import Rule
from evalfw import Text

EVALFW_API = "2.0"
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
    return evalfw.authoring.RuleKind("tried", Tried, EXAMPLES)
'''

GOOD = "return a.points(a.lesser(a.number(self.fact), a.constant(weight)))"
EXACT = "type(a).__name__ == 'ExactAlgebra'"

BROKEN = {
    "return a.points(a.constant(Fraction(next(COUNT) % 5)))": "! rule tried：结果确定",
    "open('/tmp/evalfw-never', 'a').close(); " + GOOD: "! rule tried：不读写外界 — 计分时读写了外界：open",
    "import os; os.environ['EVALFW_TRIED'] = '1'; " + GOOD: "! rule tried：不读写外界 — 计分时读写了外界：os.putenv",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', '']); " + GOOD: "计分时读写了外界：subprocess.Popen",
    "import socket; socket.socket().close(); " + GOOD: "计分时读写了外界：socket",
    "Path(__file__).with_suffix('.txt').read_text(); " + GOOD: "计分时读写了外界：open",
    f"return a.points(a.constant(Fraction(3))) if {EXACT} else a.points(a.constant(Fraction(1)))": "! rule tried：缺证据时的界可靠 — n = 0，缺 n 时的界是 1～1，不含 3",
    "return a.points(a.constant(Fraction(99)))": "! rule tried：不越界 — n = 0：规则 tried（插件 tried.py）给了 99 分，超出 0～5 分",
    "return a.points(a.subtract(a.constant(Fraction(5)), a.lesser(a.number(self.fact), a.constant(weight))))": "! rule tried：越好得分不会越少",
    "return 0.5": "! rule tried：不越界 — n = 0：规则 tried（插件 tried.py，points）出错：给出了 float",
    "import sys; sys.exit(3)": "SystemExit: 3",
}


def check(text: str, cli: RunCli) -> tuple[int, str]:
    """The command, which checks in a process of its own."""
    lay(text)
    ran = cli("plugin", "check", "tried.py", "--plugin", "tried.py")
    assert ran.err == ""
    return ran.code, ran.out


def lay(text: str) -> None:
    Path("tried.py").write_text(text, encoding="utf-8")
    Path("tried.txt").write_text("x", encoding="utf-8")


def found_in(text: str, seconds: float = 10) -> list[str]:
    """What the checks find, in this process: ``! rule tried：结果确定 — …`` and so on."""
    lay(text)
    return told_of("tried.py", PluginSettings(given=(Path("tried.py"),), seconds=seconds))


def told_of(id: str, settings: PluginSettings) -> list[str]:
    """The lines of the page about *id*."""
    return [
        f"{MARKS[each.outcome]} {f'{each.about}：' if each.about else ''}{NAMES[each.code].zh}"
        + (f" — {each.message.zh}" if each.message.zh else "")
        for each in checks(id, id, settings)
    ]


def rule(body: str, examples: str = "(EXAMPLE,)", doc: str = "A rule for tests.") -> str:
    return RULE.replace("BODY", body).replace("EXAMPLES", examples).replace("DOC", doc)


def test_a_rule_that_keeps_the_contract_passes(cli: RunCli) -> None:
    lay(rule(GOOD))
    ran = cli("plugin", "check", "tried.py", "--plugin", "tried.py", "--strict")
    code, out = ran.code, ran.out
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
    found = found_in(rule(body))
    assert any(line.startswith("!") and BROKEN[body].removeprefix("! ") in line for line in found), found


def test_a_rule_that_hangs_is_given_up(cli: RunCli) -> None:
    found = found_in(rule("import threading; threading.Event().wait()"), seconds=0.3)
    assert any("0.3 秒没有结果" in line for line in found), found


@pytest.mark.slow
def test_without_examples_the_rule_is_not_tried_and_that_is_said(cli: RunCli) -> None:
    text = rule(GOOD, "()")
    code, out = check(text, cli)
    assert code == 0 and "? rule tried：能用 — 没有示例可试：登记时写上 examples" in out
    assert cli("plugin", "check", "tried.py", "--plugin", "tried.py", "--strict").code == 1


WHOLE = {
    rule(GOOD).replace('EVALFW_API = "2.0"\n', ""): '! 插件接口 — 模块里没有写 EVALFW_API = "2.0"',
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
        from evalfw.extending.conformance import check_in_process

        Path("exits.py").write_text(text, encoding="utf-8")
        found = check_in_process("exits.py", "exits.py", PluginSettings(given=(Path("exits.py").resolve(),)))
        assert found[-1].message.zh.startswith("检验中断（退出码 9）")
        return
    assert any(WHOLE[text] in line for line in found_in(text)), found_in(text)


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
        "evalfw.Function('tried', 1, 1, evalfw.Text('试', 'tried'), lambda a, given: a.constant(evalfw.Function('f', 1, 1, evalfw.Text('', ''), None)))",
        "! function tried：结果确定",
    ),
    "evalfw_sources": (
        "evalfw.SourceKind('tried', lambda request: next(COUNT), (b'x',))",
        "! source tried：能用 — 示例读不了：",
    ),
    "evalfw_text_readers": (
        "evalfw.TextReader('tried', ('.tried',), lambda path, shown: [next(COUNT)])",
        "! text tried：坏文件有序拒绝",
    ),
    "evalfw_lints": ("evalfw.LintCheck('tried', lambda rubric: [3])", "! lint tried：能用"),
    "evalfw_aggregators": (
        "evalfw.authoring.AggregatorKind('tried', 'nowhere:Nothing')",
        "! aggregator tried：能用 — ModuleNotFoundError",
    ),
}


ROW = "evalfw.evidence.Row({'n': evalfw.foundation.numeral(str(next(COUNT)))}, evalfw.evidence.Taken())"
SOURCES = {
    f"lambda request: evalfw.SourceRows(('n',), iter([{ROW}]))": "! source tried：结果确定 — 同一个示例两次结果不同",
    "lambda request: evalfw.SourceRows(('n',), iter([]))": "! source tried：能用 — 示例里什么也没读到",
    "lambda request: evalfw.SourceRows(('n',), iter([3]))": "! source tried：能用 — 示例读不了：",
    "lambda request: evalfw.SourceRows(('n',), iter([evalfw.evidence.Row({'n': 0.5}, evalfw.evidence.Taken())]))": "! source tried：能用 — 示例读不了：",
    "lambda request: request.file().unlink() or evalfw.SourceRows(('n',), iter([]))": "! source tried：坏文件有序拒绝",
    "lambda request: evalfw.SourceRows(('n',), (1 / 0 for _ in 'x'))": "! source tried：坏文件有序拒绝 — empty 的文件：ZeroDivisionError",
}


@pytest.mark.parametrize("read", SOURCES)
def test_a_kind_of_source_is_tried_with_its_examples(read: str, cli: RunCli) -> None:
    text = f'"""For tests."""\nimport itertools\nimport evalfw\nEVALFW_API = "2.0"\nCOUNT = itertools.count()\n\n@evalfw.hookimpl\ndef evalfw_sources():\n    return evalfw.SourceKind("tried", {read}, (b"x",))\n'
    found = found_in(text)
    assert any(SOURCES[read] in line for line in found), found


@pytest.mark.slow
def test_a_kind_of_source_of_others_takes_part(cli: RunCli) -> None:
    """Registered by a single file, named in [[collect]]; what it does wrong while rows are read is told with its name."""
    from gathering import lay_gathering

    text = (
        '"""For tests."""\nimport evalfw\nfrom decimal import Decimal\nEVALFW_API = "2.0"\n\n\ndef read(request):\n'
        "    request.only('n', 'm', 't')\n    count = request.whole('n', 1)\n    request.number('m')\n    request.text('t')\n"
        "    taken = evalfw.evidence.Taken(collector='ours', file=request.address)\n"
        "    rows = (evalfw.evidence.Row({'v': Decimal(1) / (3000 - each)}, taken) for each in range(count))\n"
        "    return evalfw.SourceRows(('v',), rows)\n\n\n@evalfw.hookimpl\ndef evalfw_sources():\n"
        "    return evalfw.SourceKind('ours', read, (b'x',))\n"
    )
    Path("ours.py").write_text(text, encoding="utf-8")
    more = '\n[[collect]]\nid = "one"\nfrom = "ours:here"\noptions = {{ {} }}\n[[collect.fact]]\nid = "people.asked"\ncolumn = "v"\ntake = "count"\n'
    root = lay_gathering(more.format("n = 2500"))
    assert cli("evidence", "collect", "--plugin", "ours.py").code == 0
    assert "value = 2500" in (root / "facts/one.collected.toml").read_text(encoding="utf-8")
    for options, told in {
        "n = 3001": "插件 ours.py 的 source ours 出错：DivisionByZero",
        "n = 0": "选项 n 应当是正整数",
        'm = "x"': "选项 m 应当是数",
        "t = 3": "选项 t 应当是文字",
        "nn = 3": "没有选项 'nn' — 是不是 n？",
    }.items():
        path = root / "evidence.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.partition("options =")[0]
            + f"options = {{ {options} }}\n"
            + text.partition("options =")[2].partition("\n")[2],
            encoding="utf-8",
        )
        ran = cli("evidence", "collect", "--plugin", "ours.py")
        assert ran.code == 3 and told in ran.err, ran.err


@pytest.mark.parametrize("hook", OTHERS)
def test_everything_else_that_a_plugin_brings_is_tried_as_well(hook: str, cli: RunCli) -> None:
    made, told = OTHERS[hook]
    text = f'"""For tests."""\nimport itertools\nimport evalfw\nEVALFW_API = "2.0"\nCOUNT = itertools.count()\n\n@evalfw.hookimpl\ndef {hook}():\n    return {made}\n'
    found = found_in(text)
    assert any(told in line for line in found), found


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
    found = told_of("mine/", PluginSettings(given=(Path("mine"),)))
    assert any(line.startswith("! rubric my/one：用例成立 — a.case.toml: ") for line in found), found


@pytest.mark.parametrize(
    "id",
    [
        "files",
        "json",
        "markdown",
        pytest.param("rubrics", marks=pytest.mark.slow),
        "sources",
        "tables",
        "text",
        "texts",
    ],
)
def test_the_built_in_plugins_keep_the_contract_too(id: str) -> None:
    """They have no privileged path. Sources that need more than a text file are tried by the tests of databases and workbooks."""
    found = list(checks(id, "evalfw", PluginSettings()))
    assert len(found) >= 5 and not [each for each in found if each.outcome == "broken"]
    untried = {each.about for each in found if each.outcome == "untried"}
    assert untried == ({"source xlsx", "source sqlite", "source sql"} if id == "sources" else set())


AGGREGATOR = '''"""An aggregator for tests."""

import attrs
import evalfw
from fractions import Fraction

EVALFW_API = "2.0"
EXAMPLE = """
full_mark = 4
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [
  { id = "a", title = "组", aggregate = { kind = "tried" } },
  { id = "a.x", title = "一", weight = 4, criterion = "…", rule = { kind = "formula", points = "min(n, 4)" } },
  { id = "a.y", title = "二", weight = 4, criterion = "…", rule = { kind = "formula", points = "2" } },
]
"""


@attrs.frozen
class Tried(evalfw.authoring.Aggregator):
    """The best of its parts."""

    kind = "tried"

    def full_mark(self, parts, stated):
        return max(part.full for part in parts)

    def combine(self, parts, whole):
        BODY

    def words(self, name):
        return evalfw.Text("取最高", "the best")


@evalfw.hookimpl
def evalfw_aggregators():
    return evalfw.authoring.AggregatorKind("tried", Tried, (EXAMPLE,))
'''
BEST = "ends = [(p.bounds.least, p.bounds.most) for p in parts]; best = max(p.points for p in parts); return evalfw.authoring.Combined(best, whole.full, evalfw.authoring.Range(max(e[0] for e in ends), max(e[1] for e in ends)))"


def test_an_aggregator_that_keeps_the_contract_passes(cli: RunCli) -> None:
    found = found_in(AGGREGATOR.replace("BODY", BEST))
    assert found and all(line.startswith(" ") for line in found), found


BAD_AGGREGATORS = {
    "return 3": "给出了 int，应当是 Combined",
    "return evalfw.authoring.Combined(0.5, whole.full, evalfw.authoring.Range(None, None))": "给出了 float，应当是 Fraction",
    "return evalfw.authoring.Combined(Fraction(1), Fraction(99), evalfw.authoring.Range(None, None))": "给出了 满分 99，超出 0～4",
    "raise LookupError('x')": "LookupError: x",
    "return evalfw.authoring.Combined(Fraction(9), whole.full, evalfw.authoring.Range(None, None))": "给出了 9 分，超出 0～4",
    "return evalfw.authoring.Combined(Fraction(-1), whole.full, evalfw.authoring.Range(None, None))": "给出了 -1 分，超出 0～4",
}


@pytest.mark.parametrize("body", BAD_AGGREGATORS)
def test_an_aggregator_that_misbehaves_is_found(body: str, cli: RunCli) -> None:
    found = found_in(AGGREGATOR.replace("BODY", body))
    assert any(line.startswith("!") and BAD_AGGREGATORS[body] in line for line in found), found


FUNCTIONS = {
    "lambda a, given: a.add(given[0], given[0])": None,
    "lambda a, given: a.constant(Fraction(next(COUNT)))": "结果确定 — tried(0)：两次结果不同",
    "lambda a, given: a.constant(Fraction(1)) if type(a).__name__ == 'BoundsAlgebra' else given[0]": "缺证据时的界可靠 — tried(0)：结果不在自己的界内",
    "lambda a, given: (Path(__file__).with_suffix('.txt').read_text(), given[0])[1]": "不读写外界 — 计分时读写了外界：open",
    "lambda a, given: a.divide(given[0], a.constant(Fraction(0)))": None,
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_functions_are_tried_with_numbers_and_ranges(function: str, cli: RunCli) -> None:
    text = f'"""For tests."""\nimport itertools\nfrom fractions import Fraction\nfrom pathlib import Path\nimport evalfw\nEVALFW_API = "2.0"\nCOUNT = itertools.count()\n\n@evalfw.hookimpl\ndef evalfw_functions():\n    return evalfw.Function("tried", 1, 1, evalfw.Text("试", "tried"), {function})\n'
    broken = [line for line in found_in(text) if line.startswith("!")]
    told = FUNCTIONS[function]
    assert (broken == []) if told is None else any(told in line for line in broken), broken


def test_an_opaque_rule_is_tried_and_what_cannot_be_proved_is_tried_by_samples(cli: RunCli) -> None:
    text = '''"""An opaque rule."""

from fractions import Fraction
from typing import ClassVar

import attrs
import evalfw

EVALFW_API = "2.0"
EXAMPLE = """
weight = 5
rule = { kind = "tried", fact = "n" }
fact = [{ id = "n", label = "数", type = "count", max = 9, better = "higher" }]
"""


@attrs.frozen
class Tried(evalfw.authoring.OpaqueRule):
    """Points that Python works out."""

    kind: ClassVar[str] = "tried"
    fact: str

    def reads(self):
        return (self.fact,)

    def award(self, facts, weight):
        return evalfw.authoring.Award(POINTS)

    def words(self, weight, view):
        return evalfw.Text("试", "tried")


@evalfw.hookimpl
def evalfw_rule_kinds():
    return evalfw.authoring.RuleKind("tried", Tried, (EXAMPLE,))
'''
    rising = found_in(text.replace("POINTS", "min(facts[self.fact], weight)"))
    assert all(line.startswith(" ") for line in rising), rising
    falling = found_in(text.replace("POINTS", "max(weight - facts[self.fact], Fraction(0))"))
    assert any("越好得分不会越少 — n 变好，得分反而少" in line for line in falling), falling


@pytest.mark.slow
def test_a_heavy_import_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evalfw.extending.conformance import check_in_process

    site = tmp_path / "site"
    text = '"""Heavy."""\nimport openpyxl\n\nEVALFW_API = "2.0"\n'
    install(site, "evalfw-heavy", {"heavy_for_tests": text}, "heavy", "heavy_for_tests")
    monkeypatch.setenv("PYTHONPATH", str(site))
    found = {each.code: each for each in check_in_process("heavy", "evalfw-heavy", PluginSettings())}
    assert found["lazy"].outcome == "broken" and "openpyxl" in found["lazy"].message.en


def test_there_has_to_be_something_to_check(cli: RunCli) -> None:
    assert "没有别人的插件可检验" in cli("plugin", "check").err
    assert cli("plugin", "check", "nosuch").code == 2
    assert sys.executable


def test_a_hook_that_gives_nothing_and_a_command_of_evalfw_are_told(cli: RunCli) -> None:
    text = '"""For tests."""\nimport evalfw\nEVALFW_API = "2.0"\n\n@evalfw.hookimpl\ndef evalfw_lints():\n    evalfw.LintCheck("x", list)\n'
    assert "! 登记 — evalfw_lints 什么也没有返回" in found_in(text)
    lay(
        '"""For tests."""\nimport evalfw\nEVALFW_API = "2.0"\n\n@evalfw.hookimpl\ndef evalfw_commands():\n    return evalfw.Command("run", evalfw.Text("跑", "run"), print)\n'
    )
    ran = cli("plugin", "check", "tried.py", "--plugin", "tried.py")
    assert ran.code == 1 and "! command run：登记 — evalfw 自己有这个命令，永远调不到" in ran.out


COLLECTOR = '"""For tests."""\nimport evalfw\nfrom evalfw import EvidencePart, Statement\nEVALFW_API = "2.0"\n\ndef read(path, shown):\n    path.read_bytes()\n    return EvidencePart(BODY)\n\n@evalfw.hookimpl\ndef evalfw_collectors():\n    return evalfw.Collector("tried", (".tried",), read, EXAMPLES)\n'
COLLECTORS = {
    ("statements=(Statement(fact='n', value='1'),)", "(b'x',)"): None,
    (
        "statements=(Statement(fact='n', value=1.0),)",
        "(b'x',)",
    ): "! collector tried：能用 — 示例读不了：n：给出了 float",
    ("", "(b'x',)"): "! collector tried：能用 — 示例里什么也没读到",
    ("", "()"): "? collector tried：能用 — 没有示例可试",
}


@pytest.mark.parametrize("given", COLLECTORS, ids=str)
def test_a_collector_is_tried_with_its_examples(given: tuple[str, str], cli: RunCli) -> None:
    found = found_in(COLLECTOR.replace("BODY", given[0]).replace("EXAMPLES", given[1]))
    told = COLLECTORS[given]
    assert "  collector tried：能用" in found if told is None else any(told in line for line in found), found


@pytest.mark.slow
def test_a_program_keeps_the_contract_if_its_example_does(cli: RunCli) -> None:
    program = 'import json, sys\nasked = json.load(sys.stdin)\njson.dump({"format": asked["format"], "points": min(int(asked["facts"]["n"]), 5)}, sys.stdout)\n'
    Path("score.py").write_text(program, encoding="utf-8")
    example = 'weight = 5\nrule = { kind = "prog", facts = ["n"] }\nfact = [{ id = "n", label = "数", type = "count", max = 6, better = "higher" }]\n'
    Path("evalfw.toml").write_text(
        f'[[process]]\nid = "prog"\nkind = "rule"\nargv = ["{Path(sys.executable).as_posix()}", "score.py"]\nexamples = ["""\n{example}"""]\n',
        encoding="utf-8",
    )
    ran = cli("plugin", "check", "prog", "--strict")
    assert ran.code == 0, ran.out + ran.err
    assert "rule prog：越好得分不会越少" in ran.out


OBSERVER = '''"""An observer for tests."""

from pathlib import Path

import evalfw

EVALFW_API = "2.0"


@evalfw.hookimpl
def HOOK(ARGUMENTS):
    BODY
'''


@pytest.mark.parametrize(
    ("hook", "arguments", "body", "said"),
    [
        ("evalfw_rubric_loaded", "rubric", "rubric.title.upper()", "  hook evalfw_rubric_loaded"),
        ("evalfw_rubric_loaded", "rubric", "rubric.name", "! hook evalfw_rubric_loaded：能加载"),
        ("evalfw_indicator_scored", "result", "result.points + 1", "! hook evalfw_indicator_scored：能加载"),
        ("evalfw_indicator_scored", "result, report", "return result", "! hook evalfw_indicator_scored：能加载"),
        ("evalfw_evidence_collected", "evidence", "len(evidence.statements)", "  hook evalfw_evidence_collected"),
        ("evalfw_run_finished", "report, outputs", "print(report.total.points, outputs)", "  hook evalfw_run_finished"),
        ("evalfw_run_finished", "outputs", "outputs[0].name", "! hook evalfw_run_finished：能加载"),
        ("evalfw_run_finished", "report", "Path('sent.txt').write_text('x')", "? hook evalfw_run_finished"),
        ("evalfw_run_finished", "report", "import socket; socket.create_connection(('localhost', 9))", "? hook evalfw_run_finished"),
        ("evalfw_plugin_failed", "author, message", "author + message", "  hook evalfw_plugin_failed"),
        ("evalfw_resolve_rubric", "ref", "return ref", "! hook evalfw_resolve_rubric：能加载"),
        ("evalfw_adjudicate", "fact, statements", "return statements[0]", "! hook evalfw_adjudicate：能加载"),
        ("evalfw_adjudicate", "fact, statements", "return None", "  hook evalfw_adjudicate"),
    ],
)  # fmt: skip
def test_observers_are_tried(cli: RunCli, hook: str, arguments: str, body: str, said: str) -> None:
    """With a report of every state; what they would send or write is told, and neither sent nor written."""
    text = OBSERVER.replace("HOOK", hook).replace("ARGUMENTS", arguments).replace("BODY", body)
    Path("seen.py").write_text(text, encoding="utf-8")
    ran = cli("plugin", "check", "seen.py")
    broken, untried = said.startswith("!"), said.startswith("?")
    assert ran.code == (1 if broken else 0), ran.out + ran.err
    assert not Path("sent.txt").exists()
    line = next(line for line in ran.out.splitlines() if f"hook {hook}" in line)
    assert line.strip().startswith("!" if broken else "?" if untried else ""), ran.out


REQUIRING = """format = "evalfw.rubric/1"
id = "made-up/requiring"
version = "1"
title = "编造：离不开插件"
full_mark = 5
requires_plugins = ["NAME"]
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [{ id = "a", title = "甲", weight = 5, criterion = "试", rule = { kind = "tried", fact = "n" } }]
"""


@pytest.mark.parametrize(
    ("name", "given", "code", "said"),
    [
        ("tried", ["--plugin", "tried.py"], 0, ""),
        ("tried.py", ["--plugin", "tried.py"], 0, ""),
        ("tried", [], 3, "没有插件 'tried'，这份评分表离不开它"),
        ("tryed", ["--plugin", "tried.py"], 3, "是不是 tried"),
        ("text", ["--no-plugins=text"], 3, "插件 'text' 没有加载"),
    ],
)
def test_a_rubric_that_requires_a_plugin_is_not_loaded_without_it(
    cli: RunCli, name: str, given: list[str], code: int, said: str
) -> None:
    text = RULE.replace("DOC", "Tried.").replace("BODY", GOOD).replace("EXAMPLES", "(EXAMPLE,)")
    Path("tried.py").write_text(text, encoding="utf-8")
    Path("r.toml").write_text(REQUIRING.replace("NAME", name), encoding="utf-8")
    for command in (["rubric", "show"], ["rubric", "lint"]):
        ran = cli(*given, *command, "./r.toml")
        assert ran.code == code and said in ran.err, (ran.out, ran.err)
