"""Observers, deciders, lints and importers of plugins: what they get, and that they change nothing behind the report's back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RunCli
from small_project import lay_project, lay_rubric

import evalfw
from evalfw.extending import PluginSettings
from evalfw.extending.hookspecs import HOOKS, SPECIFICATIONS
from evalfw.extending.interface import interface_problem

ROOT = Path(__file__).parent.parent.parent

OBSERVER = '''"""Writes down what it is told."""

from pathlib import Path

import evalfw

TOLD = []


@evalfw.hookimpl
def evalfw_rubric_loaded(rubric):
    TOLD.append(f"rubric {rubric.identity.id}")


@evalfw.hookimpl
def evalfw_evidence_collected(rubric, evidence):
    TOLD.append(f"evidence of {evidence.subject.name} for {rubric.identity.id}")


@evalfw.hookimpl
def evalfw_indicator_scored(result):
    TOLD.append(f"scored {result.id}")


@evalfw.hookimpl
def evalfw_run_finished(report, outputs):
    TOLD.append(f"finished {report.total.points} {[path.name for path in outputs]}")
    Path("told.txt").write_text("\\n".join(TOLD), encoding="utf-8")


@evalfw.hookimpl
def evalfw_plugin_failed(author, what, message):
    with Path("failed.txt").open("a", encoding="utf-8") as file:
        file.write(f"{author} | {what} | {message}\\n")
'''


def test_observers_are_told_everything_in_order(cli: RunCli, nanjing: evalfw.Rubric) -> None:
    Path("watch.py").write_text(OBSERVER, encoding="utf-8")
    assert cli("run", "--rubric", "2021", "--plugin", "watch.py", "-f", "json", "-o", "r.json").code == 0
    told = Path("told.txt").read_text(encoding="utf-8").splitlines()
    assert told[:2] == ["rubric nanjing/2021", "evidence of 南京市政务服务管理办公室 for nanjing/2021"]
    assert told[2:-1] == [f"scored {node.id}" for node in nanjing.indicators]
    assert told[-1] == "finished 98 ['r.json']"
    assert not Path("failed.txt").exists()
    listed = cli("plugin", "list", "--plugin", "watch.py").out
    assert "hook evalfw_rubric_loaded" in listed and "hook evalfw_plugin_failed" in listed


CHANGES = {
    "rubric.facts['budget.execution_rate'] = None": "TypeError: 'mappingproxy' object does not support item assignment",
    "rubric.full_mark = 1": "FrozenInstanceError",
    "rubric.indicators[0].weight = 1": "FrozenInstanceError",
    "del rubric.by_id['decision']": "TypeError",
    "raise LookupError('of its own')": "LookupError: of its own",
    "import sys; sys.exit(0)": "SystemExit: 0",
    "return 1": "给出了 int：旁观的钩子什么也改不了",
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_observer_changes_nothing_and_its_failure_is_told(change: str, cli: RunCli) -> None:
    body = f"import evalfw\n\n@evalfw.hookimpl\ndef evalfw_rubric_loaded(rubric):\n    {change}\n"
    Path("bad.py").write_text(body, encoding="utf-8")
    Path("watch.py").write_text(OBSERVER, encoding="utf-8")
    plain = cli("run", "--rubric", "2021", "-f", "text").out
    ran = cli("run", "--rubric", "2021", "-f", "text", "--plugin", "bad.py", "--plugin", "watch.py")
    assert (ran.code, ran.out) == (0, plain)
    assert "插件 bad.py 的 evalfw_rubric_loaded 出错：" in ran.err and CHANGES[change] in ran.err
    failed = Path("failed.txt").read_text(encoding="utf-8").splitlines()
    assert len(failed) == 1 and failed[0].startswith("bad.py | evalfw_rubric_loaded | ")


def test_evidence_and_results_are_read_only_as_well(cli: RunCli) -> None:
    body = """import evalfw


