"""What somebody who attacked the plugin host found: each is held now."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli
from plugins_on_disk import install

import evalfw
from evalfw.extending import PluginSettings

RUBRIC = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 20
fact = [
  { id = "c", label = "选", type = "choice", choices = { a = "甲", b = "乙" } },
  { id = "l", label = "列", type = "list", fields = { kind = { label = "种", choices = { w = "无", g = "金" } }, group = { label = "组" } } },
  { id = "n", label = "数", type = "count", max = 9 },
]
indicator = [
  { id = "x", title = "选", weight = 10, criterion = "…", rule = { kind = "by_choice", fact = "c", choices = { a = { points = 10 }, b = { points = 1 } } } },
  { id = "y", title = "列", weight = 10, criterion = "…", rule = { kind = "tiers", fact = "l", per = "group", tier = "kind", points = { w = 2, g = 10 } } },
]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "t/t"
subject = { id = "s", name = "某" }
fact = [{ id = "c", value = "b" }, { id = "l", value = [{ kind = "w", group = "一" }] }]
"""


def lay(rubric: str = RUBRIC, evidence: str = EVIDENCE) -> None:
    Path("rubric.toml").write_text(rubric, encoding="utf-8")
    Path("evidence/facts").mkdir(parents=True)
    Path("evidence/evidence.toml").write_text(evidence, encoding="utf-8")


def run(plugin: str, cli: RunCli, *options: str) -> Any:
    Path("p.py").write_text(
        "import evalfw\nfrom fractions import Fraction\nfrom decimal import Decimal\n" + plugin, encoding="utf-8"
    )
    return cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "p.py", "-f", "json", *options)


