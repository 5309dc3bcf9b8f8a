"""Layers: base < extends < department < project < command line; taking over what an indicator was; seals and pins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import evalfw
from evalfw.rubric.identity import Role
from evalfw.rubric.loading.flattening import flatten

OVERLAY = """
format = "evalfw.rubric/1"
id = "{id}"
version = "1"
extends = "{extends}"
"""
SET_NOTE = """
[[indicator]]
id = "decision.mechanism.rules"
note = "{note}"
"""

Load = Callable[..., evalfw.Rubric]


@pytest.fixture
def lay(host: evalfw.PluginHost, tmp_path: Path) -> Load:
    """Load nanjing/2021 with overlays, each given as role, id, what it extends, and more text."""

    def load(*overlays: tuple[Role, str, str, str]) -> evalfw.Rubric:
        laid = []
        for role, id, extends, more in overlays:
            path = tmp_path / f"{id}.toml"
            path.write_text(OVERLAY.format(id=id, extends=extends) + more, encoding="utf-8")
            laid.append(evalfw.rubric.Overlay(host.rubrics.find(str(path)), role))
        return evalfw.rubric.load_rubric(host.rubrics.find("2021"), host.rubrics, host.vocabulary, laid)

    return load


def test_overlays_count_by_their_role_and_not_by_the_order_in_which_they_are_given(lay: Load) -> None:
    notes: list[tuple[Role, str, str, str]] = [
        ("command_line", "c", "nanjing/2021", SET_NOTE.format(note="命令行")),
        ("project", "p", "nanjing/2021", SET_NOTE.format(note="项目")),
        ("department", "d", "nanjing/2021", SET_NOTE.format(note="部门")),
    ]
    for count, expected in ((3, "命令行"), (2, "项目"), (1, "部门")):
        rubric = lay(*notes[3 - count :])
        assert rubric.by_id["decision.mechanism.rules"].note == expected
        assert [layer.role for layer in rubric.layers] == ["base", "department", "project", "command_line"][: count + 1]
    assert rubric.edition.id == "nanjing/2021" and rubric.identity.id == "d" and "nanjing/2021" in rubric.lineage


def test_every_value_of_a_flat_rubric_has_its_file_and_line_and_what_it_replaced(
    host: evalfw.PluginHost, lay: Load, tmp_path: Path
) -> None:
    lay(("department", "d", "nanjing/2021", "full_mark = 99\n" + SET_NOTE.format(note="部门") + "weight = 1\n"))
    overlay = evalfw.rubric.Overlay(host.rubrics.find(str(tmp_path / "d.toml")), "department")
    source = host.rubrics.find("2021")
    rubric = evalfw.rubric.load_rubric(source, host.rubrics, host.vocabulary, [overlay])
    tables = {(t.sort, t.id): t for t in flatten(rubric, source, host.rubrics, host.vocabulary, [overlay])}
    values = {each.key: each for each in tables["indicator", "decision.mechanism.rules"].values}
    weight, title = values["weight"], values["title"]
    assert (weight.value, weight.file, weight.line) == (1, str(tmp_path / "d.toml"), 11)
    ((value, file, line),) = weight.replaced
    text = source.path.read_text(encoding="utf-8").splitlines()
    assert value == 2 and file == source.shown and line is not None and text[line - 1] == "weight = 2"
    assert title.file == source.shown and not title.replaced
    subtotal = next(each for each in tables["indicator", "decision"].values if each.key == "weight")
    assert subtotal.value == 14 and subtotal.replaced[0][0] == 15


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('drop = ["nowhere"]', "'nowhere' is to be dropped, but there is no such indicator"),
        (
            '[[indicator]]\nid = "decision.mechanism.rule"\nweight = 1',
            "there is no indicator 'decision.mechanism.rule' to change",
        ),
    ],
)
def test_an_overlay_that_addresses_nothing_is_refused(lay: Load, more: str, message: str) -> None:
    with pytest.raises(evalfw.RubricError, match=message):
        lay(("department", "d", "nanjing/2021", more))


def test_a_diamond_of_overlays_is_refused(lay: Load, tmp_path: Path) -> None:
    """d and e both extend the edition; p brings e along: neither author would get what they wrote."""
    (tmp_path / "e.toml").write_text(OVERLAY.format(id="e", extends="nanjing/2021"), encoding="utf-8")
    with pytest.raises(evalfw.RubricError) as raised:
        lay(("department", "d", "nanjing/2021", ""), ("project", "p", "./e.toml", ""))
    (problem,) = raised.value.problems
    assert problem.path == "extends" and problem.line == 5
    assert problem.what.zh == "'e' 和 'd' 都扩展 'nanjing/2021'，是两个分支，不能叠加（nanjing/2021 ← d）"
    assert lay(("project", "p", "./e.toml", "")).lineage == ("e", "nanjing/2021"), "a chain of its own is no diamond"


def test_an_overlay_of_another_rubric_or_of_none_is_refused(lay: Load) -> None:
    for extends in ("mof/project-2020", None):
        with pytest.raises(evalfw.RubricError) as raised:
            if extends is None:
                lay(("department", "d", "", ""))
            lay(("department", "d", extends or "", ""))
        assert raised.value.problems


def test_the_same_overlay_twice_is_refused(host: evalfw.PluginHost, tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(OVERLAY.format(id="d", extends="nanjing/2021"), encoding="utf-8")
    source = host.rubrics.find(str(tmp_path / "d.toml"))
    twice = [evalfw.rubric.Overlay(source, "department"), evalfw.rubric.Overlay(source, "command_line")]
    with pytest.raises(evalfw.RubricError, match="the same file is laid over itself"):
        evalfw.rubric.load_rubric(host.rubrics.find("2021"), host.rubrics, host.vocabulary, twice)


MOVED = """
[[indicator]]
id = "results.contentment"
was = ["results.satisfaction"]
title = "群众满意度"