@evalfw.hookimpl
def evalfw_evidence_collected(evidence):
    evidence.overrides.clear()


@evalfw.hookimpl
def evalfw_indicator_scored(result):
    result.points = 0


@evalfw.hookimpl
def evalfw_run_finished(report):
    report.total.points = 100
"""
    Path("bad.py").write_text(body, encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "--plugin", "bad.py", "-f", "json")
    assert json.loads(ran.out)["total"]["points"] == "98"
    assert ran.err.count("插件 bad.py 的 ") == 3


def test_a_failure_while_scoring_is_told_to_observers(cli: RunCli) -> None:
    Path("bad.py").write_text("raise RuntimeError('x')\n", encoding="utf-8")
    Path("watch.py").write_text(OBSERVER, encoding="utf-8")
    host = evalfw.load_plugins(settings=PluginSettings(given=(Path("bad.py"), Path("watch.py"))))
    evalfw.evaluate(rubric="2021", host=host).finished()
    assert "bad.py | load | did not load: RuntimeError: x" in Path("failed.txt").read_text(encoding="utf-8")


RESOLVER = """import evalfw
from pathlib import Path


@evalfw.hookimpl
def evalfw_resolve_rubric(ref):
    return ANSWER
"""


def store(answer: str, name: str = "store.py") -> None:
    Path(name).write_text(RESOLVER.replace("ANSWER", answer), encoding="utf-8")


def test_a_plugin_finds_rubrics_elsewhere_and_is_named(cli: RunCli, nanjing: evalfw.Rubric) -> None:
    shutil.copy(nanjing.edition.path, "elsewhere.toml")
    text = Path("elsewhere.toml").read_text(encoding="utf-8").replace('id = "nanjing/2021"', 'id = "bureau/2021"', 1)
    Path("elsewhere.toml").write_text(text.replace('sample = "sample"\n', ""), encoding="utf-8")
    store("Path('elsewhere.toml') if ref == 'bureau/2021' else None")
    ran = cli("rubric", "show", "bureau/2021", "--plugin", "store.py")
    assert ran.code == 0 and "bureau/2021" in ran.out
    assert "没有评分表 “bureau/2020”" in cli("rubric", "show", "bureau/2020", "--plugin", "store.py").err
    # what is registered or a path is never asked for
    store("1 / 0")
    assert cli("rubric", "show", "2021", "--plugin", "store.py").code == 0


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("1 / 0", "插件 store.py 的 evalfw_resolve_rubric 出错：ZeroDivisionError"),
        ("'a text'", "插件 store.py 出错：evalfw_resolve_rubric: str，应当是 Path"),
        ("Path('none.toml')", "none.toml: 没有这个评分表文件"),
    ],
)
def test_a_resolver_that_fails_stops_the_request(answer: str, told: str, cli: RunCli) -> None:
    """Which rubric is meant must not depend on a fault."""
    store(answer)
    ran = cli("rubric", "show", "bureau/2021", "--plugin", "store.py")
    assert ran.code == 3 and told in ran.err


JUDGE = """import evalfw


@evalfw.hookimpl
def evalfw_adjudicate(fact, statements):
    BODY
