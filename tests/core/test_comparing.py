"""Comparing rubrics: behaviour against brute force, structure, levels, versions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from strategies import FACTS, all_rules, all_values, is_small, leaf, pairs, rules

import evalfw
from evalfw.language.rules import Rule
from evalfw.language.rules.formula import Formula
from evalfw.maintaining.comparing import RubricDiff, bump_of, claimed_bump, compare_rubrics
from evalfw.maintaining.comparing.behaviour import compare_behaviour
from evalfw.maintaining.comparing.matching import match
from evalfw.maintaining.comparing.reading import Given, Side
from evalfw.rubric.structures import Policy


def side(rule: Rule) -> Side:
    return Side(leaf("a", rule, Policy(), applies=False), {})


@pytest.mark.slow
@settings(max_examples=40)
@given(pairs.filter(lambda pair: all("ratings" not in rule.reads() for rule in pair)))
def test_the_same_and_differs_agree_with_brute_force(pair: tuple[Rule, Rule]) -> None:
    """A witness gives different points; where all values can be looked at, ``same`` means that none differs."""
    old, new = map(side, pair)
    behaviour = compare_behaviour(old, new, FACTS)
    for witness in behaviour.witnesses:
        assert old.given(witness.facts) == witness.old != witness.new == new.given(witness.facts)
    assert bool(behaviour.witnesses) == (behaviour.verdict == "differs")
    reads = tuple(dict.fromkeys((*old.reads, *new.reads)))
    if len(reads) > 2 or not all(map(is_small, pair)):
        return
    values = all_values(_Reading(reads))  # type: ignore[arg-type]
    if len(values) > 2500:
        return
    different = [
        each
        for each in ({fact: known.value for fact, known in value.items()} for value in values)
        if old.given(each) != new.given(each)
    ]
    if behaviour.verdict == "same":
        assert not different
    if not different:
        assert behaviour.verdict != "differs"


class _Reading:
    """Stands for a rule where only what it reads matters."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        self.facts = facts

    def reads(self) -> tuple[str, ...]:
        return self.facts


@given(all_rules)
def test_a_rule_is_the_same_as_itself(rule: Rule) -> None:
    assert compare_behaviour(side(rule), side(attrs.evolve(rule)), FACTS).verdict == "same"  # type: ignore[misc]


@given(all_rules)
def test_a_rule_that_knows_its_facts_by_other_names_is_the_same(rule: Rule) -> None:
    """Here by the same names, so that nothing but the translation lies between the two sides."""
    old = side(rule)
    new = Side(old.node, {fact: fact for fact in rule.reads()})
    assert compare_behaviour(old, new, FACTS).verdict == "same"


@pytest.mark.slow
@settings(max_examples=40)
@given(rules)
def test_half_the_weight_differs_or_nothing_is_ever_awarded_from_it(rule: Rule) -> None:
    """Reweighting is behaviour: if it is proved to change nothing, no value that is tried gives anything else."""
    old = side(rule)
    new = Side(attrs.evolve(old.node, weight=old.node.weight / 2), {})
    behaviour = compare_behaviour(old, new, FACTS)
    for witness in behaviour.witnesses:
        assert witness.old != witness.new


def test_products_are_tried_and_never_said_to_be_proved() -> None:
    old = side(Formula(points_by=evalfw.language.parse("clamp(x * y, 0, 5)")))
    same = side(Formula(points_by=evalfw.language.parse("clamp(y * x, 0, 5)")))
    other = side(Formula(points_by=evalfw.language.parse("clamp(y * x, 0, 4) + 1")))
    assert compare_behaviour(old, same, FACTS).verdict == "not_proved"
    assert compare_behaviour(old, other, FACTS).verdict == "differs"


def test_a_difference_that_rounding_takes_away_is_none() -> None:
    """Points of two decimals: a thousandth more is the same wherever it is looked at, and that is not called different."""
    old, new = (side(Formula(points_by=evalfw.language.parse(text))) for text in ("1", "1.001"))
    assert compare_behaviour(old, new, FACTS).verdict == "not_proved"
    assert old.given({}) == new.given({}) == Given("awarded", evalfw.authoring.Range(Fraction(1), Fraction(1)))