[[indicator]]
id = "management.execution.midterm"
was = ["decision.midterm"]
"""


def test_was_takes_over_an_indicator_with_all_below_it(lay: Load, nanjing: evalfw.Rubric) -> None:
    rubric = lay(("department", "d", "nanjing/2021", MOVED))
    old, new = nanjing.by_id["results.satisfaction.clients"], rubric.by_id["results.contentment.clients"]
    assert (new.criterion, new.weight, new.rule) == (old.criterion, old.weight, old.rule)
    assert rubric.by_id["results.contentment"].title == "群众满意度"
    assert "results.satisfaction" not in rubric.by_id
    assert [node.id for node in rubric.children("results")] == ["results.social", "results.contentment"]
    assert rubric.by_id["management.execution.midterm"].weight == 4
    assert rubric.by_id["management.execution"].weight == 8 and rubric.by_id["decision"].weight == 11
    assert rubric.by_id["management.execution.midterm"].was == ("decision.midterm",)


def test_gates_follow_an_indicator_that_gets_another_id(host: evalfw.PluginHost, tmp_path: Path) -> None:
    base = """
format = "evalfw.rubric/1"
id = "x/base"
version = "1"
title = "x"
full_mark = 1
fact = [{ id = "ok", label = "合格", type = "bool" }]

[[indicator]]
id = "a"
title = "甲"
weight = 1
criterion = "合格得1分"
rule = { kind = "all_or_nothing", when = "ok" }

[[gate]]
id = "g"
title = "一票否决"
when = "not ok"
action = "to_zero"
at = "a"
"""
    (tmp_path / "base.toml").write_text(base, encoding="utf-8")
    more = '[[indicator]]\nid = "b"\nwas = ["a"]\n'
    (tmp_path / "next.toml").write_text(OVERLAY.format(id="x/next", extends="./base.toml") + more, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(tmp_path / "next.toml")), host.rubrics, host.vocabulary)
    assert rubric.gates[0].at == "b" and list(rubric.by_id) == ["b"]


def test_status_and_seal_do_not_count_as_content(host: evalfw.PluginHost, tmp_path: Path) -> None:
    path = tmp_path / "n.toml"
    path.write_text(OVERLAY.format(id="n", extends="nanjing/2021"), encoding="utf-8")
    draft = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    sealed = f'status = "superseded"\nsuperseded_by = "m"\nsha256 = "{draft.identity.sha256}"\n'
    path.write_text(OVERLAY.format(id="n", extends="nanjing/2021") + sealed, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    assert (draft.status, rubric.status, rubric.superseded_by) == ("draft", "superseded", "m")


def test_evidence_pinned_to_other_content_of_the_same_version_is_refused(
    host: evalfw.PluginHost, nanjing: evalfw.Rubric, sample: Path
) -> None:
    path = sample / "evidence.toml"
    text = path.read_text(encoding="utf-8")

    def report(version: str, sha256: str) -> evalfw.Report:
        pin = f'rubric_version = "{version}"\nrubric_sha256 = "{sha256}"\n'
        path.write_text(text.replace("[subject]", pin + "[subject]", 1), encoding="utf-8")
        return evalfw.score(
            nanjing, evalfw.evidence.check_evidence(evalfw.evidence.collect(sample, host.collectors), nanjing)
        )

    assert report("1.0.0", nanjing.identity.sha256).total.points == 98
    with pytest.raises(evalfw.EvidenceError, match=r"has changed and is still version 1\.0\.0") as raised:
        report("1.0.0", "0" * 64)
    assert raised.value.problems[0].path == "rubric_sha256"
    codes = [finding.code for finding in report("0.9.0", "0" * 64).findings]
    assert "evidence.other_version" in codes
    with pytest.raises(evalfw.EvidenceError, match="goes with"):
        report("", "0" * 64)