MUTATIONS = {
    "rule": "@evalfw.hookimpl\ndef evalfw_rubric_loaded(rubric):\n    c = rubric.indicators[0].rule.choices\n    c['b'] = c['a']\n",
    "declaration": "@evalfw.hookimpl\ndef evalfw_rubric_loaded(rubric):\n    rubric.facts['c'].choices['z'] = '丙'\n",
    "field": "@evalfw.hookimpl\ndef evalfw_rubric_loaded(rubric):\n    rubric.facts['l'].fields.clear()\n",
    "item": "@evalfw.hookimpl\ndef evalfw_evidence_collected(evidence):\n    evidence.statements['l'][0].value[0]['kind'] = 'g'\n",
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_nothing_that_an_observer_gets_can_be_changed_at_any_depth(name: str, cli: RunCli) -> None:
    lay()
    ran = run(MUTATIONS[name], cli)
    assert json.loads(ran.out)["total"]["points"] == "3"
    assert "插件 p.py 的 evalfw_" in ran.err and ("mappingproxy" in ran.err)


COLLECTORS = {
    "a generator": ("evalfw.EvidencePart(statements=(s for s in ()))", "statements：给出了 generator，应当是 tuple"),
    "no problem": ("(_ for _ in ()).throw(evalfw.EvidenceError([]))", "EvidenceError 里没有写问题"),
    "a text for problems": ("(_ for _ in ()).throw(evalfw.EvidenceError('坏'))", "AttributeError"),
    "not a number": (
        "evalfw.EvidencePart(statements=(evalfw.Statement(fact='n', value=Decimal('NaN')),))",
        "n：给出了 Decimal",
    ),
    "endless": (
        "evalfw.EvidencePart(statements=(evalfw.Statement(fact='n', value=Decimal('Infinity')),))",
        "n：给出了 Decimal",
    ),
    "huge": (
        "evalfw.EvidencePart(statements=(evalfw.Statement(fact='n', value=Decimal('1E+999999')),))",
        "n：给出了 Decimal",
    ),
    "a number for an id": (
        "evalfw.EvidencePart(statements=(evalfw.Statement(fact=5, value='1'),))",
        "5.fact：给出了 int，应当是 str",
    ),
    "half a character": (
        "evalfw.EvidencePart(statements=(evalfw.Statement(fact='n', value='1', document='\\ud800'),))",
        "n.document：给出了 str",
    ),
    "bad declarations": ("evalfw.EvidencePart(declarations=(3,))", "declarations：给出了 int"),
}


@pytest.mark.parametrize("name", COLLECTORS)
def test_what_a_collector_gives_wrongly_fails_the_run_and_nothing_is_lost(name: str, cli: RunCli) -> None:
    """Evidence that could not be read is never taken for evidence that is not there."""
    given, told = COLLECTORS[name]
    lay()
    Path("evidence/facts/a.odd").write_text("x", encoding="utf-8")
    ran = run(
        f"@evalfw.hookimpl\ndef evalfw_collectors():\n    return evalfw.Collector('odd', ('.odd',), lambda path, shown: {given})\n",
        cli,
    )
    assert ran.code == 3 and "evidence/facts/a.odd: 插件 p.py 的 collector odd 出错：" in ran.err and told in ran.err, (
        ran.err
    )


ONE = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 10
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [{ id = "x", title = "甲", weight = 10, criterion = "…", rule = { kind = "odd", fact = "n" } }]
"""
ONE_EVIDENCE = EVIDENCE.partition("fact =")[0] + 'fact = [{ id = "n", value = 3 }]\n'
RULE = '''import attrs
from evalfw.authoring import Rule
from evalfw import Text
from evalfw.language.algebra import Outcome, Possibility, Range
from typing import ClassVar


@attrs.frozen
class Odd(Rule):
    """Odd."""

    kind: ClassVar[str] = "odd"
    FIELD

    def reads(self):
        return (self.fact,)

    def points(self, a, weight):
        return POINTS

    def words(self, weight, view):
        return WORDS

    def because(self, branch, points, weight, view):
        return Text("怪", "odd")

    MORE


@evalfw.hookimpl
def evalfw_rule_kinds():
    return evalfw.authoring.RuleKind("odd", Odd)
'''


def rule(
    points: str = "a.points(a.number(self.fact))",
    field: str = "fact: str",
    words: str = "Text('怪', 'odd')",
    more: str = "",
) -> str:
    return RULE.replace("FIELD", field).replace("POINTS", points).replace("WORDS", words).replace("MORE", more)


def possibility(how: str = "'awarded'", low: str = "3", high: str = "3", branch: str = "0") -> str:
    return f"Possibility({branch}, {how}, Range(Fraction({low}), Fraction({high})))"


OUTCOMES = {
    f"Outcome(({possibility(low='30', high='30')}, {possibility(low='30', high='30', branch='1')}))": "不止一种结果",
    f"Outcome(({possibility(low='2', high='7')},))": "不止一种结果",
    f"Outcome(({possibility(low='7', high='3')},))": "给出的范围 7～3 上下颠倒",
    f"Outcome(({possibility(how=repr('gifted'))},))": "给出了 str，应当是 'awarded' | 'judged' | 'unruled'",
    f"Outcome(({possibility(branch='1.5')},))": "分支号 1.5 不对",
    f"Outcome(({possibility(branch='-7')},))": "分支号 -7 不对",
    f"Outcome(({possibility(branch=repr('q'))},))": "分支号 'q' 不对",
}


@pytest.mark.parametrize("points", OUTCOMES)
def test_an_outcome_that_no_algebra_gives_is_an_error(points: str, cli: RunCli) -> None:
    lay(ONE, ONE_EVIDENCE)
    ran = run(rule(points), cli)
    node = json.loads(ran.out)["indicators"][0]
    assert ran.code == 4 and node["state"] == "error" and OUTCOMES[points] in node["because"], node["because"]


MAKING = {
    "a converter": ("fact: str = attrs.field(converter=lambda v: 1 / 0)", "", "ZeroDivisionError"),
    "a validator": ("fact: str = attrs.field(validator=lambda i, a, v: [][1])", "", "IndexError"),
    "after it is made": ("fact: str", "def __attrs_post_init__(self): raise SystemExit(5)", "SystemExit: 5"),
    "an unknown type": ("fact: 'NoSuchType'", "", "NoSuchType"),
}


@pytest.mark.parametrize("name", MAKING)
def test_a_rule_that_cannot_be_made_is_told_with_its_line(name: str, cli: RunCli) -> None:
    field, more, told = MAKING[name]
    lay(ONE, ONE_EVIDENCE)
    for command in (
        ("run", "evidence", "-r", "./rubric.toml"),
        ("rubric", "lint", "./rubric.toml"),
        ("rubric", "show", "./rubric.toml"),
    ):
        Path("p.py").write_text(
            "import evalfw\nfrom fractions import Fraction\n" + rule(field=field, more=more), encoding="utf-8"
        )
        ran = cli(*command, "--plugin", "p.py")
        assert (
            ran.code == 3 and "rubric.toml:8: indicator[x].rule" in ran.err and told in ran.err and "p.py" in ran.err
        ), ran.err


CONTENTS = {
    "a misfit of a number": ("def misfits(self, weight, facts): yield evalfw.Misfit(5, Text('a', 'a'))", 3),
    "a misfit of a text": ("def misfits(self, weight, facts): yield evalfw.Misfit((), 'a')", 3),
    "a text of nothing": ("def words(self, weight, view): return Text(None, None)", 0),
    "half a character": ("def words(self, weight, view): return Text('\\ud800', 'a')", 0),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_odd_contents_end_in_no_traceback(name: str, cli: RunCli) -> None:
    more, code = CONTENTS[name]
    lay(ONE, ONE_EVIDENCE)
    ran = run(rule(more=more), cli)
    assert ran.code == code, ran.err
    for command in (("rubric", "lint", "./rubric.toml"), ("rubric", "show", "./rubric.toml")):
        assert cli(*command, "--plugin", "p.py").code in (0, 3)


MODULES = {
    "__doc__ = 5": "已加载",
    "class R:\n    def __repr__(self): raise RuntimeError\nEVALFW_API = R()": "EVALFW_API：应当写成",
    "def __getattr__(name): raise RuntimeError(name)": "加载失败：RuntimeError",
    "def odd(): ...\nodd.evalfw_impl = {}": "加载失败：",
    "from evalfw.language.algebra import UndefinedError\n@evalfw.hookimpl\ndef evalfw_lints(): raise UndefinedError": "加载失败：evalfw_lints UndefinedError",
    "@evalfw.hookimpl(specname='evalfw_lints')\ndef one(): return ()\n@evalfw.hookimpl(specname='evalfw_lints')\ndef two(): return ()": "钩子 evalfw_lints 写了两次",
    "@evalfw.hookimpl\ndef evalfw_functions(): return evalfw.Function('f', 'x', 1, evalfw.Text('', ''), print)": "least = 'x'，应当是整数",
}


@pytest.mark.parametrize("text", MODULES)
def test_an_odd_module_ends_in_a_sentence(text: str, cli: RunCli) -> None:
    """Nothing is done without what was asked for, and told is why."""
    Path("p.py").write_text("import evalfw\n" + text + "\n", encoding="utf-8")
    assert MODULES[text] in cli("plugin", "show", "p.py", "--plugin", "p.py").out
    ran = cli("run", "--rubric", "2021", "-q", "--plugin", "p.py")
    if MODULES[text].startswith(("加载失败", "钩子", "least", "EVALFW_API")):
        assert ran.code == 3 and MODULES[text] in ran.err
    else:
        assert ran.code == 0


UNDEFINED = "from evalfw.language.algebra import UndefinedError\n\ndef fail(*_): raise UndefinedError\n\n@evalfw.hookimpl\ndef HOOK: return MADE\n"


@pytest.mark.parametrize(
    ("hook", "made", "command"),
    [
        ("evalfw_renderers()", "evalfw.Renderer('u', '.u', fail)", ("run", "-r", "2021", "-f", "u")),
        ("evalfw_rubric_loaded()", "fail()", ("run", "-r", "2021")),
        ("evalfw_commands()", "evalfw.Command('u', evalfw.Text('', ''), fail)", ("u",)),
        ("evalfw_lints()", "evalfw.LintCheck('u', fail)", ("rubric", "lint", "2021")),
    ],
)
def test_what_arithmetic_raises_is_no_way_out_elsewhere(
    hook: str, made: str, command: tuple[str, ...], cli: RunCli
) -> None:
    Path("p.py").write_text("import evalfw\n" + UNDEFINED.replace("HOOK", hook).replace("MADE", made), encoding="utf-8")
    ran = cli(*command, "--plugin", "p.py")
    assert ran.code in (0, 3) and "UndefinedError" in ran.err + ran.out


def test_two_names_of_one_module_and_metadata_that_are_no_text_harm_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: RunCli
) -> None:
    site = tmp_path / "site"
    module = "import evalfw\n\n@evalfw.hookimpl\ndef evalfw_lints():\n    return evalfw.LintCheck('one', list)\n"
    install(site, "dist-a", {"shared_for_tests": module}, "a", "shared_for_tests")
    install(site, "dist-b", {}, "b", "shared_for_tests")
    install(site, "dist-c", {}, "c", "nowhere_at_all")
    (site / "dist_c-1.0.dist-info/METADATA").write_bytes(b"Name: \xff\xfe\nVersion: 1\n\n")
    install(site, "dist-d", {}, "d", "nowhere_at_all")
    (site / "dist_d-1.0.dist-info/entry_points.txt").write_bytes(b"[other]\nx = \xff\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "shared_for_tests", raising=False)
    listed = cli("plugin", "list").out.replace("\n", "").replace(" ", "")
    assert "lintone" in listed and "模块shared_for_tests已由插件a登记" in listed
    assert cli("run", "--rubric", "2021", "-q").code == 0


def test_a_plugin_called_like_one_of_evalfws_own_is_not_loaded_and_ours_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: RunCli
) -> None:
    install(tmp_path / "site", "a-dist", {"other_text_for_tests": ""}, "text", "other_text_for_tests")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 0 and "总分 98 / 100" in ran.out
    assert "插件名 'text' 是 evalfw 自带的：text (evalfw 0.1.0) / text (a-dist 1.0)；请改名" in ran.err


def test_brackets_in_names_of_files_confuse_nobody(cli: RunCli) -> None:
    made = "import evalfw\n\n@evalfw.hookimpl\ndef evalfw_renderers():\n    return evalfw.Renderer('r', '.r', lambda report, options: 'NAME')\n"
    for name in ("r (1).py", "r (2).py"):
        Path(name).write_text(made.replace("NAME", name), encoding="utf-8")
    options = ("--plugin", "r (1).py", "--plugin", "r (2).py", "-f", "r")
    line = 'prefer_plugins = { "renderer r" = "r (1).py" }'
    assert line in cli("run", "-r", "2021", *options).err
    Path("evalfw.toml").write_text(line.replace("(1)", "(2)") + "\n", encoding="utf-8")
    assert cli("run", "-r", "2021", "-q", *options).out == "r (2).py"


def test_a_function_that_a_lost_plugin_may_have_brought_is_told_with_it(cli: RunCli) -> None:
    """Commands do not go on without a plugin that was asked for; programs may."""
    lay(ONE.replace('{ kind = "odd", fact = "n" }', '{ kind = "formula", points = "plugfn(n)" }'), ONE_EVIDENCE)
    Path("p.py").write_text("raise RuntimeError('gone')\n", encoding="utf-8")
    host = evalfw.load_plugins(settings=PluginSettings(given=(Path("p.py"),)))
    with pytest.raises(evalfw.EvalfwError) as told:
        evalfw.evaluate("evidence", "./rubric.toml", host=host)
    assert "没有函数 'plugfn'；没有加载的插件：p.py：加载失败：RuntimeError: gone" in told.value.message.zh


def test_whoever_stands_behind_a_derived_fact_or_a_condition_is_named(cli: RunCli) -> None:
    rubric = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 20
fact = [
  { id = "raw", label = "原", type = "count", max = 9 },
  { id = "cond", label = "条件", type = "bool" },
  { id = "mid", label = "中", type = "number", derivation = "twice(raw)" },
  { id = "top", label = "上", type = "number", derivation = "mid + 1" },
]
indicator = [
  { id = "x", title = "甲", weight = 10, criterion = "…", rule = { kind = "formula", points = "min(top, 10)" } },
  { id = "y", title = "乙", weight = 10, criterion = "…", applies_when = "cond", rule = { kind = "formula", points = "10" } },
]
"""
    lay(rubric, EVIDENCE.partition("fact =")[0])
    Path("evidence/facts/a.odd").write_text("x", encoding="utf-8")
    Path("q.py").write_text(
        "import evalfw\n\n@evalfw.hookimpl\ndef evalfw_functions():\n"
        "    return evalfw.Function('twice', 1, 1, evalfw.Text('两倍', 'twice'), lambda a, given: a.add(given[0], given[0]))\n",
        encoding="utf-8",
    )
    collector = (
        "@evalfw.hookimpl\ndef evalfw_collectors():\n"
        "    part = evalfw.EvidencePart(statements=(evalfw.Statement(fact='raw', value=Decimal(2)), evalfw.Statement(fact='cond', value=True)))\n"
        "    return evalfw.Collector('odd', ('.odd',), lambda path, shown: part)\n"
    )
    report = json.loads(run(collector, cli, "--plugin", "q.py").out)
    x, y = report["indicators"]
    assert x["points"] == "5" and sorted(x["facts"][0]["plugins"]) == ["p.py", "q.py"]
    assert y["plugins"] == ["p.py"]
