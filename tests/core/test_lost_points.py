"""What is lost is what the total lost: how much more it would have with the full mark of the leaf, all others as they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from conftest import RunCli
from hypothesis import assume, given, settings, strategies as st
from random_rubrics import given_form, rubrics
from strategies import FACTS, any_value

import evalfw
from evalfw.evidence import Override
from evalfw.evidence.stating import evidence_of
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.best_of import BestOf
from evalfw.language.aggregates.n_of_m import NOfM
from evalfw.language.aggregates.total import Sum
from evalfw.language.aggregates.weakest_link import WeakestLink
from evalfw.language.aggregates.weighted_blocks import WeightedBlocks
from evalfw.language.aggregates.weighted_mean import WeightedMean

HEAD = """format = "evalfw.rubric/1"
id = "made-up/averaged"
version = "1"
title = "编造：平均"
full_mark = 100
aggregate = { kind = "weighted_mean" }
fact = [ { id = "p", label = "甲", type = "number" }, { id = "q", label = "乙", type = "number" }, { id = "r", label = "丙", type = "bool" } ]
indicator = [
  { id = "a", title = "上", share = 3, aggregate = { kind = "weighted_mean" }, weight = 20 },
  { id = "a.p", title = "甲", weight = 5, share = 1, criterion = "按率", rule = { kind = "proportional", fact = "p", target = 10 } },
  { id = "a.q", title = "乙", weight = 10, share = 3, criterion = "按率", rule = { kind = "proportional", fact = "q", target = 10 } },
  { id = "b", title = "下", weight = 10, share = 1, criterion = "有", rule = { kind = "all_or_nothing", when = "r" } },
]
"""
uncapped: st.SearchStrategy[Aggregator] = st.sampled_from(
    [Sum(), WeightedMean(), WeightedBlocks(), WeakestLink(Decimal("0.5")), BestOf(), NOfM(n=1), NOfM(n=1, how="full")]
)


def test_under_averaging_less_is_lost_than_the_indicator_itself_lost(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """Of 100: 甲 4 of 5 loses a fifth of a quarter of three quarters, 乙 half of three quarters of them, 下 a quarter."""
    (tmp_path / "r.toml").write_text(HEAD, encoding="utf-8")
    rubric = host.load(str(tmp_path / "r.toml"))
    report = score_facts(rubric, {"p": 8, "q": 5, "r": False})
    lost = {leaf.id: leaf.lost for leaf in report.leaves}
    assert lost == {"a.p": Fraction("3.75"), "a.q": Fraction("28.13"), "b": Fraction(25)}
    assert report.total.points == Fraction("43.13")


@pytest.mark.slow
@settings(max_examples=300)
@given(rubrics(uncapped), st.data())
def test_what_is_lost_is_what_a_full_mark_would_add(rubric: evalfw.Rubric, data: st.DataObject) -> None:
    """Each leaf set to its full mark by hand. Nodes are rounded to two decimals on the way, what is lost is not."""
    rubric = attrs.evolve(rubric, gates=())
    facts = {fact: given_form(data.draw(any_value(fact))) for fact in sorted(FACTS)}
    report = score_facts(rubric, facts)
    assume(not report.is_provisional and not report.open_items)
    for leaf in report.leaves:
        if leaf.state != "scored" or leaf.points is None:
            continue
        by_hand = Override(
            indicator=leaf.id, points=Decimal(int(leaf.weight)), author="人", reason="试", date=date(2021, 1, 1)
        )
        raised = evalfw.score(rubric, evidence_of(rubric, facts, overrides=[by_hand]))
        gained = max(raised.total.points - report.total.points, Fraction(0))
        assert leaf.lost is not None and abs(leaf.lost - gained) <= Fraction(1, 20), (leaf.id, leaf.lost, gained)


def test_every_view_says_what_the_total_lost(cli: RunCli, tmp_path: Path) -> None:
    """And how it is meant, where it is not full mark less points."""
    (tmp_path / "r.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "e.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "made-up/averaged"\nsubject = { id = "d", name = "编造的部门" }\nfact = [{ id = "p", value = 8 }, { id = "q", value = 5 }, { id = "r", value = false }]\n',
        encoding="utf-8",
    )
    for format in ("text", "summary", "md", "html"):
        ran = cli("run", tmp_path / "e.toml", "-r", tmp_path / "r.toml", "-f", format)
        assert ran.code == 0, ran.err
        assert "28.13" in ran.out and "总分少得的分" in ran.out, format
    assert "28.13" in cli("run", tmp_path / "e.toml", "-r", tmp_path / "r.toml", "-f", "csv").out
