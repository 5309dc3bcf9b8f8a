"""The plugin host: order, isolation, conflicts, and rule kinds from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import attrs
import pytest

import evalfw
from evalfw import FactView, Override, Text
from evalfw.authoring import Algebra, Rule
from evalfw.evidence.stating import evidence_of
from evalfw.examining.linting import lint_rubric
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.extending.plugins import Plugin
from evalfw.extending.plugins.discovery import Found, ask_importlib, find_plugins, scan
from evalfw.language.algebra import B, N, O

Install = Callable[..., Found]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Make a plugin module of the hooks given; what is not callable is raised on import."""

    def make(
        id: str, distribution: str = "", error: BaseException | None = None, **hooks: Callable[[], object]
    ) -> Found:
        name = f"fake_{id}_{distribution or id}".replace("-", "_")
        if error is None:
            module = ModuleType(name)
            for hook, function in hooks.items():
                setattr(module, hook, evalfw.hookimpl(function))
            monkeypatch.setitem(sys.modules, name, module)
            return Found(id, name, distribution or f"dist-{id}", "1.0")

        class Broken(Found):
            def load(self) -> ModuleType:
                assert error is not None
                raise error

        return Broken(id, name, distribution or f"dist-{id}", "1.0")

    return make


def renderer(id: str) -> evalfw.Renderer:
    return evalfw.Renderer(id, ".x", lambda report, options: id)


def of_others(host: evalfw.PluginHost) -> list[Plugin]:
    """The plugins that do not lie in the core."""
    return [plugin for plugin in host.plugins if not plugin.is_core]


def builtins() -> list[Found]:
    return list(find_plugins())


def test_the_built_ins_come_by_the_same_group_as_anybodys() -> None:
    found = {each.id: each.module for each in find_plugins()}
    assert found["text"] == "evalfw_plugins.render_text" and found["rubrics"] == "evalfw_rubrics"


def test_the_scan_finds_what_importlib_finds() -> None:
    def as_set(found: object) -> set[tuple[str, str, str, str]]:
        return {(each.id, each.module, each.distribution, each.version) for each in found}  # type: ignore[attr-defined]

    assert as_set(scan(sys.path)) == as_set(ask_importlib())


def test_the_scan_reads_what_installers_write(tmp_path: Path) -> None:
    """Other groups, comments, several entries, extras, a missing METADATA; the first of two folders with one name counts."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, version in ((first, "2.0"), (second, "1.0")):
        info = folder / f"My_Dist-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "entry_points.txt").write_text(
            "[console_scripts]\nx = a:b\n\n[evalfw]\n# comment\none = pkg.one\ntwo=pkg.two [extra]\n[other]\ny = z\n",
            encoding="utf-8",
        )
        if folder is first:
            (info / "METADATA").write_text(
                "Metadata-Version: 2.1\nName: My-Dist\nVersion: 2.0\n\nName: no\n", encoding="utf-8"
            )
    (first / "plain-1.dist-info").mkdir()
    found = [
        (each.id, each.module, each.distribution, each.version)
        for each in scan([str(first), "", str(second), str(tmp_path / "no")])
    ]
    assert [each for each in found if each[2] != "evalfw"] == [
        ("one", "pkg.one", "My-Dist", "2.0"),
        ("two", "pkg.two", "My-Dist", "2.0"),
    ]


def test_importlib_is_asked_where_distributions_are_not_in_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    zipped = tmp_path / "all.zip"
    zipped.write_bytes(b"")
    monkeypatch.setattr(sys, "path", [*sys.path, str(zipped)])
    monkeypatch.setattr("evalfw.extending.plugins.discovery.scan", lambda folders: pytest.fail("scanned"))
    assert {each.id for each in find_plugins()} >= {"text", "json"}


def test_what_plugins_bring_does_not_depend_on_the_order_of_installation(install: Install) -> None:
    one = install("one", evalfw_renderers=lambda: [renderer("first")])
    two = install("two", evalfw_renderers=lambda: [renderer("second")])
    host = evalfw.load_plugins([one, two])
    assert list(host.renderers) == ["first", "second"]
    assert [host.renderers.author(id) for id in host.renderers] == ["one (dist-one 1.0)", "two (dist-two 1.0)"]


@pytest.mark.parametrize(
    "error", [ImportError("no numpy"), SystemExit(3), ValueError("boom")], ids=lambda error: type(error).__name__
)
def test_a_plugin_that_does_not_import_breaks_nothing_else(install: Install, error: BaseException) -> None:
    host = evalfw.load_plugins(
        [install("bad", error=error), install("good", evalfw_renderers=lambda: [renderer("good")])]
    )
    bad, good = of_others(host)
    assert bad.failure is not None and type(error).__name__ in bad.failure.en
    assert good.failure is None and host.renderer("good").id == "good"
    with pytest.raises(
        evalfw.RequestError,
        match=r"no output format 'goood' — did you mean good\?; plugins that were not loaded: bad \(dist-bad 1\.0\)",
    ):
        host.renderer("goood")
    assert [each.id for each in host.contributions] == ["good"]


def test_a_key_pressed_while_a_plugin_loads_stops_evalfw(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a plugin that raises KeyboardInterrupt itself has merely failed."""
    host = evalfw.load_plugins([install("slow", error=KeyboardInterrupt())])
    failure = of_others(host)[0].failure
    assert failure is not None and "KeyboardInterrupt" in failure.en

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("threading.Thread.join", pressed)
    with pytest.raises(KeyboardInterrupt):
        evalfw.load_plugins([install("slow")])