"""


@pytest.fixture
def disputed(sample: Path) -> Path:
    """The sample, with a second and other statement of the execution rate."""
    (sample / "facts/again.toml").write_text(
        '[[fact]]\nid = "budget.execution_rate"\nvalue = "95%"\ndocument = "决算报表"\nsection = "表一"\n',
        encoding="utf-8",
    )
    return sample


def judged(body: str, disputed: Path, cli: RunCli) -> tuple[dict[str, object], list[dict[str, object]], str]:
    Path("judge.py").write_text(JUDGE.replace("BODY", body), encoding="utf-8")
    ran = cli("run", disputed, "--rubric", "2021", "--plugin", "judge.py", "-f", "json")
    report = json.loads(ran.out)
    node = next(
        each
        for each in report["indicators"]
        if each["id"] == "decision.budgeting.quality" or each["title"] == "预算编制科学规范"
    )
    return node, report["findings"], ran.err


def test_of_several_statements_a_plugin_may_choose_one_and_the_report_says_so(disputed: Path, cli: RunCli) -> None:
    node, _, _ = judged("return None", disputed, cli)
    assert node["state"] == "pending"
    body = "return evalfw.Adjudication(statement=next(s for s in statements if s.document == '决算报表'), reason='以决算为准')"
    node, findings, err = judged(body, disputed, cli)
    assert (node["state"], node["points"]) == ("scored", "2") and "judge.py" not in err
    (finding,) = [each for each in findings if each["code"] == "fact.adjudicated"]
    assert "插件 judge.py 裁定采用 95%（决算报表 表一）：以决算为准" in str(finding["message"])
    assert "fact.disputed" not in [each["code"] for each in findings]
    (fact,) = [each for each in node["facts"] if each["id"] == "budget.execution_rate"]  # type: ignore[attr-defined]
    assert "judge.py" in fact["plugins"] and len(fact["sources"]) == 3


NO_DECISIONS = {
    "return statements[0]": "给出了 Statement，应当是 Adjudication",
    "return evalfw.Adjudication(statement=evalfw.Statement(fact=fact.id, value='99%'), reason='我说的')": "所选的说法不在给出的之中",
    "return evalfw.Adjudication(statement=statements[0], reason=' ')": "没有写理由",
    "raise KeyError('x')": "KeyError: 'x'",
}


@pytest.mark.parametrize("body", NO_DECISIONS)
def test_a_decision_that_is_none_leaves_the_fact_disputed(body: str, disputed: Path, cli: RunCli) -> None:
    """A value that nobody stated is never taken over."""
    node, findings, err = judged(body, disputed, cli)
    assert node["state"] == "pending" and "fact.disputed" in [each["code"] for each in findings]
    assert "插件 judge.py 的 evalfw_adjudicate 出错：" in err and NO_DECISIONS[body] in err


LINT = """import evalfw
from evalfw import Lint, LintCheck, Problem, Text


def look(rubric):
    for leaf in rubric.leaves:
        if leaf.weight > 3:
            yield Lint("CODE", "warning", leaf.problem("weight", Text("超过3分", "above 3")), (leaf.id,))


@evalfw.hookimpl
def evalfw_lints():
    return LintCheck("heavy", look)
"""


def test_lints_of_plugins_stand_among_the_others_with_their_author(cli: RunCli) -> None:
    Path("lints.py").write_text(LINT.replace("CODE", "heavy.leaf"), encoding="utf-8")
    out = cli("rubric", "lint", "2021", "--plugin", "lints.py").out
    assert "超过3分  [heavy.leaf]（lints.py）" in out
    Path("lints.py").write_text(LINT.replace("CODE", "rule.gap"), encoding="utf-8")
    out = cli("rubric", "lint", "2021", "--plugin", "lints.py").out
    assert "插件 lints.py 的 lint heavy 出错：code 'rule.gap' 应当以 'heavy' 开头  [lint.failed]" in out


def test_every_hook_says_when_it_is_called_what_it_gets_what_nothing_means_and_what_failure_does() -> None:
    specifications = {name: vars(module)[name] for module in SPECIFICATIONS for name in vars(module) if name in HOOKS}
    assert set(specifications) == set(HOOKS) and len(HOOKS) == 20
    for name, function in specifications.items():
        text = function.__doc__ or ""
        assert "Called " in text and "Returns:" in text and "Failure:" in text, name
        assert "Gets nothing" in text or "Args:" in text, name


def test_interfaces_are_accepted_of_this_major_and_the_one_before() -> None:
    offered = (3, 2)
    accepted = ["3.0", "3.2", "2.0", "2.9"]
    refused = ["3.3", "4.0", "1.9", "0.1"]
    assert [each for each in accepted + refused if interface_problem(each, offered) is None] == accepted
    for wrong in ("3", "3.2.1", "v3", "", 3, None, (3, 2)):
        assert interface_problem(wrong, offered) is not None
    assert "upgrade evalfw" in str(interface_problem("3.3", offered)) and "upgrade the plugin" in str(
        interface_problem("1.9", offered)
    )


def test_a_hook_that_is_going_away_warns_its_plugins(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    """By pluggy's own means; the warning is shown by ``plugin show`` and told by ``plugin check``."""
    from evalfw.extending.hookspecs import registering

    options = registering.evalfw_lints.evalfw_spec  # type: ignore[attr-defined] # set by pluggy
    monkeypatch.setitem(options, "warn_on_impl", DeprecationWarning("evalfw_lints goes away in interface 2.0"))
    Path("lints.py").write_text(LINT, encoding="utf-8")
    assert "evalfw_lints goes away in interface 2.0" in cli("plugin", "show", "lints.py", "--plugin", "lints.py").out