def test_was_pairs_ids_and_carries_what_is_below() -> None:
    matched = match(
        ["a", "a.x", "b", "c"],
        [("n", ("a",)), ("n.x", ()), ("b", ()), ("d", ("nowhere",)), ("e", ("b", "c"))],
        is_tree=True,
    )
    assert dict(matched.pairs) == {"a": "n", "a.x": "n.x", "b": "b", "c": "e"}
    assert (matched.removed, matched.added, matched.astray) == ((), ("d",), ("d",))


Load = Callable[[str], evalfw.Rubric]

NEXT = """
format = "evalfw.rubric/1"
id = "nanjing/2021"
version = "{version}"
extends = "nanjing/2021"
issuer = "南京市政务服务管理办公室"
period = "2021"
source = "2021年度南京市政务服务管理办公室整体预算绩效自评价报告，附件1"
"""


@pytest.fixture
def changed(host: evalfw.PluginHost, nanjing: evalfw.Rubric, tmp_path: Path) -> Callable[..., RubricDiff]:
    """nanjing/2021 against itself with some lines laid over it."""

    def compare(lines: str, version: str = "2.0.0") -> RubricDiff:
        path = tmp_path / "next.toml"
        path.write_text(NEXT.format(version=version) + lines, encoding="utf-8")
        new = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
        return compare_rubrics(nanjing, new)

    return compare


def of(id: str, lines: str) -> str:
    return f'[[indicator]]\nid = "{id}"\n{lines}\n'


@pytest.mark.parametrize(
    ("lines", "level", "ways"),
    [
        ("", "none", ()),
        ('title = "别的名称"', "patch", ()),
        (of("decision.mechanism.rules", 'note = "读法"'), "patch", ("reworded",)),
        (of("decision.mechanism.rules", 'title = "改了"'), "patch", ("retitled",)),
        (
            of("management.execution.special_funds", 'rule = { kind = "all_or_nothing", when = "not (special_funds.execution_rate < budget.required_rate)" }'),
            "patch",
            ("rule",),
        ),
        ('[[reconciliation]]\nid = "new"\nlabel = "新"\nrelation = "staff.posts >= 0"', "minor", ()),
        ('grade = [{ label = "优", from = 90 }, { label = "差", below = 90 }]', "minor", ()),
        (of("decision.mechanism.rules", 'explain_lost = true'), "minor", ("settings",)),
        (of("decision.mechanism.rules", 'applies_when = "decision.process_sound"'), "major", ("settings",)),
        (of("decision.mechanism.norms", 'was = ["decision.mechanism.rules"]'), "major", ("renamed",)),
        (of("management.assets.rules_of_assets", 'was = ["management.income_expenditure.rules"]'), "major", ("moved",)),
        ('[policy]\nmissing = "exclude"', "major", ("settings",)),
        ("places = 1", "major", ("settings",)),
        ('[[fact]]\nid = "satisfaction.rate"\nlabel = "满意度"\ntype = "ratio"\nmin = 0\nmax = 1', "patch", ()),
        ('[[fact]]\nid = "satisfaction.rate"\nlabel = "满意度"\ntype = "ratio"\nmin = 0\nmax = 2', "major", ()),
        ('[[gate]]\nid = "g"\ntitle = "否决"\nwhen = "three_public.overspent"\naction = "to_zero"', "major", ()),
    ],
)  # fmt: skip
def test_how_much_a_change_matters(
    changed: Callable[..., RubricDiff], lines: str, level: str, ways: tuple[str, ...]
) -> None:
    diff = changed(lines)
    assert diff.level == level
    assert set(ways) <= {way for change in diff.indicators for way in change.ways}
    if not ways:
        assert not diff.indicators


def test_the_execution_bands_of_the_next_year_with_witnesses(changed: Callable[..., RubricDiff]) -> None:
    rule = '{ kind = "bands", fact = "budget.execution_rate", bands = [{ from = 0.95, points = 2 }, { from = 0.85, below = 0.95, points = 1 }, { below = 0.85, points = 0.5 }] }'
    diff = changed(of("decision.budget.soundness", f"rule = {rule}"))
    (change,) = diff.indicators
    assert change.behaviour is not None and change.behaviour.verdict == "differs"
    told = {(witness.said.zh, witness.old.words.zh, witness.new.words.zh) for witness in change.behaviour.witnesses}
    assert ("预算执行率 90%", "没有规定", "得 1 分") in told
    assert {(old, new) for _, old, new in told} == {
        ("没有规定", "得 1 分"), ("得 1 分", "得 0.5 分"), ("得 2 分", "得 1 分"),
    }  # fmt: skip
    assert (diff.compared, diff.unchanged) == (41, 40)