def raise_error() -> list[evalfw.Renderer]:
    raise RuntimeError("cannot")


@pytest.mark.parametrize(
    ("hook", "told"),
    [
        (raise_error, "did not load: evalfw_renderers RuntimeError: cannot"),
        (lambda: ["text"], "did not load: evalfw_renderers gave str, expected Renderer"),
        (lambda: 7, "did not load: evalfw_renderers gave int, expected Renderer"),
    ],
)
def test_a_hook_that_fails_fails_its_plugin_alone(install: Install, hook: Callable[[], object], told: str) -> None:
    host = evalfw.load_plugins(
        [install("bad", evalfw_renderers=hook), install("good", evalfw_renderers=lambda: [renderer("good")])]
    )
    failure = of_others(host)[0].failure
    assert failure is not None and failure.en.partition(" (")[0] == told
    assert list(host.renderers) == ["good"]


def test_a_hook_may_bring_nothing_or_one_thing(install: Install) -> None:
    host = evalfw.load_plugins(
        [install("a", evalfw_renderers=lambda: None), install("b", evalfw_renderers=lambda: renderer("b"))]
    )
    assert list(host.renderers) == ["b"] and all(plugin.failure is None for plugin in of_others(host))


def test_a_misspelt_hook_is_told_with_the_nearest(install: Install) -> None:
    host = evalfw.load_plugins([install("bad", evalfw_renderer=lambda: [renderer("x")])])
    failure = of_others(host)[0].failure
    assert failure is not None
    assert failure.en.startswith("there is no hook 'evalfw_renderer' — did you mean evalfw_renderers")


def test_two_plugins_of_one_name_are_a_conflict_that_names_both(install: Install) -> None:
    one = install("same", "dist-one", evalfw_renderers=lambda: [renderer("x")])
    two = install("same", "dist-two", evalfw_renderers=lambda: [renderer("y")])
    host = evalfw.load_plugins([one, two])
    assert all(plugin.failure is not None for plugin in of_others(host))
    assert "dist-one" in of_others(host)[0].failure.en and "dist-two" in of_others(host)[0].failure.en  # type: ignore[union-attr]
    assert list(host.renderers) == []


def test_one_id_from_two_plugins_fails_whoever_asks_for_it(install: Install) -> None:
    one = install("one", evalfw_renderers=lambda: [renderer("x"), renderer("mine")])
    two = install("two", evalfw_renderers=lambda: [renderer("x")])
    host = evalfw.load_plugins([one, two])
    assert host.renderer("mine").id == "mine"
    with pytest.raises(
        evalfw.PluginError,
        match=r"output format 'x' is provided by several plugins: one \(dist-one 1\.0\) / two \(dist-two 1\.0\); "
        r'say which in evalfw\.toml: prefer_plugins = { "renderer x" = "one" }',
    ):
        host.renderer("x")
    assert [conflict.id for conflict in host.conflicts] == ["x"]