WRONG_HOOKS = {
    "def evalfw_rendererss(): ...": "没有钩子 'evalfw_rendererss' — 是不是 evalfw_renderers",
    "def evalfw_run_finished(report, repot): ...": "钩子不对：",
    "def evalfw_renderers(): return 3": "evalfw_renderers 给出了 int，应当是 Renderer",
    "def evalfw_renderers(): return evalfw.Renderer('Bad Id', '.x', print)": "id = 'Bad Id'，应当是小写英文",
    "def evalfw_renderers(): return evalfw.Renderer('x', 'x', print)": "suffix = 'x'，应当是小写的后缀",
    "def evalfw_collectors(): return evalfw.Collector('x', '.csv', print)": "suffixes = '.csv'，应当是小写后缀的元组",
    "def evalfw_collectors(): return evalfw.Collector('x', ('.x',), 'print')": "collect = 'print'，应当是函数",
    "def evalfw_rubrics(): return evalfw.RubricFolder('here')": "path = 'here'，应当是Path",
    "def evalfw_commands(): return evalfw.Command('x', 'help', print)": "help = 'help'，应当是Text",
    "def evalfw_rule_kinds(): return evalfw.authoring.RuleKind('x', 'no colon')": "source = 'no colon'，应当是'module:name'",
    "async def evalfw_renderers(): return []": "给出了协程",
}


@pytest.mark.parametrize("hook", WRONG_HOOKS)
def test_a_hook_that_is_wrong_is_told_when_plugins_are_loaded(hook: str, cli: RunCli) -> None:
    Path("bad.py").write_text(f"import evalfw\n\n@evalfw.hookimpl\n{hook}\n", encoding="utf-8")
    shown = cli("plugin", "show", "bad.py", "--plugin", "bad.py").out
    assert WRONG_HOOKS[hook] in shown, shown


@pytest.mark.parametrize("option", ["wrapper", "hookwrapper", "tryfirst", "trylast"])
def test_wrappers_and_orders_are_not_available(option: str, cli: RunCli) -> None:
    body = f"import evalfw\n\n@evalfw.hookimpl({option}=True)\ndef evalfw_run_finished(report):\n    yield\n"
    Path("bad.py").write_text(body, encoding="utf-8")
    assert f"不能用 {option}" in cli("plugin", "show", "bad.py", "--plugin", "bad.py").out


def test_a_hook_of_a_later_interface_may_be_optional(cli: RunCli) -> None:
    body = "import evalfw\n\n@evalfw.hookimpl(optionalhook=True)\ndef evalfw_of_tomorrow():\n    ...\n"
    Path("later.py").write_text(body, encoding="utf-8")
    assert "已加载" in cli("plugin", "show", "later.py", "--plugin", "later.py").out


