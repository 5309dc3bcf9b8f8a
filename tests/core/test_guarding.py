"""The guard itself, and what is guarded: aggregators and functions while they score, commands, collectors, table readers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli

import evalfw
from evalfw import Claim, EvidencePart, Statement, Text
from evalfw.extending.conformance.for_tests import rubric_at, score_facts
from evalfw.foundation.guarding import Guard, PluginFaultError

TREE = """
format = "evalfw.rubric/1"
id = "test/tree"
version = "1"
title = "树"
full_mark = 4
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [
  { id = "a", title = "组", aggregate = { kind = "wild" } },
  { id = "a.x", title = "一", weight = 4, criterion = "…", rule = { kind = "formula", points = "min(n, 4)" } },
  { id = "a.y", title = "二", weight = 4, criterion = "…", rule = { kind = "formula", points = "2" } },
]
"""

WILD = '''"""An aggregator that does what it should not."""

import attrs
import evalfw
from fractions import Fraction


@attrs.frozen
class Wild(evalfw.authoring.Aggregator):
    """Wild."""

    kind = "wild"

    def full_mark(self, parts, stated):
        return max(part.full for part in parts)

    def combine(self, parts, whole):
        x = parts[0].points
        return evalfw.authoring.Combined(x, whole.full, evalfw.authoring.Range(x, x))

    def words(self, name):
        return evalfw.Text("乱", "wild")

    METHOD


@evalfw.hookimpl
def evalfw_aggregators():
    return evalfw.authoring.AggregatorKind("wild", Wild)
'''


def scored(method: str) -> evalfw.Report:
    Path("wild.py").write_text(WILD.replace("METHOD", method), encoding="utf-8")
    Path("tree.toml").write_text(TREE, encoding="utf-8")
    host = evalfw.load_plugins(settings=evalfw.extending.PluginSettings(given=(Path("wild.py"),)))
    return score_facts(rubric_at(Path("tree.toml"), host), {"n": 3})


METHODS = {
    "def combine(self, parts, whole): return None": "给出了 NoneType，应当是 Combined",
    "def combine(self, parts, whole): raise SystemExit(1)": "SystemExit: 1",
    "def ignored(self, parts, whole): return ['a.x']": "给出了 list，应当是 frozenset[str]",
    "def may_fall(self, whole): raise LookupError('x')": "LookupError: x",
}


@pytest.mark.parametrize("method", METHODS)
def test_an_aggregator_that_misbehaves_makes_its_node_an_error_and_all_below_is_scored(
    method: str, cli: RunCli
) -> None:
    report = scored(method)
    node, *below = report.indicators
    assert node.state == "error" and report.is_provisional
    assert METHODS[method] in node.because.zh and "插件 wild.py" in node.because.zh
    assert [each.state for each in below] == ["scored"] * 2 and [each.points for each in below] == [3, 2]


def test_a_sentence_that_an_aggregator_cannot_give_costs_nothing_else(cli: RunCli) -> None:
    report = scored("def words(self, name): return 'a text'")
    assert report.total.points == 3 and report.indicators[0].rule_words == Text("wild", "wild")


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("def full_mark(self, parts, stated): return 4.0", "gave float, expected Fraction"),
        ("def reads(self): return ['n']", "gave list, expected tuple[str, ...]"),
        ("def misfits(self, parts, facts, conversions): raise LookupError('x')", "LookupError: x"),
    ],
)
def test_an_aggregator_that_misbehaves_while_a_rubric_is_loaded_is_a_fault_of_its_plugin(
    method: str, told: str, cli: RunCli
) -> None:
    with pytest.raises(evalfw.EvalfwError) as raised:
        scored(method)
    assert told in raised.value.message.en and "wild.py" in raised.value.message.en


FUNCTION = '''"""A function."""

import evalfw


@evalfw.hookimpl
def evalfw_functions():
    return evalfw.Function("odd", 1, 1, evalfw.Text("怪", "odd"), lambda a, given: BODY)
'''

USES = """
format = "evalfw.rubric/1"
id = "test/uses"
version = "1"
title = "用函数"
full_mark = 4
fact = [
  { id = "n", label = "数", type = "count", max = 9 },
  { id = "m", label = "推算", type = "count", max = 9, derivation = "odd(n)" },
]
reconciliation = [{ id = "r", label = "关系", relation = "odd(n) <= 5" }]
gate = [{ id = "g", title = "门", criterion = "…", when = "odd(n) > 7", action = "to_zero" }]
indicator = [
  { id = "x", title = "一", weight = 2, criterion = "…", rule = { kind = "formula", points = "min(odd(n), 2)" } },
  { id = "y", title = "二", weight = 2, criterion = "…", applies_when = "odd(n) < 8", rule = { kind = "formula", points = "min(n, 2)" } },
]
"""


def with_function(body: str, facts: dict[str, int]) -> evalfw.Report:
    Path("odd.py").write_text(FUNCTION.replace("BODY", body), encoding="utf-8")
    Path("uses.toml").write_text(USES, encoding="utf-8")
    host = evalfw.load_plugins(settings=evalfw.extending.PluginSettings(given=(Path("odd.py"),)))
    return score_facts(rubric_at(Path("uses.toml"), host), facts)


def test_a_function_is_named_beside_every_indicator_whose_rule_or_condition_calls_it(cli: RunCli) -> None:
    report = with_function("given[0]", {"n": 1})
    assert [each.by for each in report.indicators] == [("odd.py",), ("odd.py",)] and report.gates[0].by == ("odd.py",)
    assert report.total.points == 2


@pytest.mark.parametrize("body", ["3", "given", "1 / 0", "exit()"])
def test_a_function_that_fails_leaves_open_whatever_calls_it(body: str, cli: RunCli) -> None:
    """Rule: error. Condition, gate: open. Derivation: missing. Relation: told. Nothing is taken for granted, nothing crashes."""
    report = with_function(body, {"n": 1})
    x, y = report.indicators
    assert x.state == "error" and "odd.py" in x.because.zh
    assert y.state == "missing"
    assert report.gates[0].state == "open"
    assert "reconciliation.failed" in [finding.code for finding in report.findings]
    assert report.total.bounds.least == 0


COLLECTED: dict[str, Any] = {
    "float": EvidencePart(statements=(Statement(fact="n", value=0.5),)),  # type: ignore[arg-type] # what a careless plugin does
    "int": EvidencePart(statements=(Statement(fact="n", value=3),)),  # type: ignore[arg-type]
    "range": EvidencePart(statements=(Statement(fact="n", low=0.5),)),  # type: ignore[arg-type]
    "items": EvidencePart(statements=(Statement(fact="n", value=({"a": 1},)),)),  # type: ignore[arg-type]
    "points": EvidencePart(claims=(Claim(indicator="x", points=1.5),)),  # type: ignore[arg-type]
    "other": EvidencePart(statements=(Claim(indicator="x", points=Decimal(1)),)),  # type: ignore[arg-type]
    "none": None,
}


@pytest.mark.parametrize("name", COLLECTED)
def test_what_a_collector_gives_has_to_be_exact(name: str) -> None:
    collector = evalfw.Collector("c", (".x",), lambda path, shown: COLLECTED[name], guard=Guard("p (d 1)"))
    with pytest.raises(PluginFaultError, match=r"collector c of plugin p \(d 1\) failed: .*expected"):
        collector.part(Path("a.x"), "a.x")


def test_what_a_collector_gives_is_marked_with_its_plugin() -> None:
    part = EvidencePart(
        statements=(Statement(fact="n", value=Decimal(3)),), claims=(Claim(indicator="x", points=Decimal(1)),)
    )
    collector = evalfw.Collector("c", (".x",), lambda path, shown: part, guard=Guard("p (d 1)"))
    given = collector.part(Path("a.x"), "a.x")
    assert [each.by for each in (*given.statements, *given.claims)] == ["p (d 1)"] * 2


def test_a_table_reader_may_give_tables_only() -> None:
    reader = evalfw.TableReader("t", (".x",), lambda path, shown: [3], Guard("p (d 1)"))  # type: ignore[list-item]
    with pytest.raises(PluginFaultError, match="gave int, expected Table"):
        reader.tables(Path("a.x"), "a.x")


@pytest.mark.parametrize("given", [None, 3, ["x"]])
def test_a_renderer_may_give_text_or_bytes_only(given: Any, nanjing: evalfw.Rubric) -> None:
    renderer = evalfw.Renderer("r", ".x", lambda report, options: given, Guard("p (d 1)"))
    with pytest.raises(PluginFaultError, match="expected str"):
        renderer.rendered(score_facts(nanjing, {}), evalfw.RenderOptions())


@pytest.mark.parametrize(
    ("run", "code"), [("evalfw_cli:main", 2), (lambda arguments: 7, 7), (lambda arguments: True, 1)]
)
def test_a_command_may_be_named_by_its_place(run: Any, code: int) -> None:
    assert evalfw.Command("c", Text("", ""), run).call(["no-such-command-at-all"]) == code


@pytest.mark.parametrize(
    ("run", "told"), [(lambda arguments: "done", "gave str"), ("nowhere:run", "No module named 'nowhere'")]
)
def test_a_command_that_gives_no_exit_code_has_failed(run: Any, told: str) -> None:
    with pytest.raises(PluginFaultError, match=told):
        evalfw.Command("c", Text("", ""), run).call([])


@pytest.mark.parametrize(("left", "code"), [(None, 0), (5, 5), ("a message", 1)])
def test_a_command_may_leave(left: Any, code: int) -> None:
    def run(arguments: Any) -> int:
        raise SystemExit(left)

    assert evalfw.Command("c", Text("", ""), run).call([]) == code


def test_a_guard_passes_on_errors_that_are_meant_for_the_user() -> None:
    def refuse() -> None:
        raise evalfw.EvidenceError([evalfw.Problem("a.csv", 3, "", Text("坏", "bad"))])

    with pytest.raises(evalfw.EvidenceError, match=r"a\.csv:3: bad"):
        Guard("p")("collect", refuse)


def test_a_guard_keeps_each_sort_of_fault_once() -> None:
    guard = Guard("p")
    for number in (1, 1, 2):
        with pytest.raises(PluginFaultError):
            guard("points", lambda number=number: {}[number])  # type: ignore[misc]
    assert [fault.said.en.partition(",")[0] for fault in guard.faults] == [
        "KeyError: 1 (test_guarding.py",
        "KeyError: 2 (test_guarding.py",
    ]


def test_a_guard_calls_once_more_after_a_fault_and_never_after_a_hang() -> None:
    from threading import Event

    guard = Guard("p", 0.1)
    with pytest.raises(PluginFaultError, match="ValueError"):
        guard("a", int, "x")
    assert guard("a", lambda: 3) == 3
    with pytest.raises(PluginFaultError, match=r"no result after 0\.1 seconds"):
        guard("b", Event().wait)
    with pytest.raises(PluginFaultError, match=r"not called any more: b gave no result in 0\.1 seconds"):
        guard("a", lambda: 3)


def test_a_timeout_of_the_plugin_itself_is_its_own_error() -> None:
    def late() -> None:
        raise TimeoutError("the server of the bureau")

    with pytest.raises(PluginFaultError, match="TimeoutError: the server of the bureau"):
        Guard("p")("collect", late)


def test_calls_inside_a_call_stay_in_its_thread() -> None:
    from threading import current_thread

    guard = Guard("p")
    outer, inner = guard("a", lambda: (current_thread(), guard("b", current_thread)))
    assert outer is inner and outer is not current_thread()


def test_the_decimal_context_of_the_caller_holds_inside() -> None:
    from decimal import getcontext, localcontext

    with localcontext() as context:
        context.prec = 7
        assert Guard("p")("a", lambda: getcontext().prec) == 7


def test_numbers_that_are_whole_may_be_plain_integers(cli: RunCli) -> None:
    report = with_function("a.constant(Fraction(1)) if False else given[0]", {"n": 2})
    assert report.indicators[0].points == Fraction(2)


RULE = '''"""A rule that does what it should not."""

from fractions import Fraction
from typing import ClassVar

import attrs
import evalfw
from evalfw.authoring import Rule
from evalfw import Text


@attrs.frozen
class Wild(Rule):
    """Wild."""

    kind: ClassVar[str] = "wild"
    fact: str

    def reads(self):
        return (self.fact,)

    def points(self, a, weight):
        return a.points(a.lesser(a.number(self.fact), a.constant(weight)))

    def words(self, weight, view):
        return Text("乱", "wild")

    def because(self, branch, points, weight, view):
        return Text("乱", "wild")

    METHOD


@evalfw.hookimpl
def evalfw_rule_kinds():
    return evalfw.authoring.RuleKind("wild", Wild)
'''

ONE = """
format = "evalfw.rubric/1"
id = "test/one"
version = "1"
title = "一"
full_mark = 5
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [{ id = "a", title = "甲", weight = 5, criterion = "…", rule = { kind = "wild", fact = "n" } }]
"""


def with_rule(method: str) -> tuple[evalfw.Report, evalfw.Rubric]:
    Path("wild.py").write_text(RULE.replace("METHOD", method), encoding="utf-8")
    Path("one.toml").write_text(ONE, encoding="utf-8")
    host = evalfw.load_plugins(settings=evalfw.extending.PluginSettings(given=(Path("wild.py"),)))
    rubric = rubric_at(Path("one.toml"), host)
    return score_facts(rubric, {"n": 3}), rubric


@pytest.mark.parametrize(
    ("method", "told"),
    [
        (
            "def because(self, branch, points, weight, view): return None",
            "because）出错：给出了 NoneType，应当是 Text",
        ),
        ("def because(self, branch, points, weight, view): raise SystemExit", "because）出错：SystemExit"),
    ],
)
def test_a_reason_that_cannot_be_given_makes_the_indicator_an_error(method: str, told: str, cli: RunCli) -> None:
    """Points without a reason are no points."""
    report, _ = with_rule(method)
    assert report.leaves[0].state == "error" and told in report.leaves[0].because.zh


def test_a_sentence_of_the_rule_that_cannot_be_given_costs_no_points(cli: RunCli) -> None:
    report, _ = with_rule("def words(self, weight, view): return 'a text'")
    assert report.total.points == 3 and report.leaves[0].rule_words == Text("wild", "wild")


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("def misfits(self, weight, facts): return [3]", "gave int, expected Misfit"),
        ("def misfits(self, weight, facts): yield 1 / 0", "ZeroDivisionError"),
        ("def reads(self): return 'n'", "gave str, expected tuple[str, ...]"),
    ],
)
def test_a_rule_that_misbehaves_while_a_rubric_is_loaded_is_told_with_its_line(
    method: str, told: str, cli: RunCli
) -> None:
    with pytest.raises(evalfw.RubricError) as raised:
        with_rule(method)
    (problem,) = raised.value.problems
    assert problem.line == 8 and told in problem.what.en and "wild.py" in problem.what.en


def test_a_floor_that_is_no_number_is_told_by_lint(cli: RunCli) -> None:
    from evalfw.examining.linting import lint_rubric

    _, rubric = with_rule("def declared_floor(self, weight): return 0.5")
    (found,) = [each for each in lint_rubric(rubric) if each.code == "rule.failed"]
    assert "gave float, expected Fraction" in found.problem.what.en


def test_a_guarded_rule_is_still_the_rule_of_the_plugin(cli: RunCli) -> None:
    """Parameters, equality, copies and names are what they were."""
    import attrs

    _, rubric = with_rule("x = 1")
    rule = rubric.by_id["a"].rule
    assert rule is not None and type(rule).__name__ == "Wild" and rule.brought_by == "wild.py"
    made: Any = type(rule)
    assert attrs.evolve(made("n")) == rule and made("m") != rule
    assert [field.name for field in attrs.fields(made)] == ["fact"]
    assert type(rule).__mro__[1].__name__ == "Wild" and type(rule).__doc__ == "Wild."