def test_a_rule_on_another_fact_that_gives_the_same_is_still_major(changed: Callable[..., RubricDiff]) -> None:
    """Evidence that was complete would lack the new fact."""
    when = "decision.rules_clear or (decision.rules_clear and decision.process_sound)"
    diff = changed(of("decision.mechanism.rules", f'rule = {{ kind = "all_or_nothing", when = "{when}" }}'))
    (change,) = diff.indicators
    assert change.behaviour is not None and change.behaviour.verdict == "same"
    assert change.asks == ("decision.process_sound",) and diff.level == "major"


def test_tiers_of_a_list_are_compared_by_small_lists(changed: Callable[..., RubricDiff]) -> None:
    rule = '{ kind = "tiers", fact = "awards", tier = "tier", per = "project", points = { state_council = 3, province = 2, city_first = 1, city_second = 0.4 } }'
    (change,) = changed(of("extra.bonus.awards", f"rule = {rule}")).indicators
    assert change.behaviour is not None
    (witness,) = change.behaviour.witnesses
    assert (witness.old.words.zh, witness.new.words.zh) == ("得 0.5 分", "得 0.4 分")


def test_a_renamed_fact_is_the_same_fact(host: evalfw.PluginHost, nanjing: evalfw.Rubric, tmp_path: Path) -> None:
    text = host.rubrics.find("2021").path.read_text(encoding="utf-8").replace('sample = "sample"\n', "")
    text = text.replace("satisfaction.rate", "clients.satisfaction")
    text = text.replace(
        'id = "clients.satisfaction"\n', 'id = "clients.satisfaction"\nwas = ["satisfaction.rate"]\n', 1
    )
    (tmp_path / "next.toml").write_text(text, encoding="utf-8")
    new = evalfw.rubric.load_rubric(host.rubrics.find(str(tmp_path / "next.toml")), host.rubrics, host.vocabulary)
    diff = compare_rubrics(nanjing, new)
    assert not diff.indicators and [change.keys for change in diff.facts] == [("id",)] and diff.level == "major"


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("1.0.0", "1.0.1", "patch"), ("1.0.9", "1.1.0", "minor"), ("1.9.9", "2.0.0", "major"), ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "0.9.0", None), ("1", "2", None),
    ],
)  # fmt: skip
def test_what_a_version_claims(old: str, new: str, level: str | None) -> None:
    assert claimed_bump(old, new) == level


def test_the_version_that_a_change_asks_for(changed: Callable[..., RubricDiff]) -> None:
    assert bump_of(changed('title = "x"')).version == "1.0.1"
    assert bump_of(changed('grade = [{ label = "优", from = 90 }, { label = "差", below = 90 }]')).version == "1.1.0"
    assert bump_of(changed("places = 1")).version == "2.0.0"
    assert bump_of(changed("")).version == "1.0.0"


def test_undefined_is_compared_too() -> None:
    """Division by zero on one side only is a difference, never an exception."""
    old, new = (
        side(Formula(points_by=evalfw.language.parse(text))) for text in ("if(x = 0, 0, 1)", "clamp(1 / (x * 1), 1, 1)")
    )
    behaviour = compare_behaviour(old, new, FACTS)
    assert behaviour.verdict == "differs" and behaviour.witnesses[0].new == Given("undefined")


def test_decimals_and_limits_that_take_something_away_are_seen() -> None:
    """The raw awards are alike; what counts is not."""
    rule = Formula(points_by=evalfw.language.parse("clamp(x, 0, 2)"))
    fine, coarse = side(rule), Side(attrs.evolve(side(rule).node, places=0), {})
    assert compare_behaviour(fine, coarse, FACTS).verdict == "differs"
    capped = Side(attrs.evolve(side(rule).node, limits=evalfw.authoring.Range(Fraction(0), Fraction(1))), {})
    behaviour = compare_behaviour(fine, capped, FACTS)
    assert behaviour.verdict == "differs" and behaviour.witnesses[0].new.span.most == 1
    loose = Side(attrs.evolve(side(rule).node, limits=evalfw.authoring.Range(Fraction(-9), Fraction(9))), {})
    assert compare_behaviour(fine, loose, FACTS).verdict == "same", "nothing is ever outside either"