@pytest.mark.slow
def test_without_any_built_in_plugin_the_core_loads_and_lints_and_says_what_is_missing(
    tmp_path: Path, nanjing: evalfw.Rubric
) -> None:
    """The packages of the built-ins are really gone: only core and command line are there."""
    site = tmp_path / "site"
    shutil.copytree(ROOT / "core/evalfw", site / "evalfw", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "cli/evalfw_cli", site / "evalfw_cli", ignore=shutil.ignore_patterns("__pycache__"))
    rubric = tmp_path / "rubric.toml"
    shutil.copy(nanjing.edition.path, rubric)
    rubric.write_text(rubric.read_text(encoding="utf-8").replace('sample = "sample"\n', ""), encoding="utf-8")
    program = (
        "import sys\n"
        f"sys.path[:] = [{str(site)!r}] + [p for p in sys.path if not p.rstrip('/').endswith(('core', 'cli', 'plugins', 'rubrics'))]\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in getattr(f, '__module__', type(f).__module__)]\n"
        "from evalfw.extending.plugins import discovery\n"
        "discovery.scan = lambda folders: iter(())\n"
        "discovery.ask_importlib = lambda: iter(())\n"
        "from evalfw_cli import main\n"
        "code = main(sys.argv[1:])\n"
        "assert not [m for m in sys.modules if m.startswith(('evalfw_plugins', 'evalfw_rubrics'))]\n"
        "sys.exit(code)\n"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    linted = run("rubric", "lint", "./rubric.toml")
    assert linted.returncode == 0, linted.stderr
    assert "检查了 41 条规则" in linted.stdout
    ran = run("run", "--rubric", "./rubric.toml")
    assert ran.returncode == 2 and "没有输出格式 'text' — 没有任何插件提供输出格式" in ran.stderr
    assert "没有评分表 “2021”" in run("rubric", "show", "2021").stderr
    assert run("plugin", "list").returncode == 0


def test_cases_under_pytest_use_the_plugins_of_the_project(pytester: pytest.Pytester) -> None:
    """A single file that ``evalfw.toml`` names is there for pytest as it is for ``evalfw rubric test``."""
    pytester.path.joinpath("rules.py").write_text(
        (ROOT / "tests/hostile/while_scoring.py").read_text(encoding="utf-8").replace("Fraction(99)", "Fraction(1)"),
        encoding="utf-8",
    )
    lay_rubric('{ kind = "hostile", fact = "n", how = "above" }', pytester.path)
    case = (
        'format = "evalfw.case/1"\nrubric = "./rubric.toml"\nreason = "…"\nfacts = { n = 3 }\nexpect = { points = 1 }\n'
    )
    pytester.path.joinpath("a.case.toml").write_text(case, encoding="utf-8")
    pytester.path.joinpath("evalfw.toml").write_text('plugins = ["./rules.py"]\n', encoding="utf-8")
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    pytester.path.joinpath("evalfw.toml").unlink()
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(failed=1)


TABLES = """import evalfw
from evalfw import Cell, Table


def read(path, shown):
    rows = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Table("表1", tuple(tuple(Cell(text, f"{r + 1}行{c + 1}列", (r, c)) for c, text in enumerate(row)) for r, row in enumerate(rows)))]


@evalfw.hookimpl
def evalfw_table_readers():
    return evalfw.TableReader("bars", (".bars",), read)
"""


def test_an_importer_of_tables_is_named_and_its_failure_is_told_with_the_file(cli: RunCli) -> None:
    Path("tables.py").write_text(TABLES, encoding="utf-8")
    rows = ["一级指标|三级指标|评分标准|分值", "管理|预算执行率|达到90%得满分，否则不得分|10"]
    Path("annex.bars").write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran = cli("rubric", "import", "annex.bars", "-o", "out.toml", "--plugin", "tables.py")
    assert ran.code == 0, ran.err
    assert "表格由插件 tables.py 读出" in ran.out and "预算执行率" in Path("out.toml").read_text(encoding="utf-8")
    Path("annex.bars").write_bytes(b"\xff\xfe")
    failed = cli("rubric", "import", "annex.bars", "-o", "no.toml", "--plugin", "tables.py")
    assert failed.code == 3 and "annex.bars: 插件 tables.py 的 table reader bars 出错：UnicodeDecodeError" in failed.err
    assert not Path("no.toml").exists()


BAD_LINTS = {
    'Lint("heavy", "warning", "超过", ())': "给出了 str，应当是 Problem",
    'Lint("heavy", "warning", Problem("", None, "", "超过"), ())': "给出了 str，应当是 Text",
    'Lint("heavy", "warn", Problem("", None, "", Text("超过", "above")), ())': "severity 'warn' 应当是 'warning' 或 'info'",
    'Lint("heavy", "info", Problem("", None, "", Text("超过", "above")), ["a"])': "给出了 list，应当是 tuple[str, ...]",
    '"超过"': "给出了 str，应当是 Lint",
}


@pytest.mark.parametrize("found", BAD_LINTS)
def test_a_lint_that_says_something_else_is_told_and_the_others_go_on(found: str, cli: RunCli) -> None:
    body = f"import evalfw\nfrom evalfw import Lint, LintCheck, Problem, Text\n\n@evalfw.hookimpl\ndef evalfw_lints():\n    return LintCheck('heavy', lambda rubric: [{found}])\n"
    Path("lints.py").write_text(body, encoding="utf-8")
    ran = cli("rubric", "lint", "2021", "--plugin", "lints.py")
    assert ran.code == 0 and "检查了 41 条规则" in ran.out
    assert f"插件 lints.py 的 lint heavy 出错：{BAD_LINTS[found]}  [lint.failed]" in ran.out


def test_one_file_named_twice_is_one_plugin(cli: RunCli) -> None:
    """By the project and on the command line, with and without ./, and twice on the command line."""
    Path("lints.py").write_text(LINT.replace("CODE", "heavy.leaf"), encoding="utf-8")
    Path("evalfw.toml").write_text('plugins = ["./lints.py"]\n', encoding="utf-8")
    listed = cli("plugin", "list", "--plugin", "./lints.py", "--plugin", "lints.py").out
    assert listed.count("lint heavy") == 1 and "重复" not in listed


def test_what_a_plugin_prints_does_not_get_into_the_report(cli: RunCli) -> None:
    text = (ROOT / "tests/hostile/while_scoring.py").read_text(encoding="utf-8")
    Path("loud.py").write_text(
        text.replace("a.number(self.fact)\n", "a.number(self.fact); print('in points')\n", 1)
        + "\nprint('at import')\n",
        encoding="utf-8",
    )
    lay_project('{ kind = "hostile", fact = "n", how = "above" }')
    ran = cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "loud.py", "-f", "json")
    assert json.loads(ran.out)["indicators"][0]["state"] == "error"
    assert "in points" in ran.err and "at import" in ran.err