def test_a_plugin_cannot_quietly_replace_a_core_rule(install: Install) -> None:
    host = evalfw.load_plugins(
        [*builtins(), install("evil", evalfw_rule_kinds=lambda: [evalfw.authoring.RuleKind("bands", Stars)])]
    )
    with pytest.raises(evalfw.PluginError, match=r"rule kind 'bands' is provided by several plugins: evalfw / evil"):
        evalfw.rubric.load_rubric(host.rubrics.find("2021"), host.rubrics, host.vocabulary)


@attrs.frozen
class Stars(Rule):
    """A rule kind as a plugin would bring it: a fifth of the weight for each star."""

    kind: ClassVar[str] = "stars"
    fact: str

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        return a.points(a.multiply(a.number(self.fact), a.constant(weight / 5)))

    def words(self, weight: Fraction, view: FactView) -> Text:
        return Text("每星得分值的五分之一", "a fifth of the weight for each star")

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        return view.stated(self.fact)


@attrs.frozen
class Failing(Stars):
    """A rule that fails in the way its parameter says."""

    kind: ClassVar[str] = "failing"

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        match self.fact:
            case "stars.raise":
                raise RuntimeError("no idea")
            case "stars.exit":
                raise ValueError
            case _:
                return a.points(a.constant(weight + 1))


RUBRIC = """
format = "evalfw.rubric/1"
id = "test/stars"
version = "1"
title = "星级"
full_mark = 10
fact = [
  {{ id = "stars", label = "星级", type = "count", max = 5 }},
  {{ id = "stars.raise", label = "星级", type = "count", max = 5 }},
  {{ id = "stars.over", label = "星级", type = "count", max = 5 }},
]
indicator = [
  {{ id = "a", title = "甲", weight = 5, criterion = "每星1分", rule = {{ kind = "stars", fact = "stars" }} }},
  {{ id = "b", title = "乙", weight = 5, criterion = "每星1分", rule = {{ kind = "{kind}", fact = "{fact}" }} }},
]
"""


def stars(install: Install, tmp_path: Path, kind: str, fact: str) -> evalfw.Rubric:
    kinds = [evalfw.authoring.RuleKind("stars", Stars), evalfw.authoring.RuleKind("failing", Failing)]
    host = evalfw.load_plugins([install("stars", evalfw_rule_kinds=lambda: kinds)])
    path = tmp_path / "stars.toml"
    path.write_text(RUBRIC.format(kind=kind, fact=fact), encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def test_a_rule_kind_of_a_plugin_is_scored_bounded_and_explained(install: Install, tmp_path: Path) -> None:
    """Written against the algebra, it gets the bounds reading for nothing."""
    rubric = stars(install, tmp_path, "stars", "stars")
    report = score_facts(rubric, {"stars": 4})
    assert report.total.points == 8
    assert report.leaves[0].because.zh == "星级 4"
    unknown = score_facts(rubric, {})
    assert [unknown.total.bounds.least, unknown.total.bounds.most] == [0, 10]


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (
            "stars.raise",
            "rule failing of plugin stars (dist-stars 1.0) failed in points: RuntimeError: no idea (test_plugins.py",
        ),
        ("stars.over", "rule failing of plugin stars (dist-stars 1.0) gave 6, outside 0～5"),
    ],
)
def test_a_rule_that_fails_makes_its_indicator_an_error_and_no_other(
    install: Install, tmp_path: Path, fact: str, told: str
) -> None:
    report = score_facts(stars(install, tmp_path, "failing", fact), {"stars": 5, fact: 1})
    good, bad = report.leaves
    assert (good.state, bad.state, bad.points) == ("scored", "error", None)
    assert bad.because.en.startswith(told)
    assert report.is_provisional
    assert [report.total.bounds.least, report.total.bounds.most] == [5, 10]
    (finding,) = [finding for finding in report.findings if finding.severity == "error"]
    assert finding.code == "indicator.error" and finding.at_stake == 5