def test_an_upper_end_that_is_excluded_differs_from_one_that_is_not() -> None:
    from decimal import Decimal

    from evalfw.language.rules.by_choice import ByChoice, Worth

    def judged(below: bool) -> Side:
        share = (Decimal("0.6"), Decimal("0.8"))
        worth = {choice: Worth(judge_share=share, below=below) for choice in ("a", "b", "c")}
        return side(ByChoice(fact="level", choices=worth))

    behaviour = compare_behaviour(judged(True), judged(False), FACTS)
    assert behaviour.verdict == "differs" and "不含上端" in behaviour.witnesses[0].old.words.zh


def test_facts_that_accept_nothing_in_common_prove_nothing(host: evalfw.PluginHost, tmp_path: Path) -> None:
    def rubric(name: str, least: int, most: int, points: int) -> evalfw.Rubric:
        text = f'format = "evalfw.rubric/1"\nid = "d"\nversion = "1"\ntitle = "d"\nfull_mark = 10\nfact = [{{ id = "n", label = "数", type = "count", min = {least}, max = {most} }}]\n'
        text += f'[[indicator]]\nid = "a"\ntitle = "甲"\nweight = 10\ncriterion = "…"\nrule = {{ kind = "bands", fact = "n", bands = [{{ from = 0, points = {points} }}] }}\n'
        (tmp_path / name).write_text(text, encoding="utf-8")
        return evalfw.rubric.load_rubric(host.rubrics.find(str(tmp_path / name)), host.rubrics, host.vocabulary)

    diff = compare_rubrics(rubric("o.toml", 0, 10, 10), rubric("n.toml", 20, 30, 5))
    (change,) = diff.indicators
    assert change.behaviour is not None and change.behaviour.verdict == "not_proved"
    assert "没有两边都接受的取值" in change.behaviour.message.zh


def test_facts_are_no_tree_and_their_names_are_no_choices() -> None:
    """A fact below a renamed one is another fact; a choice called like a renamed fact stays itself."""
    matched = match(["budget", "budget.rate"], [("spend", ("budget",)), ("spend.rate", ())])
    assert dict(matched.pairs) == {"budget": "spend"} and matched.removed == ("budget.rate",)
    from evalfw.maintaining.comparing.alike import alike

    old, new = evalfw.language.parse("level = 'a' and p"), evalfw.language.parse("level = 'b' and q")
    assert not alike(old, new, {"p": "q", "a": "b"})
    assert alike(old, evalfw.language.parse("level = 'a' and q"), {"p": "q", "a": "b"})


def test_a_node_moved_to_the_top_is_reported(host: evalfw.PluginHost, tmp_path: Path) -> None:
    head = 'format = "evalfw.rubric/1"\nid = "m"\nversion = "1"\ntitle = "m"\nfull_mark = 1\nfact = [{ id = "ok", label = "好", type = "bool" }]\n'
    leaf = 'title = "乙"\nweight = 1\ncriterion = "好的得1分"\nrule = { kind = "all_or_nothing", when = "ok" }\n'
    (tmp_path / "o.toml").write_text(
        f'{head}[[indicator]]\nid = "g"\ntitle = "甲"\n[[indicator]]\nid = "g.b"\n{leaf}', encoding="utf-8"
    )
    (tmp_path / "n.toml").write_text(f'{head}[[indicator]]\nid = "b"\nwas = ["g.b"]\n{leaf}', encoding="utf-8")
    old, new = (
        evalfw.rubric.load_rubric(host.rubrics.find(str(tmp_path / name)), host.rubrics, host.vocabulary)
        for name in ("o.toml", "n.toml")
    )
    assert [(change.id, change.ways) for change in compare_rubrics(old, new).indicators] == [
        ("b", ("moved",)),
        ("g", ("removed",)),
    ]