KINDS = {
    "class K(Rule):\n    kind: ClassVar[str] = 'k'": "K 缺少方法 points, reads, words",
    "@attrs.frozen\nclass K(Rule):\n    kind: ClassVar[str] = 'k'\n    def reads(self): ...\n    def points(self, a, w): ...\n    def wrods(self, w, v): ...\n    def because(self, *a): ...": "K 缺少方法 words",
    "class K(Rule):\n    kind: ClassVar[str] = 'k'\n    fact: str\n    def reads(self): ...\n    def points(self, a, w): ...\n    def words(self, w, v): ...\n    def because(self, *a): ...": "K 缺少 @attrs.frozen",
    "@attrs.frozen\nclass K(Rule):\n    kind: ClassVar[str] = 'kk'\n    def reads(self): ...\n    def points(self, a, w): ...\n    def words(self, w, v): ...\n    def because(self, *a): ...": "K 的 kind 是 'kk'，登记的是 'k'",
    "K = 'no:where'": "没有 Python 模块 no",
    "class K: ...": "没有继承 Rule",
}


@pytest.mark.parametrize("body", KINDS)
def test_a_class_that_lacks_something_is_told_what(body: str, cli: RunCli) -> None:
    head = "import attrs\nimport evalfw\nfrom evalfw.authoring import Rule\nfrom typing import ClassVar\n\n"
    hook = "\n\n@evalfw.hookimpl\ndef evalfw_rule_kinds():\n    return evalfw.authoring.RuleKind('k', K)\n"
    Path("kinds.py").write_text(head + body + hook, encoding="utf-8")
    Path("rubric.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "t/t"\nversion = "1"\ntitle = "甲"\nfull_mark = 1\n'
        'indicator = [{ id = "a", title = "乙", weight = 1, criterion = "…", rule = { kind = "k" } }]\n',
        encoding="utf-8",
    )
    ran = cli("rubric", "show", "./rubric.toml", "--plugin", "kinds.py")
    assert ran.code == 3 and "规则类型 'k'（插件 kinds.py） 用不了：" in ran.err and KINDS[body] in ran.err, ran.err