@pytest.mark.parametrize("returned", [None, "part"])
def test_a_collector_that_fails_is_told_with_its_file(
    install: Install, sample: Path, nanjing: evalfw.Rubric, returned: object
) -> None:
    def collect(path: Path, shown: str) -> evalfw.EvidencePart:
        if returned is None:
            raise LookupError("no sheet")
        return returned  # type: ignore[return-value] # what a careless plugin does

    collector = evalfw.Collector("odd", (".odd",), collect)
    host = evalfw.load_plugins([*builtins(), install("odd", evalfw_collectors=lambda: [collector])])
    (sample / "facts/x.odd").write_bytes(b"")
    with pytest.raises(
        evalfw.EvidenceError,
        match=r"facts/x\.odd: collector odd of plugin odd \(dist-odd 1\.0\) failed: (LookupError: no sheet|gave str)",
    ):
        evalfw.evidence.collect(sample, host.collectors)


def test_a_rule_class_that_is_not_complete_is_told_where_it_is_needed(install: Install, tmp_path: Path) -> None:
    class NoAttrs(Stars):
        kind: ClassVar[str] = "other"

    kinds = [evalfw.authoring.RuleKind("stars", Stars), evalfw.authoring.RuleKind("failing", NoAttrs)]
    host = evalfw.load_plugins([install("stars", evalfw_rule_kinds=lambda: kinds)])
    path = tmp_path / "stars.toml"
    path.write_text(RUBRIC.format(kind="failing", fact="stars"), encoding="utf-8")
    with pytest.raises(
        evalfw.PluginError,
        match=r"rule kind 'failing' of plugin stars \(dist-stars 1\.0\) is broken: kind of NoAttrs is",
    ):
        evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def test_an_override_of_a_rule_that_fails_still_counts(install: Install, tmp_path: Path) -> None:
    """A person has decided; the report says that the rule could not."""
    rubric = stars(install, tmp_path, "failing", "stars.raise")
    by_hand = Override(indicator="b", points=Decimal(3), author="甲", reason="乙", date=date(2022, 1, 1))
    report = evalfw.score(rubric, evidence_of(rubric, {"stars": 5, "stars.raise": 1}, overrides=[by_hand]))
    assert report.total.points == 8 and not report.is_provisional
    assert "RuntimeError: no idea" in report.leaves[1].because.en
    assert [finding.code for finding in report.findings] == ["override.rule_failed"]


@attrs.frozen
class Careless(Stars):
    """A rule that declares nothing, or fails when it is looked at."""

    kind: ClassVar[str] = "careless"

    def reads(self) -> tuple[str, ...]:
        if self.fact == "stars":
            raise RuntimeError("reads")
        return super().reads()


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("nosuch", "no fact 'nosuch' is declared"),
        ("stars", "rule careless of plugin stars (dist-stars 1.0) failed in reads: RuntimeError: reads"),
    ],
)
def test_a_careless_rule_of_a_plugin_is_refused_with_its_line(
    install: Install, tmp_path: Path, fact: str, told: str
) -> None:
    kinds = [evalfw.authoring.RuleKind("stars", Stars), evalfw.authoring.RuleKind("careless", Careless)]
    host = evalfw.load_plugins([install("stars", evalfw_rule_kinds=lambda: kinds)])
    path = tmp_path / "stars.toml"
    path.write_text(RUBRIC.format(kind="careless", fact=fact), encoding="utf-8")
    with pytest.raises(evalfw.RubricError) as raised:
        evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    (problem,) = raised.value.problems
    assert (problem.line, problem.path) == (14, "indicator[b].rule") and problem.what.en.startswith(told)