def test_a_function_called_like_a_hook_has_to_be_marked(cli: RunCli) -> None:
    Path("bare.py").write_text("def evalfw_rule_kinds():\n    return []\n", encoding="utf-8")
    assert (
        "evalfw_rule_kinds 前面缺少 @evalfw.hookimpl，不会被调用"
        in cli("plugin", "show", "bare.py", "--plugin", "bare.py").out
    )


def test_a_plugin_file_in_another_encoding_is_told_what_to_do(cli: RunCli) -> None:
    Path("gbk.py").write_bytes('"""中文说明。"""\n'.encode("gbk"))
    assert "请把文件存成 UTF-8" in cli("plugin", "show", "gbk.py", "--plugin", "gbk.py").out


def test_a_float_in_a_rule_is_told_what_to_write(cli: RunCli) -> None:
    text = (ROOT / "tests/hostile/while_scoring.py").read_text(encoding="utf-8")
    Path("kinds.py").write_text(
        text.replace("_given(0.5)", "lambda a, weight: a.points(a.add(a.number('n'), 0.5).numerator)"), encoding="utf-8"
    )
    lay_project('{ kind = "hostile", fact = "n", how = "float" }')
    out = cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "kinds.py", "-f", "json").out
    assert "数要写成 Fraction，不能是 float" in json.loads(out)["indicators"][0]["because"]


def test_two_collectors_of_one_ending_are_told_of_longer_endings(cli: RunCli) -> None:
    body = "import evalfw\n\n@evalfw.hookimpl\ndef evalfw_collectors():\n    return evalfw.Collector('mine', ('.csv',), print)\n"
    Path("mine.py").write_text(body, encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "--plugin", "mine.py")
    assert ran.code == 3 and "或让插件用更长的后缀，如 .xx.csv" in ran.err


def test_a_case_that_meets_a_failing_rule_says_why(cli: RunCli) -> None:
    Path("kinds.py").write_text((ROOT / "tests/hostile/while_scoring.py").read_text(encoding="utf-8"), encoding="utf-8")
    lay_rubric('{ kind = "hostile", fact = "n", how = "raises" }')
    case = (
        'format = "evalfw.case/1"\nrubric = "./rubric.toml"\nreason = "…"\nfacts = { n = 3 }\nexpect = { points = 1 }\n'
    )
    Path("a.case.toml").write_text(case, encoding="utf-8")
    ran = cli("rubric", "test", "./rubric.toml", "a.case.toml", "--plugin", "kinds.py")
    assert ran.code == 1
    assert "期望 1，得到" in ran.out and "ZeroDivisionError: of its own（kinds.py 第 " in ran.out