def test_without_any_plugin_the_core_still_loads_a_rubric(host: evalfw.PluginHost) -> None:
    bare = evalfw.load_plugins([])
    rubric = evalfw.rubric.load_rubric(
        bare.rubrics.find(str(host.rubrics.find("2021").path)), bare.rubrics, bare.vocabulary
    )
    assert sum(1 for _ in rubric.leaves) == 41
    with pytest.raises(evalfw.RequestError, match="no output format 'text'"):
        bare.renderer("text")
    assert rubric.sample is not None
    with pytest.raises(evalfw.EvidenceError, match=r"no collector reads \.csv files"):
        evalfw.evidence.collect(rubric.sample, bare.collectors)
    with pytest.raises(evalfw.RubricError, match="no rubric '2021'"):
        bare.rubrics.find("2021")


def test_registered_ids_are_a_mapping(install: Install) -> None:
    host = evalfw.load_plugins([install("one", evalfw_renderers=lambda: [renderer("x")])])
    assert isinstance(host.renderers, Mapping) and len(host.renderers) == 1 and "y" not in host.renderers


@attrs.frozen
class Middle(evalfw.authoring.Aggregator):
    """The part in the middle."""

    kind: ClassVar[str] = "middle"

    def full_mark(self, parts: Sequence[evalfw.authoring.Part], stated: Fraction | None) -> Fraction | None:
        return max(part.full for part in parts)

    def combine(
        self, parts: Sequence[evalfw.authoring.Part], whole: evalfw.authoring.Whole
    ) -> evalfw.authoring.Combined:
        points = sorted(part.points for part in parts)[len(parts) // 2]
        return evalfw.authoring.Combined(points, whole.full, evalfw.authoring.Range(points, points))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("取中间一项", "the part in the middle")


def _double(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
    return a.add(operands[0], operands[0])


DOUBLE = evalfw.Function("double", 1, 1, Text("两倍", "twice"), _double)
TREE = """
format = "evalfw.rubric/1"
id = "test/tree"
version = "1"
title = "树"
full_mark = 4
fact = [{ id = "n", label = "数", type = "count", max = 9 }]
indicator = [
  { id = "a", title = "组", aggregate = { kind = "middle" } },
  { id = "a.x", title = "一", weight = 4, criterion = "…", rule = { kind = "formula", points = "double(n)" } },
  { id = "a.y", title = "二", weight = 4, criterion = "…", rule = { kind = "formula", points = "n" } },
  { id = "a.z", title = "三", weight = 4, criterion = "…", rule = { kind = "formula", points = "0" } },
]
"""


def test_a_plugin_brings_aggregators_and_functions_that_all_readings_use(install: Install, tmp_path: Path) -> None:
    brought = {
        "evalfw_aggregators": lambda: evalfw.authoring.AggregatorKind("middle", Middle),
        "evalfw_functions": lambda: [DOUBLE],
    }
    host = evalfw.load_plugins([install("more", **brought)])
    assert of_others(host)[0].failure is None
    assert host.brought_by(of_others(host)[0]) == ("aggregator middle", "function double")
    path = tmp_path / "tree.toml"
    path.write_text(TREE, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    report = score_facts(rubric, {"n": 1})
    assert report.total.points == 1 and report.indicators[0].rule_words.zh == "取中间一项"
    assert rubric.by_id["a.x"].rule is not None
    assert "两倍（数）" in rubric.by_id["a.x"].rule.words(Fraction(4), FactView(rubric.facts, {})).zh
    assert [each.bounds.most for each in score_facts(rubric, {}).leaves] == [4, 4, 0]
    assert not [each for each in lint_rubric(rubric) if each.code.startswith("rule.not_proved")]


def test_a_function_or_aggregator_of_ours_cannot_be_replaced(install: Install, tmp_path: Path) -> None:
    host = evalfw.load_plugins(
        [
            install("a", evalfw_functions=lambda: [DOUBLE._replace(id="min")]),
            install("b", evalfw_aggregators=lambda: [evalfw.authoring.AggregatorKind("sum", Middle)]),
        ]
    )
    assert {conflict.id for conflict in host.conflicts} == {"min", "sum"}
    path = tmp_path / "tree.toml"
    path.write_text(TREE.replace("double(n)", "min(n, 1)").replace("middle", "sum"), encoding="utf-8")
    with pytest.raises(evalfw.PluginError, match="is provided by several plugins"):
        evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
